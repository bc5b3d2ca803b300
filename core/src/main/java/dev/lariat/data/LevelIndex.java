package dev.lariat.data;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds a level by its name or, where no level has that name, by its value: 1 is 1.0, and where the levels mean yes and
 * no {@code True} is {@code true}. So a table that another program wrote anew is read as the one it came from.
 */
public final class LevelIndex {
  private static final int SEVERAL = -2;
  private static final double EXACT = 0x1p53;
  /** No number is written with more characters than that; a longer text is a name. */
  private static final int LONGEST_NUMBER = 60;

  private final Map<String, Integer> names;
  private final Map<String, Integer> values;
  private final int[] meanings = {-1, -1}; // of no and of yes

  /** @param levels distinct */
  public LevelIndex(List<String> levels) {
    names = HashMap.newHashMap(levels.size());
    values = HashMap.newHashMap(levels.size());
    for (int i = 0; i < levels.size(); i++) {
      names.put(levels.get(i), i);
      values.merge(value(levels.get(i)), i, (_, _) -> SEVERAL);
    }
    if (levels.size() == 2) {
      int first = BooleanColumn.meaning(levels.get(0));
      int second = BooleanColumn.meaning(levels.get(1));
      if (first >= 0 && second >= 0 && first != second) {
        meanings[first] = 0;
        meanings[second] = 1;
      }
    }
  }

  /** {@return the place of the level that the text names or means, −1 if it is none of them} */
  public int of(String text) {
    Integer place = names.get(text);
    if (place != null) {
      return place;
    }
    place = values.get(value(text));
    if (place != null && place != SEVERAL) {
      return place;
    }
    int meaning = meanings[0] < 0 ? -1 : BooleanColumn.meaning(text);
    if (meaning >= 0) {
      return meanings[meaning];
    }
    String bare = text.trim(); // as a table is read
    return bare.length() < text.length() ? of(bare) : -1;
  }

  /**
   * The text that all spellings of a number share, such as {@code 1} for {@code 1.0} and {@code 1e0}; any other text is
   * itself. A number with leading zeros is a name: 007 is not 7.
   */
  public static String value(String text) {
    double number = text.length() > LONGEST_NUMBER || hasLeadingZero(text) ? Double.NaN : Numbers.parse(text);
    if (!Double.isFinite(number)) {
      return text;
    }
    if (Math.abs(number) < EXACT && number == Math.rint(number)) {
      return Long.toString((long) number);
    }
    // a double of many digits has several texts, of which the shortest is all that a program can know
    String digits = text.toLowerCase(Locale.ROOT).indexOf('e') >= 0 ? Double.toString(number) : text.strip();
    return new BigDecimal(digits).stripTrailingZeros().toPlainString();
  }

  private static boolean hasLeadingZero(String text) {
    int first = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    return text.length() > first + 1 && text.charAt(first) == '0' && Character.isDigit(text.charAt(first + 1));
  }

  /** {@return whether the whole number that the text spells is exactly a double} */
  public static boolean isExact(String text) {
    return text.length() <= LONGEST_NUMBER && new BigDecimal(Numbers.parse(text)).compareTo(new BigDecimal(text)) == 0;
  }
}
