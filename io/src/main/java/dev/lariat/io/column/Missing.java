package dev.lariat.io.column;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The spellings of a value that is not there: in every column nothing, {@code NA}, {@code NaN}, {@code null}, {@code ?}
 * and their usual variants; among numbers, dates, and yes and no, which they cannot be, also words such as
 * {@code none}, {@code n/a}, {@code -} or a spreadsheet's {@code #DIV/0!}.
 */
public final class Missing {
  private static final Set<String> WORDS = Set.of("NA", "N/A", "#N/A", "NaN", "nan", "NAN", "null", "NULL", "Null",
      "?");
  /** In lower case. */
  private static final Set<String> AMONG_VALUES = Set.of("na", "n/a", "n.a.", "n.a", "n.d.", "nd", "none", "nil",
      "null", "(null)", "nan", "-nan", "+nan", "nat", "<na>", "<nan>", "#n/a", "#na", "#n/a n/a", "#div/0!", "#value!",
      "#ref!", "#name?", "#num!", "#null!", "1.#ind", "-1.#ind", "1.#qnan", "-1.#qnan", "\\n", ".", "..", "...", "…",
      "-", "--", "---", "–", "—", "\u2212", "*", "**", "?", "??", "missing", "unknown", "unk", "not available",
      "not applicable", "k.a.", "k. a.", "0000-00-00", "0000-00-00 00:00:00");
  private static final int LONGEST = 4;
  private static final int LONGEST_AMONG_VALUES = 19;

  private Missing() {}

  /** {@return how a value that is not there is spelt in any column, nothing included, in the order of their letters} */
  public static List<String> words() {
    return Stream.concat(Stream.of(""), WORDS.stream()).sorted().toList();
  }

  /**
   * {@return what spells it among numbers, dates, and yes and no alone, in lower case, in the order of their letters}
   */
  public static List<String> wordsAmongValues() {
    return AMONG_VALUES.stream().sorted().toList();
  }

  /** {@return whether the characters spell a value that is not there, in any column} */
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

  /** {@return whether the text spells a value that is not there, in any column} */
  public static boolean is(String text) {
    return text.isEmpty() || WORDS.contains(text);
  }

  /** {@return whether the text stands for a value that is not there in a column of numbers, dates, or yes and no} */
  public static boolean isAmongValues(String text) {
    return text.length() <= LONGEST_AMONG_VALUES && AMONG_VALUES.contains(text.toLowerCase(Locale.ROOT));
  }
}
