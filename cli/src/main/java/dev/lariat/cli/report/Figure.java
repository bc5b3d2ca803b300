package dev.lariat.cli.report;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A figure and the table behind it.
 *
 * @param id unique on the page; also the name of the picture that is saved
 * @param title the finding, as text
 * @param plot what {@code report.js} draws: see {@link Chart}
 * @param size how much of the page's width and height it wants
 * @param header of the table
 * @param rows of the table, as text
 */
record Figure(String id, String title, ObjectNode plot, Size size, List<String> header, List<List<String>> rows) {
  /** The space of a figure. */
  enum Size {
    /** The whole width. */
    WIDE,
    /** Two side by side where there is room. */
    HALF
  }

  Figure {
    header = List.copyOf(header);
    rows = List.copyOf(rows);
  }
}
