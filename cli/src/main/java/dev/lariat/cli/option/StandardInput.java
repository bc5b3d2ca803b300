package dev.lariat.cli.option;

import dev.lariat.io.sql.PassingFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code -} stands for where a table is asked for. */
public final class StandardInput {
  private StandardInput() {}

  /**
   * {@return the given file, or for {@code -} one with what standard input held}
   *
   * @throws UncheckedIOException if it cannot be read or kept
   */
  public static Path file(Path given) {
    if (given == null || !given.toString().equals("-")) {
      return given;
    }
    try {
      Path copy = PassingFile.named("standard-input");
      Files.copy(System.in, copy);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep what standard input holds: " + e.getMessage(), e);
    }
  }
}
