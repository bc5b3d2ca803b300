package dev.lariat.spark;

import dev.lariat.io.cluster.CellWorker;
import dev.lariat.io.cluster.ClusterCells;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A cell is a job of one task. So there is no barrier between cells, a lost executor's cells are run again elsewhere by
 * Spark itself, and each has its line in Spark's pages.
 */
final class SparkCells extends ClusterCells {
  private static final long POLL_MILLIS = 100;
  /** For so long the number of cores must stay the same: executors come one after the other. */
  private static final Duration SETTLED = Duration.ofSeconds(1);

  private final JavaSparkContext context;
  private final String address;
  private final CellTask task;
  private int slots = 1;

  SparkCells(JavaSparkContext context, String address, String study) {
    this.context = context;
    this.address = address;
    this.task = new CellTask(study);
  }

  /**
   * Waits until an executor says that it can compute the cells, and counts their cores.
   *
   * @throws java.io.UncheckedIOException if none comes in time, or the first one refuses
   */
  void greet(Duration patience) {
    long start = System.nanoTime();
    String answer = ask(CellWorker.HELLO, "make the study", () -> System.nanoTime() - start > patience.toNanos());
    if (answer == null) {
      throw ClusterFailure.noExecutor(address, patience);
    }
    CellWorker.requireReady(answer);
    slots = context.defaultParallelism();
    long since = System.nanoTime();
    while (!context.isLocal() && System.nanoTime() - since < SETTLED.toNanos()) {
      pause();
      int now = context.defaultParallelism();
      if (now != slots) {
        slots = now;
        since = System.nanoTime();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static CancellationException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    var interrupted = new CancellationException("interrupted");
    interrupted.initCause(cause);
    return interrupted;
  }

  @Override
  protected String ask(String asked, String shown, BooleanSupplier cancelled) {
    JavaFutureAction<List<String>> job;
    try {
      context.setJobGroup(shown, shown, true);
      job = context.parallelize(List.of(asked), 1).map(task).collectAsync();
    } catch (IllegalStateException e) {
      throw ClusterFailure.of(address, e);
    }
    while (true) {
      try {
        return job.get(POLL_MILLIS, TimeUnit.MILLISECONDS).getFirst();
      } catch (TimeoutException _) {
        if (cancelled.getAsBoolean()) {
          job.cancel(true);
          return null;
        }
      } catch (InterruptedException e) {
        job.cancel(true);
        throw interrupted(e);
      } catch (ExecutionException e) {
        throw ClusterFailure.of(address, e.getCause());
      }
    }
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public void close() {
    context.stop();
  }
}
