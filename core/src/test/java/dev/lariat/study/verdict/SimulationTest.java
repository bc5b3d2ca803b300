package dev.lariat.study.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.metric.Metric;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.search.CellResults;
import dev.lariat.study.search.CellScheduler;
import dev.lariat.study.search.SimulatedCells;
import dev.lariat.study.search.StrengthSearch;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.statistics.LossTable;
import dev.lariat.study.statistics.Pairing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The statistics end to end, the search and the selection included, on losses whose truth is known: intervals cover it,
 * and where there is nothing to find nothing is found.
 */
@Tag("slow")
class SimulationTest {
  private static final int RUNS = 400;
  private static final int FOLDS = 5;
  private static final double RATIO = 0.25;
  private static final StrengthSearch.Plan PLAN = new StrengthSearch.Plan(4, 4, 2, 1);

  private static Comparison study(long seed, List<Candidate> candidates, double sharedShare, double ratio,
      ToDoubleFunction<Trial> risk) {
    return study(seed, candidates, sharedShare, ratio, 0.1, risk);
  }

  private static Comparison study(long seed, List<Candidate> candidates, double sharedShare, double ratio, double noise,
      ToDoubleFunction<Trial> risk) {
    return study(seed, candidates, sharedShare, ratio, noise, 1, PLAN, risk);
  }

  private static Comparison study(long seed, List<Candidate> candidates, double sharedShare, double ratio, double noise,
      int draws, StrengthSearch.Plan plan, ToDoubleFunction<Trial> risk) {
    var runner = new SimulatedCells(seed, plan.epochs(), noise, sharedShare, ratio, risk);
    var results = new CellResults(draws * FOLDS, 1);
    while (true) {
      var wanted = CellScheduler.requests(candidates, plan, results);
      if (wanted.isEmpty()) {
        return new Comparison(candidates, plan, results, Pairing.folds(FOLDS, draws, 1, RATIO));
      }
      wanted.forEach(request -> results.add(runner.run(request.cell(), request.untilEpoch(), () -> false)));
    }
  }

  /** Two draws of five folds, with the race over them: no more false claims, and better choices than with one draw. */
  @Test
  void foldsThatAreDrawnTwiceAndRacedOverChooseBetter() {
    var raced = new StrengthSearch.Plan(4, 4, 2, 1, new StrengthSearch.Race(FOLDS));
    List<Candidate> candidates = SimulatedCells.candidates(10, true);
    double claims = 0;
    double[] regret = new double[2];
    int runs = 100;
    for (int run = 0; run < runs; run++) {
      claims += Verdict
          .of(study(run, candidates, 0.8, RATIO, 0.1, 2, raced, SimulationTest::nothingToFind), candidates,
              Metric.LOG_LOSS)
          .proven()
          .sure() ? 1.0 / runs : 0;
      var random = new Random(run);
      double[] kinds = IntStream.range(0, 10).mapToDouble(_ -> -0.1 + 0.1 * random.nextGaussian()).toArray();
      ToDoubleFunction<Trial> risk = trial -> trial.model() == ModelKind.TRIVIAL
          ? 10
          : !trial.regularizer().startsWith("kind") ? 1 : 1 + kinds[Integer.parseInt(trial.regularizer().substring(5))];
      double lowest = 1 + Math.min(0, DoubleStream.of(kinds).min().orElseThrow());
      for (int draws = 1; draws <= 2; draws++) {
        Comparison comparison = draws == 1
            ? study(run, candidates, 0.8, RATIO, 0.2, risk)
            : study(run, candidates, 0.8, RATIO, 0.2, 2, raced, risk);
        Verdict verdict = Verdict.of(comparison, candidates, Metric.LOG_LOSS);
        regret[draws - 1] += (risk.applyAsDouble(verdict.use().trial()) - lowest) / runs;
      }
    }
    assertThat(claims).isLessThanOrEqualTo(0.05);
    assertThat(regret[1]).as("regret with one draw %s", regret[0]).isLessThan(regret[0]);
  }

