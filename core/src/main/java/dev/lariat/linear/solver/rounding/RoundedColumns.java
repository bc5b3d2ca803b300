package dev.lariat.linear.solver.rounding;

import dev.lariat.kernel.DenseOps;
import dev.lariat.kernel.PackedBytes;
import dev.lariat.linear.DesignMatrix;
import dev.lariat.parallel.Workers;

/**
 * Dense columns, each over its length, in single precision and in eight bits: {@code d_j ≈ length_j · rounded_j} and
 * {@code d_j = length_j · (unit_j · coarse_j + rest_j)}. No weights and no scale are in them, so that all fits to the
 * same columns, folds and halves of the rows among them, share the copies. They are made when they are first asked for.
 */
public final class RoundedColumns {
  /** Fewer values stay in the caches: a copy would not pay. */
  private static final long FEWEST = 2_000_000;
  /** Fewer are read in less time than Java takes to compile what reads them in eight bits. */
  private static final long FEWEST_COARSE = 40_000_000;
  /** More would take more memory than a user expects: half a gigabyte, and with eight bits a quarter more. */
  private static final long MOST = 1 << 27;

  /** What single precision takes from a column of length 1 at most, its product with a factor included. */
  private static final double ROUNDING = 0x1p-21;

  private final DesignMatrix x;
  private final boolean hasCoarse;
  private final double[] length; // [columns] √(Σ d²)
  private final double[] unit; // [columns]
  private final double[] rest; // [columns] √(Σ rest_ij²)
  private final int step; // from a column's whole numbers to the next one's
  private int[] coarse; // [columns][rows, packed], side by side: a column alone is too short to be fetched ahead
  private float[][] rounded; // [columns][rows]; null until it is made

  private RoundedColumns(DesignMatrix x, boolean hasCoarse) {
    this.x = x;
    this.hasCoarse = hasCoarse;
    length = new double[x.columns()];
    step = PackedBytes.ints(x.rows());
    unit = new double[x.columns()];
    rest = new double[x.columns()];
  }

  /** For a single fit, which eight bits would gain nothing; nothing is copied yet. */
  public static RoundedColumns alone(DesignMatrix x) {
    return new RoundedColumns(x, false);
  }

  /** For fits that share the copies, in eight bits where that pays; nothing is copied yet. */
  public static RoundedColumns shared(DesignMatrix x) {
    return new RoundedColumns(x, !x.sparse() && x.entries() >= FEWEST_COARSE);
  }

  /** With copies in eight bits whatever the size; nothing is copied yet. */
  public static RoundedColumns coarse(DesignMatrix x) {
    return new RoundedColumns(x, true);
  }

  /** Whether there are copies in eight bits, too. */
  public boolean hasCoarse() {
    return hasCoarse;
  }

  /** Whether a copy pays. */
  public boolean worthwhile() {
    return !x.sparse() && x.entries() >= FEWEST && x.entries() <= MOST;
  }

  /**
   * Makes the copies where they are not there yet.
   *
   * @param workers whose threads make no fit of their own meanwhile that would wait for the same ones
   */
  public synchronized void make(Workers workers) {
    if (rounded == null) {
      float[][] copy = new float[length.length][];
      int[] bytes = new int[hasCoarse ? Math.multiplyExact(length.length, step) : 0];
      workers.forRange(copy.length, x.entries(), (from, to) -> {
        for (int j = from; j < to; j++) {
          copy[j] = new float[x.rows()];
          length[j] = x.round(j, copy[j]);
          if (hasCoarse) {
            pack(j, copy[j], bytes);
          }
        }
      });
      coarse = bytes;
      rounded = copy;
    }
  }

  private void pack(int j, float[] column, int[] out) {
    float most = 0;
    for (float value : column) {
      most = Math.max(most, Math.abs(value));
    }
    unit[j] = most / PackedBytes.MOST;
    if (!(most > 0)) {
      return;
    }
    double squares = DenseOps.kernels().pack(column, PackedBytes.MOST / most, out, j * step);
    rest[j] = unit[j] * Math.sqrt(squares) * (1 + ROUNDING * column.length) + ROUNDING;
  }

  /** d_j over its length, [rows], once it is made; not to be modified. */
  public float[] column(int j) {
    return rounded[j];
  }

  /** Σ d_ij v_i over the length of column j, but for {@link RoundedVector#error}, once the copy is made. */
  public double dot(int j, RoundedVector v) {
    return v.largest() * DenseOps.kernels().dot(x.rows(), rounded[j], 0, v.value, 0);
  }

  /** The same from eight bits, but for {@link #coarseError}. */
  public double coarseDot(int j, RoundedVector v) {
    return v.largest() * unit[j] * DenseOps.kernels().dot(coarse, j * step, v.value);
  }

  /** Bounds what eight bits leave of a column's product with a vector, over the column's length. */
  public double coarseError(int j, RoundedVector v) {
    return rest[j] * v.length() + 2 * v.error();
  }

  /** √(Σ d_ij²), once it is made. */
  public double length(int j) {
    return length[j];
  }
}
