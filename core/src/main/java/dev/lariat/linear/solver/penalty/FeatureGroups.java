package dev.lariat.linear.solver.penalty;

import java.util.Arrays;
import java.util.HashMap;

/**
 * The groups of features, numbered 0, 1, … by first appearance.
 *
 * @param number [features] the group of each; −1 for one that is left out
 * @param count how many groups
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
record FeatureGroups(int[] number, int count) {
  /**
   * Numbers the groups.
   *
   * @param group [features] any integers; null where each feature stands for itself
   * @param factor [features] the same within a group; ∞ leaves a feature out
   * @param scale [features] 0 leaves a feature out
   * @throws IllegalArgumentException if the features of a group have different factors
   */
  static FeatureGroups of(int[] group, double[] factor, double[] scale) {
    int[] number = new int[factor.length];
    var seen = new HashMap<Integer, Integer>();
    for (int j = 0; j < number.length; j++) {
      if (scale[j] == 0 || factor[j] == Double.POSITIVE_INFINITY) {
        number[j] = -1;
      } else {
        Integer known = seen.putIfAbsent(group == null ? j : group[j], seen.size());
        number[j] = known == null ? seen.size() - 1 : known;
      }
    }
    double[] groupFactor = new double[seen.size()];
    Arrays.fill(groupFactor, Double.NaN);
    for (int j = 0; j < number.length; j++) {
      if (number[j] >= 0) {
        double f = groupFactor[number[j]];
        if (!Double.isNaN(f) && f != factor[j]) {
          throw new IllegalArgumentException(
              "the features of a group need one penalty factor: " + f + " and " + factor[j]);
        }
        groupFactor[number[j]] = factor[j];
      }
    }
    return new FeatureGroups(number, seen.size());
  }

  /** How many features each has, [count]. */
  int[] sizes() {
    int[] sizes = new int[count];
    for (int group : number) {
      if (group >= 0) {
        sizes[group]++;
      }
    }
    return sizes;
  }
}
