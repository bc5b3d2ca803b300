package dev.lariat.cli.terminal;

/**
 * How wide the terminal is, and what it can show: the launcher finds the width out and puts it into COLUMNS, for Java
 * cannot.
 */
public final class Terminal {
  private Terminal() {}

  /**
   * {@return whether to keep to ASCII: where the terminal or its characters can show no more} NO_COLOR is about
   * colours, and there are none.
   */
  public static boolean plain() {
    return "dumb".equals(System.getenv("TERM")) || !System.out.charset().name().startsWith("UTF");
  }

  /**
   * Columns for text: the terminal's width, within what picocli accepts and eyes can read; 80 where there is no
   * terminal.
   */
  public static int columns() {
    String columns = System.getenv("COLUMNS");
    return columns == null || !columns.matches("[0-9]{1,6}") ? 80 : Math.clamp(Integer.parseInt(columns), 55, 120);
  }
}
