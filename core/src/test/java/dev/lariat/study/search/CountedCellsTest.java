package dev.lariat.study.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.study.candidate.LinearRegularizer;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.CellRunner;
import dev.lariat.study.cell.CellWatch;
import dev.lariat.study.cell.Score;
import dev.lariat.study.cell.TrialLog;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CountedCellsTest {
  private static final int FOLDS = 4;
  private static final Trial LASSO = LinearRegularizer.L1.candidate(ModelKind.LINEAR).trial(Strength.of(0.1));
  private static final Trial NET = LinearRegularizer.ELASTIC_NET.candidate(ModelKind.LINEAR).trial(Strength.of(0.5));

  /** Counts the fold, and keeps what it was asked. */
  private static final class Counting implements CellRunner {
    private final ConcurrentLinkedQueue<Cell> asked = new ConcurrentLinkedQueue<>();

    @Override
    public int epochs() {
      return 1;
    }

    @Override
    public CellResult run(Cell cell, int untilEpoch, CellWatch watch) {
      asked.add(cell);
      return new CellResult(cell, true, List.of(new Score(1, 1, 0, 10L * cell.fold(), 1, 0)), new float[0][]);
    }
  }

  @Test
  void whatAnInterruptedStudyHasCountedIsNotCountedAgain() {
    TrialLog log = TrialLog.keeping(List.of());
    var first = new Counting();
    Map<Trial, List<Score>> lasso = new CountedCells(first, log, FOLDS, () -> false).scores(List.of(LASSO), 3)
        .orElseThrow();
    assertThat(first.asked).hasSize(FOLDS);
    assertThat(log.results()).hasSize(FOLDS).allMatch(result -> result.cell().isCount());
    var second = new Counting();
    Map<Trial, List<Score>> both = new CountedCells(second, log, FOLDS, () -> false).scores(List.of(LASSO, NET), 1)
        .orElseThrow();
    assertThat(second.asked).hasSize(FOLDS).allMatch(cell -> cell.trial().equals(NET));
    assertThat(both.get(LASSO)).isEqualTo(lasso.get(LASSO));
    assertThat(both.get(NET)).extracting(Score::nonZeroWeights).as("by fold").containsExactly(0L, 10L, 20L, 30L);
    assertThat(log.results()).hasSize(2 * FOLDS);
  }

  /** What was counted until then is kept, and nothing is compared with what was not. */
  @Test
  void whereTheTimeIsOverThereAreNoCounts() {
    TrialLog log = TrialLog.keeping(List.of());
    var runner = new Counting();
    assertThat(new CountedCells(runner, log, FOLDS, () -> runner.asked.size() >= 3).scores(List.of(LASSO, NET), 1))
        .isEmpty();
    assertThat(log.results()).hasSize(3);
    assertThat(new CountedCells(runner, log, FOLDS, () -> true).scores(List.of(LASSO, NET), 1)).isEmpty();
    assertThat(runner.asked).hasSize(3);
    assertThat(new CountedCells(runner, log, 3, () -> true).scores(List.of(LASSO), 1)).as("it is all there")
        .isPresent();
  }

  /** A fit that is stopped half way has no result. */
  @Test
  void aFitThatIsStoppedCountsNothing() {
    TrialLog log = TrialLog.keeping(List.of());
    var asked = new AtomicInteger();
    CellRunner stopped = new CellRunner() {
      @Override
      public int epochs() {
        return 1;
      }

      @Override
      public CellResult run(Cell cell, int untilEpoch, CellWatch watch) {
        assertThat(watch.cancelled()).isTrue();
        return null;
      }
    };
    assertThat(new CountedCells(stopped, log, FOLDS, () -> asked.incrementAndGet() % 2 == 0).scores(List.of(LASSO), 1))
        .isEmpty();
    assertThat(log.results()).isEmpty();
  }
}
