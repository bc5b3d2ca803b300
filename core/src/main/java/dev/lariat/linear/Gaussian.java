package dev.lariat.linear;

import dev.lariat.data.DataException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A real number; loss ½(y − η)². */
public record Gaussian() implements Family {
  @Override
  public String label() {
    return "gaussian";
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
  public Optional<String> refusal(double y, int classes) {
    return Optional.empty();
  }

  @Override
  public void requireUsable(Observations data, double[] w, boolean intercept) {
    double[] used = new double[w.length];
    int count = 0;
    for (int i = 0; i < w.length; i++) {
      if (w[i] > 0) {
        used[count++] = data.y()[i] - (data.offset() == null ? 0 : data.offset()[0][i]);
      }
    }
    double first = used[0];
    if (Arrays.stream(used, 0, count).allMatch(v -> v == first) && (intercept || first == 0)) {
      throw new DataException("the target is constant (" + first + "): there is nothing to model");
    }
  }

  @Override
  public double deviance(double y, double[] mean) {
    return (y - mean[0]) * (y - mean[0]);
  }

  @Override
  public Datafit datafit(Observations data, double[] w) {
    return new Squares(w, data.y());
  }

  @Override
  public boolean quadratic() {
    return true;
  }

  @Override
  public boolean pathEnds(List<Double> ratios, double patience) {
    double now = ratios.getLast();
    return now - ratios.get(ratios.size() - 2) < patience * LEAST_GROWTH * now;
  }

  /** One over the standard deviation of y − offset (its root mean square without an intercept). */
  @Override
  public double glmnetRidgeScale(Observations data, double[] w, boolean intercept) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < w.length; i++) {
      double r = data.y()[i] - (data.offset() == null ? 0 : data.offset()[0][i]);
      sum += w[i] * r;
      squares += w[i] * r * r;
    }
    return 1 / Math.sqrt(intercept ? squares - sum * sum : squares);
  }

  @Override
  public boolean glmnetRidgeStartsAtIntercept() {
    return false;
  }

  private static final class Squares extends RowwiseDatafit {
    Squares(double[] w, double[] y) {
      super(w, y);
    }

    @Override
    double mean(double eta) {
      return eta;
    }

    @Override
    double link(double mu) {
      return mu;
    }

    @Override
    double loss(double y, double eta, double mu) {
      return (y - eta) * (y - eta) / 2;
    }

    @Override
    double slope(double y, double mu) {
      return y - mu;
    }

    @Override
    double bend(double y, double mu) {
      return 1;
    }

    @Override
    double distance(double y, double mu, double s) {
      return (1 - s) * (1 - s) * (y - mu) * (y - mu) / 2;
    }
  }
}
