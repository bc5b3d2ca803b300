package dev.lariat.io.column;

import java.util.ArrayList;
import java.util.List;

/**
 * In which notation the texts of a column are numbers.
 *
 * @param notation the simplest in which most rows are; null where no text is a number
 * @param surroundings what stands around the digits
 * @param affix the thing that stands around them, empty for nothing
 * @param goodRows how many rows hold a number
 * @param badRows how many do not
 * @param bad the first text that is none, −1 if all are
 * @param doubtful a text whose mark may part thousands as well as whole and fraction, −1 if none leaves that open
 * @param decimal whether a text shows what the decimal mark is
 */
record NumberFinding(NumberNotation notation, NumberParts.Surroundings surroundings, String affix, int goodRows,
    int badRows, int bad, int doubtful, boolean decimal) {
  /** This many points that all stand like thousands marks, and no number that speaks against it, raise a doubt. */
  private static final int SUSPICIOUS = 3;
  private static final double LEAST_GROUPED = 1000;
  /** Fewer numbers than these say nothing of what stands below them. */
  private static final int LEAST_NUMBERS = 10;
  /** A description below a table is at most a fourth as long as the table. */
  private static final int MOST_NUMBERS_PER_WORD = 4;

  /**
   * Tries all notations.
   *
   * @param texts the different texts, without those that stand for a missing value
   * @param rows how many rows have each
   * @param marks how the table's other columns write numbers
   */
  static NumberFinding of(List<String> texts, int[] rows, TableMarks marks) {
    List<NumberParts> parts = new ArrayList<>(texts.size());
    NumberParts.Surroundings around = NumberParts.Surroundings.NOTHING;
    String affix = "";
    for (String text : texts) {
      NumberParts part = NumberParts.of(text);
      if (part != null && !part.affix().isEmpty() && affix.isEmpty()) {
        around = part.surroundings();
        affix = part.affix();
      }
      parts.add(part);
    }
    for (int i = 0; i < parts.size(); i++) {
      parts.set(i, fits(parts.get(i), around, affix) ? parts.get(i) : null);
    }
    int most = 0;
    int[] good = new int[NumberNotation.ALL.size()];
    for (int n = 0; n < good.length; n++) {
      for (int i = 0; i < parts.size(); i++) {
        boolean number = parts.get(i) != null && !Double.isNaN(NumberNotation.ALL.get(n).parse(parts.get(i).digits()));
        good[n] += number ? rows[i] : 0;
      }
      most = Math.max(most, good[n]);
    }
    NumberNotation withPoint = simplest(good, most, '.');
    NumberNotation withComma = simplest(good, most, ',');
    boolean open = withPoint != null && withComma != null && leavesOpen(parts, withPoint, withComma);
    char point = open ? marks.point(hasCommas(parts)) : TableMarks.UNKNOWN;
    NumberNotation chosen = most == 0 ? null : withPoint == null || (open && point == ',') ? withComma : withPoint;
    int total = 0;
    int bad = -1;
    for (int i = 0; i < parts.size(); i++) {
      total += rows[i];
      boolean number = chosen != null && parts.get(i) != null && !Double.isNaN(chosen.parse(parts.get(i).digits()));
      bad = bad < 0 && !number ? i : bad;
    }
    int doubtful = open && point == TableMarks.UNKNOWN ? doubtful(parts) : -1;
    boolean decimal = chosen != null && !open && (withPoint == null || withComma == null);
    return new NumberFinding(chosen, around, affix, most, total - most, bad, doubtful, decimal);
  }

  private static boolean hasCommas(List<NumberParts> parts) {
    return parts.stream().anyMatch(part -> part != null && part.digits().indexOf(',') >= 0);
  }

  private static boolean fits(NumberParts part, NumberParts.Surroundings around, String affix) {
    if (part == null) {
      return false;
    }
    return switch (around) {
      case NOTHING -> true;
      case MONEY -> part.affix().isEmpty() || part.affix().equals(affix);
      case PER_CENT, UNIT -> part.affix().equals(affix);
    };
  }

  private static NumberNotation simplest(int[] good, int most, char point) {
    for (int n = 0; n < good.length; n++) {
      if (good[n] == most && NumberNotation.ALL.get(n).point() == point) {
        return NumberNotation.ALL.get(n);
      }
    }
    return null;
  }

  /** Whether the two notations read a text as different numbers. */
  private static boolean leavesOpen(List<NumberParts> parts, NumberNotation a, NumberNotation b) {
    return parts.stream()
        .anyMatch(part -> part != null && Double.compare(a.parse(part.digits()), b.parse(part.digits())) != 0);
  }

  /**
   * The first text whose mark may be either. Commas always raise the doubt; points, which computers write, only where
   * at least {@value #SUSPICIOUS} stand like thousands marks, other numbers have none, and those are below 1,000.
   */
  private static int doubtful(List<NumberParts> parts) {
    int first = -1;
    int pointed = 0;
    int bare = 0;
    boolean commas = false;
    boolean against = false;
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) == null) {
        continue;
      }
      String digits = parts.get(i).digits();
      if (digits.indexOf('.') >= 0 || digits.indexOf(',') >= 0) {
        first = first < 0 ? i : first;
        commas |= digits.indexOf(',') >= 0;
        pointed++;
      } else {
        bare++;
        against |= Math.abs(NumberNotation.PLAIN.parse(digits)) >= LEAST_GROUPED;
      }
    }
    return commas || (pointed >= SUSPICIOUS && bare > 0 && !against) ? first : -1;
  }

  /**
   * Whether numbers stand above and, from some row on, several different words: what spreadsheets have below a table. A
   * number or two among the words change nothing.
   *
   * @param rows how many rows have each text
   */
  boolean endsInWords(int[] rows) {
    if (all() || goodRows < LEAST_NUMBERS || rows.length - bad < 2) {
      return false;
    }
    int below = 0;
    for (int text = bad; text < rows.length; text++) {
      below += rows[text];
    }
    return below <= badRows + 2 && MOST_NUMBERS_PER_WORD * below <= goodRows;
  }

  /** Whether every row holds a number. */
  boolean all() {
    return notation != null && badRows == 0;
  }
}
