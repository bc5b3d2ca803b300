package dev.lariat.data;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Yes or no, in the table's own words. */
public final class BooleanColumn implements Column {
  private static final String[][] WORDS = {{"false", "true"}, {"no", "yes"}, {"f", "t"}, {"n", "y"}};

  /** More spellings of two words than this nobody uses. */
  private static final int MOST_SPELLINGS = 12;

  private final String name;
  private final byte[] values;
  private final String falseWord;
  private final String trueWord;

  /**
   * @param values per row 0 for no, 1 for yes, −1 where missing; not copied: the caller gives the array away
   * @param falseWord how the table spells no
   * @param trueWord how the table spells yes
   */
  public BooleanColumn(String name, byte[] values, String falseWord, String trueWord) {
    this.name = Objects.requireNonNull(name);
    this.values = values;
    this.falseWord = Objects.requireNonNull(falseWord);
    this.trueWord = Objects.requireNonNull(trueWord);
  }

  /** A column of truths, null where missing; they are spelt true and false. */
  public static BooleanColumn of(String name, List<Boolean> values) {
    byte[] bytes = new byte[values.size()];
    for (int row = 0; row < bytes.length; row++) {
      Boolean value = values.get(row);
      bytes[row] = (byte) (value == null ? -1 : value ? 1 : 0);
    }
    return new BooleanColumn(name, bytes, "false", "true");
  }

  /** How the table spells no or yes. */
  public String word(boolean truth) {
    return truth ? trueWord : falseWord;
  }

  /** Whether the word reads as no (0) or yes (1), in any case; −1 if as neither. */
  public static int parse(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    for (String[] pair : WORDS) {
      if (lower.equals(pair[0])) {
        return 0;
      }
      if (lower.equals(pair[1])) {
        return 1;
      }
    }
    return -1;
  }

  /** Whether the text means no (0) or yes (1), as a word in any case or as 0 and 1; −1 if neither. */
  public static int meaning(String text) {
    return switch (text) {
      case "0", "0.0" -> 0;
      case "1", "1.0" -> 1;
      default -> parse(text);
    };
  }

  /**
   * Whether the texts are spellings of one pair of words for no and yes, such as {@code no}, {@code yes} and
   * {@code Yes}, and both are there.
   */
  public static boolean arePair(List<String> texts) {
    if (texts.size() < 2 || texts.size() > MOST_SPELLINGS) {
      return false;
    }
    for (String[] pair : WORDS) {
      boolean no = false;
      boolean yes = false;
      boolean other = false;
      for (String text : texts) {
        String lower = text.toLowerCase(Locale.ROOT);
        no |= lower.equals(pair[0]);
        yes |= lower.equals(pair[1]);
        other |= !lower.equals(pair[0]) && !lower.equals(pair[1]);
      }
      if (no && yes && !other) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int rows() {
    return values.length;
  }

  @Override
  public ColumnKind kind() {
    return ColumnKind.BOOLEAN;
  }

  /** How the table spells no. */
  public String falseWord() {
    return falseWord;
  }

  /** How the table spells yes. */
  public String trueWord() {
    return trueWord;
  }

  @Override
  public boolean isMissing(int row) {
    return values[row] < 0;
  }

  @Override
  public double number(int row) {
    return values[row] < 0 ? Double.NaN : values[row];
  }

  @Override
  public String text(int row) {
    return switch (values[row]) {
      case 0 -> falseWord;
      case 1 -> trueWord;
      default -> null;
    };
  }

  @Override
  public BooleanColumn select(int[] rows) {
    byte[] selected = new byte[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = values[rows[i]];
    }
    return new BooleanColumn(name, selected, falseWord, trueWord);
  }

  @Override
  public String toString() {
    return name + ": boolean, " + rows() + " rows";
  }
}
