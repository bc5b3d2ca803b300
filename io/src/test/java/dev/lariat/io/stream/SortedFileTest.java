package dev.lariat.io.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SortedFileTest {
  @TempDir
  Path folder;

  private static List<double[]> read(SortedFile file, int width) {
    var rows = new ArrayList<double[]>();
    file.pass((given, count) -> {
      for (int i = 0; i < count; i++) {
        rows.add(Arrays.copyOfRange(given, i * width, (i + 1) * width));
      }
    });
    return rows;
  }

  @ParameterizedTest
  @CsvSource({"1,1,100", "1000,40,100000", "1000,40,39", "10007,3,1000", "9999,5,7", "300,70000,200000", "500,1,1"})
  void rowsAreSortedAndEqualOnesStayInTheirOrder(int rows, int width, int numbers) {
    var random = new Random(rows + width);
    int keys = Math.min(2, width);
    var all = new ArrayList<double[]>();
    try (var file = SortedFile.at(folder.resolve("rows"), (_, _, _) -> {}, numbers)) {
      file.expect(rows, width, keys);
      for (int i = 0; i < rows; i++) {
        double[] row = new double[width];
        Arrays.setAll(row, _ -> random.nextDouble());
        row[0] = random.nextInt(4);
        if (width > 1) {
          row[1] = random.nextInt(9) - 4;
        }
        row[width - 1] = width > keys ? i : row[width - 1];
        file.add(row);
        all.add(row.clone());
      }
      Comparator<double[]> order = Comparator.comparingDouble(row -> row[0]);
      all.sort(width > 1 ? order.thenComparingDouble(row -> row[1]) : order);
      for (int pass = 0; pass < 2; pass++) {
        List<double[]> read = read(file, width);
        assertThat(read).hasSize(rows);
        for (int i = 0; i < rows; i++) {
          assertThat(read.get(i)).isEqualTo(all.get(i));
        }
      }
    }
    assertThat(folder.resolve("rows")).doesNotExist();
  }

  @Test
  void zeroIsZeroWhateverItsSign() {
    try (var file = SortedFile.at(folder.resolve("rows"), (_, _, _) -> {}, 4)) {
      file.expect(3, 2, 1);
      for (double[] row : new double[][]{{0.0, 1}, {-0.0, 2}, {0.0, 3}}) {
        file.add(row);
      }
      assertThat(read(file, 2).stream().map(row -> row[1])).containsExactly(1.0, 2.0, 3.0);
    }
  }

  @Test
  void noRowsAreNoRows() {
    try (var file = SortedFile.at(folder.resolve("rows"), (_, _, _) -> {})) {
      file.expect(10, 3, 1);
      assertThat(read(file, 3)).isEmpty();
    }
    assertThat(folder.resolve("rows")).doesNotExist();
  }

  @Test
  void nothingIsMadeWhereNoRowsAreExpected() {
    try (var file = SortedFile.at(folder.resolve("none"), (_, _, _) -> {})) {
      assertThat(file).isNotNull();
      assertThat(folder.resolve("none")).doesNotExist();
    }
  }

  @Test
  void aDiskThatIsTooSmallIsToldBefore() {
    try (var file = SortedFile.at(folder.resolve("rows"), (_, _, _) -> {})) {
      assertThatThrownBy(() -> file.expect(1L << 50, 100, 2)).isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("MB are needed")
          .hasMessageContaining("--out takes a folder on another disk");
    }
    assertThat(folder.toFile().list()).isEmpty();
  }

  @Test
  void anInterruptEndsAPass() {
    try (var file = SortedFile.at(folder.resolve("rows"), (_, _, _) -> {})) {
      file.expect(1, 1, 1);
      file.add(new double[]{1});
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> read(file, 1)).isInstanceOf(CancellationException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
