package dev.lariat.study.search;

import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.CellRunner;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Measures cells, so that a time limit leaves enough for the refit. */
public final class TimedCells implements CellRunner {
  private final CellRunner runner;
  private final int after;
  private final long start;
  private final AtomicLong longest = new AtomicLong();

  /**
   * Measures the cells of a runner.
   *
   * @param after trainings one after the other, on all rows or on a fold, for which there must be time at the end
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
  public CellResult run(Cell cell, int untilEpoch, BooleanSupplier cancelled) {
    long from = System.nanoTime();
    CellResult result = runner.run(cell, untilEpoch, cancelled);
    if (result != null && !cell.trial().onlyDiagnoses()) {
      longest.accumulateAndGet(System.nanoTime() - from, Math::max);
    }
    return result;
  }

  /** Whether no cell should be begun, so that what follows has time. */
  public boolean over(Duration limit) {
    return System.nanoTime() - start + longest.get() * after >= limit.toNanos();
  }
}
