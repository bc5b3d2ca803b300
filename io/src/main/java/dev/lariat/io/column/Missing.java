package dev.lariat.io.column;

import java.util.Set;

/**
 * The spellings of a value that is not there: nothing, {@code NA}, {@code NaN}, {@code null}, {@code ?} and their usual
 * variants.
 */
public final class Missing {
  private static final Set<String> WORDS = Set.of("NA", "N/A", "#N/A", "NaN", "nan", "NAN", "null", "NULL", "Null",
      "?");
  private static final int LONGEST = 4;

  private Missing() {}

  /** {@return whether the characters spell a value that is not there} */
  public static boolean is(char[] text, int offset, int length) {
    if (length == 0) {
      return true;
    }
    if (length > LONGEST) {
      return false;
    }
    return switch (text[offset]) {
      case 'N', 'n', '?', '#' -> WORDS.contains(new String(text, offset, length));
      default -> false;
    };
  }

  /** {@return whether the text spells a value that is not there} */
  public static boolean is(String text) {
    return text.isEmpty() || WORDS.contains(text);
  }
}
