package dev.lariat.net;

/**
 * Stops when the validation loss has not improved for some epochs, and goes back to the best weights.
 *
 * @param patience epochs without improvement until it stops, at least 1
 * @param minimumDelta how much better counts as better, not negative
 */
public record EarlyStopping(int patience, double minimumDelta) {
  /** Checks both. */
  public EarlyStopping {
    if (patience < 1) {
      throw new IllegalArgumentException("early stopping needs a patience of at least 1 epoch, not " + patience);
    }
    if (!(minimumDelta >= 0)) {
      throw new IllegalArgumentException(
          "early stopping's smallest improvement must be 0 or more, not " + minimumDelta);
    }
  }

  /** Any improvement counts. */
  public static EarlyStopping patience(int epochs) {
    return new EarlyStopping(epochs, 0);
  }
}
