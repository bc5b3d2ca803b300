package dev.lariat.cli.terminal;

import java.io.FileDescriptor;
import java.lang.reflect.Field;

/**
 * The way around "WARNING: Using incubator modules", which Java writes to file descriptor 2 before any of our code
 * runs. The launcher starts Java with a filter at 2 and the real standard error at the descriptor named by
 * {@code lariat.stderr}; from here on System.err, and whoever else writes to {@link FileDescriptor#err}, writes there:
 * to a terminal, unbuffered, in order. Where it cannot be done, all goes on through the filter, which drops only that
 * line.
 */
public final class StandardError {
  private StandardError() {}

  public static void becomeTheRealOne() {
    Integer real = Integer.getInteger("lariat.stderr");
    if (real == null) {
      return;
    }
    try {
      Field number = FileDescriptor.class.getDeclaredField("fd");
      number.setAccessible(true); // the launcher opens java.io
      number.setInt(FileDescriptor.err, real);
    } catch (ReflectiveOperationException | RuntimeException _) {
      // The filter stays: nothing is lost.
    }
  }
}
