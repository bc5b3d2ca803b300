package dev.lariat.cli.terminal;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/** Standard error: a note that is longer than the screen is wide goes on in the next line, behind a whole word. */
public final class NoteWriter extends PrintWriter {
  private static final String NOTE = "note: ";

  private final int width;

  /**
   * Writes what is printed at once.
   *
   * @param width columns of the screen; 0 where there is none
   */
  public NoteWriter(OutputStream out, Charset charset, int width) {
    super(out, true, charset);
    this.width = width;
  }

  @Override
  public void println(String line) {
    if (line != null && line.startsWith(NOTE)) {
      FittedText.of(line, width).forEach(super::println);
    } else {
      super.println(line);
    }
  }
}
