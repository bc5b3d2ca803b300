package dev.lariat.penalty;

/** The range checks that the records of this package share. */
final class Checks {
  /** Beyond it the square of a penalty's gradient, which Adam keeps, overflows in float32, and nothing is penalised. */
  private static final double MOST = 1e15;

  private Checks() {}

  static void strength(String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(what + " must be a finite number, 0 or more, not " + value);
    }
    if (value > MOST) {
      throw new IllegalArgumentException(
          what + " is " + value + ": networks compute in float32, where more than " + MOST + " overflows");
    }
  }
}
