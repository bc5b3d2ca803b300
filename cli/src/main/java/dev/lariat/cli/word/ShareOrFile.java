package dev.lariat.cli.word;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Rows that are kept apart: a share of the table, or a table of their own.
 *
 * @param share of the rows; 0 where they are in a file
 * @param file empty for a share
 */
public record ShareOrFile(double share, Optional<Path> file) {
  private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");
  /** Letters of which only numbers consist, so that {@code 1e} is a slip and no file's name. */
  private static final Pattern LIKE_A_NUMBER = Pattern.compile("[-+0-9.eE]+");

  /**
   * Reads what was given.
   *
   * @param option for the message
   * @throws IllegalArgumentException if it is neither
   */
  public static ShareOrFile of(String option, String text) {
    String word = text.strip();
    if (NUMBER.matcher(word).matches()) {
      return new ShareOrFile(Double.parseDouble(word), Optional.empty());
    }
    Path file = Path.of(text);
    if (LIKE_A_NUMBER.matcher(word).matches() && !Files.exists(file)) {
      throw new IllegalArgumentException(
          option + ": '" + text + "' is neither a share, such as 0.2, nor a file that is there");
    }
    return new ShareOrFile(0, Optional.of(file));
  }
}
