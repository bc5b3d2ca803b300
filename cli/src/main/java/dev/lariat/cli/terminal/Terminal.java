package dev.lariat.cli.terminal;

import java.io.PrintWriter;
import java.util.List;

/**
 * How wide the terminal is, and what it can show: the launcher finds the width out and puts it into COLUMNS, for Java
 * cannot. What goes to a file or a pipe is not fitted to a screen beside it: LARIAT_SCREENS has which of {@code out}
 * and {@code err} are one. Where COLUMNS was there before, it is what someone wants of both, and LARIAT_SCREENS is not
 * set.
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

  /** Columns for text on standard output: its terminal's width, within what eyes can read; 80 where it has none. */
  public static int columns() {
    return screen() == 0 ? USUAL : screen();
  }

  /** {@return the width of standard output's terminal, within what eyes can read; 0 where it has none} */
  public static int screen() {
    return width("out");
  }

  /** {@return the width of standard error's terminal, within what eyes can read; 0 where it has none} */
  public static int screenOfErrors() {
    return width("err");
  }

  private static int width(String stream) {
    String columns = System.getenv("COLUMNS");
    String screens = System.getenv("LARIAT_SCREENS");
    boolean shown = screens == null || List.of(screens.split(" ")).contains(stream);
    return !shown || columns == null || !columns.matches("0*[1-9][0-9]{0,5}")
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