  private static double nothingToFind(Trial trial) {
    return trial.model() == ModelKind.TRIVIAL ? 10 : 1;
  }

  private static double falseWinners(double sharedShare, double ratio, boolean adaptive) {
    List<Candidate> candidates = SimulatedCells.candidates(10, adaptive);
    long found = IntStream.range(0, RUNS).filter(run -> {
      Comparison comparison = study(run, candidates, sharedShare, ratio, SimulationTest::nothingToFind);
      return !Verdict.of(comparison, candidates, Metric.LOG_LOSS)
          .proven()
          .choice()
          .regularizer()
          .equals(Candidate.NONE);
    }).count();
    return found / (double) RUNS;
  }

  @Test
  void theBestOfANoisySearchAlmostAlwaysLooksBetterThanNone() {
    // What tuners do: the lowest mean of ten kinds × six strengths against none, by one paired standard error.
    List<Candidate> candidates = SimulatedCells.candidates(10, false);
    long naive = IntStream.range(0, RUNS).filter(run -> {
      Comparison comparison = study(run, candidates, 0, 0, SimulationTest::nothingToFind);
      LossTable none = comparison.table(Candidate.none());
      LossTable best = candidates.stream()
          .filter(c -> c.regularizer().startsWith("kind"))
          .map(comparison::table)
          .min((a, b) -> Double.compare(a.mean(a.best()), b.mean(b.best())))
          .orElseThrow();
      double[] difference = IntStream.range(0, FOLDS)
          .mapToDouble(k -> best.losses(best.best())[k] - none.losses(0)[k])
          .toArray();
      return Pairing.mean(difference) < -Pairing.standardError(difference);
    }).count();
    assertThat(naive / (double) RUNS).isGreaterThan(0.7);
  }

  @Test
  void whereThereIsNothingToFindNothingIsFound() {
    // Independent noise, the case that is quoted against tuners; then with training sets that overlap, as they do.
    assertThat(falseWinners(0, 0, false)).as("independent").isLessThanOrEqualTo(0.05);
    assertThat(falseWinners(0, RATIO, false)).as("overlapping training sets").isLessThanOrEqualTo(0.05);
    assertThat(falseWinners(0.8, RATIO, false)).as("strengths of a kind alike").isLessThanOrEqualTo(0.05);
    assertThat(falseWinners(0.8, RATIO, true)).as("refined and extended").isLessThanOrEqualTo(0.05);
  }

  /**
   * An answer over many studies; all as shares of none's risk.
   *
   * @param regret mean of the true risk of the answer less the lowest of all trials
   * @param gain mean of none's risk less the answer's
   * @param worse share of studies in which the answer is worse than none by more than 2 %
   */
  private record Answer(double regret, double gain, double worse) {
    static Answer of(List<double[]> risks) {
      return new Answer(risks.stream().mapToDouble(r -> r[0] - r[1]).average().orElseThrow(),
          risks.stream().mapToDouble(r -> 1 - r[0]).average().orElseThrow(),
          risks.stream().mapToDouble(r -> r[0] > 1.02 ? 1 : 0).average().orElseThrow());
    }
  }

