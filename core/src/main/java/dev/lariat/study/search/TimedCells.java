package dev.lariat.study.search;

import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.CellRunner;
import dev.lariat.study.cell.CellWatch;
import dev.lariat.study.cell.Score;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures cells, so that a time limit leaves enough for what follows: all of it where that is at most half of the
 * limit, else what cannot be left out.
 */
public final class TimedCells implements CellRunner {
  /** A path on all rows, solved deeper and to its end, over one on a fold. */
  public static final int WHOLE_PATH = 2;
  /** What of a time limit may go into what follows the cells before some of it is left out. */
  private static final double MOST_AFTER = 0.5;

  private final CellRunner runner;
  private final After after;
  private final Optional<Duration> limit;
  private final long start;
  private final AtomicLong longest = new AtomicLong(); // of networks
  private final Map<String, Long> longestPaths = new ConcurrentHashMap<>(); // by regularizer
  private final Map<Cell, Long> shown = new ConcurrentHashMap<>(); // what they would take, by the epochs trained so far

  /**
   * Trainings of networks one after the other, on all rows or on a fold, that follow the cells.
   *
   * @param all of what follows
   * @param least what cannot be left out
   */
  public record After(int all, int least) {}

  /**
   * Measures the cells of a runner.
   *
   * @param limit for all of the study
   * @param start of the study, by {@link System#nanoTime}
   * @param known cells that were measured before
   */
  public TimedCells(CellRunner runner, After after, Optional<Duration> limit, long start, List<CellResult> known) {
    this.runner = runner;
    this.after = after;
    this.limit = limit;
    this.start = start;
    known.forEach(result -> took(result.cell(), nanos(result)));
  }

  /** Scores of a path are from weak to strong, and it is fitted from strong to weak: the last is not its end. */
  private static long nanos(CellResult result) {
    return (long) (1e9 * result.scores().stream().mapToDouble(Score::seconds).filter(Double::isFinite).max().orElse(0));
  }

  /**
   * {@return cells that follow these: what these took is known there, and time is kept for all that follows them}
   *
   * @param next of the same study
   * @param trainings what follows, of which nothing is left out any more
   */
  public TimedCells followedBy(CellRunner next, int trainings) {
    var cells = new TimedCells(next, new After(trainings, trainings), limit, start, List.of());
    cells.longest.set(longest.get());
    cells.longestPaths.putAll(longestPaths);
    return cells;
  }

  @Override
  public int epochs() {
    return runner.epochs();
  }

  @Override
  public CellResult run(Cell cell, int untilEpoch, CellWatch watch) {
    long from = System.nanoTime();
    var before = new AtomicInteger(-1); // epochs of an earlier call
    CellResult result = runner.run(cell, untilEpoch, new CellWatch() {
      @Override
      public boolean cancelled() {
        return watch.cancelled();
      }

      @Override
      public void trained(Cell at, int epoch, double training, double validation) {
        before.compareAndSet(-1, epoch - 1);
        if (!at.trial().onlyDiagnoses()) {
          shown.put(at, (System.nanoTime() - from) / Math.max(1, epoch - before.get()) * runner.epochs());
        }
        watch.trained(at, epoch, training, validation);
      }
    });
    if (result != null) {
      took(cell, System.nanoTime() - from);
    }
    return result;
  }

  private void took(Cell cell, long nanos) {
    if (cell.isCount()) {
      return; // no path, and none follows
    }
    switch (cell.trial().model()) {
      case TRIVIAL -> {
        // nothing to speak of
      }
      case LINEAR, ADDITIVE ->
        longestPaths.merge(cell.trial().model() + " " + cell.trial().regularizer(), nanos, Math::max);
      case NETWORK -> longest.accumulateAndGet(cell.trial().onlyDiagnoses() ? 0 : nanos, Math::max);
    }
  }

  /**
   * {@return whether no cell should be begun, so that what follows has time: trainings of networks, and each path on
   * all rows, as far as its end; without a limit there always is}
   */
  public boolean isOver() {
    return limit.isPresent() && System.nanoTime() - start + longest.get() * (shortens() ? after.least : after.all)
        + paths() >= limit.get().toNanos();
  }

  /**
   * {@return whether what can be left out of what follows has to be, for the limit's sake: trainings of networks, where
   * they take more than half of what the paths leave}
   */
  public boolean shortens() {
    return limit.isPresent() && after.all > after.least && longest.get() > 0
        && longest.get() * after.all > MOST_AFTER * (limit.get().toNanos() - paths());
  }

  /** {@return about how long a training of a network to its end takes; zero where none was seen} */
  public Duration training() {
    long most = shown.values().stream().mapToLong(Long::longValue).max().orElse(0);
    return Duration.ofNanos(Math.max(longest.get(), most));
  }

  private long paths() {
    return longestPaths.values().stream().mapToLong(Long::longValue).sum() * WHOLE_PATH;
  }
}
