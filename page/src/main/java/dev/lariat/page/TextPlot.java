package dev.lariat.page;

import dev.lariat.page.Block.Plot;
import dev.lariat.page.Block.Series;
import dev.lariat.page.Block.Style;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A plot of characters that fits the screen. */
final class TextPlot {
  /** Marks of the named series, in their order. */
  private static final String MARKS = "●○◆△▽✚";
  private static final int COLUMNS = 60;
  private static final int ROWS = 13;
  private static final int SQUARE_ROWS = 21;
  private static final int GUTTER = 8;
  /** A character is about twice as high as it is wide. */
  private static final double CHARACTER_HEIGHT = 2;

  private final Plot plot;
  private final Axes axes;
  private final int columns;
  private final int rows;
  private final int width;
  private final char[][] cells;

  private TextPlot(Plot plot, int width) {
    this.plot = plot;
    this.width = width;
    int most = Math.min(COLUMNS, width - GUTTER - 2);
    Axes fitted = Axes.of(plot);
    if (plot.square()) {
      double shape = CHARACTER_HEIGHT * (fitted.right() - fitted.left()) / (fitted.top() - fitted.bottom());
      rows = most < COLUMNS ? Math.clamp((long) (most / shape), 7, SQUARE_ROWS) : SQUARE_ROWS;
      columns = Math.clamp(Math.round(rows * shape), 20, most);
    } else {
      rows = ROWS;
      columns = most;
    }
    axes = fitted;
    cells = new char[rows][columns];
    for (char[] row : cells) {
      Arrays.fill(row, ' ');
    }
  }

  static List<String> lines(Plot plot, int width) {
    return new TextPlot(plot, width).draw();
  }

  private List<String> draw() {
    drawZero();
    // What matters most is drawn last, and so stays on top.
    for (int pass = 0; pass < 2; pass++) {
      for (int s = plot.series().size() - 1; s >= 0; s--) {
        Series series = plot.series().get(s);
        if (pass == 0) {
          drawLine(series, s);
        } else {
          drawMarks(series, mark(s));
        }
      }
    }
    return framed();
  }

  private void drawZero() {
    if (axes.bottom() < 0 && axes.top() > 0) {
      Arrays.fill(cells[row(0)], '╌');
    }
    if (plot.square() && axes.left() < 0 && axes.right() > 0) {
      for (char[] row : cells) {
        row[column(0)] = '│';
      }
    }
  }

  private void drawLine(Series series, int index) {
    char dot = series.style() == Style.LINE || series.style() == Style.SHAPE ? mark(index) : '·';
    if (series.style() == Style.POINTS) {
      return;
    }
    for (int k = 1; k < series.x().size(); k++) {
      double x0 = series.x().get(k - 1);
      double y0 = series.y().get(k - 1);
      double dx = series.x().get(k) - x0;
      double dy = series.y().get(k) - y0;
      int pieces = 1 + 2 * (int) Math.max(Math.abs(dx) / (axes.right() - axes.left()) * columns,
          Math.abs(dy) / (axes.top() - axes.bottom()) * rows);
      for (int p = 0; p <= pieces; p++) {
        set(x0 + dx * p / pieces, y0 + dy * p / pieces, dot);
      }
    }
  }

  private void drawMarks(Series series, char mark) {
    if (series.style() == Style.MARKED || series.style() == Style.POINTS) {
      for (int k = series.x().size() - 1; k >= 0; k--) {
        set(series.x().get(k), series.y().get(k), mark);
      }
    }
  }

  private void set(double x, double y, char c) {
    if (x >= axes.left() && x <= axes.right() && y >= axes.bottom() && y <= axes.top()) {
      cells[row(y)][column(x)] = c;
    }
  }

  private int row(double y) {
    return (int) Math.round((axes.top() - y) / (axes.top() - axes.bottom()) * (rows - 1));
  }

  private int column(double x) {
    return (int) Math.round((x - axes.left()) / (axes.right() - axes.left()) * (columns - 1));
  }

  private char mark(int index) {
    int named = 0;
    for (int s = 0; s < index; s++) {
      named += plot.series().get(s).style() == Style.CONTOUR ? 0 : 1;
    }
    return MARKS.charAt(named % MARKS.length());
  }

  private List<String> framed() {
    List<String> lines = new ArrayList<>();
    lines.addAll(TextPage.wrapped(plot.title(), "", "", width));
    String margin = " ".repeat(GUTTER + 1);
    lines.addAll(TextPage.wrapped(plot.y(), margin, margin, width));
    String[] labels = new String[rows];
    for (double tick : axes.yTicks()) {
      labels[row(tick)] = axes.yLabel(tick);
    }
    for (int r = 0; r < rows; r++) {
      String label = labels[r] == null ? "" : labels[r];
      lines.add((" ".repeat(Math.max(0, GUTTER - label.length())) + label + (labels[r] == null ? "│" : "┤")
          + new String(cells[r])).stripTrailing());
    }
    char[] rule = new char[columns];
    Arrays.fill(rule, '─');
    StringBuilder below = new StringBuilder(" ".repeat(GUTTER + 1 + columns + 12));
    for (double tick : axes.xTicks()) {
      rule[column(tick)] = '┬';
      String label = axes.xLabel(tick);
      int at = Math.clamp(GUTTER + 1 + column(tick) - label.length() / 2, 0, Math.max(0, width - label.length()));
      below.replace(at, at + label.length(), label);
    }
    lines.add(" ".repeat(GUTTER) + "└" + new String(rule));
    lines.add(below.toString().stripTrailing());
    lines.addAll(TextPage.wrapped(plot.x(), margin, margin, width));
    legend(lines);
    return lines;
  }

  private void legend(List<String> lines) {
    StringBuilder line = new StringBuilder(" ".repeat(GUTTER + 1));
    for (int s = 0; s < plot.series().size(); s++) {
      Series series = plot.series().get(s);
      if (series.style() == Style.CONTOUR) {
        continue;
      }
      String entry = mark(s) + " " + series.name();
      if (line.length() + entry.length() > width && !line.toString().isBlank()) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(" ".repeat(GUTTER + 1));
      }
      if (line.length() + entry.length() > width) {
        String margin = line.toString();
        lines.addAll(TextPage.wrapped(entry, margin, margin + "  ", width));
        continue;
      }
      line.append(entry).append("   ");
    }
    if (!line.toString().isBlank()) {
      lines.add(line.toString().stripTrailing());
    }
  }
}
