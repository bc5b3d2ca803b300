package dev.lariat.io.column;

/**
 * A column of which the file itself told what it holds has numbers that are none (NaN), which the file does not count
 * among what is missing. Who looks at all rows first has not this trouble.
 */
public final class UncountedMissingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UncountedMissingException(ColumnPlan plan) {
    this(
        plan.file() + ", column '" + plan.name() + "': some numbers are NaN, which the file does not count as missing");
  }

  /** As another machine said it. */
  public UncountedMissingException(String message) {
    super(message);
  }
}
