package dev.lariat.io.column;

/** A value of a table as a message shows it: in quotes, on one line, not longer than a reader wants. */
public final class Quoted {
  private static final int LONGEST = 40;

  private Quoted() {}

  /** {@return the text in quotes} */
  public static String of(String text) {
    StringBuilder shown = new StringBuilder("'");
    text.codePoints().limit(LONGEST).forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c));
    return shown.append(text.codePointCount(0, text.length()) > LONGEST ? "…'" : "'").toString();
  }
}
