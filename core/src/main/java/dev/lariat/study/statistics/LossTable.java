package dev.lariat.study.statistics;

import dev.lariat.study.candidate.Strength;
import java.util.Arrays;
import java.util.List;

/**
 * The validation losses of one candidate: strength × unit. It answers how strong, and scores the candidate fairly: each
 * block of units at the strength that the other blocks chose ("cross-fitted"), so that the choice of the strength does
 * not flatter the candidate (Varma and Simon 2006, "Bias in error estimation when using cross-validation for model
 * selection", BMC Bioinformatics 7; Bates, Hastie and Tibshirani 2024, "Cross-validation: what does it estimate and how
 * well does it do it?", JASA 119).
 */
public final class LossTable {
  private final List<Strength> strengths;
  private final double[] amounts; // [strengths], grows with regularization
  private final double[][] losses; // [strengths][units]
  private final Pairing pairing;
  private final double[] means; // [strengths]
  private final double[][] blockSums; // [strengths][blocks]
  private final int[] blockSizes; // [blocks]

  /**
   * @param strengths at least one
   * @param amounts orders the strengths: grows with regularization
   * @param losses finite, not copied
   */
  public LossTable(List<Strength> strengths, double[] amounts, double[][] losses, Pairing pairing) {
    if (strengths.isEmpty() || strengths.size() != losses.length || amounts.length != losses.length) {
      throw new IllegalArgumentException(
          strengths.size() + " strengths, " + amounts.length + " amounts, " + losses.length + " rows of losses");
    }
    this.strengths = List.copyOf(strengths);
    this.amounts = amounts;
    this.losses = losses;
    this.pairing = pairing;
    this.means = new double[losses.length];
    this.blockSums = new double[losses.length][pairing.blocks()];
    this.blockSizes = new int[pairing.blocks()];
    for (int unit = 0; unit < pairing.units(); unit++) {
      blockSizes[pairing.block(unit)]++;
    }
    for (int s = 0; s < losses.length; s++) {
      for (int unit = 0; unit < pairing.units(); unit++) {
        if (!Double.isFinite(losses[s][unit])) {
          throw new IllegalArgumentException("loss " + losses[s][unit] + " at strength " + strengths.get(s));
        }
        blockSums[s][pairing.block(unit)] += losses[s][unit];
      }
      means[s] = Pairing.mean(losses[s]);
    }
  }

  public Pairing pairing() {
    return pairing;
  }

  /** Mean loss where each block is scored at the strength that the other blocks chose. */
  public double expectedLoss() {
    return Pairing.mean(crossFitted());
  }

  public int size() {
    return losses.length;
  }

  public Strength strength(int index) {
    return strengths.get(index);
  }

  public double[] losses(int index) {
    return losses[index];
  }

  public double mean(int index) {
    return means[index];
  }

  public double standardError(int index) {
    return Pairing.standardError(losses[index]);
  }

  /** The index of the lowest mean loss; of equals the stronger. */
  public int best() {
    int best = 0;
    for (int s = 1; s < means.length; s++) {
      if (means[s] < means[best] || (means[s] == means[best] && amounts[s] > amounts[best])) {
        best = s;
      }
    }
    return best;
  }

  /**
   * The strongest setting whose mean loss is within one standard error of the best (Breiman et al. 1984; Hastie,
   * Tibshirani and Friedman 2009, 7.10), weaker in no part than the best. Two losses are compared, on the same units:
   * the standard error is that of their paired difference, as for ties, and not that of one loss, which says how much
   * folds differ and would call settings alike that differ on every one.
   */
  public int oneStandardError() {
    int best = best();
    int chosen = best;
    for (int s = 0; s < means.length; s++) {
      if (means[s] - means[best] <= pairing.difference(losses[s], losses[best]).standardError()
          && amounts[s] > amounts[chosen] && strengths.get(s).atLeast(strengths.get(best))) {
        chosen = s;
      }
    }
    return chosen;
  }

  /** The index of the lowest mean loss over all units outside {@code block}; of equals the stronger. */
  public int bestWithout(int block) {
    int best = 0;
    for (int s = 1; s < means.length; s++) {
      double difference = meanWithout(s, block) - meanWithout(best, block);
      if (difference < 0 || (difference == 0 && amounts[s] > amounts[best])) {
        best = s;
      }
    }
    return best;
  }

  public double meanWithout(int index, int block) {
    double sum = 0;
    int count = 0;
    for (int b = 0; b < blockSizes.length; b++) {
      if (pairing.chooses(b, block)) {
        sum += blockSums[index][b];
        count += blockSizes[b];
      }
    }
    return sum / count;
  }

  /**
   * {@return the losses of the blocks that choose for another}
   *
   * @param others what they are paired over
   */
  public LossTable choosingFor(int block, Pairing others) {
    int[] units = pairing.unitsChoosingFor(block).toArray();
    double[][] kept = Arrays.stream(losses)
        .map(each -> Arrays.stream(units).mapToDouble(unit -> each[unit]).toArray())
        .toArray(double[][]::new);
    return new LossTable(strengths, amounts, kept, others);
  }

  /** Loss per unit, each block at the strength that the other blocks chose. */
  public double[] crossFitted() {
    return crossFitted(List.of(this));
  }

  /**
   * Loss per unit, each block by the candidate and the strength that the other blocks chose among all of
   * {@code tables}.
   */
  public static double[] crossFitted(List<LossTable> tables) {
    Pairing pairing = tables.getFirst().pairing;
    double[] result = new double[pairing.units()];
    for (int block = 0; block < pairing.blocks(); block++) {
      lowestWithout(tables, block).copy(block, result);
    }
    return result;
  }

  /**
   * {@return of some tables the one of the lowest loss, at its best strength, on the blocks that choose for another}
   */
  public static LossTable lowestWithout(List<LossTable> tables, int block) {
    LossTable chosen = null;
    double lowest = Double.POSITIVE_INFINITY;
    for (LossTable table : tables) {
      double mean = table.meanWithout(table.bestWithout(block), block);
      if (chosen == null || mean < lowest) {
        lowest = mean;
        chosen = table;
      }
    }
    return chosen;
  }

  /**
   * Copies the losses of a block, at the strength that the other blocks chose.
   *
   * @param to [units], those of the block are written
   */
  public void copy(int block, double[] to) {
    double[] chosen = losses[bestWithout(block)];
    for (int unit = 0; unit < to.length; unit++) {
      if (pairing.block(unit) == block) {
        to[unit] = chosen[unit];
      }
    }
  }
}
