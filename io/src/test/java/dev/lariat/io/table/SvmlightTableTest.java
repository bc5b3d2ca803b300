package dev.lariat.io.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.Column;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Schema;
import dev.lariat.data.SparseColumn;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Feature;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.data.encoding.SparseMatrix;
import dev.lariat.io.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SvmlightTableTest {
  @TempDir
  private Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void readsLabelsGroupsAndSparseColumns() throws IOException {
    // Found by content, whatever the name.
    Dataset data = Tables
        .read(write("t.txt", "# a comment\n1 qid:3 2:0.5 7:1e2 # first\n-1 qid:3 7:2\n\n1 qid:4\n1 qid:4 2:0\n"));
    assertThat(data.columns().stream().map(Column::name)).containsExactly("label", "qid", "f2", "f7");
    assertThat(data.rows()).isEqualTo(4);
    assertThat(data.target("label").target().classes()).containsExactly("-1", "1");
    assertThat(data.target("label").target().task()).isEqualTo(Task.CLASSIFICATION);
    assertThat(data.column("qid").text(2)).isEqualTo("4");
    assertThat(data.column("f2")).isInstanceOfSatisfying(SparseColumn.class,
        f2 -> assertThat(f2.entries()).isEqualTo(1));
    assertThat(data.column("f2").number(0)).isEqualTo(0.5);
    assertThat(data.column("f2").number(3)).isZero();
    assertThat(data.column("f7").number(1)).isEqualTo(2);
  }

  @Test
  void staysSparseWithManyFeatures() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < 300; row++) {
      text.append(row % 2);
      for (int index = random.nextInt(3000); index < 300_000; index += 1 + random.nextInt(3000)) {
        text.append(' ').append(index).append(':').append(random.nextInt(1, 9));
      }
      text.append('\n');
    }
    Dataset data = Tables.read(write("t.svm", text.toString())).target("label");
    Preprocessing fitted = Preprocessing.fit(data, data.allRows(), PreprocessingOptions.linear());
    SparseMatrix matrix = fitted.sparse(data, data.allRows());
    assertThat(matrix.columns()).isGreaterThan(40_000);
    assertThat(matrix.entries()).isLessThan(80_000);
    List<Feature> features = fitted.features();
    for (int column = 0; column < matrix.columns(); column += 997) {
      Column source = data.column(features.get(column).name());
      for (int row = 0; row < 300; row++) {
        assertThat(matrix.get(row, column)).isEqualTo(source.number(row));
      }
    }
  }

  @Test
  void streamsWithTheTrainingColumns() throws IOException {
    Path file = write("t.svm", "1 1:5 3:2\n0 2:1\n1 3:4\n");
    Schema schema = new Schema(List.of(new Schema.Field("f3", ColumnKind.NUMERIC, null, true),
        new Schema.Field("f9", ColumnKind.NUMERIC, null, true),
        new Schema.Field("label", ColumnKind.NUMERIC, null, false)));
    try (TableStream stream = Tables.stream(file, schema, 2)) {
      Dataset first = stream.next();
      assertThat(first.columns().stream().map(Column::name)).containsExactly("f3", "f9", "label");
      assertThat(first.column("f3").number(0)).isEqualTo(2);
      assertThat(first.column("f9").number(0)).isZero();
      assertThat(first.column("label").number(1)).isZero();
      assertThat(stream.next().column("f3").number(0)).isEqualTo(4);
      assertThat(stream.hasNext()).isFalse();
    }
  }

  @Test
  void refusesBrokenLines() throws IOException {
    refuses("1 1:2\n0 2:x\n", "t.svm, line 2: '2:x' is not index:value");
    refuses("1 1:2\n0 two\n", "t.svm, line 2: 'two' is not index:value");
    refuses("1 1:2\n0 5:\n", "t.svm, line 2: '5:' is not index:value");
    refuses("1 1:2 1:3\n", "t.svm, line 1: an index comes twice");
    refuses("1 1:2 7:inf\n", "t.svm, line 1: '7:inf' is not index:value");
    refuses("1 1:1e999\n", "t.svm, line 1: '1:1e999' is infinite or too large");
    refuses("1 999999999:1\n", "t.svm, line 1: '999999999:1' has an index above 100000000");
    refuses("# nothing\n", "t.svm: there are no rows");
  }

  private void refuses(String text, String message) throws IOException {
    Path file = write("t.svm", text);
    assertThatThrownBy(() -> Tables.read(file)).isInstanceOf(DataException.class).hasMessage(message);
  }
}
