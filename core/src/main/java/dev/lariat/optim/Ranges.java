package dev.lariat.optim;

/** The range checks that the records of this package share. */
final class Ranges {
  private Ranges() {}

  static void learningRate(double rate) {
    if (!(rate > 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException("the learning rate must be above 0, not " + rate);
    }
  }

  static void fraction(String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(what + " must be at least 0 and below 1, not " + value);
    }
  }

  static void epsilon(double epsilon) {
    if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
      throw new IllegalArgumentException("epsilon must be above 0, not " + epsilon);
    }
  }
}
