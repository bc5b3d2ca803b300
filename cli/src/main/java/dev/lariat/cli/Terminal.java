package dev.lariat.cli;

/** How wide the terminal is: the launcher finds it out and puts it into COLUMNS, for Java cannot. */
final class Terminal {
  private Terminal() {}

  /** Columns for text: the terminal's width, within what picocli accepts and eyes can read; 80 where there is no terminal. */
  static int columns() {
    String columns = System.getenv("COLUMNS");
    return columns == null || !columns.matches("[0-9]{1,6}") ? 80 : Math.clamp(Integer.parseInt(columns), 55, 120);
  }
}
