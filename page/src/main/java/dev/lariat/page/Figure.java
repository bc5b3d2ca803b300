package dev.lariat.page;

import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/** A figure and the table behind it, as {@link Chart} describes it. */
public final class Figure {
  /** The space of a figure. */
  public enum Size {
    /** The whole width. */
    WIDE,
    /** Two side by side where there is room. */
    HALF,
    /** As many side by side as there is room for: figures of one kind, to be compared at a look. */
    SMALL
  }

  private final String id;
  private final String title;
  private final ObjectNode plot;
  private final Size size;
  private final List<String> header;
  private final List<List<String>> rows;

  Figure(String id, String title, ObjectNode plot, Size size, List<String> header, List<List<String>> rows) {
    this.id = id;
    this.title = title;
    this.plot = plot;
    this.size = size;
    this.header = List.copyOf(header);
    this.rows = List.copyOf(rows);
  }

  /** {@return a name that is unique on the page; also that of the picture that is saved} */
  public String id() {
    return id;
  }

  /** {@return the finding, as text} */
  public String title() {
    return title;
  }

  /** {@return what plots.js draws} */
  ObjectNode plot() {
    return plot;
  }

  /** {@return how much of the page's width it wants} */
  public Size size() {
    return size;
  }

  /** {@return in pixels, axes included; empty for the usual one} */
  OptionalInt height() {
    return plot.has("height") ? OptionalInt.of(plot.get("height").asInt()) : OptionalInt.empty();
  }

  /** {@return the header of the table} */
  public List<String> header() {
    return header;
  }

  /** {@return the rows of the table, as text} */
  public List<List<String>> rows() {
    return rows;
  }
}