  /**
   * Both answers of studies in which the kinds' effects on the risk are drawn anew.
   *
   * @param effect mean over tables; a table's own is N(effect, effect²)
   * @param spread of the kinds of a table around it
   * @param noise sd of a cell's loss
   */
  private static Map<String, Answer> answers(double effect, double spread, double noise, int runs) {
    List<Candidate> candidates = SimulatedCells.candidates(10, true);
    var used = new ArrayList<double[]>();
    var proven = new ArrayList<double[]>();
    for (int run = 0; run < runs; run++) {
      var random = new Random(run);
      double mean = effect * (1 + random.nextGaussian());
      double[] kinds = IntStream.range(0, 10).mapToDouble(_ -> mean + spread * random.nextGaussian()).toArray();
      // The best strength is 0.1; at one a thousand times weaker or stronger nothing is left of the effect.
      ToDoubleFunction<Trial> risk = trial -> trial.model() == ModelKind.TRIVIAL
          ? 10
          : !trial.regularizer().startsWith("kind")
              ? 1
              : 1 + kinds[Integer.parseInt(trial.regularizer().substring(5))]
                  * Math.max(0, 1 - Math.abs(Math.log10(trial.strength().value()) + 1) / 3);
      Comparison comparison = study(run, candidates, 0.8, RATIO, noise, risk);
      Verdict verdict = Verdict.of(comparison, candidates, Metric.LOG_LOSS);
      double lowest = 1 + Math.min(0, DoubleStream.of(kinds).min().orElseThrow());
      used.add(new double[]{risk.applyAsDouble(verdict.use().trial()), lowest});
      proven.add(new double[]{risk.applyAsDouble(verdict.proven().choice().trial()), lowest});
    }
    return Map.of("use", Answer.of(used), "proven", Answer.of(proven));
  }

  /** docs/statistics.md has the whole table, over 400 studies each. */
  @Test
  void whatIsUsedIsNearTheBestAndSeldomWorseThanNone() {
    int runs = 150;
    Map<String, Answer> helps = answers(-0.12, 0.05, 0.1, runs);
    assertThat(helps.get("use").regret()).as("kinds help").isLessThan(0.05);
    assertThat(helps.get("proven").regret()).as("what waits for proof").isGreaterThan(2 * helps.get("use").regret());
    assertThat(helps.get("use").worse()).as("kinds help").isLessThanOrEqualTo(0.02);
    Map<String, Answer> harms = answers(0.06, 0.05, 0.1, runs);
    assertThat(harms.get("use").worse()).as("kinds harm").isLessThanOrEqualTo(0.1);
    assertThat(harms.get("use").gain()).as("kinds harm").isGreaterThan(-0.01);
    Map<String, Answer> nothing = answers(0, 0, 0.1, 50);
    assertThat(nothing.get("use").gain()).as("kinds do nothing").isZero();
  }

  /**
   * How far printed losses are from the true risk of what is used, as means over studies in which kinds help or harm a
   * little: the loss that the verdict expects, and the lowest of the table.
   *
   * @param ratio of the luck that all folds share; 0 for none
   */
  private static double[] flattery(double ratio, int runs) {
    List<Candidate> candidates = SimulatedCells.candidates(10, true);
    double[] mean = new double[2];
    for (int run = 0; run < runs; run++) {
      var random = new Random(run);
      double[] kinds = random.doubles(10, -0.05, 0.05).toArray();
      ToDoubleFunction<Trial> risk = trial -> trial.model() == ModelKind.TRIVIAL
          ? 10
          : !trial.regularizer().startsWith("kind") ? 1 : 1 + kinds[Integer.parseInt(trial.regularizer().substring(5))];
      Comparison comparison = study(run, candidates, 0.5, ratio, 0.2, risk);
      Verdict verdict = Verdict.of(comparison, candidates, Metric.LOG_LOSS);
      // What the folds add to every loss is known from a candidate that nothing chooses.
      double folds = comparison.table(Candidate.trivial()).mean(0) - 10;
      double truth = risk.applyAsDouble(verdict.use().trial()) + folds;
      mean[0] += (verdict.use().loss() - truth) / runs;
      mean[1] += (verdict.candidates().getFirst().loss() - truth) / runs;
    }
    return mean;
  }

  /** Neither with noise alone nor with luck that folds share. */
  @Test
  void theExpectedLossDoesNotFlatter() {
    double[] independent = flattery(0, 200);
    assertThat(independent[0]).as("expected loss, folds apart").isBetween(-0.02, 0.04);
    assertThat(independent[1]).as("lowest of the table, folds apart").isLessThan(-0.1);
    double[] shared = flattery(RATIO, 200);
    assertThat(shared[0]).as("expected loss, folds that share luck").isGreaterThan(0.6 * shared[1]);
    assertThat(shared[1]).as("lowest of the table, folds that share luck").isLessThan(-0.1);
  }

