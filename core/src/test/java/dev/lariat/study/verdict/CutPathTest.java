package dev.lariat.study.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.metric.Metric;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.LinearRegularizer;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.Score;
import dev.lariat.study.search.CellResults;
import dev.lariat.study.search.StrengthSearch;
import dev.lariat.study.statistics.Pairing;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A path that ends with the work of a network's training, while its loss still falls, is not judged without a word. */
class CutPathTest {
  private static final int FOLDS = 5;
  private static final int FITTED = 20; // strengths, from the strongest on
  private static final Candidate LASSO = LinearRegularizer.L1.candidate(ModelKind.LINEAR);
  private static final List<Candidate> ALL = List.of(Candidate.none(), LASSO, Candidate.trivial());

  private static Score score(double loss) {
    return new Score(loss, loss, 0, 1, 1, 0, Map.of());
  }

  /** @param best after how many strengths the loss of the path is least */
  private static Verdict verdict(int best) {
    var results = new CellResults(FOLDS, 1);
    int strengths = LASSO.coarse().size();
    for (int fold = 0; fold < FOLDS; fold++) {
      List<Score> path = IntStream.range(0, strengths)
          .map(i -> strengths - 1 - i)
          .mapToObj(i -> score(i < FITTED ? 2 + 0.01 * Math.abs(i - best) : Double.NaN))
          .toList();
      results.add(new CellResult(new Cell(LASSO.trial(Strength.ZERO), fold, 0), true, path, new float[0][]));
      results.add(new CellResult(new Cell(Candidate.none().trial(Strength.ZERO), fold, 0), true,
          List.of(score(1 + 0.01 * fold)), new float[0][]));
      results.add(new CellResult(new Cell(Candidate.trivial().trial(Strength.ZERO), fold, 0), true, List.of(score(3)),
          new float[0][]));
    }
    var comparison = new Comparison(ALL, new StrengthSearch.Plan(1, 1, 2, 1), results, Pairing.folds(FOLDS, 1, 0.25));
    return Verdict.of(comparison, ALL, Metric.LOG_LOSS);
  }

  private static CandidateSummary lasso(Verdict verdict) {
    return verdict.candidates().stream().filter(c -> c.model() == ModelKind.LINEAR).findFirst().orElseThrow();
  }

  @Test
  void thatItsLossStillFallsIsSaid() {
    Verdict verdict = verdict(FITTED - 1);
    assertThat(lasso(verdict).notes()).containsExactly(
        "its path ends with the work of a network's training, where its loss may still fall; --models linear,network fits"
            + " it whole");
    assertThat(verdict.use().reasons()).contains(
        "Too little was fitted to judge linear l1: a path ends with the work of a network's training, and the loss may"
            + " still fall; --models linear,network fits whole paths.");
  }

  @Test
  void ofAPathThatWasAtItsLeastBeforeNothingIsSaid() {
    Verdict verdict = verdict(FITTED - 6);
    assertThat(lasso(verdict).notes()).isEmpty();
    assertThat(verdict.use().reasons()).noneMatch(reason -> reason.contains("Too little was fitted"));
  }
}
