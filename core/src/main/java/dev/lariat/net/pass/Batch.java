package dev.lariat.net.pass;

import dev.lariat.net.SparseRows;
import dev.lariat.net.TrainingRows;
import dev.lariat.kernel.Kernels;

/**
 * The inputs of a step, copied together from rows that stand apart: dense, or sparse where the rows are and the first
 * layer takes them so. One thread's.
 */
public final class Batch {
  private final TrainingRows rows;
  private final Kernels kernels;
  final float[] dense; // [size · width], or null
  final int[] starts; // [size + 1], null with dense
  final int[] inputs; // [entries of the fullest rows]
  final float[] values;

  /** @param sparse whether sparse rows stay sparse */
  public Batch(TrainingRows rows, int size, boolean sparse, Kernels kernels) {
    this.rows = rows;
    this.kernels = kernels;
    SparseRows source = rows.sparse().orElse(null);
    if (source == null || !sparse) {
      dense = new float[Math.multiplyExact(size, rows.width())];
      starts = null;
      inputs = null;
      values = null;
    } else {
      int fullest = 0;
      for (int r = 0; r < source.rows(); r++) {
        fullest = Math.max(fullest, source.starts()[r + 1] - source.starts()[r]);
      }
      int entries = (int) Math.min(source.entries(), (long) fullest * size);
      dense = null;
      starts = new int[size + 1];
      inputs = new int[entries];
      values = new float[entries];
    }
  }

  /** Takes the rows {@code order[from …]}. */
  public void gather(int[] order, int from, int count) {
    SparseRows source = rows.sparse().orElse(null);
    if (source == null) {
      kernels.gatherRows(rows.width(), rows.inputs(), 0, order, from, count, dense, 0);
    } else if (dense != null) {
      for (int r = 0; r < count; r++) {
        source.dense(order[from + r], dense, r * rows.width());
      }
    } else {
      for (int r = 0; r < count; r++) {
        int start = source.starts()[order[from + r]];
        int entries = source.starts()[order[from + r] + 1] - start;
        System.arraycopy(source.inputs(), start, inputs, starts[r], entries);
        System.arraycopy(source.values(), start, values, starts[r], entries);
        starts[r + 1] = starts[r] + entries;
      }
    }
  }

  /** Copies the inputs of a dense batch, row by row. */
  public void copy(float[] to) {
    System.arraycopy(dense, 0, to, 0, Math.min(to.length, dense.length));
  }
}
