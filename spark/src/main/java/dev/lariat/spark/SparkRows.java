package dev.lariat.spark;

import dev.lariat.io.cluster.RowPlace;
import dev.lariat.io.cluster.RowWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.broadcast.Broadcast;

/** A block of rows is a job of its own; what a pass asks is brought to each executor once. */
final class SparkRows extends RowPlace {
  private final SparkJobs jobs;
  private final Broadcast<String> table;
  private final List<JavaFutureAction<List<byte[]>>> begun = new ArrayList<>(); // in this pass
  private Broadcast<byte[]> asked;
  private RowTask task;
  private int slots = 1;

  SparkRows(SparkJobs jobs, String table) {
    this.jobs = jobs;
    this.table = jobs.context().broadcast(table);
  }

  /**
   * Waits until an executor says that it can read the table, and counts their cores.
   *
   * @throws java.io.UncheckedIOException if none comes in time, or the first one refuses
   */
  void greet(Duration patience) {
    RowWorker.requireReady(jobs.greet(new RowTask(table, null), RowWorker.HELLO, "open the table", patience));
    slots = jobs.slots();
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  protected void pass(byte[] wanted) {
    asked = jobs.context().broadcast(wanted);
    task = new RowTask(table, asked);
  }

  @Override
  protected Supplier<byte[]> begin(int block, String shown) {
    JavaFutureAction<List<byte[]>> job = jobs.begin(task, block, shown);
    begun.add(job);
    return () -> jobs.await(job, () -> false);
  }

  @Override
  protected void passEnds() {
    begun.stream().filter(job -> !job.isDone()).forEach(job -> job.cancel(true));
    begun.clear();
    asked.destroy();
  }

  @Override
  public void close() {
    jobs.context().stop();
  }
}
