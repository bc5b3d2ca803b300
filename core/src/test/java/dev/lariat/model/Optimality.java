package dev.lariat.model;

import dev.lariat.linear.Binomial;
import dev.lariat.linear.Cox;
import dev.lariat.linear.Gamma;
import dev.lariat.linear.Gaussian;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.MultiGaussian;
import dev.lariat.linear.Multinomial;
import dev.lariat.linear.NegativeBinomial;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.Poisson;
import dev.lariat.linear.Tweedie;
import java.util.Arrays;

/**
 * The KKT conditions of a fitted point, evaluated on the original columns by plain loops: shares nothing with the
 * solver but the definition of the objective.
 */
final class Optimality {
  private final RandomProblem p;
  private final LinearPenalty penalty;
  private final PathOptions options;
  private final double[] w;
  private final double[] scale;
  private final int predictors;

  Optimality(RandomProblem p, LinearPenalty penalty, PathOptions options) {
    this.p = p;
    this.penalty = penalty;
    this.options = options;
    int n = p.rows();
    w = new double[n];
    double sum = p.weights == null ? n : Arrays.stream(p.weights).sum();
    Arrays.setAll(w, i -> (p.weights == null ? 1 : p.weights[i]) / sum);
    scale = new double[p.columns.length];
    for (int j = 0; j < scale.length; j++) {
      double mean = 0;
      for (int i = 0; i < n; i++) {
        mean += w[i] * p.columns[j][i];
      }
      double variance = 0;
      for (int i = 0; i < n; i++) {
        variance += w[i] * (p.columns[j][i] - mean) * (p.columns[j][i] - mean);
      }
      scale[j] = options.standardize() ? Math.sqrt(variance) : 1;
    }
    predictors = p.family.predictors(p.classes);
  }

