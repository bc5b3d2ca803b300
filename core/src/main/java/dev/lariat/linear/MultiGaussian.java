package dev.lariat.linear;

import dev.lariat.data.DataException;
import dev.lariat.kernel.DenseOps;
import java.util.List;
import java.util.Optional;

/**
 * Several real numbers of one row; loss ½Σ_k(y_k − η_k)². With {@link LinearPenalty#withGroupedClasses} a feature
 * enters for all of them at once.
 */
public record MultiGaussian() implements Family {
  @Override
  public String label() {
    return "mgaussian";
  }

  @Override
  public String toString() {
    return label();
  }

  @Override
  public Link link() {
    return Link.IDENTITY;
  }

  @Override
  public int targets(int classes) {
    return classes;
  }

  @Override
  public int predictors(int classes) {
    return classes;
  }

  /** Takes the number of targets. */
  @Override
  public void requireClasses(int classes) {
    if (classes < 2) {
      throw new IllegalArgumentException("mgaussian needs at least 2 targets, such as --target a,b");
    }
  }

  @Override
  public Optional<String> refusal(double y, int classes) {
    return Optional.empty();
  }

  @Override
  public void requireUsable(Observations data, double[] w, boolean intercept) {
    for (int k = 0; k < data.classes(); k++) {
      double first = Double.NaN;
      for (int i = 0; i < w.length; i++) {
        double value = data.y()[i * data.classes() + k] - (data.offset() == null ? 0 : data.offset()[k][i]);
        if (w[i] > 0 && value != first) {
          if (!Double.isNaN(first) || (!intercept && value != 0)) {
            return;
          }
          first = value;
        }
      }
    }
    throw new DataException("all targets are constant: there is nothing to model");
  }

  @Override
  public void mean(double[][] eta, int row, double[] out, int at) {
    for (int k = 0; k < eta.length; k++) {
      out[at + k] = eta[k][row];
    }
  }

  @Override
  public double deviance(double y, double[] mean) {
    throw new IllegalStateException("a row has several targets");
  }

  @Override
  public double deviance(double[] y, int row, double[] mean) {
    double sum = 0;
    for (int k = 0; k < mean.length; k++) {
      double rest = y[row * mean.length + k] - mean[k];
      sum += rest * rest;
    }
    return sum;
  }

  @Override
  public Datafit datafit(Observations data, double[] w) {
    return new Squares(w, data.y(), data.classes());
  }

  @Override
  public boolean quadratic() {
    return true;
  }

  /** Whether the deviance that is left no longer falls by a share of itself. */
  @Override
  public boolean pathEnds(List<Double> ratios, double patience) {
    double last = ratios.getLast();
    return last - ratios.get(ratios.size() - 2) < patience * LEAST_GROWTH * (1 - last);
  }

  @Override
  public boolean glmnetRidgeStartsAtIntercept() {
    return false;
  }

  /** @param y [rows × targets] row by row */
  @SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
  private record Squares(double[] w, double[] y, int targets) implements Datafit {
    @Override
    public double evaluate(double[][] eta, double[][] mu) {
      double sum = 0;
      for (int k = 0; k < targets; k++) {
        for (int i = 0; i < w.length; i++) {
          mu[k][i] = eta[k][i];
          double rest = y[i * targets + k] - eta[k][i];
          sum += w[i] == 0 ? 0 : w[i] * rest * rest / 2;
        }
      }
      return sum;
    }

    @Override
    public void residual(double[][] mu, int k, double[] theta) {
      for (int i = 0; i < w.length; i++) {
        theta[i] = w[i] == 0 ? 0 : w[i] * (y[i * targets + k] - mu[k][i]);
      }
    }

    @Override
    public void curvature(double[][] mu, int k, int l, double[] h) {
      for (int i = 0; i < w.length; i++) {
        h[i] = k == l ? w[i] : 0;
      }
    }

    @Override
    public void product(double[][] mu, double[][] h, double[][] e, double[][] t) {
      for (int k = 0; k < targets; k++) {
        DenseOps.multiply(h[k], e[k], t[k]);
      }
    }

    @Override
    public double distance(double[][] mu, double s) {
      double sum = 0;
      for (int k = 0; k < targets && s != 1; k++) {
        for (int i = 0; i < w.length; i++) {
          double rest = y[i * targets + k] - mu[k][i];
          sum += w[i] == 0 ? 0 : w[i] * rest * rest;
        }
      }
      return (1 - s) * (1 - s) * sum / 2;
    }
  }
}
