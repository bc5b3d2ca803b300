package dev.lariat.cli.linear;

import dev.lariat.cli.word.QuotedList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;

/** Numbers as options of {@code lariat linear} take them. */
public final class TypedNumbers {
  private static final String LIST = "[0-9eE.,+\\s-]+";
  /** Between numbers stands a comma, or blanks, or both. */
  private static final String BETWEEN = "\\s*,\\s*|\\s+";

  private TypedNumbers() {}

  /**
   * {@return the numbers of a list or of a file, each once, the largest first}
   *
   * @param option for messages
   */
  public static double[] descending(String option, String listOrFile) {
    if (listOrFile.isBlank()) {
      throw new IllegalArgumentException(option + ": " + QuotedList.emptyItem(listOrFile));
    }
    String text = listOrFile;
    if (!text.matches(LIST)) {
      if (!Files.isRegularFile(Path.of(listOrFile))) {
        throw new IllegalArgumentException(
            option + ": '" + listOrFile + "' is no list of numbers, and there is no such file");
      }
      try {
        text = Files.readString(Path.of(listOrFile));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (text.isBlank()) {
      throw new IllegalArgumentException(option + ": the file '" + listOrFile + "' has no number");
    }
    String[] words = text.strip().split(BETWEEN, -1);
    if (Arrays.stream(words).anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException(option + ": " + QuotedList.emptyItem(listOrFile));
    }
    return Arrays.stream(words)
        .map(word -> number(option, word))
        .distinct()
        .sorted(Comparator.reverseOrder())
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  /** {@return a number, which may be infinite} */
  public static double number(String option, String word) {
    try {
      return switch (word.strip().toLowerCase(Locale.ROOT)) {
        case "inf", "infinity" -> Double.POSITIVE_INFINITY;
        case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(word.strip());
      };
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          option + ": '" + word + "' is no number; a column's name with a comma stands in double quotes", e);
    }
  }
}
