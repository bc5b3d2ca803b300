package dev.lariat.study.search;

import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.CellRunner;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Measures cells, so that a time limit leaves enough for the refit. */
public final class TimedCells implements CellRunner {
  private final CellRunner runner;
  private final int folds;
  private final int threads;
  private final long start;
  private final AtomicLong longest = new AtomicLong();

  /**
   * Measures the cells of a runner.
   *
   * @param start of the study, by {@link System#nanoTime}
   */
  public TimedCells(CellRunner runner, int folds, int threads, long start) {
    this.runner = runner;
    this.folds = folds;
    this.threads = threads;
    this.start = start;
  }

  @Override
  public int epochs() {
    return runner.epochs();
  }

  @Override
  public CellResult run(Cell cell, int untilEpoch, BooleanSupplier cancelled) {
    long from = System.nanoTime();
    CellResult result = runner.run(cell, untilEpoch, cancelled);
    if (result != null && !cell.trial().equals(Candidate.wide().trial(Strength.ZERO))) {
      longest.accumulateAndGet(System.nanoTime() - from, Math::max);
    }
    return result;
  }

  @Override
  public void forget(Cell cell) {
    runner.forget(cell);
  }

  /** Whether no cell should be begun: what follows is a fit on all rows, and two settings on all folds. */
  public boolean over(Duration limit) {
    long reserve = longest.get() * (2 + 2 * Math.ceilDiv(folds, threads));
    return System.nanoTime() - start + reserve >= limit.toNanos();
  }
}
