package dev.lariat.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Weighted sums and products of a gaussian problem's columns and target over some rows. Those of all rows less those of a fold are
 * those of the fold's training rows: cross-validation passes over the data once.
 *
 * @param weight Σw
 * @param columnSum [features] Σw d
 * @param products [features][features] Σw d_i d_j, the lower triangle
 * @param targetSum Σw(y − c), c a constant near the target's mean
 * @param targetProducts [features] Σw d(y − c)
 * @param targetSquare Σw(y − c)²
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
record Moments(double weight, double[] columnSum, double[][] products, double targetSum, double[] targetProducts,
    double targetSquare) {
  private static final int PANEL = 256; // rows: a column's piece is 2 KB

  /** The moments of the rows of each part: {@code part[i]} in [0, parts). */
  static List<Moments> of(DenseMatrix x, double[] w, double[] target, int[] part, int parts, Workers workers) {
    List<Callable<Moments>> tasks = new ArrayList<>();
    for (int f = 0; f < parts; f++) {
      int wanted = f;
      tasks.add(() -> ofPart(x, w, target, part, wanted));
    }
    return workers.all(tasks);
  }

  private static Moments ofPart(DenseMatrix x, double[] w, double[] target, int[] part, int wanted) {
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
    int[] rows = new int[PANEL];
    double[][] panel = new double[p][PANEL];
    double[] panelTarget = new double[PANEL];
    double[] root = new double[PANEL];
    int n = x.rows();
    int next = 0;
    while (next < n) {
      int count = 0;
      for (; next < n && count < PANEL; next++) {
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
        double[] d = x.column[j];
        double[] to = panel[j];
        for (int r = 0; r < count; r++) {
          to[r] = root[r] * d[rows[r]];
        }
        columnSum[j] += Loops.dot(to, root, count);
        targetProducts[j] += Loops.dot(to, panelTarget, count);
      }
      Loops.addGram(panel, count, products);
    }
    return new Moments(weight, columnSum, products, targetSum, targetProducts, targetSquare);
  }

  /** The sum of these, in order. */
  static Moments sum(List<Moments> parts) {
    Moments total = parts.get(0);
    for (int f = 1; f < parts.size(); f++) {
      total = total.plus(parts.get(f), 1);
    }
    return total;
  }

  /** This less another. */
  Moments minus(Moments other) {
    return plus(other, -1);
  }

  private Moments plus(Moments other, double sign) {
    int p = columnSum.length;
    double[] sum = columnSum.clone();
    double[] target = targetProducts.clone();
    Loops.axpy(sign, other.columnSum, sum, p);
    Loops.axpy(sign, other.targetProducts, target, p);
    double[][] both = new double[p][];
    for (int j = 0; j < p; j++) {
      both[j] = products[j].clone();
      Loops.axpy(sign, other.products[j], both[j], j + 1);
    }
    return new Moments(weight + sign * other.weight, sum, both, targetSum + sign * other.targetSum, target,
        targetSquare + sign * other.targetSquare);
  }
}
