package dev.lariat.linear.solver.moments;

import dev.lariat.kernel.DenseOps;
import dev.lariat.kernel.Kernels;
import dev.lariat.linear.DesignMatrix;
import dev.lariat.parallel.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Weighted sums and products of a gaussian problem's columns and target over some rows. Those of all rows less those of
 * a fold are those of the fold's training rows: cross-validation passes over the data once.
 *
 * @param weight Σw
 * @param columnSum [features] Σw d
 * @param products [features][features] Σw d_i d_j, the lower triangle
 * @param targetSum Σw(y − c), c a constant near the target's mean
 * @param targetProducts [features] Σw d(y − c)
 * @param targetSquare Σw(y − c)²
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
public record Moments(double weight, double[] columnSum, double[][] products, double targetSum, double[] targetProducts,
    double targetSquare) {
  private static final int PANEL = 1024; // rows gathered at once
  private static final int SHARES = 8; // pieces of a single part, whatever the number of threads
  private static final int WIDE = 1500; // features beyond which the pieces' matrices would fill the memory

  /** The moments of the rows of each part: {@code part[i]} in [0, parts). */
  public static List<Moments> of(DesignMatrix x, double[] w, double[] target, int[] part, int parts, Workers workers) {
    int shares = parts == 1 && x.rows() >= 4 * PANEL ? x.columns() > WIDE ? 2 : SHARES : 1;
    List<Callable<Moments>> tasks = new ArrayList<>();
    for (int f = 0; f < parts; f++) {
      for (int s = 0; s < shares; s++) {
        int wanted = f;
        int from = (int) ((long) x.rows() * s / shares);
        int to = (int) ((long) x.rows() * (s + 1) / shares);
        tasks.add(() -> ofRows(x, w, target, part, wanted, from, to));
      }
    }
    List<Moments> all = workers.all(tasks);
    return shares == 1 ? all : List.of(sum(all));
  }

  private static Moments ofRows(DesignMatrix x, double[] w, double[] target, int[] part, int wanted, int begin,
      int end) {
    Kernels kernels = DenseOps.kernels();
    int p = x.columns();
    double[] columnSum = new double[p];
    double[][] products = new double[p][];
    for (int j = 0; j < p; j++) {
      products[j] = new double[j + 1];
    }
    double[] targetProducts = new double[p];
    double weight = 0;
    double targetSum = 0;
    double targetSquare = 0;
    int size = Math.min(PANEL, end - begin);
    int[] rows = new int[size];
    double[][] panel = new double[p][size];
    double[] panelTarget = new double[size];
    double[] root = new double[size];
    double[] gram = new double[Math.multiplyExact(p, p)];
    int next = begin;
    while (next < end) {
      int count = 0;
      for (; next < end && count < size; next++) {
        if (part[next] == wanted && w[next] > 0) {
          rows[count++] = next;
        }
      }
      for (int r = 0; r < count; r++) {
        double wr = w[rows[r]];
        double t = target[rows[r]];
        weight += wr;
        targetSum += wr * t;
        targetSquare += wr * t * t;
        root[r] = Math.sqrt(wr);
        panelTarget[r] = root[r] * t;
      }
      for (int j = 0; j < p; j++) {
        x.gather(j, rows, count, root, panel[j]);
        columnSum[j] += kernels.dot(count, panel[j], 0, root, 0);
        targetProducts[j] += kernels.dot(count, panel[j], 0, panelTarget, 0);
      }
      kernels.gram(count, panel, null, gram);
      for (int j = 0; j < p; j++) {
        addRow(gram, j * p, products[j]);
      }
    }
    return new Moments(weight, columnSum, products, targetSum, targetProducts, targetSquare);
  }

  private static void addRow(double[] gram, int from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += gram[from + i];
    }
  }

  /** The sum of these, in order. */
  public static Moments sum(List<Moments> parts) {
    Moments total = parts.get(0);
    for (int f = 1; f < parts.size(); f++) {
      total = total.plus(parts.get(f), 1);
    }
    return total;
  }

  /** This less another. */
  public Moments minus(Moments other) {
    return plus(other, -1);
  }

  /** Those of some features alone, in ascending order. */
  public Moments select(int[] features) {
    double[] sums = new double[features.length];
    double[] targets = new double[features.length];
    double[][] some = new double[features.length][];
    for (int a = 0; a < features.length; a++) {
      sums[a] = columnSum[features[a]];
      targets[a] = targetProducts[features[a]];
      some[a] = new double[a + 1];
      for (int c = 0; c <= a; c++) {
        some[a][c] = products[features[a]][features[c]];
      }
    }
    return new Moments(weight, sums, some, targetSum, targets, targetSquare);
  }

  private Moments plus(Moments other, double sign) {
    int p = columnSum.length;
    double[] sum = columnSum.clone();
    double[] target = targetProducts.clone();
    DenseOps.axpy(sign, other.columnSum, sum, p);
    DenseOps.axpy(sign, other.targetProducts, target, p);
    double[][] both = new double[p][];
    for (int j = 0; j < p; j++) {
      both[j] = products[j].clone();
      DenseOps.axpy(sign, other.products[j], both[j], j + 1);
    }
    return new Moments(weight + sign * other.weight, sum, both, targetSum + sign * other.targetSum, target,
        targetSquare + sign * other.targetSquare);
  }
}
