package dev.lariat.linear.stream;

import dev.lariat.data.Dataset;
import dev.lariat.data.stream.BlockSums;
import dev.lariat.kernel.DenseOps;
import dev.lariat.kernel.Kernels;
import dev.lariat.linear.Datafit;
import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.Family;
import dev.lariat.linear.Observations;
import dev.lariat.linear.selection.Measure;
import dev.lariat.parallel.Workers;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** What the coefficients of many problems make of the rows of a block. */
final class GradientBlocks implements BlockSums<List<RowSums>> {
  /** Rows whose predictors stay in the fastest memory. */
  private static final int BLOCK = 512;

  private final FamilyRows table;
  private final Family family;
  private final Measure measure;
  private final boolean distances;
  private final List<Point> points;
  private final List<RowSums> total;
  private final Workers workers;
  private final int threads;

  /**
   * The coefficients of a problem.
   *
   * @param fold that is left out; −1 for none
   * @param c [predictors] the constants
   * @param parts [predictors][parts]
   * @param s by which the residual is scaled to be dual
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
  record Point(int fold, double[] c, double[][] parts, double s) {}

  /**
   * Of these points.
   *
   * @param distances whether the distances at the points' s are wanted instead of gradients
   */
  GradientBlocks(FamilyRows table, Measure measure, boolean distances, List<Point> points, Workers workers,
      int threads) {
    this.table = table;
    family = table.family();
    this.measure = measure;
    this.distances = distances;
    this.points = points;
    this.workers = workers;
    this.threads = threads;
    total = empty();
  }

  /** Of all blocks that joined, as the points are. */
  List<RowSums> total() {
    return total;
  }

  @Override
  public List<RowSums> empty() {
    return points.stream().map(_ -> new RowSums(table.predictors(), table.parts().count())).toList();
  }

  @Override
  public void add(List<RowSums> block, Dataset chunk, long first) {
    FamilyRows.Rows rows = table.rows(chunk, table.roles().folds(), first);
    double[][] all = table.values(chunk, rows);
    for (double[] column : all) {
      for (int i = 0; i < rows.count(); i++) {
        column[i] = Double.isNaN(column[i]) ? 0 : column[i];
      }
    }
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int from = (int) ((long) points.size() * t / threads);
      int to = (int) ((long) points.size() * (t + 1) / threads);
      tasks.add(() -> {
        add(rows, all, points.subList(from, to), block.subList(from, to));
        return null;
      });
    }
    workers.all(tasks);
  }

  @Override
  public void join(List<RowSums> block) {
    for (int i = 0; i < total.size(); i++) {
      total.get(i).add(block.get(i));
    }
  }

  @Override
  public void writeAsked(DataOutput to) throws IOException {
    table.write(LinearSums.GRADIENTS, to);
    to.writeUTF(measure.name());
    to.writeBoolean(distances);
    to.writeInt(points.size());
    for (Point point : points) {
      to.writeInt(point.fold);
      WrittenNumbers.write(to, point.c);
      WrittenNumbers.write(to, point.parts);
      to.writeDouble(point.s);
    }
  }

  static GradientBlocks read(LinearRows rows, DataInput from) throws IOException {
    FamilyRows table = FamilyRows.read(rows, from);
    Measure measure = Measure.valueOf(from.readUTF());
    boolean distances = from.readBoolean();
    int count = from.readInt();
    var points = new ArrayList<Point>();
    for (int i = 0; i < count; i++) {
      int fold = from.readInt();
      double[] c = new double[table.predictors()];
      WrittenNumbers.read(from, c);
      double[][] parts = new double[table.predictors()][table.parts().count()];
      WrittenNumbers.read(from, parts);
      points.add(new Point(fold, c, parts, from.readDouble()));
    }
    return new GradientBlocks(table, measure, distances, points, new Workers(1), 1);
  }

  @Override
  public void write(List<RowSums> block, DataOutput to) throws IOException {
    for (RowSums sums : block) {
      sums.write(to);
    }
  }

  @Override
  public List<RowSums> read(DataInput from) throws IOException {
    List<RowSums> block = empty();
    for (RowSums sums : block) {
      sums.read(from);
    }
    return block;
  }

  private void add(FamilyRows.Rows rows, double[][] all, List<Point> some, List<RowSums> to) {
    if (some.isEmpty()) {
      return; // of fewer problems than threads
    }
    Kernels kernels = DenseOps.kernels();
    double[] mean = new double[table.classCount()];
    int predictors = table.predictors();
    for (int from = 0; from < rows.count(); from += BLOCK) {
      int n = Math.min(BLOCK, rows.count() - from);
      double[] y = Arrays.copyOfRange(rows.y(), from, from + n);
      var targets = new Observations(DesignMatrix.dense(new double[][]{y}), family, y, table.classCount(), null, null);
      double[][] eta = new double[predictors][n];
      double[][] mu = new double[predictors][n];
      double[] theta = new double[n];
      double[] h = new double[n];
      double[] w = new double[n];
      int last = Integer.MIN_VALUE;
      Datafit datafit = null;
      for (int p = 0; p < some.size(); p++) {
        Point point = some.get(p);
        if (point.fold != last) {
          last = point.fold;
          for (int i = 0; i < n; i++) {
            w[i] = rows.fold()[from + i] == last ? 0 : rows.w()[from + i];
          }
          datafit = family.datafit(targets, w);
        }
        predict(rows, all, from, point, eta);
        RowSums sums = to.get(p);
        sums.loss += datafit.evaluate(eta, mu);
        if (distances) {
          sums.distance += datafit.distance(mu, point.s);
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
  private static void predict(FamilyRows.Rows rows, double[][] all, int from, Point point, double[][] eta) {
    Kernels kernels = DenseOps.kernels();
    for (int k = 0; k < eta.length; k++) {
      double[] own = eta[k];
      for (int i = 0; i < own.length; i++) {
        own[i] = rows.offset()[k][from + i] + point.c[k];
      }
      double[] parts = point.parts[k];
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
