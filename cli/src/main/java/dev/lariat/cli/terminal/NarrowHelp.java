package dev.lariat.cli.terminal;

import dev.lariat.page.TextPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The help of a command on a screen that is too narrow for two columns: what an option does stands below its name.
 */
public final class NarrowHelp {
  /** So wide help is made, in two columns. */
  public static final int WIDE = 120;

  private static final Pattern FIRST = Pattern.compile(" {1,8}\\S.*? {2,}(\\S.*)");
  private static final String BELOW = "      ";

  private NarrowHelp() {}

  /**
   * {@return the lines of a help}
   *
   * @param wide the help as it is {@link #WIDE} columns wide
   * @param width columns of the screen
   */
  public static List<String> of(String wide, int width) {
    List<String> lines = wide.lines().toList();
    int column = column(lines);
    var narrow = new ArrayList<String>();
    var said = new StringBuilder(); // what stands in the right column, line by line
    for (String line : lines) {
      boolean right = column > 0 && line.length() > column && line.substring(0, column).isBlank();
      if (!right) {
        below(said, width, narrow);
        Matcher first = FIRST.matcher(line);
        boolean both = first.matches() && first.start(1) == column;
        String left = both ? line.substring(0, column).stripTrailing() : line;
        left = left.length() > width ? left.replaceFirst("^ {9,}", "        ") : left; // of the synopsis
        int margin = left.length() - left.stripLeading().length();
        narrow.addAll(TextPage.wrapped(left, "", " ".repeat(Math.min(margin + 4, width / 2)), width));
        said.append(both ? line.substring(column) : "");
      } else {
        said.append(said.isEmpty() ? "" : " ").append(line.substring(column).strip());
      }
    }
    below(said, width, narrow);
    return narrow;
  }

  private static void below(StringBuilder said, int width, List<String> narrow) {
    if (!said.isEmpty()) {
      narrow.addAll(TextPage.wrapped(said.toString(), BELOW, BELOW, width));
      said.setLength(0);
    }
  }

  /** Where the right column begins; 0 where there is none. */
  private static int column(List<String> lines) {
    var counts = new TreeMap<Integer, Integer>();
    for (String line : lines) {
      Matcher first = FIRST.matcher(line);
      if (first.matches()) {
        counts.merge(first.start(1), 1, Integer::sum);
      }
    }
    return counts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(0);
  }
}
