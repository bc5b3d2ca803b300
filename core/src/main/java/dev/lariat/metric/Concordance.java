package dev.lariat.metric;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The share of comparable pairs of rows in which the one with the higher risk has its event first, ties of the risk
 * counted half (Harrell et al. 1982, "Evaluating the yield of medical tests"). A pair is comparable where one has its
 * event while the other is at risk and stays so, within one stratum.
 */
public final class Concordance {
  /** What makes 0 of −0, which sorting takes for another number. */
  private static final double POSITIVE_ZERO = 0.0;

  private Concordance() {}

  /**
   * The share; NaN where no pair is comparable.
   *
   * @param time [rows] of the event or of the last look
   * @param event [rows] whether it was the event
   * @param start [rows] from when on the row was at risk; null for the beginning
   * @param stratum [rows] rows of other strata are not compared; null for one
   * @param risk [rows] the higher the sooner
   * @param weights [rows] 0 or more; a pair counts their product; null for equal ones
   */
  public static double of(double[] time, boolean[] event, double[] start, int[] stratum, double[] risk,
      double[] weights) {
    int n = time.length;
    double[] sorted = Arrays.stream(risk).map(value -> value + POSITIVE_ZERO).toArray();
    Arrays.sort(sorted);
    double[] distinct = Arrays.stream(sorted).distinct().toArray();
    int[] rank = new int[n];
    Arrays.setAll(rank, i -> Arrays.binarySearch(distinct, risk[i] + POSITIVE_ZERO));
    int[] group = stratum == null ? new int[n] : stratum;
    Integer[] byTime = sorted(n, group, time, event);
    Integer[] byStart = start == null ? new Integer[0] : sorted(n, group, start, new boolean[n]);
    var atRisk = new Sums(distinct.length);
    double concordant = 0;
    double comparable = 0;
    int entering = 0;
    int leaving = 0;
    for (int from = 0; from < n;) {
      int first = byTime[from];
      int to = from; // the rows that end then, those without event first
      while (to < n && group[byTime[to]] == group[first] && time[byTime[to]] == time[first]) {
        to++;
      }
      if (from > 0 && group[byTime[from - 1]] != group[first]) {
        atRisk.clear();
        while (leaving < byStart.length && group[byStart[leaving]] != group[first]) {
          leaving++;
        }
      }
      while (entering < to && !event[byTime[entering]]) {
        atRisk.add(rank[byTime[entering]], weight(weights, byTime[entering]));
        entering++;
      }
      while (leaving < byStart.length && group[byStart[leaving]] == group[first]
          && start[byStart[leaving]] >= time[first]) {
        atRisk.add(rank[byStart[leaving]], -weight(weights, byStart[leaving]));
        leaving++;
      }
      for (int a = entering; a < to; a++) {
        int row = byTime[a];
        double w = weight(weights, row);
        double below = atRisk.below(rank[row]);
        concordant += w * (below + (atRisk.below(rank[row] + 1) - below) / 2);
        comparable += w * atRisk.below(distinct.length);
      }
      for (; entering < to; entering++) {
        atRisk.add(rank[byTime[entering]], weight(weights, byTime[entering]));
      }
      from = to;
    }
    return concordant / comparable;
  }

  private static double weight(double[] weights, int row) {
    return weights == null ? 1 : weights[row];
  }

  /** By stratum, then from late to early, at one time those without event first. */
  private static Integer[] sorted(int n, int[] group, double[] time, boolean[] event) {
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order,
        Comparator.comparingInt((Integer i) -> group[i])
            .thenComparing((a, b) -> Double.compare(time[b] + POSITIVE_ZERO, time[a] + POSITIVE_ZERO))
            .thenComparingInt(i -> event[i] ? 1 : 0));
    return order;
  }

  /** Sums of weights by rank, of which a prefix is had in a logarithm of steps (Fenwick 1994). */
  private static final class Sums {
    private final double[] tree;

    Sums(int ranks) {
      tree = new double[ranks + 1];
    }

    void clear() {
      Arrays.fill(tree, 0);
    }

    void add(int rank, double weight) {
      for (int i = rank + 1; i < tree.length; i += i & -i) {
        tree[i] += weight;
      }
    }

    double below(int rank) {
      double sum = 0;
      for (int i = rank; i > 0; i -= i & -i) {
        sum += tree[i];
      }
      return sum;
    }
  }
}
