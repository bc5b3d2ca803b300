package dev.lariat.linear.stream;

/** What one pass tells of one problem at its coefficients. */
final class RowSums {
  double loss; // Σw·½dev over the training rows
  double slope; // Σθ, the negative gradient in the constant
  final double[] slopes; // [parts] Σθ·part
  double square; // Σθ²/h
  double distance; // of the loss from the scaled residual, where it was asked for
  double error; // of the rows that were left out, by the measure
  double errorWeight;

  RowSums(int parts) {
    slopes = new double[parts];
  }
}
