package dev.lariat.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.encoding.SparseMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DesignMatrixTest {
  private static final int ROWS = 60;
  private static final double[][] COLUMNS = columns();

  private static double[][] columns() {
    var random = new Random(8);
    double[][] columns = new double[7][ROWS];
    for (double[] column : columns) {
      Arrays.setAll(column, _ -> random.nextInt(3) == 0 ? random.nextGaussian() : 0);
    }
    Arrays.setAll(columns[3], _ -> 2000 + random.nextInt(5)); // read centred
    Arrays.fill(columns[5], 0);
    return columns;
  }

  static List<DesignMatrix> kinds() {
    int[] start = new int[COLUMNS.length + 1];
    int[] row = new int[COLUMNS.length * ROWS];
    double[] value = new double[row.length];
    for (int j = 0, e = 0; j < COLUMNS.length; j++) {
      for (int i = 0; i < ROWS; i++) {
        if (COLUMNS[j][i] != 0) {
          row[e] = i;
          value[e++] = COLUMNS[j][i];
        }
      }
      start[j + 1] = e;
    }
    MemorySegment rows = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_INT, row);
    MemorySegment values = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_DOUBLE, value);
    boolean[] keep = {false, true, false, false, true, false, false};
    return Stream
        .of(DesignMatrix.dense(COLUMNS), DesignMatrix.sparse(ROWS, start, row, value),
            DesignMatrix.sparse(new SparseMatrix(ROWS, start, rows, values)))
        .map(x -> x.keepingScale(keep))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void someRowsOfSomeColumnsAreThose(DesignMatrix x) {
    int[] columns = {1, 3, 5, 6};
    int[] rows = {0, 7, 8, 30, 59};
    DesignMatrix some = x.select(columns, rows);
    assertThat(some.rows()).isEqualTo(rows.length);
    assertThat(some.columns()).isEqualTo(columns.length);
    assertThat(some.sparse()).isEqualTo(x.sparse());
    long entries = 0;
    for (int a = 0; a < columns.length; a++) {
      double[] got = new double[rows.length];
      some.addColumn(a, 1, got);
      double[] whole = new double[ROWS];
      x.addColumn(columns[a], 1, whole);
      assertThat(got).isEqualTo(Arrays.stream(rows).mapToDouble(row -> whole[row]).toArray());
      assertThat(some.keepsScale(a)).isEqualTo(x.keepsScale(columns[a]));
      assertThat(some.shift(a)).isEqualTo(x.shift(columns[a]));
      entries += Arrays.stream(got).filter(v -> v != 0).count();
    }
    assertThat(some.entries()).isEqualTo(x.sparse() ? entries : (long) rows.length * columns.length);
  }
}
