package dev.lariat.frames;

import dev.lariat.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;

/** What Spark is asked to do, and what is thrown where it could not: its own exceptions are mostly checked ones. */
final class FrameJobs {
  /** Whether tasks of a job that is cancelled are interrupted. */
  private static final String INTERRUPTS = "spark.job.interruptOnCancel";
  private static final AtomicLong ASKED = new AtomicLong();

  private FrameJobs() {}

  /**
   * Asks Spark. Where the thread is interrupted meanwhile the jobs end, which Spark would go on with.
   *
   * @throws DataException if the data are the cause
   * @throws CancellationException if the thread was interrupted
   * @throws UncheckedIOException if Spark failed otherwise
   */
  static <T> T run(JavaSparkContext context, Supplier<T> asked) {
    String tag = "lariat-" + ASKED.getAndIncrement(); // a group would take the place of the application's own
    String interrupts = context.getLocalProperty(INTERRUPTS);
    context.addJobTag(tag);
    context.setInterruptOnCancel(true);
    try {
      return asked.get();
    } catch (Exception e) { // also checked ones, of which its methods do not tell
      RuntimeException failure = failure(e);
      if (failure instanceof CancellationException && !context.sc().isStopped()) {
        context.cancelJobsWithTag(tag);
      }
      throw failure;
    } finally {
      context.removeJobTag(tag);
      context.setLocalProperty(INTERRUPTS, interrupts);
    }
  }

  /**
   * Tidies up. Spark's calls for that end where the thread is interrupted, and leave things behind: so it is
   * interrupted again only afterwards.
   */
  static void tidy(Runnable work) {
    boolean interrupted = Thread.interrupted();
    try {
      work.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** {@return what to throw where Spark threw this} */
  static RuntimeException failure(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
      Thread.currentThread().interrupt();
      var interrupted = new CancellationException("interrupted");
      interrupted.initCause(thrown);
      return interrupted;
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof DataException ours) {
        return new DataException(ours.getMessage(), thrown);
      }
    }
    String said = String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
    return new UncheckedIOException(
        new IOException("Spark failed: " + said + " (" + thrown.getClass().getSimpleName() + ")", thrown));
  }
}
