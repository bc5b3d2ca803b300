package dev.lariat.data.encoding;

import java.util.Arrays;

/**
 * Quantiles of numbers that count more than once: those of a list in which a number of weight 2 stands twice. Between
 * two neighbours of the list the quantile is interpolated.
 */
final class WeightedQuantiles {
  private final double[] sorted;
  private final double[] ends; // the sum of the weights up to each number, itself included

  /** The first numbers, none of which is NaN, with weights above 0. */
  WeightedQuantiles(double[] numbers, double[] weights, int count) {
    boolean even = Arrays.stream(weights, 0, count).allMatch(weight -> weight == 1);
    sorted = Arrays.copyOf(numbers, count);
    ends = new double[count];
    if (even) {
      Arrays.sort(sorted);
      Arrays.setAll(ends, i -> i + 1);
      return;
    }
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(numbers[a], numbers[b]));
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sorted[i] = numbers[order[i]];
      sum += weights[order[i]];
      ends[i] = sum;
    }
  }

  /** The quantile at a share from 0 to 1. */
  double at(double share) {
    double last = Math.max(0, ends[ends.length - 1] - 1);
    double place = share * last;
    double whole = Math.floor(place);
    double part = place - whole;
    double below = number(whole);
    double above = number(Math.min(whole + 1, last));
    double gap = above - below;
    return Double.isInfinite(gap) ? below * (1 - part) + above * part : below + part * gap;
  }

  /** The number of the list at a quantile's place, or the next below it: never one between two of them. */
  double below(double share) {
    return number(Math.floor(share * Math.max(0, ends[ends.length - 1] - 1)));
  }

  /** The number at a place of the list, from 0. */
  private double number(double place) {
    int low = 0;
    int high = ends.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] > place) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return sorted[low];
  }
}
