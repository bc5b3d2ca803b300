package dev.lariat.cli.terminal;

import dev.lariat.page.TextPage;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines as they fit a screen: a table loses the blanks between its columns that it has to spare, and what is still too
 * long goes on in the next line, behind a whole word.
 */
public final class FittedText {
  private static final int HANGING = 2;

  private FittedText() {}

  /**
   * {@return a text of some lines, as it fits}
   *
   * @param width columns of the screen; 0 where there is none, and lines stay as they are
   */
  public static List<String> of(String text, int width) {
    return of(text.lines().toList(), width);
  }

  /**
   * {@return lines as they fit}
   *
   * @param width columns of the screen; 0 where there is none, and lines stay as they are
   */
  public static List<String> of(List<String> lines, int width) {
    if (width == 0) {
      return lines;
    }
    var fitted = new ArrayList<String>();
    int from = 0;
    while (from < lines.size()) {
      int to = from + 1;
      while (to < lines.size() && isOfTable(lines.get(from)) && isOfTable(lines.get(to))) {
        to++;
      }
      for (String line : closer(lines.subList(from, to), width)) {
        fitted.addAll(wrapped(line, width));
      }
      from = to;
    }
    return fitted;
  }

  /** The lines of a table stand behind a margin, those of prose do not. */
  private static boolean isOfTable(String line) {
    return line.startsWith(" ") && !line.isBlank();
  }

  private static List<String> wrapped(String line, int width) {
    if (TextPage.width(line) <= width) {
      return List.of(line);
    }
    int margin = line.length() - line.stripLeading().length();
    return TextPage.wrapped(line, "", " ".repeat(Math.min(margin + HANGING, width / 2)), width);
  }

  /** A table's lines without the blanks that all of them have beside others. */
  private static List<String> closer(List<String> table, int width) {
    int widest = table.stream().mapToInt(String::length).max().orElse(0);
    if (table.size() < 2 || widest <= width) {
      return table;
    }
    var keep = new boolean[widest];
    for (int column = 0; column < widest; column++) {
      int at = column;
      boolean blank = table.stream().allMatch(line -> at >= line.length() || line.charAt(at) == ' ');
      boolean before = column == 0
          || table.stream().allMatch(line -> at - 1 >= line.length() || line.charAt(at - 1) == ' ');
      keep[column] = !blank || !before;
    }
    return table.stream().map(line -> kept(line, keep)).toList();
  }

  private static String kept(String line, boolean[] keep) {
    var text = new StringBuilder();
    for (int column = 0; column < line.length(); column++) {
      if (keep[column]) {
        text.append(line.charAt(column));
      }
    }
    return text.toString().stripTrailing();
  }
}
