package dev.lariat.study.search;

import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.CellRunner;
import dev.lariat.study.cell.CellWatch;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Measures cells, so that a time limit leaves enough for the refit. */
public final class TimedCells implements CellRunner {
  /** A path on all rows, solved deeper and to its end, over one on a fold. */
  public static final int WHOLE_PATH = 2;

  private final CellRunner runner;
  private final int after;
  private final long start;
  private final AtomicLong longest = new AtomicLong(); // of networks
  private final Map<String, Long> longestPaths = new ConcurrentHashMap<>(); // by regularizer

  /**
   * Measures the cells of a runner.
   *
   * @param after trainings of networks one after the other, on all rows or on a fold, for which there must be time at
   * the end
   * @param start of the study, by {@link System#nanoTime}
   */
  public TimedCells(CellRunner runner, int after, long start) {
    this.runner = runner;
    this.after = after;
    this.start = start;
  }

  @Override
  public int epochs() {
    return runner.epochs();
  }

  @Override
  public CellResult run(Cell cell, int untilEpoch, CellWatch watch) {
    long from = System.nanoTime();
    CellResult result = runner.run(cell, untilEpoch, watch);
    if (result != null) {
      long took = System.nanoTime() - from;
      switch (cell.trial().model()) {
        case TRIVIAL -> {
          // nothing to speak of
        }
        case LINEAR, ADDITIVE ->
          longestPaths.merge(cell.trial().model() + " " + cell.trial().regularizer(), took, Math::max);
        case NETWORK -> longest.accumulateAndGet(cell.trial().onlyDiagnoses() ? 0 : took, Math::max);
      }
    }
    return result;
  }

  /**
   * {@return what tells whether no cell should be begun, so that what follows has time: trainings of networks, and each
   * path on all rows, as far as its end; without a limit there always is}
   */
  public BooleanSupplier over(Optional<Duration> limit) {
    return limit.<BooleanSupplier>map(until -> () -> over(until)).orElse(() -> false);
  }

  private boolean over(Duration limit) {
    long paths = longestPaths.values().stream().mapToLong(Long::longValue).sum() * WHOLE_PATH;
    return System.nanoTime() - start + longest.get() * after + paths >= limit.toNanos();
  }
}
