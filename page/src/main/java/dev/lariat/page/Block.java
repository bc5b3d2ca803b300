package dev.lariat.page;

import java.util.ArrayList;
import java.util.List;

/** A part of a page or of a section: whoever shows pages, as text or as HTML, shows all of these. */
public sealed interface Block {
  /** The title of what follows. */
  record Heading(String text) implements Block {}

  /** Prose; lines are broken where they fit. */
  record Paragraph(String text) implements Block {}

  /** Calculations, commands: line by line as they are. */
  record Lines(List<String> lines) implements Block {
    /** Copies the lines. */
    public Lines {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Prose of which words are marked: what speaks for something and what against it.
   *
   * @param title of the text
   * @param spans in order
   */
  record Marked(String title, List<Span> spans) implements Block {
    /** Copies the spans. */
    public Marked {
      spans = List.copyOf(spans);
    }

    /**
     * A part of the text.
     *
     * @param weight from −1, strongly against, to 1, strongly for; 0 is not marked
     */
    public record Span(String text, double weight) {
      /** From here on a mark is strong, and shown where there is no colour. */
      public static final double STRONG = 0.5;
    }
  }

  /** A program, folded away under its title. */
  record Code(String title, String text) implements Block {}

  /**
   * A table; the first column is text, the others are aligned to the right if they hold numbers.
   *
   * @param caption what it holds; empty for none
   * @param header one cell per column
   * @param rows as many cells as the header has
   */
  record Table(String caption, List<String> header, List<List<String>> rows) implements Block {
    /** Copies the rows and checks their length. */
    public Table {
      header = List.copyOf(header);
      rows = List.copyOf(rows);
      for (List<String> row : rows) {
        if (row.size() != header.size()) {
          throw new IllegalArgumentException("row of " + row.size() + " cells in a table of " + header.size());
        }
      }
    }

    /** Without a caption. */
    public Table(List<String> header, List<List<String>> rows) {
      this("", header, rows);
    }
  }

  /** Things that belong together, one below the other. */
  record Items(List<String> items) implements Block {
    /** Copies the items. */
    public Items {
      items = List.copyOf(items);
    }
  }

  /** Terms and what they mean, for a reader who has not met them. */
  record Glossary(List<Term> terms) implements Block {
    /** A term and its meaning in a sentence. */
    public record Term(String name, String meaning) {}

    /** Copies the terms. */
    public Glossary {
      terms = List.copyOf(terms);
    }
  }

  /** A figure that answers the pointer. */
  record Drawn(Figure figure) implements Block {}

  /**
   * Curves over numbers, drawn where they stand, without a script.
   *
   * @param title what is seen
   * @param x what is along the horizontal axis
   * @param y what is along the vertical axis
   * @param square whether one unit is as long on both axes
   * @param series in order of importance: where two meet, the text shows the first
   */
  record Plot(String title, String x, String y, boolean square, List<Series> series) implements Block {
    /** Copies the series. */
    public Plot {
      series = List.copyOf(series);
    }
  }

  /** How a series of a {@link Plot} is drawn. */
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
    /** Copies the numbers and compares their count. */
    public Series {
      x = List.copyOf(x);
      y = List.copyOf(y);
      if (x.size() != y.size() || x.isEmpty()) {
        throw new IllegalArgumentException(name + ": " + x.size() + " x for " + y.size() + " y");
      }
    }

    /** {@return a curve over 0, 1, 2, …} */
    public static Series steps(String name, Style style, List<Double> y) {
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
    /** Copies names and rows. */
    public Squares {
      names = List.copyOf(names);
      on = List.copyOf(on);
    }
  }
}
