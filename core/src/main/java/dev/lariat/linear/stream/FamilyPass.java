package dev.lariat.linear.stream;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.LinearParts;
import dev.lariat.data.stream.RowRoles;
import dev.lariat.kernel.DenseOps;
import dev.lariat.kernel.Kernels;
import dev.lariat.linear.Datafit;
import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.Family;
import dev.lariat.linear.Observations;
import dev.lariat.linear.selection.Measure;
import dev.lariat.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** Rows of a chunk as targets, weights, offsets, folds and parts; and what problems make of them. */
final class FamilyPass {
  /** Rows whose predictors stay in the fastest memory. */
  private static final int BLOCK = 512;

  private final RowRoles roles;
  private final LinearParts parts;
  private final Family family;
  private final List<String> classes;
  private final Workers workers;
  private final int threads;
  private double[][] values = new double[0][0]; // [parts][rows of a chunk]
  private long read;
  private long number;

  /** The rows of a chunk that have a target and a weight, in order. */
  record Rows(int count, double[] y, double[] w, double[] offset, int[] fold, long[] number, int[] place) {}

  FamilyPass(RowRoles roles, LinearParts parts, Family family, List<String> classes, Workers workers, int threads) {
    this.roles = roles;
    this.parts = parts;
    this.family = family;
    this.classes = classes;
    this.workers = workers;
    this.threads = threads;
  }

  long read() {
    return read;
  }

  long number() {
    return number;
  }

  /** Begins a pass. */
  void begin() {
    read = 0;
    number = 0;
  }

  int classCount() {
    return Math.max(1, classes.size());
  }

  /** How many linear predictors there are. */
  int predictors() {
    return family.predictors(classCount());
  }

  /** The rows that take part. */
  Rows rows(Dataset chunk) {
    int n = chunk.rows();
    Column target = chunk.column(roles.target());
    Column weights = roles.weights().map(chunk::column).orElse(null);
    Column offsets = roles.offset().map(chunk::column).orElse(null);
    int[] labels = family.task() == Task.CLASSIFICATION
        ? Target.known(target, Task.CLASSIFICATION, classes).labels()
        : null;
    double[] y = new double[n];
    double[] w = new double[n];
    double[] offset = new double[n];
    int[] fold = new int[n];
    long[] numbers = new long[n];
    int[] place = new int[n];
    int count = 0;
    for (int row = 0; row < n; row++) {
      double value = labels == null
          ? roles.target(target, row, read + row)
          : roles.label(target, labels[row], row, read + row);
      if (Double.isNaN(value)) {
        continue;
      }
      double weight = RowRoles.weight(weights, row, read + row);
      int at = roles.folds().fold(chunk, row, number);
      long own = number++;
      if (labels == null) {
        long line = read + row + 1;
        family.refusal(value, 1).ifPresent(why -> {
          throw new DataException("target '" + roles.target() + "', row " + line + " is " + value + ": " + why);
        });
      }
      if (weight > 0) {
        y[count] = value;
        w[count] = weight;
        offset[count] = RowRoles.offset(offsets, row, read + row);
        fold[count] = at;
        numbers[count] = own;
        place[count++] = row;
      }
    }
    read += n;
    return new Rows(count, y, w, offset, fold, numbers, place);
  }

  /**
   * The parts of the chunk's rows that take part, [parts][count], NaN for missing numbers; valid until the next call.
   */
  double[][] values(Dataset chunk, Rows rows) {
    if (values.length < parts.count() || values[0].length < chunk.rows()) {
      values = new double[parts.count()][chunk.rows()];
    }
    parts.fill(chunk, values);
    if (rows.count() < chunk.rows()) {
      for (double[] column : values) {
        for (int i = 0; i < rows.count(); i++) {
          column[i] = column[rows.place()[i]];
        }
      }
    }
    return values;
  }

