package dev.lariat.io.column;

/**
 * Whether the points of a column that reads as plain numbers may part thousands: each stands before three digits and
 * after one to three that do not begin with 0, and no number without a point is 1,000 or more.
 */
final class GroupedPoints {
  private static final int GROUP = 3;
  private static final double LEAST_GROUPED = 1000;
  private static final int SUSPICIOUS = 3;

  private int pointed;
  private int bare;
  private boolean against;
  private boolean decimal;

  void look(char[] text, int offset, int length, double value) {
    if (against || Double.isNaN(value)) {
      return;
    }
    int point = offset;
    while (point < offset + length && text[point] != '.') {
      point++;
    }
    if (point == offset + length) {
      bare++;
      against = Math.abs(value) >= LEAST_GROUPED;
      return;
    }
    pointed++;
    int first = text[offset] == '-' || text[offset] == '+' ? offset + 1 : offset;
    int whole = point - first;
    decimal = whole < 1 || whole > GROUP || text[first] == '0' || offset + length - point - 1 != GROUP
        || !areDigits(text, point + 1);
    against = decimal;
  }

  /** Takes in what the numbers of the next rows show. */
  void add(GroupedPoints next) {
    if (!against) {
      pointed += next.pointed;
      bare += next.bare;
      decimal |= next.decimal;
      against = next.against;
    }
  }

  private static boolean areDigits(char[] text, int from) {
    for (int i = from; i < from + GROUP; i++) {
      if (text[i] < '0' || text[i] > '9') {
        return false;
      }
    }
    return true;
  }

  /** {@return whether a number shows that the point is the decimal mark} */
  boolean showPoint() {
    return decimal;
  }

  /** {@return whether the points have to be looked at as texts, where the table's decimal mark is this} */
  boolean doubts(char point) {
    if (against || pointed == 0) {
      return false;
    }
    return point == ',' || (point == TableMarks.UNKNOWN && pointed >= SUSPICIOUS && bare > 0);
  }
}
