package dev.lariat.io.column;

import java.util.List;

/**
 * How a column writes its numbers.
 *
 * @param point what parts whole and fraction
 * @param group what parts thousands; {@link #NONE} for nothing
 */
public record NumberNotation(char point, char group) {
  /** Nothing parts thousands. */
  public static final char NONE = 0;
  /** A decimal point, and nothing between thousands: what computers write. */
  public static final NumberNotation PLAIN = new NumberNotation('.', NONE);
  /** A decimal comma, and nothing between thousands. */
  public static final NumberNotation COMMA = new NumberNotation(',', NONE);

  /** All notations, the simpler first. */
  static final List<NumberNotation> ALL = List.of(PLAIN, COMMA, new NumberNotation('.', ','),
      new NumberNotation(',', '.'), new NumberNotation('.', ' '), new NumberNotation(',', ' '),
      new NumberNotation('.', '\''), new NumberNotation(',', '\''));

  private static final int GROUP = 3;

  /** {@return whether computers write numbers so} */
  public boolean isPlain() {
    return equals(PLAIN);
  }

  /** The number that the text spells in this notation, whatever sign, currency or unit is around it; NaN if none. */
  double read(String text) {
    NumberParts parts = NumberParts.of(text);
    return parts == null ? Double.NaN : parse(parts.digits());
  }

  /** The number that digits with marks spell; NaN if they are not of this notation, infinite if it is too large. */
  public double parse(String digits) {
    int point = digits.indexOf(this.point);
    String whole = point < 0 ? digits : digits.substring(0, point);
    if (group == NONE || whole.indexOf(group) < 0) {
      return DecimalParser.parse(digits.toCharArray(), 0, digits.length(), this.point);
    }
    if (!isGrouped(whole)) {
      return Double.NaN;
    }
    String bare = whole.replace(String.valueOf(group), "") + digits.substring(whole.length());
    return DecimalParser.parse(bare.toCharArray(), 0, bare.length(), this.point);
  }

  /** Whether the marks stand after one to three digits that do not begin with 0, and then after each third. */
  private boolean isGrouped(String whole) {
    int from = whole.startsWith("-") || whole.startsWith("+") ? 1 : 0;
    int first = whole.indexOf(group) - from;
    if (first < 1 || first > GROUP || whole.charAt(from) == '0') {
      return false;
    }
    for (int at = from; at < whole.length(); at++) {
      boolean mark = at - from >= first && (at - from - first) % (GROUP + 1) == 0;
      char c = whole.charAt(at);
      if (mark ? c != group : c < '0' || c > '9') {
        return false;
      }
    }
    return (whole.length() - from - first) % (GROUP + 1) == 0;
  }

  /** What a note says of it: {@code a decimal comma}, {@code commas between thousands}. */
  String words() {
    String thousands = switch (group) {
      case NONE -> "";
      case ' ' -> "blanks between thousands";
      case '\'' -> "apostrophes between thousands";
      case '.' -> "points between thousands";
      default -> "commas between thousands";
    };
    String decimal = point == ',' ? "a decimal comma" : "";
    return thousands.isEmpty() || decimal.isEmpty() ? decimal + thousands : decimal + " and " + thousands;
  }
}