  /**
   * The same where the kinds are hardly better than the trivial predictor, or worse: what is printed less the true risk
   * of what is used, and of all studies, of those that use the trivial predictor, how often, and that one's own loss.
   */
  private static double[] flatteryNearTrivial(double kinds, double ratio, int runs) {
    List<Candidate> candidates = SimulatedCells.candidates(10, true);
    ToDoubleFunction<Trial> risk = trial -> trial.model() == ModelKind.TRIVIAL
        ? 1
        : trial.regularizer().startsWith("kind") ? kinds : 10;
    double all = 0;
    double nested = 0;
    double own = 0;
    int trivial = 0;
    for (int run = 0; run < runs; run++) {
      Comparison comparison = study(run, candidates, 0.8, ratio, 0.1, risk);
      Verdict verdict = Verdict.of(comparison, candidates, Metric.LOG_LOSS);
      double folds = comparison.table(Candidate.none()).mean(0) - 10;
      double truth = risk.applyAsDouble(verdict.use().trial()) + folds;
      all += (verdict.use().loss() - truth) / runs;
      if (verdict.use().model() == ModelKind.TRIVIAL) {
        trivial++;
        nested += verdict.use().loss() - truth;
        own += comparison.table(Candidate.trivial()).mean(0) - truth;
      }
    }
    return new double[]{all, trivial / (double) runs, nested / trivial, own / trivial};
  }

  /** The figures of docs/statistics.md are those of these studies: the risk of the kinds, then what is off. */
  @Test
  void theLossToExpectIsThatOfDecidingAlsoWhereTheTrivialPredictorIsUsed() {
    double[][] printed = {{1, 0.005, -0.002, -0.014, -0.021}, {0.95, -0.002, -0.011, -0.031, -0.041},
        {1.05, 0.005, -0.0005, -0.004, -0.012}};
    for (double[] row : printed) {
      String kinds = "kinds at " + row[0];
      double[] independent = flatteryNearTrivial(row[0], 0, RUNS);
      assertThat(independent[0]).as("all studies, %s", kinds).isBetween(-0.0025, 0.0025);
      assertThat(independent[1]).as("studies that use trivial, %s", kinds).isGreaterThan(0.5);
      assertThat(independent[2]).as("their loss to expect, %s", kinds).isCloseTo(row[1], within(6e-4));
      assertThat(independent[3]).as("trivial's own, which flatters, %s", kinds)
          .isCloseTo(row[2], within(6e-4))
          .isLessThan(independent[2]);
      double[] shared = flatteryNearTrivial(row[0], RATIO, RUNS);
      assertThat(shared[2]).as("folds that share luck, %s", kinds).isCloseTo(row[3], within(6e-4));
      assertThat(shared[3]).as("trivial's own there, %s", kinds).isCloseTo(row[4], within(6e-4));
    }
  }

  /** Where columns say nothing, networks are worse than trivial, and what is used is hardly worse than it. */
  @Test
  void onNullDataWhatIsUsedIsTheTrivialPredictorOrNearlyAsGood() {
    List<Candidate> candidates = SimulatedCells.candidates(10, true);
    ToDoubleFunction<Trial> risk = trial -> trial.model() == ModelKind.TRIVIAL ? 1 : 1.05;
    double excess = 0;
    int worse = 0;
    int claims = 0;
    for (int run = 0; run < 200; run++) {
      Comparison comparison = study(run, candidates, 0.8, RATIO, 0.1, risk);
      Verdict verdict = Verdict.of(comparison, candidates, Metric.LOG_LOSS);
      double used = risk.applyAsDouble(verdict.use().trial());
      excess += (used - 1) / 200;
      worse += used > 1.05 ? 1 : 0;
      claims += verdict.proven().sure() ? 1 : 0;
    }
    assertThat(claims / 200.0).isLessThanOrEqualTo(0.05);
    assertThat(excess).as("the noise of a mean of five folds is 0.045").isLessThan(0.02);
    assertThat(worse).isZero();
  }

