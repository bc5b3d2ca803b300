package dev.lariat.page;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes a figure for plots.js: two axes, series over them, guide lines, and the table behind. Colours are names of
 * roles ({@code without}, {@code with}, {@code other}, {@code more}, {@code soft}, {@code ink}), which the page's style
 * turns into colours for light and dark.
 */
public final class Chart {
  public static final String WITHOUT = "without";
  public static final String WITH = "with";
  public static final String OTHER = "other";
  public static final String SOFT = "soft";
  public static final String INK = "ink";

  private final String id;
  private final ObjectNode plot = JsonMapper.shared().createObjectNode();
  private final ArrayNode series = plot.putArray("series");
  private final ArrayNode guides = plot.putArray("guides");
  private List<String> header = List.of();
  private final List<List<String>> rows = new ArrayList<>();
  private Figure.Size size = Figure.Size.WIDE;

  /** An empty one. */
  public Chart(String id) {
    this.id = id;
  }

  /** An axis of numbers. */
  public Chart axis(String which, String name, boolean logarithmic) {
    plot.putObject(which).put("name", name).put("type", logarithmic ? "log" : "value");
    return this;
  }

  /** An axis of names. */
  public Chart names(String which, String name, List<String> names) {
    ArrayNode array = plot.putObject(which).put("name", name).put("type", "category").putArray("names");
    names.forEach(array::add);
    return this;
  }

  /** A limit of an axis, {@code min} or {@code max}. */
  public Chart limit(String which, String end, double value) {
    ((ObjectNode) plot.get(which)).put(end, value);
    return this;
  }

  /** The axis runs from right to left, or from top to bottom. */
  public Chart inverse(String which) {
    ((ObjectNode) plot.get(which)).put("inverse", true);
    return this;
  }

  /** The axis has whole numbers only. */
  public Chart whole(String which) {
    ((ObjectNode) plot.get(which)).put("whole", true);
    return this;
  }

  /** Two stand side by side. */
  public Chart half() {
    size = Figure.Size.HALF;
    return this;
  }

  /** In pixels, axes included. */
  public Chart height(int pixels) {
    plot.put("height", pixels);
    return this;
  }

  /** One unit is as long on both axes. */
  public Chart square() {
    plot.put("square", true);
    return this;
  }

  /**
   * Something over the axes.
   *
   * @param type what, and which numbers a mark of it has
   * @param name for the legend; empty for none
   */
  public Series series(SeriesType type, String name, String colour) {
    ObjectNode node = series.addObject().put("type", type.toString()).put("name", name).put("color", colour);
    return new Series(node);
  }

  /**
   * A series of pictures, one per place of the grid.
   *
   * @param width of a picture in pixels
   */
  public Series images(int width) {
    Series images = series(SeriesType.IMAGE, "", WITH);
    images.node.put("width", width).putArray("images");
    return images;
  }

  /** A line across, with a word at its end. */
  public Chart guide(String which, double at, String label) {
    guides.addObject().put("axis", which).put("at", at).put("label", label);
    return this;
  }

  /** The columns of the table behind. */
  public Chart header(String... names) {
    header = List.of(names);
    return this;
  }

  /** A row of the table behind. */
  public Chart row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** Many stand side by side. */
  public Chart small() {
    size = Figure.Size.SMALL;
    plot.put("small", true);
    return this;
  }

  /** {@return the figure under its title: the finding} */
  public Figure titled(String title) {
    plot.put("title", title);
    return new Figure(id, title, plot, size, header, rows);
  }

  /** What is drawn over the axes. */
  public static final class Series {
    private final ObjectNode node;
    private final ArrayNode data;
    private ArrayNode tips;

    private Series(ObjectNode node) {
      this.node = node;
      this.data = node.putArray("data");
    }

    /** Numbers of one mark; not a number stands for a missing one. */
    public Series add(double... numbers) {
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
    public Series add(String tip, double... numbers) {
      if (tips == null) {
        tips = node.putArray("tips");
      }
      tips.add(tip);
      return add(numbers);
    }

    /** A picture at a place: its pixels in percent of the darkest, row by row. */
    public Series picture(String tip, List<Integer> percent, double column, double row) {
      ArrayNode pixels = ((ArrayNode) node.get("images")).addArray();
      percent.forEach(pixels::add);
      return add(tip, column, row);
    }

    /** The line is dashed. */
    public Series dashed() {
      node.put("dashed", true);
      return this;
    }

    /** The line is thin. */
    public Series thin() {
      node.put("thin", true);
      return this;
    }

    /** A text of {@code ends} in its own colour. */
    public Series colored(String colour) {
      (node.get("colors") == null ? node.putArray("colors") : (ArrayNode) node.get("colors")).add(colour);
      return this;
    }
  }
}
