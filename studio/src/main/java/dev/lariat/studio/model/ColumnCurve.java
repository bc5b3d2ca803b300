package dev.lariat.studio.model;

import dev.lariat.data.Column;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.Schema;
import dev.lariat.model.Model;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The prediction along one column, the others held: of a row (individual conditional expectation), and as a mean over
 * known rows (partial dependence).
 *
 * @param values of the column, as one would type them
 * @param own of the row
 * @param mean over the known rows
 * @param numeric whether the values are on a scale
 * @param rows how many the mean is of
 */
record ColumnCurve(List<String> values, List<Double> own, List<Double> mean, boolean numeric, int rows) {
  private static final int STEPS = 25;
  private static final int MEAN_OF = 40;

  /**
   * A curve.
   *
   * @param row that is held, as it is typed
   * @param output which of the model's numbers
   */
  static ColumnCurve of(Model model, KnownRows known, Schema.Field field, Map<String, String> row, int output) {
    List<String> values = known.column(field.name()).map(column -> values(field, column)).orElse(List.of());
    int count = Math.min(MEAN_OF, known.rows());
    List<Map<String, String>> held = new ArrayList<>(List.of(row));
    for (int i = 0; i < count; i++) {
      held.add(NearRow.values(model, known, i * known.rows() / count));
    }
    var rows = new ArrayList<Map<String, String>>();
    for (Map<String, String> each : held) {
      for (String value : values) {
        var changed = new HashMap<>(each);
        changed.put(field.name(), value);
        rows.add(changed);
      }
    }
    double[] predictions = model.predict(TypedRow.table(TypedRow.fields(model), rows));
    int width = model.target().width();
    var own = new ArrayList<Double>();
    var mean = new ArrayList<Double>();
    for (int v = 0; v < values.size(); v++) {
      own.add(predictions[v * width + output]);
      double sum = 0;
      for (int r = 1; r <= count; r++) {
        sum += predictions[(r * values.size() + v) * width + output];
      }
      mean.add(sum / count);
    }
    return new ColumnCurve(values, own, mean, field.kind() == ColumnKind.NUMERIC, count);
  }

  /** {@return the values that a curve goes through; none where the column has no order and too many values} */
  static List<String> values(Schema.Field field, Column column) {
    return switch (field.kind()) {
      case NUMERIC -> KnownRows.range(column)
          .map(range -> Arrays.stream(range.spread(STEPS)).mapToObj(Double::toString).toList())
          .orElse(List.of());
      case DATE -> KnownRows.range(column)
          .map(range -> Arrays.stream(range.spread(STEPS))
              .mapToObj(day -> LocalDate.ofEpochDay((long) Math.floor(day)).toString())
              .distinct()
              .toList())
          .orElse(List.of());
      case BOOLEAN -> List.of("no", "yes");
      case CATEGORY -> KnownRows.levels(column);
      case TEXT, IDENTIFIER, CONSTANT -> List.of();
    };
  }
}
