package dev.lariat.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.metric.Metric;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.search.CellResults;
import dev.lariat.study.search.CellScheduler;
import dev.lariat.study.search.SimulatedCells;
import dev.lariat.study.search.StrengthSearch;
import dev.lariat.study.statistics.Pairing;
import dev.lariat.study.verdict.Comparison;
import dev.lariat.study.verdict.Verdict;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The sweep on one split and the best of it on four other folds, together, on losses whose truth is known. The split
 * and the other folds share the luck of training rows, as they overlap.
 */
@Tag("slow")
class FinalsSimulationTest {
  private static final int ROWS = 200; // that validate on the split
  private static final int FOLDS = 4;
  private static final double RATIO = 0.25;
  private static final StrengthSearch.Plan SWEEP = new StrengthSearch.Plan(1, 1, 2, 1);
  private static final StrengthSearch.Plan FINALS = new StrengthSearch.Plan(1, 1, 0, 0);

  /** Both verdicts of a study: that of the split, and the one after the finals. */
  private record Both(Verdict split, Verdict confirmed) {}

  private static Both study(long seed, double noise, ToDoubleFunction<Trial> risk) {
    List<Candidate> candidates = SimulatedCells.candidates(10, true);
    var onRows = new SimulatedCells(seed, 1, noise, 0.8, RATIO, ROWS, risk);
    var split = new CellResults(1, 1);
    complete(candidates, SWEEP, onRows, split, 0);
    var sweep = new Comparison(candidates, SWEEP, split, Pairing.rows(ROWS));
    var finals = new Finals(sweep, candidates);
    var others = new CellResults(FOLDS, 1);
    complete(finals.searched(), FINALS, new SimulatedCells(seed, 1, noise, 0.8, RATIO, risk), others, 1);
    Comparison again = finals.judged(FINALS, others, Pairing.folds(FOLDS, 1, RATIO)).orElseThrow();
    Verdict verdict = Verdict.of(sweep, candidates, Metric.LOG_LOSS);
    return new Both(verdict, verdict.confirmed(again, finals.candidates()));
  }

  /** @param beyond how many folds there are before these */
  private static void complete(List<Candidate> candidates, StrengthSearch.Plan plan, SimulatedCells cells,
      CellResults results, int beyond) {
    for (var wanted = CellScheduler.requests(candidates, plan, results); !wanted.isEmpty(); wanted = CellScheduler
        .requests(candidates, plan, results)) {
      wanted.forEach(request -> results.add(cells.onFold(request.cell(), request.cell().fold() + beyond)));
    }
  }

  @Test
  void whereThereIsNothingToFindNothingIsFound() {
    int runs = 120;
    double claims = 0;
    for (int run = 0; run < runs; run++) {
      Verdict verdict = study(run, 0.1, trial -> trial.model() == ModelKind.TRIVIAL ? 10 : 1).confirmed;
      claims += verdict.proven().sure() ? 1.0 / runs : 0;
    }
    assertThat(claims).isLessThanOrEqualTo(0.05);
  }

  /** What is used after the finals is at least as good as the best of the split, and its loss does not flatter. */
  @Test
  void theFinalsChooseWellAndSayWhatToExpect() {
    int runs = 120;
    double splitRegret = 0;
    double regret = 0;
    double flattery = 0;
    double lowestFlatters = 0;
    for (int run = 0; run < runs; run++) {
      var random = new Random(run);
      double[] kinds = IntStream.range(0, 10).mapToDouble(_ -> -0.05 + 0.05 * random.nextGaussian()).toArray();
      ToDoubleFunction<Trial> risk = trial -> trial.model() == ModelKind.TRIVIAL
          ? 10
          : !trial.regularizer().startsWith("kind") ? 1 : 1 + kinds[Integer.parseInt(trial.regularizer().substring(5))];
      double lowest = 1 + Math.min(0, DoubleStream.of(kinds).min().orElseThrow());
      Both both = study(run, 0.1, risk);
      splitRegret += (risk.applyAsDouble(both.split.use().trial()) - lowest) / runs;
      double used = risk.applyAsDouble(both.confirmed.use().trial());
      regret += (used - lowest) / runs;
      double folds = both.confirmed.finals()
          .orElseThrow()
          .candidates()
          .stream()
          .filter(c -> c.model() == ModelKind.TRIVIAL)
          .findFirst()
          .orElseThrow()
          .loss() - 10; // what the folds add to every loss
      flattery += (both.confirmed.use().loss() - folds - used) / runs;
      double onSplit = both.split.candidates()
          .stream()
          .filter(c -> c.model() == ModelKind.TRIVIAL)
          .findFirst()
          .orElseThrow()
          .loss() - 10;
      lowestFlatters += (both.split.candidates().getFirst().loss() - onSplit
          - risk.applyAsDouble(both.split.candidates().getFirst().trial())) / runs;
    }
    assertThat(regret).isLessThanOrEqualTo(splitRegret);
    assertThat(lowestFlatters).as("the lowest loss of the split").isLessThan(-0.1);
    assertThat(flattery).as("the loss to expect").isGreaterThan(0.5 * lowestFlatters);
  }
}