  /** w(y − μ), times μ over the variance; [predictors][rows]. */
  double[][] residuals(LinearPath.Point point) {
    int n = p.rows();
    double[][] eta = new double[predictors][n];
    for (int k = 0; k < predictors; k++) {
      double[] beta = point.dense(k, p.columns.length);
      for (int i = 0; i < n; i++) {
        double e = point.intercepts()[k] + (p.offset == null ? 0 : p.offset[k][i]);
        for (int j = 0; j < beta.length; j++) {
          e += beta[j] * p.columns[j][i];
        }
        eta[k][i] = e;
      }
    }
    double[][] theta = new double[predictors][n];
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int k = 0; k < predictors; k++) {
        sum += Math.exp(eta[k][i]);
      }
      for (int k = 0; k < predictors; k++) {
        double mu = switch (p.family) {
          case Gaussian _,MultiGaussian _ -> eta[k][i];
          case Binomial _ -> 1 / (1 + Math.exp(-eta[k][i]));
          case Multinomial _ -> Math.exp(eta[k][i]) / sum;
          case Poisson _,Gamma _,Tweedie _,NegativeBinomial _,Cox _ -> Math.exp(eta[k][i]);
        };
        double y = switch (p.family) {
          case Multinomial _ -> p.y[i] == k ? 1 : 0;
          case MultiGaussian _ -> p.y[i * predictors + k];
          case Gaussian _,Binomial _,Poisson _,Gamma _,Tweedie _,NegativeBinomial _,Cox _ -> p.y[i];
        };
        theta[k][i] = w[i] * switch (p.family) {
          case Gaussian _,MultiGaussian _,Binomial _,Multinomial _,Poisson _ -> y - mu;
          case Cox _ -> hazardLess(eta[0], i);
          case Gamma _ -> (y - mu) / mu;
          case NegativeBinomial counts -> (y - mu) / (1 + mu / counts.theta());
          case Tweedie tweedie -> (y - mu) * Math.pow(mu, 1 - tweedie.power());
        };
      }
    }
    return theta;
  }

  /** A row's event less the hazard that it passed (Breslow), pair by pair: the derivative of the partial likelihood. */
  private double hazardLess(double[] eta, int row) {
    Cox.Times times = p.times();
    double rest = times.event()[row] ? 1 : 0;
    for (int e = 0; e < eta.length; e++) {
      if (times.event()[e] && atRisk(times, row, e)) {
        double risk = 0;
        for (int i = 0; i < eta.length; i++) {
          risk += atRisk(times, i, e) ? w[i] * Math.exp(eta[i]) : 0;
        }
        rest -= w[e] * Math.exp(eta[row]) / risk;
      }
    }
    return rest;
  }

  private static boolean atRisk(Cox.Times times, int row, int at) {
    return times.stratum()[row] == times.stratum()[at] && times.start()[row] < times.time()[at]
        && times.time()[row] >= times.time()[at];
  }

  /** The negative gradient of the loss in the standardised coefficients of the first predictor. */
  double[] gradient(LinearPath.Point point) {
    double[] theta = residuals(point)[0];
    double[] g = new double[p.columns.length];
    for (int j = 0; j < g.length; j++) {
      for (int i = 0; i < theta.length; i++) {
        g[j] += theta[i] * p.columns[j][i] / scale[j];
      }
    }
    return g;
  }

  /** The largest distance of a block's gradient from its subdifferential, on the standardised scale. */
  double violation(LinearPath.Point point) {
    double[][] theta = residuals(point);
    int features = p.columns.length;
    double worst = 0;
    if (options.intercept()) {
      for (double[] t : theta) {
        worst = Math.max(worst, Math.abs(Arrays.stream(t).sum()));
      }
    }
    double[][] g = new double[predictors][features];
    double[][] b = new double[predictors][features];
    for (int k = 0; k < predictors; k++) {
      b[k] = point.dense(k, features);
      for (int j = 0; j < features; j++) {
        b[k][j] *= scale[j];
        for (int i = 0; i < p.rows(); i++) {
          g[k][j] += theta[k][i] * p.columns[j][i] / scale[j];
        }
      }
    }
    int[] group = penalty.groups();
    for (int k = 0; k < (penalty.groupClasses() ? 1 : predictors); k++) {
      for (int j = 0; j < features; j++) {
        double factor = penalty.factors() == null ? 1 : penalty.factors()[j];
        if (factor == Double.POSITIVE_INFINITY) {
          worst = Math.max(worst, Math.abs(b[k][j]) > 0 ? 1 : 0);
          continue;
        }
        int size = 0;
        int ofFeatures = 0;
        double norm = 0;
        for (int l = 0; l < predictors; l++) {
          for (int m = 0; m < features; m++) {
            boolean same = (penalty.groupClasses() || l == k) && (group == null ? m == j : group[m] == group[j]);
            if (same) {
              size++;
              ofFeatures += l == k ? 1 : 0;
              norm += b[l][m] * b[l][m];
            }
          }
        }
        norm = Math.sqrt(norm);
        double sparse = size == 1 ? 0 : penalty.sparseShare();
        double l1 = point.lambda() * penalty.alpha() * factor * (1 - sparse) * Math.sqrt(ofFeatures);
        double soft = point.lambda() * penalty.alpha() * factor * sparse;
        double l2 = point.lambda() * (1 - penalty.alpha()) * factor;
        for (int l = k; l < (penalty.groupClasses() ? predictors : k + 1); l++) {
          double r = g[l][j] - l2 * b[l][j];
          if (norm > 0) {
            r -= l1 * b[l][j] / norm;
            r = b[l][j] == 0 ? Math.max(0, Math.abs(r) - soft) * Math.signum(r) : r - soft * Math.signum(b[l][j]);
          } else {
            r = Math.max(0, Math.abs(r) - l1) * Math.signum(r);
            if (size > 1) {
              r = 0; // judged by the group's norm below
            }
          }
          if (penalty.upper() != null && r > 0 && b[l][j] >= penalty.upper()[j] * scale[j] * (1 - 1e-14)) {
            r = 0;
          }
          if (penalty.lower() != null && r < 0 && b[l][j] <= penalty.lower()[j] * scale[j] * (1 - 1e-14)) {
            r = 0;
          }
          worst = Math.max(worst, Math.abs(r));
        }
        if (norm == 0 && size > 1) {
          double total = 0;
          for (int l = 0; l < predictors; l++) {
            for (int m = 0; m < features; m++) {
              boolean same = (penalty.groupClasses() || l == k) && (group == null ? m == j : group[m] == group[j]);
              double rest = Math.max(0, Math.abs(g[l][m]) - soft);
              double[] limit = g[l][m] > 0 ? penalty.upper() : penalty.lower();
              total += same && (limit == null || limit[m] != 0) ? rest * rest : 0;
            }
          }
          worst = Math.max(worst, Math.sqrt(total) - l1);
        }
      }
    }
    return worst;
  }
}
