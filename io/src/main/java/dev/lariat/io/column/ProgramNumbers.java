package dev.lariat.io.column;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Numbers as programs write them in their own text, {@code 1_000} and {@code 0x3e8}: in a table they are as likely to
 * be names, of parts or addresses, and are read as names, but that is said.
 */
final class ProgramNumbers {
  private static final Pattern UNDERSCORES = Pattern.compile("[-+]?\\d{1,3}(_\\d{3})+(\\.\\d+)?");
  private static final Pattern HEXADECIMAL = Pattern.compile("[-+]?0[xX][0-9a-fA-F]+");

  private ProgramNumbers() {}

  /** {@return why a column of these is read as names; empty where some are other texts} */
  static Optional<String> note(ColumnPlan plan, List<String> texts) {
    boolean all = texts.stream().allMatch(text -> !advice(text).isEmpty() || !Double.isNaN(plain(text)));
    return texts.stream()
        .filter(text -> all && !advice(text).isEmpty())
        .findFirst()
        .map(text -> "column '" + plan.name() + "' is read as names: " + Quoted.of(text) + " is not a number"
            + advice(text));
  }

  private static double plain(String text) {
    return NumberNotation.PLAIN.read(text);
  }

  /** {@return how to write the text so that it is read as a number; empty for other texts} */
  static String advice(String text) {
    return UNDERSCORES.matcher(text).matches()
        ? "; write it without underscores, as " + text.replace("_", "")
        : HEXADECIMAL.matcher(text).matches() ? "; write hexadecimal numbers in decimal digits" : "";
  }
}
