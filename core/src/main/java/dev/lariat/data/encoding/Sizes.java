package dev.lariat.data.encoding;

import dev.lariat.data.DataException;
import java.util.List;
import java.util.Locale;

/** Sizes of what lies in one array, which may be longer than an array can be. */
public final class Sizes {
  private Sizes() {}

  /**
   * The length of an array of rows.
   *
   * @param rows how many
   * @param width numbers of each
   * @throws DataException if no array is so long
   */
  public static int product(int rows, int width) {
    long length = (long) rows * width;
    if (length > Integer.MAX_VALUE) {
      throw new DataException(String.format(Locale.ROOT,
          "%,d rows of %,d inputs are %,d numbers, more than one array holds (%,d): take fewer rows or columns", rows,
          width, length, Integer.MAX_VALUE));
    }
    return (int) length;
  }

  /** {@return whether a size was asked for that no array has: {@link Math#multiplyExact(int, int)} and the like} */
  public static boolean isOverflow(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return failure instanceof ArithmeticException && trace.length > 0
        && trace[0].getClassName().equals(Math.class.getName())
        && List.of("integer overflow", "long overflow").contains(failure.getMessage());
  }

  /** {@return what is said of it where nobody knows more} */
  public static String overflow() {
    return String.format(Locale.ROOT,
        "too large: something has more than %,d numbers, which one array holds; take fewer rows, columns or units",
        Integer.MAX_VALUE);
  }
}
