package dev.lariat.study.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.metric.Metric;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.LinearRegularizer;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.Score;
import dev.lariat.study.search.CellResults;
import dev.lariat.study.search.StrengthSearch;
import dev.lariat.study.statistics.Pairing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which candidate is the simplest is decided by counts of exact fits. */
class SimplestTest {
  private static final int FOLDS = 5;
  private static final Candidate LASSO = LinearRegularizer.L1.candidate(ModelKind.LINEAR);
  private static final Candidate NET = LinearRegularizer.ELASTIC_NET.candidate(ModelKind.LINEAR);
  private static final Candidate RIDGE = LinearRegularizer.L2.candidate(ModelKind.LINEAR);
  private static final Candidate CURVES = LinearRegularizer.ELASTIC_NET.candidate(ModelKind.ADDITIVE);

  /** Paths are best, and alike at their strongest strength, and have so many weights. */
  private static Verdict verdict(double trivial, Map<Candidate, Integer> weights) {
    var candidates = new ArrayList<>(List.of(Candidate.trivial(), Candidate.none()));
    candidates.addAll(weights.keySet().stream().sorted((a, b) -> a.toString().compareTo(b.toString())).toList());
    var results = new CellResults(FOLDS, 1);
    for (int fold = 0; fold < FOLDS; fold++) {
      for (Candidate candidate : candidates) {
        double loss = switch (candidate.model()) {
          case TRIVIAL -> trivial;
          case NETWORK -> 3;
          case LINEAR, ADDITIVE -> 1;
        };
        int points = Math.max(1, candidate.axes().isEmpty() ? 1 : candidate.coarse().size());
        var score = new Score(loss + 0.01 * fold, loss, 0.1, weights.getOrDefault(candidate, 9), 2, 0);
        results.add(new CellResult(new Cell(candidate.trial(Strength.ZERO), fold, 0), true,
            Collections.nCopies(points, score), new float[0][]));
      }
    }
    var comparison = new Comparison(candidates, new StrengthSearch.Plan(1, 1, 2, 1), results,
        Pairing.folds(FOLDS, 1, 0.25));
    return Verdict.of(comparison, candidates, Metric.LOG_LOSS);
  }

  private static Trial strongest(Candidate candidate) {
    return candidate.trial(candidate.coarse().getLast());
  }

  private static List<Score> counted(int... weights) {
    var scores = new ArrayList<Score>();
    for (int each : weights) {
      scores.add(new Score(1, 1, 0.5, each, 1, 0));
    }
    return scores;
  }

  @Test
  void exactCountsDecide() {
    Verdict rough = verdict(9, Map.of(LASSO, 12, NET, 13));
    assertThat(rough.simplest().trial()).isEqualTo(strongest(LASSO));
    assertThat(rough.toBeCounted()).containsExactlyInAnyOrder(strongest(LASSO), strongest(NET));
    Verdict exact = rough
        .counted(Map.of(strongest(LASSO), counted(12, 12, 12, 12, 12), strongest(NET), counted(11, 12, 11, 12, 11)));
    assertThat(exact.simplest().trial()).isEqualTo(strongest(NET));
    assertThat(exact.simplest().reasons()).contains("It uses 1 column and 11 weights other than zero.");
    CandidateSummary net = exact.summary(exact.simplest());
    assertThat(net.oneSe().nonZeroWeights()).isEqualTo(11.4);
    assertThat(net.strength()).as("it is also the best strength").isEqualTo(net.oneSeStrength());
    assertThat(net.nonZeroWeights()).isEqualTo(11.4);
    assertThat(net.zeroShare()).isEqualTo(0.5);
    assertThat(net.curve()).as("all points are as exact as each other").allMatch(point -> point.nonZeroWeights() == 13);
    assertThat(exact.use()).isEqualTo(rough.use());
    assertThat(exact.proven()).isEqualTo(rough.proven());
  }

  @Test
  void onlyWhatMayBeTheSimplestIsCounted() {
    assertThat(verdict(9, Map.of(LASSO, 12, CURVES, 3)).toBeCounted()).as("linear comes before additive")
        .containsExactly(strongest(LASSO));
    assertThat(verdict(9, Map.of(CURVES, 3)).toBeCounted()).containsExactly(strongest(CURVES));
    assertThat(verdict(9, Map.of(RIDGE, 30)).toBeCounted()).as("ridge has all weights").isEmpty();
    assertThat(verdict(1, Map.of(LASSO, 12)).toBeCounted()).as("what always predicts the same ties").isEmpty();
  }
}
