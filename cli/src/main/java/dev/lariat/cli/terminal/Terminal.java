package dev.lariat.cli.terminal;

import java.io.PrintWriter;
import java.util.List;

/**
 * How wide the terminal is, and what it can show: the launcher finds the width out and puts it into COLUMNS, for Java
 * cannot.
 */
public final class Terminal {
  private static final int LEAST = 32;
  private static final int USUAL = 80;
  private static final int MOST = 120;

  private Terminal() {}

  /**
   * {@return whether to keep to ASCII: where the terminal or its characters can show no more} NO_COLOR is about
   * colours, and there are none.
   */
  public static boolean plain() {
    return "dumb".equals(System.getenv("TERM")) || !System.out.charset().name().startsWith("UTF");
  }

  /** Columns for text: the terminal's width, within what eyes can read; 80 where there is no terminal. */
  public static int columns() {
    return screen() == 0 ? USUAL : screen();
  }

  /** {@return the terminal's width, within what eyes can read; 0 where there is no terminal} */
  public static int screen() {
    String columns = System.getenv("COLUMNS");
    return columns == null || !columns.matches("0*[1-9][0-9]{0,5}")
        ? 0
        : Math.clamp(Integer.parseInt(columns), LEAST, MOST);
  }

  /** Prints lines as they fit the screen, where there is one. */
  public static void print(List<String> lines, PrintWriter out) {
    FittedText.of(lines, screen()).forEach(out::println);
  }

  /** Prints a line as it fits the screen, where there is one. */
  public static void print(String line, PrintWriter out) {
    print(List.of(line), out);
  }
}