  /**
   * Adds to each problem what its coefficients make of the rows.
   *
   * @param distances whether the distance at the problem's s is wanted instead of gradients
   */
  void add(Dataset chunk, List<FamilyProblem> problems, Measure measure, boolean distances) {
    Rows rows = rows(chunk);
    double[][] all = values(chunk, rows);
    for (double[] column : all) {
      for (int i = 0; i < rows.count(); i++) {
        column[i] = Double.isNaN(column[i]) ? 0 : column[i];
      }
    }
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int from = (int) ((long) problems.size() * t / threads);
      int to = (int) ((long) problems.size() * (t + 1) / threads);
      tasks.add(() -> {
        add(rows, all, problems.subList(from, to), measure, distances);
        return null;
      });
    }
    workers.all(tasks);
  }

  private void add(Rows rows, double[][] all, List<FamilyProblem> problems, Measure measure, boolean distances) {
    if (problems.isEmpty()) {
      return; // of fewer problems than threads
    }
    Kernels kernels = DenseOps.kernels();
    double[] mean = new double[classCount()];
    int predictors = predictors();
    for (int from = 0; from < rows.count(); from += BLOCK) {
      int n = Math.min(BLOCK, rows.count() - from);
      double[] y = Arrays.copyOfRange(rows.y(), from, from + n);
      var targets = new Observations(DesignMatrix.dense(new double[][]{y}), family, y, classCount(), null, null);
      double[][] eta = new double[predictors][n];
      double[][] mu = new double[predictors][n];
      double[] theta = new double[n];
      double[] h = new double[n];
      double[] w = new double[n];
      int last = Integer.MIN_VALUE;
      Datafit datafit = null;
      for (FamilyProblem problem : problems) {
        if (problem.number != last) {
          last = problem.number;
          for (int i = 0; i < n; i++) {
            w[i] = rows.fold()[from + i] == last ? 0 : rows.w()[from + i];
          }
          datafit = family.datafit(targets, w);
        }
        predict(rows, all, from, problem, eta);
        RowSums sums = problem.sums;
        sums.loss += datafit.evaluate(eta, mu);
        if (distances) {
          sums.distance += datafit.distance(mu, problem.s);
        } else {
          for (int k = 0; k < predictors; k++) {
            datafit.residual(mu, k, theta);
            if (predictors == 1) {
              datafit.curvature(mu, 0, 0, h);
              sums.square += squares(theta, h);
            } else {
              sums.square += squares(theta, mu[k], y, k);
            }
            for (double value : theta) {
              sums.slope[k] += value;
            }
            double[] slopes = sums.slopes[k];
            for (int j = 0; j < slopes.length; j++) {
              slopes[j] += kernels.dot(n, all[j], from, theta, 0);
            }
          }
        }
        if (last >= 0) {
          for (int i = 0; i < n; i++) {
            if (rows.fold()[from + i] == last) {
              family.mean(eta, i, mean, 0);
              sums.error += rows.w()[from + i] * measure.loss(family, mean, y, i);
              sums.errorWeight += rows.w()[from + i];
            }
          }
        }
      }
    }
  }

  /** Fills the linear predictors of some rows. */
  private static void predict(Rows rows, double[][] all, int from, FamilyProblem problem, double[][] eta) {
    Kernels kernels = DenseOps.kernels();
    for (int k = 0; k < eta.length; k++) {
      double[] own = eta[k];
      for (int i = 0; i < own.length; i++) {
        own[i] = rows.offset()[from + i] + problem.c[k];
      }
      double[] parts = problem.parts[k];
      for (int j = 0; j < parts.length; j++) {
        if (parts[j] != 0) {
          kernels.axpy(own.length, parts[j], all[j], from, own, 0);
        }
      }
    }
  }

  /** Σθ²/h. */
  private static double squares(double[] theta, double[] h) {
    double square = 0;
    for (int i = 0; i < theta.length; i++) {
      square += theta[i] == 0 ? 0 : theta[i] * theta[i] / h[i];
    }
    return square;
  }

  /**
   * Σw(1 − μ)/μ over the rows of class k, μ that of their class: the χ² of {@code y − μ}, over all classes, of these
   * rows.
   */
  private static double squares(double[] theta, double[] mu, double[] y, int k) {
    double square = 0;
    for (int i = 0; i < theta.length; i++) {
      square += y[i] == k && theta[i] != 0 ? theta[i] / mu[i] : 0;
    }
    return square;
  }
}
