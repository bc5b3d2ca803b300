package dev.lariat.linear;

import dev.lariat.data.Task;
import dev.lariat.kernel.Kernels;

/** How linear predictors η stand for a target: the inverse link. What exports need of a family is mostly this. */
public enum Link {
  /** μ = η. */
  IDENTITY(Task.REGRESSION) {
    @Override
    void mean(double[][] eta, int row, double[] out, int at) {
      out[at] = eta[0][row];
    }
  },
  /** μ = e^η. */
  LOG(Task.REGRESSION) {
    @Override
    void mean(double[][] eta, int row, double[] out, int at) {
      out[at] = Kernels.exp(eta[0][row]);
    }
  },
  /** Two probabilities, 1/(1 + e^−η) for the second class. */
  LOGIT(Task.CLASSIFICATION) {
    @Override
    void mean(double[][] eta, int row, double[] out, int at) {
      out[at] = 1 / (1 + Kernels.exp(eta[0][row]));
      out[at + 1] = 1 / (1 + Kernels.exp(-eta[0][row]));
    }
  },
  /** A probability a class, e^η over their sum. */
  SOFTMAX(Task.CLASSIFICATION) {
    @Override
    void mean(double[][] eta, int row, double[] out, int at) {
      double max = Double.NEGATIVE_INFINITY;
      for (double[] e : eta) {
        max = Math.max(max, e[row]);
      }
      double sum = 0;
      for (int k = 0; k < eta.length; k++) {
        out[at + k] = Kernels.exp(eta[k][row] - max);
        sum += out[at + k];
      }
      for (int k = 0; k < eta.length; k++) {
        out[at + k] /= sum;
      }
    }
  };

  private final Task task;

  Link(Task task) {
    this.task = task;
  }

  /** {@return what it stands for: numbers, or a probability a class} */
  public Task task() {
    return task;
  }

  abstract void mean(double[][] eta, int row, double[] out, int at);
}
