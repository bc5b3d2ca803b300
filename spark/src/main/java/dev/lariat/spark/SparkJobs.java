package dev.lariat.spark;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/**
 * Jobs of one task. So there is no barrier between them, those of a lost executor are run again elsewhere by Spark
 * itself, and each has its line in Spark's pages.
 */
record SparkJobs(JavaSparkContext context, String address) {
  private static final long POLL_MILLIS = 100;
  /** For so long the number of cores must stay the same: executors come one after the other. */
  private static final Duration SETTLED = Duration.ofSeconds(1);

  /** Begins one. */
  <Q, A> JavaFutureAction<List<A>> begin(Function<Q, A> task, Q asked, String shown) {
    try {
      context.setJobGroup(shown, shown, true);
      return context.parallelize(List.of(asked), 1).map(task).collectAsync();
    } catch (IllegalStateException e) {
      throw ClusterFailure.of(address, e);
    }
  }

  /** {@return what came of one; null where it was cancelled} */
  <A> A await(JavaFutureAction<List<A>> job, BooleanSupplier cancelled) {
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

  /**
   * {@return the first executor's answer}
   *
   * @throws java.io.UncheckedIOException if none comes in time
   */
  <Q, A> A greet(Function<Q, A> task, Q hello, String shown, Duration patience) {
    long start = System.nanoTime();
    A answer = await(begin(task, hello, shown), () -> System.nanoTime() - start > patience.toNanos());
    if (answer == null) {
      throw ClusterFailure.noExecutor(address, patience);
    }
    return answer;
  }

  /** {@return how many cores the executors have, once no more of them come} */
  int slots() {
    int slots = context.defaultParallelism();
    long since = System.nanoTime();
    while (!context.isLocal() && System.nanoTime() - since < SETTLED.toNanos()) {
      pause();
      int now = context.defaultParallelism();
      if (now != slots) {
        slots = now;
        since = System.nanoTime();
      }
    }
    return slots;
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
}
