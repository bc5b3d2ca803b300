package dev.lariat.penalty;

/** The range checks that the records of this package share. */
final class Checks {
  private Checks() {}

  static void strength(String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(what + " must be a finite number, 0 or more, not " + value);
    }
  }
}
