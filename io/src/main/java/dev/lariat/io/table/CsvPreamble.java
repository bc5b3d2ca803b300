package dev.lariat.io.table;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What stands before a text table by the habits of programs: a line {@code sep=;}, which spreadsheets write to name the
 * separator, and comments that start with {@code #}.
 *
 * @param lines how many lines are to be left out
 * @param separator the one that is named
 * @param rest the text without those lines
 */
record CsvPreamble(int lines, Optional<Character> separator, String rest) {
  private static final String SEPARATOR_LINE = "(?is)\"?sep=(.)\"?[;,\\t]*";

  static CsvPreamble of(String text) {
    int at = 0;
    int lines = 0;
    Optional<Character> separator = Optional.empty();
    String line = line(text, at);
    if (line.matches(SEPARATOR_LINE)) {
      separator = Optional.of(line.charAt(line.toLowerCase(Locale.ROOT).indexOf("sep=") + 4));
      at = next(text, at);
      lines++;
    }
    while (at < text.length() && line(text, at).startsWith("#") && !isHeader(line(text, at), text, next(text, at))) {
      at = next(text, at);
      lines++;
    }
    return new CsvPreamble(lines, separator, text.substring(at));
  }

  /**
   * Some programs write {@code #} before the first name: a header has words, and as many marks as the row of numbers
   * below.
   */
  private static boolean isHeader(String line, String text, int below) {
    if (below >= text.length()) {
      return true;
    }
    String row = line(text, below);
    if (row.startsWith("#")) {
      return false;
    }
    for (char separator : new char[]{'\t', ';', '|', ','}) {
      long marks = line.chars().filter(c -> c == separator).count();
      if (marks > 0 && marks == row.chars().filter(c -> c == separator).count()) {
        boolean words = Arrays.stream(line.substring(1).split(Pattern.quote("" + separator)))
            .noneMatch(field -> CsvHeader.isNumber(field.strip()));
        boolean numbers = Arrays.stream(row.split(Pattern.quote("" + separator)))
            .anyMatch(field -> CsvHeader.isNumber(field.strip()));
        return words && numbers;
      }
    }
    return false;
  }

  private static String line(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return text.substring(from, end);
  }

  private static int next(String text, int from) {
    int end = from + line(text, from).length();
    if (end < text.length() && text.charAt(end) == '\r') {
      end++;
    }
    return end < text.length() && text.charAt(end) == '\n' ? end + 1 : end;
  }
}
