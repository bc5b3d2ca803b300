package dev.lariat.linear.selection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How often each feature is among the first that a path selects on half of the rows: stability selection (Meinshausen
 * and Bühlmann, 2010, "Stability selection") on complementary pairs of halves (Shah and Samworth, 2013, "Variable
 * selection with error control").
 *
 * <p>A feature counts as falsely selected if it would be selected less often than a random one, in fewer than a share θ
 * = most/candidates of the halves. Of such features at most {@link #bound} are expected among the selected ones,
 * whatever the data.
 *
 * @param halves how many halves there were, two a pair
 * @param most how many features a half may select
 * @param candidates how many features are penalised and not constant
 * @param threshold the share of halves from which on a feature counts as selected
 * @param frequency [features] the share of halves that select it; NaN for one that is never penalised or left out
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
public record Stability(int halves, int most, int candidates, double threshold, double[] frequency) {
  /** The usual threshold: between 0.6 and 0.9 it hardly matters, as the number of features goes with it. */
  public static final double THRESHOLD = 0.75;
  /** The largest share θ for which the bound on unimodal shares is proven. */
  private static final double LARGEST_SHARE = 1 / Math.sqrt(3);

  /** How many features a half may select if at most one is to be falsely selected, at the usual threshold. */
  public static int most(int candidates) {
    return Math.max(1, (int) Math.sqrt((2 * THRESHOLD - 1) * candidates));
  }

  /** The expected number of falsely selected features is at most most²/((2π − 1)·candidates). */
  public double bound() {
    return (double) most * most / ((2 * threshold - 1) * candidates);
  }

  /**
   * The bound where the share of pairs that select a feature has one mode, as it nearly always has: C·most²/candidates
   * (Shah and Samworth, theorem 2). NaN where it is not proven, for few features.
   */
  public double unimodalBound() {
    double share = (double) most / candidates;
    double pairs = halves / 2.0;
    double least = Math.min(0.5 + share * share, 0.5 + 1 / (2 * pairs) + 0.75 * share * share);
    if (share > LARGEST_SHARE || !(threshold > least)) {
      return Double.NaN;
    }
    double factor = threshold <= 0.75
        ? 1 / (2 * (2 * threshold - 1 - 1 / (2 * pairs)))
        : 4 * (1 - threshold + 1 / (2 * pairs)) / (1 + 1 / pairs);
    return factor * most * most / candidates;
  }

  /** All features that any half selects, the most frequent first, of equals the first. */
  public List<Integer> order() {
    List<Integer> found = new ArrayList<>();
    for (int j = 0; j < frequency.length; j++) {
      if (frequency[j] > 0) {
        found.add(j);
      }
    }
    found.sort(Comparator.comparingDouble(j -> -frequency[j]));
    return found;
  }

  /** The features that count as selected, the most frequent first. */
  public List<Integer> selected() {
    return order().stream().filter(j -> frequency[j] >= threshold).toList();
  }
}
