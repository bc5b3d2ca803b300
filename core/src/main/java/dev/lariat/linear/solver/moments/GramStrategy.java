package dev.lariat.linear.solver.moments;

import dev.lariat.kernel.DenseOps;
import dev.lariat.linear.Observations;
import dev.lariat.parallel.Workers;
import java.util.List;

/** When a gaussian problem is solved on its Gram matrix alone, and the matrix's raw material. */
public final class GramStrategy {
  static final int MAX_FEATURES = 4000;

  private GramStrategy() {}

  /**
   * The matrix costs features/2 passes over the data, a path on the rows about two a λ; it must also fit into memory.
   */
  public static boolean worthwhile(Observations data) {
    int p = data.x().columns();
    return data.family().quadratic() && data.predictors() == 1 && !data.x().sparse() && p <= MAX_FEATURES
        && data.x().rows() >= 2L * p;
  }

  /** Moments of each part's rows. */
  public static List<Moments> moments(Observations data, double[] w, boolean intercept, int[] part, int parts,
      Workers workers) {
    double constant = targetConstant(data, intercept);
    double[] target = data.y().clone();
    for (int i = 0; i < target.length; i++) {
      target[i] -= constant + (data.offset() == null ? 0 : data.offset()[0][i]);
    }
    return Moments.of(data.x(), w, target, part, parts, workers);
  }

  /**
   * What is subtracted from the target before squares are summed, so that they do not cancel: its mean, with an
   * intercept.
   */
  public static double targetConstant(Observations data, boolean intercept) {
    if (!intercept) {
      return 0;
    }
    double sum = DenseOps.sum(data.y());
    if (data.offset() != null) {
      sum -= DenseOps.sum(data.offset()[0]);
    }
    return sum / data.y().length;
  }
}
