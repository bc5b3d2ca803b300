package dev.lariat.studio.model;

import dev.lariat.data.Dataset;
import dev.lariat.data.encoding.Feature;
import dev.lariat.model.Model;
import dev.lariat.studio.table.TypedCell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row of the training table that is like a typed one.
 *
 * @param row its number in the table, from 1
 * @param distance of what the model sees
 * @param target what is known of it; empty where nothing is
 * @param values of the model's columns, as one would type them
 */
record NearRow(int row, double distance, String target, Map<String, String> values) {
  private static final int SHOWN = 5;

  /**
   * The nearest rows, by the distance of what the model sees: its inputs, each in its own standard deviation. How much
   * of a word a text has is on a scale of its own, of which a text has 1 in all; it stays as it is.
   *
   * @param all the typed row, and then those that are known
   * @return none of a model that reads words in their order: texts have no distance as such
   */
  static List<NearRow> of(Model model, Dataset all, KnownRows known) {
    List<Feature> features = model.preprocessing().features();
    if (features.stream().anyMatch(feature -> feature.role() == Feature.Role.WORD)) {
      return List.of();
    }
    float[] inputs = model.preprocessing().encode(all, all.allRows());
    double[] deviations = deviations(inputs, features, all.rows());
    int width = deviations.length;
    record Place(int row, double distance) {}
    var places = new ArrayList<Place>();
    for (int row = 0; row < known.rows(); row++) {
      double squares = 0;
      for (int i = 0; i < width; i++) {
        double difference = (inputs[(row + 1) * width + i] - (double) inputs[i]) / deviations[i];
        squares += difference * difference;
      }
      places.add(new Place(row, Math.sqrt(squares)));
    }
    places.sort(Comparator.comparingDouble(Place::distance));
    return places.stream()
        .limit(SHOWN)
        .map(place -> new NearRow(known.numbers().get(place.row), place.distance, target(model, known, place.row),
            values(model, known, place.row)))
        .toList();
  }

  private static String target(Model model, KnownRows known, int row) {
    return String.join(", ",
        model.target()
            .all()
            .stream()
            .map(known::column)
            .flatMap(Optional::stream)
            .map(column -> TypedCell.typed(column, row))
            .toList());
  }

  /** {@return a known row as one would type it} */
  static Map<String, String> values(Model model, KnownRows known, int row) {
    var values = new LinkedHashMap<String, String>();
    TypedRow.fields(model)
        .forEach(field -> known.column(field.name())
            .ifPresent(column -> values.put(field.name(), TypedCell.typed(column, row))));
    return values;
  }

  private static double[] deviations(float[] inputs, List<Feature> features, int rows) {
    int width = features.size();
    double[] deviations = new double[width];
    Arrays.fill(deviations, 1);
    for (int i = 0; i < width; i++) {
      if (features.get(i).role() == Feature.Role.TERM) {
        continue;
      }
      double sum = 0;
      double squares = 0;
      for (int row = 0; row < rows; row++) {
        sum += inputs[row * width + i];
        squares += inputs[row * width + i] * (double) inputs[row * width + i];
      }
      double variance = squares / rows - sum / rows * (sum / rows);
      deviations[i] = variance > 0 ? Math.sqrt(variance) : 1;
    }
    return deviations;
  }
}
