package dev.lariat.linear.stream;

import dev.lariat.kernel.SplitMix64;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Rows of a block that may be in the sample of the table: those that are drawn by their number, and of several classes
 * the first row of each in the block.
 */
final class SampledRows {
  private final int parts;
  private final boolean classes; // several
  private final long rows; // of the table
  private final int most;
  private final BitSet seen = new BitSet(); // classes
  private final List<double[]> taken = new ArrayList<>(); // target, weight, whether drawn, offsets, parts

  private static final int FIRST = 3; // of the offsets

  private final int head; // numbers before the parts

  /**
   * None as yet.
   *
   * @param rows of the table
   * @param most of the sample
   */
  SampledRows(FamilyRows table, long rows, int most) {
    parts = table.parts().count();
    classes = table.predictors() > 1;
    head = FIRST + table.predictors();
    this.rows = rows;
    this.most = most;
  }

  /** Takes from the next rows, which have a weight above 0. */
  void add(double[][] values, FamilyRows.Rows from) {
    for (int i = 0; i < from.count(); i++) {
      boolean drawn = most >= rows
          || Long.remainderUnsigned(SplitMix64.mix(SplitMix64.GAMMA * (from.number()[i] + 1)), rows) < most;
      boolean first = classes && !seen.get((int) from.y()[i]);
      if (!drawn && !first) {
        continue;
      }
      if (classes) {
        seen.set((int) from.y()[i]);
      }
      double[] row = new double[head + parts];
      row[0] = from.y()[i];
      row[1] = from.w()[i];
      row[FIRST - 1] = drawn ? 1 : 0;
      for (int k = FIRST; k < head; k++) {
        row[k] = from.offset()[k - FIRST][i];
      }
      for (int j = 0; j < parts; j++) {
        row[head + j] = Double.isNaN(values[j][i]) ? 0 : values[j][i];
      }
      taken.add(row);
    }
  }

  /** Gives the rows in their order. */
  void offerTo(RowSample sample) {
    for (double[] row : taken) {
      if (sample.takes(classes ? (int) row[0] : -1, row[FIRST - 1] == 1)) {
        sample.add(row, FIRST, row[0], row[1]);
      }
    }
  }

  void write(DataOutput to) throws IOException {
    to.writeInt(taken.size());
    for (double[] row : taken) {
      WrittenNumbers.write(to, row);
    }
  }

  void read(DataInput from) throws IOException {
    int count = from.readInt();
    for (int i = 0; i < count; i++) {
      double[] row = new double[head + parts];
      WrittenNumbers.read(from, row);
      taken.add(row);
    }
  }
}
