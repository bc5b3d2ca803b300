package dev.lariat.study.verdict;

import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.cell.Score;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.statistics.LossTable;
import dev.lariat.study.statistics.Pairing;
import java.util.Locale;

/**
 * Whether the unregularized network overfits, by how much, and how sure that is; of linear models alone the one without
 * penalty.
 *
 * @param state the finding
 * @param trainLoss mean loss of {@code none} on the rows that it was trained on
 * @param validationLoss the same on the others
 * @param gap their difference; shown, never the criterion alone: some gap is normal
 * @param gapStandardError plain standard error of the gap over cells
 * @param overBestEpoch final loss less the loss at the best common epoch (cross-fitted); null for a linear model
 * @param overBestCandidate final loss less that of the best regularized candidate: the interval by which the verdict
 * claims; null where there was no other candidate
 * @param wideTrain training loss of the network of twice the width less that of {@code none}; null where it was not run
 * @param wideValidation the same of the validation loss
 * @param longValidation validation loss of the network that is trained twice as long less that of {@code none}; null
 * where it was not run
 * @param trivialLoss loss of the trivial predictor
 */
public record Diagnosis(State state, double trainLoss, double validationLoss, double gap, double gapStandardError,
    Interval overBestEpoch, Interval overBestCandidate, Interval wideTrain, Interval wideValidation,
    Interval longValidation, double trivialLoss) {
  /** What may be found. */
  public enum State {
    /** Stopping earlier or regularizing lowers the loss beyond doubt, and that may come from the gap. */
    OVERFITS,
    /** A network of twice the width has lower losses on both sides beyond doubt. */
    UNDERFITS,
    /** Trained twice as long, the network has a lower loss on new rows beyond doubt. */
    TRAINED_TOO_BRIEFLY,
    /** The rows can't tell a useful gain from none. */
    TOO_LITTLE_DATA,
    /** None of these. */
    FITS;

    /** As it stands in files. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The share of (trivial − none) that counts as a useful gain. */
  private static final double USEFUL = 0.1;

  /** With many rows any difference excludes 0: below this share of none's loss it is not spoken of, */
  private static final double NOTICEABLE = 0.02;
  /** nor below this share of (trivial − none), where none's loss is nearly 0. */
  private static final double NEGLIGIBLE = 0.001;

  /**
   * What the losses say.
   *
   * @param againstNone the best regularized candidate less the one without regularizer, the choice allowed for: there
   * is one interval of that, whoever speaks of it; null where no other was finished
   */
  static Diagnosis of(Comparison comparison, Interval againstNone) {
    Candidate none = comparison.baseline();
    Pairing pairing = comparison.pairing();
    LossTable table = comparison.table(none);
    double[] gaps = comparison.values(none, Strength.ZERO, Score::gap);
    Interval wideTrain = null;
    Interval wideValidation = null;
    if (comparison.table(Candidate.wide()) != null) {
      double[] wide = comparison.values(Candidate.wide(), Strength.ZERO, Score::trainLoss);
      double[] narrow = comparison.values(none, Strength.ZERO, Score::trainLoss);
      // With one split there is one training loss per seed: it has no standard error to speak of.
      wideTrain = pairing.conditional()
          ? exactly(Pairing.mean(wide) - Pairing.mean(narrow))
          : pairing.difference(wide, narrow);
      wideValidation = comparison.difference(Candidate.wide(), none);
    }
    Interval longValidation = comparison.table(Candidate.twiceAsLong()) == null
        ? null
        : comparison.difference(Candidate.twiceAsLong(), none);
    double trivialLoss = comparison.table(Candidate.trivial()).mean(0);
    return new Diagnosis(State.FITS, Pairing.mean(comparison.values(none, Strength.ZERO, Score::trainLoss)),
        table.mean(0), Pairing.mean(gaps), gaps.length > 1 ? Pairing.standardError(gaps) : table.standardError(0),
        overBestEpoch(comparison), negated(againstNone), wideTrain, wideValidation, longValidation, trivialLoss)
        .judged(overTrivial(comparison));
  }

  /**
   * {@return the diagnosis of one split, where what others gain is what they gain on other folds} Its own losses, and
   * what twice the width and the epochs do, stay those of the split.
   *
   * @param stops whether stopping early is among those that were compared on the other folds
   * @param againstNone as in {@link #of}, on the other folds
   */
  Diagnosis confirmed(Comparison onOthers, boolean stops, Interval againstNone) {
    return new Diagnosis(state, trainLoss, validationLoss, gap, gapStandardError,
        stops ? overBestEpoch(onOthers) : overBestEpoch, negated(againstNone), wideTrain, wideValidation,
        longValidation, trivialLoss).judged(overTrivial(onOthers));
  }

  private static Interval negated(Interval interval) {
    return interval == null ? null : interval.negated();
  }

  private static Interval overBestEpoch(Comparison comparison) {
    return comparison.table(Candidate.earlyStopping()) == null
        ? null
        : comparison.difference(Candidate.earlyStopping(), comparison.baseline()).negated();
  }

  private static Interval overTrivial(Comparison comparison) {
    return comparison.difference(Candidate.trivial(), comparison.baseline()).negated();
  }

  /** @param overTrivial final loss less that of always predicting the same: a network above it overfits, too */
  Diagnosis judged(Interval overTrivial) {
    double useful = USEFUL * (trivialLoss - validationLoss);
    double noticeable = noticeable(validationLoss, trivialLoss);
    Interval best = overBestCandidate == null ? overTrivial : overBestCandidate;
    State found;
    if (exceeds(overBestEpoch, noticeable)
        || (exceeds(overBestCandidate, noticeable) && mayCloseGap(overBestCandidate.mean(), gap, gapStandardError))
        || (exceeds(overTrivial, noticeable) && mayCloseGap(overTrivial.mean(), gap, gapStandardError))) {
      found = State.OVERFITS;
    } else if (wideTrain != null && exceeds(wideTrain.negated(), noticeable)
        && exceeds(wideValidation.negated(), noticeable)) {
      found = State.UNDERFITS;
    } else if (longValidation != null && exceeds(longValidation.negated(), noticeable)) {
      found = State.TRAINED_TOO_BRIEFLY;
    } else if (best.contains(0) && (best.contains(useful) || useful <= 0)) {
      found = State.TOO_LITTLE_DATA;
    } else {
      found = State.FITS;
    }
    return new Diagnosis(found, trainLoss, validationLoss, gap, gapStandardError, overBestEpoch, overBestCandidate,
        wideTrain, wideValidation, longValidation, trivialLoss);
  }

  /** {@return the gain from which one is spoken of} */
  public static double noticeable(double validationLoss, double trivialLoss) {
    return Math.max(NOTICEABLE * validationLoss, NEGLIGIBLE * Math.abs(trivialLoss - validationLoss));
  }

  /**
   * {@return whether what another model gains may come from overfitting less} It does not where the gap is within its
   * own noise and smaller than the gain: a network that has hardly begun to learn is beaten, but does not overfit.
   */
  public static boolean mayCloseGap(double gain, double gap, double gapStandardError) {
    return gap > gapStandardError || gap >= gain;
  }

  /** Whether a difference is above 0 beyond doubt, and large enough to be spoken of. */
  private static boolean exceeds(Interval interval, double noticeable) {
    return interval != null && interval.low() > 0 && interval.mean() >= noticeable;
  }

  private static Interval exactly(double value) {
    return new Interval(value, 0, value, value);
  }
}
