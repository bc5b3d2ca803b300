package dev.lariat.study.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.CellRunner;
import dev.lariat.study.cell.CellWatch;
import dev.lariat.study.cell.Score;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a time limit leaves for that which follows the cells. */
class TimedCellsTest {
  private static final Cell NONE = new Cell(Candidate.none().trial(Strength.ZERO), 0, 0);

  private static final CellRunner UNUSED = new CellRunner() {
    @Override
    public int epochs() {
      return 10;
    }

    @Override
    public CellResult run(Cell cell, int untilEpoch, CellWatch watch) {
      throw new AssertionError("nothing is run here");
    }
  };

  /** Cells of which one network took so many seconds, as a log tells. */
  private static TimedCells after(double seconds, Duration limit, long began) {
    var known = new CellResult(NONE, true, List.of(new Score(1, 1, 0, 1, 1, seconds)), new float[0][]);
    return new TimedCells(UNUSED, new TimedCells.After(20, 4), Optional.of(limit), began, List.of(known));
  }

  @Test
  void allThatFollowsHasItsTimeWhereThatIsAtMostHalfOfTheLimit() {
    long now = System.nanoTime();
    TimedCells cells = after(10, Duration.ofSeconds(400), now);
    assertThat(cells.shortens()).isFalse();
    assertThat(cells.isOver()).isFalse();
    assertThat(after(10, Duration.ofSeconds(400), now - 201_000_000_000L).isOver()).isTrue();
    assertThat(cells.training()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void elseOnlyWhatCannotBeLeftOutHas() {
    long now = System.nanoTime();
    TimedCells cells = after(10, Duration.ofSeconds(100), now);
    assertThat(cells.shortens()).isTrue();
    assertThat(cells.isOver()).isFalse();
    assertThat(after(10, Duration.ofSeconds(100), now - 61_000_000_000L).isOver()).isTrue();
    assertThat(after(30, Duration.ofSeconds(100), now).isOver()).isTrue();
  }

  /** A network that was never trained to its end tells by its epochs how long that would take. */
  @Test
  void epochsTellHowLongATrainingIs() {
    CellRunner cancelled = new CellRunner() {
      @Override
      public int epochs() {
        return 10;
      }

      @Override
      public CellResult run(Cell cell, int untilEpoch, CellWatch watch) {
        long from = System.nanoTime();
        while (System.nanoTime() - from < 20_000_000) {
          Thread.onSpinWait();
        }
        watch.trained(cell, 2, 1, 1);
        return null;
      }
    };
    var cells = new TimedCells(cancelled, new TimedCells.After(20, 4), Optional.of(Duration.ofSeconds(1)),
        System.nanoTime(), List.of());
    assertThat(cells.run(NONE, 10, () -> false)).isNull();
    assertThat(cells.training()).isBetween(Duration.ofMillis(100), Duration.ofSeconds(20));
  }
}
