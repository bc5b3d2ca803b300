package dev.lariat.spark;

import dev.lariat.io.cluster.CellWorker;
import dev.lariat.io.cluster.ClusterCells;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A cell is a job of its own. */
final class SparkCells extends ClusterCells {
  private final SparkJobs jobs;
  private final CellTask task;
  private int slots = 1;

  SparkCells(SparkJobs jobs, String study) {
    this.jobs = jobs;
    this.task = new CellTask(study);
  }

  /**
   * Waits until an executor says that it can compute the cells, and counts their cores.
   *
   * @throws java.io.UncheckedIOException if none comes in time, or the first one refuses
   */
  void greet(Duration patience) {
    CellWorker.requireReady(jobs.greet(task, CellWorker.HELLO, "make the study", patience));
    slots = jobs.slots();
  }

  /** How jobs are begun, for who measures them. */
  SparkJobs jobs() {
    return jobs;
  }

  @Override
  protected String ask(String asked, String shown, BooleanSupplier cancelled) {
    return jobs.await(jobs.begin(task, asked, shown), cancelled);
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public void close() {
    jobs.context().stop();
  }
}
