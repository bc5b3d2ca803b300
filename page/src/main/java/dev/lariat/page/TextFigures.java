package dev.lariat.page;

/** Small figures within a line of text: with block characters where the terminal can, else in ASCII. */
public final class TextFigures {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";
  private static final String ASCII = "_.,-=+*#";

  private final boolean plain;

  /** In block characters, or in ASCII. */
  public TextFigures(boolean plain) {
    this.plain = plain;
  }

  /**
   * Values as heights.
   *
   * @param low the value of the lowest height
   * @param high the value of the greatest
   * @param cells at most so many characters: several values in one are shown by their mean
   */
  public String sparkline(double[] values, double low, double high, int cells) {
    int count = Math.min(cells, values.length);
    var line = new StringBuilder();
    for (int cell = 0; cell < count; cell++) {
      int from = (int) ((long) cell * values.length / count);
      int to = (int) ((long) (cell + 1) * values.length / count);
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += values[i];
      }
      double share = (sum / (to - from) - low) / Math.max(high - low, Double.MIN_NORMAL);
      int level = Math.clamp((int) (share * 8), 0, 7);
      line.append(Double.isNaN(share) ? ' ' : (plain ? ASCII : BLOCKS).charAt(level));
    }
    return line.toString();
  }

  /** A bar of a share of the cells, in steps of an eighth; nothing below zero. */
  public String bar(double share, int cells) {
    int eighths = Math.clamp(Math.round(share * cells * 8), 0, cells * 8);
    return plain
        ? "#".repeat((eighths + 4) / 8)
        : "█".repeat(eighths / 8) + (eighths % 8 == 0 ? "" : "▏▎▍▌▋▊▉".substring(eighths % 8 - 1, eighths % 8));
  }

  /** A mark with a line of one error to each side, between low and high; an arrow where it lies beyond. */
  public String interval(double value, double error, double low, double high, int cells) {
    double unit = (cells - 1) / Math.max(high - low, Double.MIN_NORMAL);
    long at = Math.round((value - low) * unit);
    if (at >= cells) {
      return " ".repeat(cells - 1) + ">";
    }
    long from = Math.round((value - error - low) * unit);
    long to = Math.round((value + error - low) * unit);
    var text = new StringBuilder();
    for (int i = 0; i < cells; i++) {
      text.append(i == at ? (plain ? 'o' : '●') : i >= from && i <= to ? (plain ? '-' : '─') : ' ');
    }
    return text.toString();
  }
}
