package dev.lariat.cli.explain;

import java.util.ArrayList;
import java.util.List;

/**
 * An explanation: what is said and shown, in order, whether as text or as HTML.
 *
 * @param title one line
 * @param blocks from top to bottom
 */
record Page(String title, List<Block> blocks) {
  Page {
    blocks = List.copyOf(blocks);
  }

  /** A part of a page. */
  sealed interface Block {}

  /** The title of a section. */
  record Heading(String text) implements Block {}

  /** Prose; lines are broken where they fit. */
  record Paragraph(String text) implements Block {}

  /** Calculations, commands: line by line as they are. */
  record Lines(List<String> lines) implements Block {
    Lines {
      lines = List.copyOf(lines);
    }
  }

  /**
   * A table; the first column is text, the others are aligned to the right if they hold numbers.
   *
   * @param header one cell per column
   * @param rows as many cells as the header has
   */
  record Table(List<String> header, List<List<String>> rows) implements Block {
    Table {
      header = List.copyOf(header);
      rows = List.copyOf(rows);
      for (List<String> row : rows) {
        if (row.size() != header.size()) {
          throw new IllegalArgumentException("row of " + row.size() + " cells in a table of " + header.size());
        }
      }
    }
  }

  /**
   * Curves over numbers.
   *
   * @param title what is seen
   * @param x what is along the horizontal axis
   * @param y what is along the vertical axis
   * @param square whether one unit is as long on both axes
   * @param series in order of importance: where two meet, the text shows the first
   */
  record Plot(String title, String x, String y, boolean square, List<Series> series) implements Block {
    Plot {
      series = List.copyOf(series);
    }
  }

  /** How a series is drawn. */
  enum Style {
    /** A line with a mark at each point. */
    MARKED,
    /** A line. */
    LINE,
    /** A thin line without a name: a contour. */
    CONTOUR,
    /** A closed outline. */
    SHAPE,
    /** One or several points without a line. */
    POINTS
  }

  /**
   * A curve.
   *
   * @param name for the legend
   * @param x as long as y
   * @param y as long as x
   */
  record Series(String name, Style style, List<Double> x, List<Double> y) {
    Series {
      x = List.copyOf(x);
      y = List.copyOf(y);
      if (x.size() != y.size() || x.isEmpty()) {
        throw new IllegalArgumentException(name + ": " + x.size() + " x for " + y.size() + " y");
      }
    }

    /** A curve over 0, 1, 2, … */
    static Series steps(String name, Style style, List<Double> y) {
      List<Double> x = new ArrayList<>();
      for (int i = 0; i < y.size(); i++) {
        x.add((double) i);
      }
      return new Series(name, style, x, y);
    }
  }

  /**
   * Squares that are on or off, row by row.
   *
   * @param title what is seen
   * @param names one per row
   * @param on rows of the same length
   */
  record Squares(String title, List<String> names, List<List<Boolean>> on) implements Block {
    Squares {
      names = List.copyOf(names);
      on = List.copyOf(on);
    }
  }

  /** Collects blocks. */
  static final class Builder {
    private final String title;
    private final List<Block> blocks = new ArrayList<>();

    Builder(String title) {
      this.title = title;
    }

    Builder heading(String text) {
      return add(new Heading(text));
    }

    Builder say(String text) {
      return add(new Paragraph(text));
    }

    Builder lines(String... lines) {
      return add(new Lines(List.of(lines)));
    }

    Builder lines(List<String> lines) {
      return add(new Lines(lines));
    }

    Builder add(Block block) {
      blocks.add(block);
      return this;
    }

    Page build() {
      return new Page(title, blocks);
    }
  }
}
