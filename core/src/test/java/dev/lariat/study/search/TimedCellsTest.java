package dev.lariat.study.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
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

  /** The scores of a path are from weak to strong, the last of which is fitted first. */
  @Test
  void aPathOfALogTookWhatItsWeakestStrengthDid() {
    var path = new CellResult(new Cell(new Trial(ModelKind.LINEAR, "lasso", Strength.ZERO), 0, 0), true, List
        .of(new Score(Double.NaN, 1, 0, 1, 1, Double.NaN), new Score(1, 1, 0, 1, 1, 30), new Score(1, 1, 0, 1, 1, 2)),
        new float[0][]);
    long now = System.nanoTime();
    for (int spent : new int[]{39, 41}) { // and twice 30 on all rows follow
      assertThat(new TimedCells(UNUSED, new TimedCells.After(20, 4), Optional.of(Duration.ofSeconds(100)),
          now - spent * 1_000_000_000L, List.of(path)).isOver()).isEqualTo(spent > 40);
    }
  }

  /** How often weights were counted changes nothing of what a study that goes on decides. */
  @Test
  void exactFitsOfOneStrengthAreNoPaths() {
    var count = new CellResult(new Cell(new Trial(ModelKind.LINEAR, "l1", Strength.of(0.1)), 0, 0), true,
        List.of(new Score(1, 1, 0, 1, 1, 90)), new float[0][]);
    long now = System.nanoTime();
    var known = new TimedCells(UNUSED, new TimedCells.After(20, 4), Optional.of(Duration.ofSeconds(100)), now,
        List.of(count));
    assertThat(known.isOver()).isFalse();
  }

  /** There is nothing to leave out where no network follows, however long the paths take. */
  @Test
  void onlyTrainingsOfNetworksAreShortened() {
    var network = new CellResult(NONE, true, List.of(new Score(1, 1, 0, 1, 1, 1)), new float[0][]);
    var path = new CellResult(new Cell(new Trial(ModelKind.LINEAR, "lasso", Strength.ZERO), 0, 0), true,
        List.of(new Score(1, 1, 0, 1, 1, 35)), new float[0][]);
    Optional<Duration> limit = Optional.of(Duration.ofSeconds(100));
    long now = System.nanoTime();
    var all = new TimedCells.After(20, 4);
    assertThat(new TimedCells(UNUSED, all, limit, now, List.of(path)).shortens()).isFalse();
    assertThat(new TimedCells(UNUSED, new TimedCells.After(0, 0), limit, now, List.of(path)).shortens()).isFalse();
    assertThat(new TimedCells(UNUSED, all, limit, now, List.of(network)).shortens()).isFalse();
    assertThat(new TimedCells(UNUSED, all, limit, now, List.of(network, path)).shortens()).isTrue(); // 20 of 30
  }

  /** Cells that follow know what those before them took, and keep the time of all that was decided on. */
  @Test
  void whatFollowsKnowsWhatWasBefore() {
    long now = System.nanoTime();
    assertThat(after(10, Duration.ofSeconds(100), now - 49_000_000_000L).followedBy(UNUSED, 5).isOver()).isFalse();
    assertThat(after(10, Duration.ofSeconds(100), now - 51_000_000_000L).followedBy(UNUSED, 5).isOver()).isTrue();
    assertThat(after(10, Duration.ofSeconds(100), now).followedBy(UNUSED, 8).shortens()).isFalse();
  }

  /** Epochs are counted from the first of a training, of which an earlier call may have had some. */
  @Test
  void aTrainingThatGoesOnTellsHowLongItIs() {
    CellRunner later = new CellRunner() {
      @Override
      public int epochs() {
        return 100;
      }

      @Override
      public CellResult run(Cell cell, int untilEpoch, CellWatch watch) {
        for (int epoch = 41; epoch <= 42; epoch++) {
          long from = System.nanoTime();
          while (System.nanoTime() - from < 20_000_000) {
            Thread.onSpinWait();
          }
          watch.trained(cell, epoch, 1, 1);
        }
        return null;
      }
    };
    var cells = new TimedCells(later, new TimedCells.After(20, 4), Optional.of(Duration.ofSeconds(1)),
        System.nanoTime(), List.of());
    assertThat(cells.run(NONE, 100, () -> false)).isNull();
    assertThat(cells.training()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(60)); // 42 epochs would be 0.1 s
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
