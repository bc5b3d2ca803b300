package dev.lariat.model;

import dev.lariat.linear.Binomial;
import dev.lariat.linear.Cox;
import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.Family;
import dev.lariat.linear.Gamma;
import dev.lariat.linear.Gaussian;
import dev.lariat.linear.Link;
import dev.lariat.linear.MultiGaussian;
import dev.lariat.linear.Multinomial;
import dev.lariat.linear.NegativeBinomial;
import dev.lariat.linear.Observations;
import dev.lariat.linear.Poisson;
import dev.lariat.linear.Tweedie;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Seeded problems with everything that a path can meet. */
final class RandomProblem {
  final double[][] columns; // [features][rows]
  final double[] y;
  final int classes;
  final Family family;
  final double[] weights;
  final double[][] offset;

  /** @param density the share of non-zero entries; above 0.99 correlated gaussian columns */
  RandomProblem(Family family, int rows, int features, double density, boolean weighted, boolean withOffset,
      long seed) {
    this.family = family;
    var random = new SplittableRandom(seed);
    columns = new double[features][rows];
    double[] common = new double[rows];
    Arrays.setAll(common, i -> random.nextGaussian());
    for (int j = 0; j < features; j++) {
      for (int i = 0; i < rows; i++) {
        if (density > 0.99) {
          columns[j][i] = (1 + j % 3) * (0.5 * common[i] + random.nextGaussian()) + j % 5;
        } else if (random.nextDouble() < density) {
          columns[j][i] = random.nextGaussian() + 1;
        }
      }
    }
    classes = switch (family) {
      case Gaussian _,Poisson _,Gamma _,Tweedie _,NegativeBinomial _,Cox _ -> 1;
      case Binomial _ -> 2;
      case Multinomial _,MultiGaussian _ -> 3;
    };
    int predictors = family.predictors(classes);
    offset = withOffset ? new double[predictors][rows] : null;
    double[][] eta = new double[predictors][rows];
    for (int k = 0; k < predictors; k++) {
      for (int j = 0; j < Math.min(5, features); j++) {
        double beta = random.nextGaussian() * (family.link() == Link.LOG ? 0.15 : 0.6);
        for (int i = 0; i < rows; i++) {
          eta[k][i] += beta * columns[j][i];
        }
      }
      if (withOffset) {
        for (int i = 0; i < rows; i++) {
          offset[k][i] = 0.3 * random.nextGaussian();
          eta[k][i] += offset[k][i];
        }
      }
    }
    y = new double[rows * family.targets(classes)];
    for (int i = 0; i < y.length; i++) {
      y[i] = switch (family) {
        case MultiGaussian _ -> 3 + 2 * (eta[i % 3][i / 3] + random.nextGaussian());
        case Gaussian _ -> 3 + 2 * (eta[0][i] + random.nextGaussian());
        case Binomial _ -> random.nextDouble() < 1 / (1 + Math.exp(-eta[0][i])) ? 1 : 0;
        case Multinomial _ -> {
          int best = 0;
          double score = Double.NEGATIVE_INFINITY;
          for (int k = 0; k < predictors; k++) {
            double s = eta[k][i] - Math.log(-Math.log(random.nextDouble()));
            if (s > score) {
              score = s;
              best = k;
            }
          }
          yield best;
        }
        case Poisson _ -> count(Math.exp(Math.min(3, eta[0][i])), random);
        case Tweedie _ -> sum(count(Math.exp(Math.min(3, eta[0][i])), random), random);
        case NegativeBinomial _ -> count(Math.exp(Math.min(3, eta[0][i])) * sum(2, random) / 2, random);
        case Cox _ -> Math.rint(4 * sum(1, random) / Math.exp(eta[0][i])) / 4 + 0.25; // with ties
        case Gamma _ -> Math.exp(eta[0][i]) * sum(2, random) / 2;
      };
    }
    weights = weighted ? new double[rows] : null;
    if (weighted) {
      for (int i = 0; i < rows; i++) {
        weights[i] = i % 17 == 3 ? 0 : 0.2 + 2 * random.nextDouble();
      }
    }
  }

  int rows() {
    return columns[0].length;
  }

  /** Two strata, late entries, ties. */
  Cox.Times times() {
    if (!(family instanceof Cox)) {
      return null;
    }
    int n = y.length;
    boolean[] event = new boolean[n];
    double[] start = new double[n];
    int[] stratum = new int[n];
    for (int i = 0; i < n; i++) {
      event[i] = i % 3 != 0;
      start[i] = i % 5 == 0 ? y[i] / 2 : -1;
      stratum[i] = i % 2;
    }
    return new Cox.Times(y, event, start, stratum);
  }

  /** A Poisson count. */
  private static int count(double mean, SplittableRandom random) {
    double limit = Math.exp(-mean);
    int count = 0;
    for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
      count++;
    }
    return count;
  }

  /** The sum of so many waiting times of mean 1. */
  private static double sum(int count, SplittableRandom random) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum -= Math.log(1 - random.nextDouble());
    }
    return sum;
  }

  Observations dense() {
    return new Observations(DesignMatrix.dense(columns), family, y, classes, weights, offset, times());
  }

  Observations sparse() {
    int n = rows();
    int[] start = new int[columns.length + 1];
    int[] row = new int[n * columns.length];
    double[] value = new double[row.length];
    int e = 0;
    for (int j = 0; j < columns.length; j++) {
      for (int i = 0; i < n; i++) {
        if (columns[j][i] != 0) {
          row[e] = i;
          value[e++] = columns[j][i];
        }
      }
      start[j + 1] = e;
    }
    var x = DesignMatrix.sparse(n, start, Arrays.copyOf(row, e), Arrays.copyOf(value, e));
    return new Observations(x, family, y, classes, weights, offset, times());
  }
}
