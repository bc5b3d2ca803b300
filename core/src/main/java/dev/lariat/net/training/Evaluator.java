package dev.lariat.net.training;

import dev.lariat.net.pass.Workspace;
import dev.lariat.net.Weights;
import dev.lariat.net.SparseRows;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.Scores;
import dev.lariat.net.Architecture;
import dev.lariat.loss.BatchLoss;
import dev.lariat.loss.Loss;
import dev.lariat.loss.Targets;

/** Scores rows with a network's weights. Belongs to one thread. */
final class Evaluator {
  /** Rows at once: enough for the products to be efficient, few enough to stay in the second-level cache. */
  private static final int CHUNK = 256;
  /** Rows with large maps: so many numbers of one layer at once, 1 MB. */
  private static final int NUMBERS = 1 << 18;
  /** Enough for the products behind the maps. */
  private static final int LEAST = 8;

  private final BatchLoss loss;
  private final int outputs;
  private final Workspace workspace;
  private final int chunk;
  private float[] dense = new float[0]; // [chunk · width], once rows are no array and the first layer takes them as one

  Evaluator(Architecture architecture, Weights weights, Loss loss) {
    this.loss = loss.unsmoothed().batches();
    this.outputs = architecture.outputs();
    this.chunk = chunk(architecture);
    this.workspace = Workspace.inference(architecture, weights, chunk);
  }

  /** How many rows of a network are evaluated at once; results do not depend on it. */
  static int chunk(Architecture architecture) {
    int widest = architecture.stages().stream().mapToInt(Architecture.Stage::outputs).max().orElseThrow();
    return Math.clamp(NUMBERS / widest, LEAST, CHUNK);
  }

  /** Scores at the weights as they are now. */
  Scores scores(TrainingRows rows) {
    return scores(rows, new double[Math.min(chunk, rows.rows())], false);
  }

  /** The plain loss of every row. */
  double[] losses(TrainingRows rows) {
    double[] losses = new double[rows.rows()];
    scores(rows, losses, true);
    return losses;
  }

  /** Raw outputs of all rows, row-major. */
  float[] outputs(SparseRows rows) {
    float[] all = new float[Math.multiplyExact(rows.rows(), outputs)];
    for (int from = 0; from < rows.rows(); from += chunk) {
      int count = Math.min(chunk, rows.rows() - from);
      System.arraycopy(raw(rows, from, count), 0, all, from * outputs, count * outputs);
    }
    return all;
  }

  private Scores scores(TrainingRows rows, double[] losses, boolean keep) {
    float[] weights = rows.sampleWeights().orElse(null);
    Targets targets = rows.targets();
    double weightSum = 0;
    double lossSum = 0;
    double right = 0;
    double squared = 0;
    double absolute = 0;
    for (int from = 0; from < rows.rows(); from += chunk) {
      int count = Math.min(chunk, rows.rows() - from);
      int at = keep ? from : 0;
      float[] z = raw(rows, from, count);
      loss.losses(z, outputs, targets, from, count, losses, at);
      for (int r = 0; r < count; r++) {
        double weight = weights == null ? 1 : weights[from + r];
        weightSum += weight;
        lossSum += weight * losses[at + r];
        if (targets.areLabels()) {
          right += likeliest(z, r * outputs) == targets.label(from + r) ? weight : 0;
        } else {
          for (int k = 0; k < outputs; k++) {
            double error = (double) z[r * outputs + k] - targets.value(from + r, k);
            squared += weight * error * error / outputs;
            absolute += weight * Math.abs(error) / outputs;
          }
        }
      }
    }
    double mean = lossSum / weightSum;
    return targets.areLabels()
        ? new Scores(mean, right / weightSum, Double.NaN, Double.NaN)
        : new Scores(mean, Double.NaN, Math.sqrt(squared / weightSum), absolute / weightSum);
  }

  private float[] raw(TrainingRows rows, int from, int count) {
    if (rows.isArray()) {
      return workspace.infer(rows.inputs(), from * rows.width(), count);
    }
    if (rows.sparse().isPresent()) {
      return raw(rows.sparse().get(), from, count);
    }
    if (dense.length == 0) {
      dense = new float[chunk * rows.width()];
    }
    for (int r = 0; r < count; r++) {
      rows.inputs(from + r, dense, r * rows.width());
    }
    return workspace.infer(dense, 0, count);
  }

  private float[] raw(SparseRows rows, int from, int count) {
    if (workspace.takesSparse()) {
      return rows.isArray() ? workspace.infer(rows, from, count) : workspace.infer(rows.part(from, count), 0, count);
    }
    if (dense.length == 0) {
      dense = new float[chunk * rows.width()];
    }
    for (int r = 0; r < count; r++) {
      rows.dense(from + r, dense, r * rows.width());
    }
    return workspace.infer(dense, 0, count);
  }

  private int likeliest(float[] z, int at) {
    if (outputs == 1) {
      return z[at] > 0 ? 1 : 0; // one logit: of the positive class
    }
    int best = 0;
    for (int k = 1; k < outputs; k++) {
      if (z[at + k] > z[at + best]) {
        best = k;
      }
    }
    return best;
  }
}
