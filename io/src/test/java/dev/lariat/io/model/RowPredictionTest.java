package dev.lariat.io.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.Column;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.io.Tables;
import dev.lariat.model.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A row as a map is predicted as the same row of a table is, by models of every kind. */
class RowPredictionTest {
  private static final Path EARLIER = Path.of("src/test/resources/earlier/0.1");

  static List<Path> models() {
    try (Stream<Path> all = Files.list(EARLIER)) {
      return all
          .filter(folder -> Files.exists(folder.resolve("model.lariat")) && Files.exists(folder.resolve("rows.csv")))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What an application would have: numbers, truths, dates and names; null where missing. */
  private static Map<String, Object> row(Dataset table, int row) {
    var values = new HashMap<String, Object>();
    for (Column column : table.columns()) {
      values.put(column.name(), column.isMissing(row) ? null : switch (column.kind()) {
        case NUMERIC -> column.number(row);
        case BOOLEAN -> column.number(row) == 1;
        case DATE -> column.text(row).length() == 10 ? LocalDate.parse(column.text(row)) : column.text(row);
        default -> column.text(row);
      });
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("models")
  void asTheTablesRow(Path folder) {
    Model model = Model.load(folder);
    Dataset table = Tables.read(folder.resolve("rows.csv"), model.schema());
    double[] expected = model.predict(table);
    int width = model.target().width();
    for (int row = 0; row < table.rows(); row++) {
      double[] predicted = model.predict(row(table, row));
      assertThat(predicted).hasSize(width);
      for (int k = 0; k < width; k++) {
        assertThat(predicted[k]).as("row %d", row + 1).isCloseTo(expected[row * width + k], within(1e-6));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void itsTextFitsALine(Path folder) {
    assertThat(Model.load(folder).toString()).hasSizeBetween(10, 120).doesNotContain("\n", "@");
  }

  @Test
  void whatIsNoSuchValueIsNamed() {
    Path folder = EARLIER.resolve("linear-gaussian");
    Model model = Model.load(folder);
    Dataset table = Tables.read(folder.resolve("rows.csv"), model.schema());
    String number = model.schema()
        .fields()
        .stream()
        .filter(field -> field.required() && table.column(field.name()).kind() == ColumnKind.NUMERIC)
        .findFirst()
        .orElseThrow()
        .name();
    Map<String, Object> text = row(table, 0);
    text.put(number, "many");
    assertThatThrownBy(() -> model.predict(text)).isInstanceOf(DataException.class)
        .hasMessageContaining("'" + number + "'", "'many'", "is not a number");
    Map<String, Object> without = row(table, 0);
    without.remove(number);
    assertThatThrownBy(() -> model.predict(without)).isInstanceOf(DataException.class)
        .hasMessageContaining("the row has no '" + number + "'");
    assertThatThrownBy(() -> Model.load(EARLIER)).isInstanceOf(DataException.class)
        .hasMessageContaining("holds no model.lariat");
  }
}
