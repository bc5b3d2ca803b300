package dev.lariat.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.ColumnKind;
import dev.lariat.data.Dataset;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablesTest {
  private static final Path EXAMPLES = Path.of(System.getProperty("lariat.repository"), "examples", "data");

  @ParameterizedTest
  @CsvSource({"mnist10k.csv.gz, 10000, 785, digit, CLASSIFICATION", "spam.csv.gz, 4601, 58, type, CLASSIFICATION",
      "longley.csv, 16, 7, Employed, REGRESSION", "diabetes.csv, 442, 11, progression, REGRESSION",
      "breast-cancer.csv, 569, 31, diagnosis, CLASSIFICATION", "wine.csv, 178, 14, cultivar, CLASSIFICATION"})
  void readsTheExamples(String file, int rows, int columns, String target, Task task) {
    Dataset data = Tables.read(EXAMPLES.resolve(file)).target(target);
    assertThat(data.rows()).isEqualTo(rows);
    assertThat(data.columns()).hasSize(columns);
    assertThat(data.target().task()).isEqualTo(task);
    assertThat(data.notes()).isEmpty();
    assertThat(data.features())
        .allMatch(column -> column.kind() == ColumnKind.NUMERIC || column.kind() == ColumnKind.CONSTANT);
    Preprocessing fitted = Preprocessing.fit(data, data.allRows(), PreprocessingOptions.network());
    assertThat(fitted.encode(data, data.allRows())).hasSize(rows * fitted.width()).doesNotContain(Float.NaN);
  }
}
