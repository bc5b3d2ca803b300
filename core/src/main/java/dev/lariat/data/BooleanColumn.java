package dev.lariat.data;

import java.util.Locale;
import java.util.Objects;

/** Yes or no, in the table's own words. */
public final class BooleanColumn implements Column {
  private static final String[][] WORDS = {{"false", "true"}, {"no", "yes"}, {"f", "t"}, {"n", "y"}};

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

  /** Whether the two words are a pair that reads as no and yes, such as {@code no} and {@code yes}, in any case. */
  public static boolean isPair(String falseWord, String trueWord) {
    for (String[] pair : WORDS) {
      if (falseWord.toLowerCase(Locale.ROOT).equals(pair[0]) && trueWord.toLowerCase(Locale.ROOT).equals(pair[1])) {
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
