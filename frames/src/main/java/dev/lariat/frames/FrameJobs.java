package dev.lariat.frames;

import dev.lariat.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** What Spark is asked to do, and what is thrown where it could not: its own exceptions are mostly checked ones. */
final class FrameJobs {
  private FrameJobs() {}

  /**
   * Asks Spark.
   *
   * @throws DataException if the data are the cause
   * @throws UncheckedIOException if Spark failed otherwise
   */
  static <T> T run(Supplier<T> asked) {
    try {
      return asked.get();
    } catch (Exception e) { // also checked ones, of which its methods do not tell
      throw failure(e);
    }
  }

  /** {@return what to throw where Spark threw this} */
  static RuntimeException failure(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof InterruptedException) {
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
