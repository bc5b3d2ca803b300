package dev.lariat.data;

import java.io.Serial;

/**
 * The data cannot be used as asked. The message is one line for the person who owns the data: what is wrong, where
 * (file, line, column), and what to do about it.
 */
public final class DataException extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  /** @param message what, where, and the remedy, in one line */
  public DataException(String message) {
    super(message);
  }

  /**
   * @param message what, where, and the remedy, in one line
   * @param cause shown with {@code --debug} only
   */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
