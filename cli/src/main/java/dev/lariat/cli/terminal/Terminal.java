package dev.lariat.cli.terminal;

/**
 * How wide the terminal is, and what it can show: the launcher finds the width out and puts it into COLUMNS, for Java
 * cannot.
 */
public final class Terminal {
  private Terminal() {}

  /** Whether to keep to ASCII: where the user asks for plain text, or what is printed could not arrive. */
  public static boolean plain() {
    return System.getenv("NO_COLOR") != null || "dumb".equals(System.getenv("TERM"))
        || !System.out.charset().name().startsWith("UTF");
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
