package dev.lariat.cli.report;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes a figure for {@code report.js}: two axes, series over them, guide lines, and the table behind. Colours are
 * names of roles ({@code without}, {@code with}, {@code other}, {@code more}, {@code soft}, {@code ink}), which the
 * page's style turns into colours for light and dark.
 */
final class Chart {
  static final String WITHOUT = "without";
  static final String WITH = "with";
  static final String OTHER = "other";
  static final String SOFT = "soft";
  static final String INK = "ink";

  private final String id;
  private final ObjectNode plot = JsonMapper.shared().createObjectNode();
  private final ArrayNode series = plot.putArray("series");
  private final ArrayNode guides = plot.putArray("guides");
  private List<String> header = List.of();
  private final List<List<String>> rows = new ArrayList<>();
  private Figure.Size size = Figure.Size.WIDE;

  Chart(String id) {
    this.id = id;
  }

  /** An axis of numbers. */
  Chart axis(String which, String name, boolean logarithmic) {
    plot.putObject(which).put("name", name).put("type", logarithmic ? "log" : "value");
    return this;
  }

  /** An axis of names. */
  Chart names(String which, String name, List<String> names) {
    ArrayNode array = plot.putObject(which).put("name", name).put("type", "category").putArray("names");
    names.forEach(array::add);
    return this;
  }

  /** A limit of an axis, {@code min} or {@code max}. */
  Chart limit(String which, String end, double value) {
    ((ObjectNode) plot.get(which)).put(end, value);
    return this;
  }

  /** The axis runs from right to left, or from top to bottom. */
  Chart inverse(String which) {
    ((ObjectNode) plot.get(which)).put("inverse", true);
    return this;
  }

  /** The axis has whole numbers only. */
  Chart whole(String which) {
    ((ObjectNode) plot.get(which)).put("whole", true);
    return this;
  }

  Chart half() {
    size = Figure.Size.HALF;
    return this;
  }

  /** In pixels, axes included. */
  Chart height(int pixels) {
    plot.put("height", pixels);
    return this;
  }

  /** One unit is as long on both axes. */
  Chart square() {
    plot.put("square", true);
    return this;
  }

  /**
   * Something over the axes.
   *
   * @param type {@code line}: x, y. {@code band}: x, low, high. {@code points}: x, y. {@code errors}: x, y, low, high,
   * the bar upright; {@code spans}: the same with the bar along x. {@code bars}: category, value, along the axis of
   * numbers. {@code steps}: from, to, height. {@code cells}: column, row, value, share of the darkest. {@code tops}: x,
   * text above the drawing area. {@code ends}: x, y of a line's end, text beside it
   * @param name for the legend; empty for none
   */
  Series series(String type, String name, String colour) {
    ObjectNode node = series.addObject().put("type", type).put("name", name).put("color", colour);
    return new Series(node);
  }

  /**
   * A series of pictures, one per place of the grid: what is added to {@code data}, {@code tips} and {@code images}
   * belongs together.
   */
  ObjectNode images(int width) {
    ObjectNode node = series.addObject().put("type", "image").put("name", "").put("color", WITH).put("width", width);
    node.putArray("data");
    node.putArray("tips");
    node.putArray("images");
    return node;
  }

  /** A line across, with a word at its end. */
  Chart guide(String which, double at, String label) {
    guides.addObject().put("axis", which).put("at", at).put("label", label);
    return this;
  }

  Chart header(String... names) {
    header = List.of(names);
    return this;
  }

  Chart row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** @param title the finding */
  Figure titled(String title) {
    plot.put("title", title);
    return new Figure(id, title, plot, size, header, rows);
  }

  /** What is drawn over the axes. */
  static final class Series {
    private final ObjectNode node;
    private final ArrayNode data;
    private ArrayNode tips;

    private Series(ObjectNode node) {
      this.node = node;
      this.data = node.putArray("data");
    }

    /** Numbers of one mark; not a number stands for a missing one. */
    Series add(double... numbers) {
      ArrayNode mark = data.addArray();
      for (double number : numbers) {
        if (Double.isFinite(number)) {
          mark.add(number);
        } else {
          mark.addNull();
        }
      }
      return this;
    }

    /** A mark with words on hover, or, for {@code tops}, in sight. */
    Series add(String tip, double... numbers) {
      if (tips == null) {
        tips = node.putArray("tips");
      }
      tips.add(tip);
      return add(numbers);
    }

    Series dashed() {
      node.put("dashed", true);
      return this;
    }

    Series thin() {
      node.put("thin", true);
      return this;
    }

    /** A text of {@code ends} in its own colour. */
    Series colored(String colour) {
      (node.get("colors") == null ? node.putArray("colors") : (ArrayNode) node.get("colors")).add(colour);
      return this;
    }
  }
}