  @Test
  void amongTheRowsOfOneSplitNothingIsFoundEither() {
    int rows = 1000;
    int kinds = 10;
    int strengths = 6;
    Pairing pairing = Pairing.rows(rows);
    double[] none = new double[rows];
    int found = 0;
    for (int run = 0; run < 400; run++) {
      var random = new Random(run);
      boolean sure = false;
      for (int kind = 0; kind < kinds; kind++) {
        for (double[] losses : noise(random, strengths, rows)) {
          sure |= pairing.simultaneous(losses, none, kinds * strengths).high() < 0;
        }
      }
      found += sure ? 1 : 0;
    }
    assertThat(found / 400.0).isLessThanOrEqualTo(0.05);
  }

  /** Losses less none's, of which each strength's are partly its kind's. */
  private static double[][] noise(Random random, int strengths, int rows) {
    double[] shared = random.doubles(rows, -1, 1).toArray();
    double[][] losses = new double[strengths][rows];
    for (double[] own : losses) {
      for (int row = 0; row < rows; row++) {
        own[row] = shared[row] + random.nextDouble() - 0.5;
      }
    }
    return losses;
  }

  @Test
  void intervalsCoverTheRiskAtTheChosenStrengths() {
    // One kind helps most at strength 0.1, where its risk is 0.1 below none's.
    ToDoubleFunction<Trial> risk = trial -> trial.model() == ModelKind.TRIVIAL
        ? 10
        : !trial.regularizer().equals("kind-0")
            ? 1
            : 0.9 + 0.02 * Math.pow(Math.log10(trial.strength().value()) + 1, 2);
    List<Candidate> candidates = SimulatedCells.candidates(4, true);
    Candidate kind = candidates.get(2);
    int[] covered = new int[2];
    for (int run = 0; run < RUNS; run++) {
      Comparison comparison = study(run, candidates, 0.8, RATIO, risk);
      Pairing pairing = comparison.pairing();
      LossTable table = comparison.table(kind);
      double truth = Pairing.mean(IntStream.range(0, FOLDS)
          .mapToDouble(k -> risk.applyAsDouble(kind.trial(table.strength(table.bestWithout(k)))) - 1)
          .toArray());
      if (comparison.difference(kind, Candidate.none()).contains(truth)) {
        covered[0]++;
      }
      // The winner against none: candidate and strength chosen by the other folds.
      double[] chosenRisk = new double[FOLDS];
      var others = candidates.subList(2, 6);
      for (int k = 0; k < FOLDS; k++) {
        int fold = k;
        Candidate chosen = others.stream()
            .min((a, b) -> Double.compare(without(comparison.table(a), fold), without(comparison.table(b), fold)))
            .orElseThrow();
        chosenRisk[k] = risk
            .applyAsDouble(chosen.trial(comparison.table(chosen).strength(comparison.table(chosen).bestWithout(k))));
      }
      Interval winner = comparison.winner(others, Candidate.none()).difference();
      if (winner.contains(Pairing.mean(chosenRisk) - 1)) {
        covered[1]++;
      }
      assertThat(pairing.units()).isEqualTo(FOLDS);
    }
    assertThat(covered[0] / (double) RUNS).as("a candidate against none").isGreaterThanOrEqualTo(0.94);
    assertThat(covered[1] / (double) RUNS).as("the winner against none").isGreaterThanOrEqualTo(0.94);
  }

  private static double without(LossTable table, int block) {
    return table.meanWithout(table.bestWithout(block), block);
  }
}
