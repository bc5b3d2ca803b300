package dev.lariat.cli;

/** What the launcher found out about the terminal, which Java cannot see when only one of its streams is a file. */
final class Terminal {
  private Terminal() {}

  /** Whether standard error is a terminal: a progress bar is seen there, while a file would be full of it. */
  static boolean showsProgress() {
    return Boolean.parseBoolean(System.getProperty("lariat.terminal"));
  }

  /** Columns for text: the terminal's width, within what picocli accepts and eyes can read; 80 where there is no terminal. */
  static int columns() {
    String columns = System.getenv("COLUMNS");
    return columns == null || !columns.matches("[0-9]{1,6}") ? 80 : Math.clamp(Integer.parseInt(columns), 55, 120);
  }
}
