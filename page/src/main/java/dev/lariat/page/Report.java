package dev.lariat.page;

import java.util.List;

/**
 * A page that answers questions, one a section, below a summary.
 *
 * @param subject what it is about, in a line
 * @param summary what it comes to
 * @param sections from top to bottom
 * @param footer the last line
 */
public record Report(String subject, Summary summary, List<Section> sections, String footer) {
  /** Copies the sections. */
  public Report {
    sections = List.copyOf(sections);
  }

  /**
   * The top of the page.
   *
   * @param title of the window
   * @param kind a word for the style sheet
   * @param headline the whole report in a line
   * @param sentences below it
   * @param tiles the numbers that it rests on
   */
  public record Summary(String title, String kind, String headline, List<String> sentences, List<Tile> tiles) {
    /** Copies the lists. */
    public Summary {
      sentences = List.copyOf(sentences);
      tiles = List.copyOf(tiles);
    }
  }

  /**
   * A number that is shown large.
   *
   * @param name what it is
   * @param value the number
   * @param note its uncertainty, or what it is compared with
   */
  public record Tile(String name, String value, String note) {}
}
