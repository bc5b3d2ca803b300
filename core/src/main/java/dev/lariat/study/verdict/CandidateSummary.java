package dev.lariat.study.verdict;

import dev.lariat.metric.Metric;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.Score;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.statistics.LossTable;
import dev.lariat.study.statistics.Pairing;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A line of the verdict's table.
 *
 * @param model what is regularized
 * @param regularizer its name
 * @param strength where the mean loss is lowest
 * @param oneSeStrength the strongest within one standard error of it
 * @param loss mean validation loss at {@code strength}
 * @param standardError s/√J of it
 * @param differenceToNone cross-fitted difference to the model without regularizer, with its 95 % interval
 * @param ties whether it is within its corrected standard error of the best candidate, or within {@value #NEGLIGIBLE}
 * of what the best gains on {@code trivial}
 * @param gap mean validation less mean training loss
 * @param zeroShare mean share of weights that are exactly zero
 * @param nonZeroWeights mean number of the others
 * @param inputsUsed mean number of table columns used
 * @param epochs the epoch with the lowest mean validation loss; 0 where there are no epochs
 * @param seconds mean training time up to there
 * @param oneSe the same figures at {@code oneSeStrength}
 * @param curve loss by strength, from weak to strong
 * @param dropped strengths that were not run to the end, and why
 * @param notes what a reader should know, for example that the grid was extended
 * @param paths how its paths were fitted, where it has some
 * @param metrics figures on the validation rows at {@code strength}, of the folds' mean losses, in the order in which
 * they are shown; without those that are not defined on every fold
 * @param calibrated the log-loss at {@code strength} when a temperature calibrates the probabilities, that of a fold
 * chosen by the others: who is ahead of others by {@code loss} and not by this has won calibration alone; empty where
 * losses are no log-losses
 */
public record CandidateSummary(ModelKind model, String regularizer, Strength strength, Strength oneSeStrength,
    double loss, double standardError, Interval differenceToNone, boolean ties, double gap, double zeroShare,
    double nonZeroWeights, double inputsUsed, int epochs, double seconds, Point oneSe, List<Point> curve,
    Map<Strength, String> dropped, List<String> notes, FittedPaths paths, Map<Metric, Double> metrics,
    Optional<Double> calibrated) {
  /**
   * The share of (trivial − best) below which a difference is a tie however sure it is: without it, of two candidates
   * whose losses are the same in all digits that are shown, one would tie and the other not.
   */
  private static final double NEGLIGIBLE = 0.01;

  /**
   * A candidate at one strength.
   *
   * @param strength how strong
   * @param loss mean validation loss
   * @param standardError s/√J of it
   * @param trainLoss mean training loss; NaN where it was not evaluated
   * @param nonZeroWeights mean number of weights that are not zero
   * @param inputsUsed mean number of table columns used
   */
  public record Point(Strength strength, double loss, double standardError, double trainLoss, double nonZeroWeights,
      double inputsUsed) {
    private Point counted(double weights, double inputs) {
      return new Point(strength, loss, standardError, trainLoss, weights, inputs);
    }
  }

  /** {@return the candidate at its best strength} */
  public Trial trial() {
    return new Trial(model, regularizer, strength);
  }

  /**
   * {@return the same, with the weights of an exact fit at its 1-SE strength} The curve stays as it was fitted: one
   * exact point among rough ones would make weights rise with the strength.
   *
   * @param exact scores by fold; where there are none of this candidate nothing changes
   */
  CandidateSummary counted(Map<Trial, List<Score>> exact) {
    List<Score> scores = exact.get(new Trial(model, regularizer, oneSeStrength));
    if (scores == null) {
      return this;
    }
    double weights = Pairing.mean(scores.stream().mapToDouble(Score::nonZeroWeights).toArray());
    double inputs = Pairing.mean(scores.stream().mapToDouble(Score::inputsUsed).toArray());
    double zeros = Pairing.mean(scores.stream().mapToDouble(Score::zeroShare).toArray());
    Point there = oneSe.counted(weights, inputs);
    boolean best = strength.equals(oneSeStrength);
    return new CandidateSummary(model, regularizer, strength, oneSeStrength, loss, standardError, differenceToNone,
        ties, gap, best ? zeros : zeroShare, best ? weights : nonZeroWeights, best ? inputs : inputsUsed, epochs,
        seconds, there, curve, dropped, notes, paths, metrics, calibrated);
  }

  static CandidateSummary of(Comparison comparison, Candidate candidate, Candidate best) {
    LossTable table = comparison.table(candidate);
    int chosen = table.best();
    int oneSe = table.oneStandardError();
    Strength strength = table.strength(chosen);
    List<Point> curve = IntStream.range(0, table.size()).mapToObj(i -> point(comparison, candidate, table, i)).toList();
    int epochs = comparison.bestEpoch(candidate, strength);
    double seconds = epochs == 0
        ? mean(comparison, candidate, strength, Score::seconds)
        : Pairing.mean(comparison.curve(candidate, strength, Score::seconds).get(epochs - 1));
    return new CandidateSummary(candidate.model(), candidate.regularizer(), strength, table.strength(oneSe),
        table.mean(chosen), table.standardError(chosen), comparison.difference(candidate, comparison.baseline()),
        ties(comparison, candidate, best), mean(comparison, candidate, strength, Score::gap),
        mean(comparison, candidate, strength, Score::zeroShare),
        mean(comparison, candidate, strength, Score::nonZeroWeights),
        mean(comparison, candidate, strength, Score::inputsUsed), epochs, seconds, curve.get(oneSe), curve,
        comparison.dropped(candidate), comparison.notes(candidate), comparison.paths(candidate),
        metrics(comparison, candidate, strength),
        TemperedLoss.of(comparison.scores(candidate, strength), comparison.pairing()));
  }

  private static boolean ties(Comparison comparison, Candidate candidate, Candidate best) {
    if (candidate.equals(best)) {
      return true;
    }
    Interval difference = comparison.difference(candidate, best);
    double signal = comparison.difference(Candidate.trivial(), best).mean();
    return difference.ties() || difference.mean() <= NEGLIGIBLE * Math.max(0, signal);
  }

  private static Map<Metric, Double> metrics(Comparison comparison, Candidate candidate, Strength strength) {
    List<Score> scores = comparison.scores(candidate, strength);
    var metrics = new EnumMap<Metric, Double>(Metric.class);
    for (Metric metric : Metric.values()) {
      if (scores.stream().allMatch(score -> score.losses().containsKey(metric))) {
        metrics.put(metric,
            metric.figure(Pairing.mean(scores.stream().mapToDouble(score -> score.losses().get(metric)).toArray())));
      }
    }
    return Collections.unmodifiableMap(metrics);
  }

  private static Point point(Comparison comparison, Candidate candidate, LossTable table, int index) {
    Strength strength = table.strength(index);
    return new Point(strength, table.mean(index), table.standardError(index),
        mean(comparison, candidate, strength, Score::trainLoss),
        mean(comparison, candidate, strength, Score::nonZeroWeights),
        mean(comparison, candidate, strength, Score::inputsUsed));
  }

  private static double mean(Comparison comparison, Candidate candidate, Strength strength,
      ToDoubleFunction<Score> figure) {
    return Pairing.mean(comparison.values(candidate, strength, figure));
  }
}
