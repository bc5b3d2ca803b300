package dev.lariat.linear.stream;

/** What one pass tells of one problem at its coefficients. */
final class RowSums {
  double loss; // Σw·½dev over the training rows
  final double[] slope; // [predictors] Σθ, the negative gradient in the constants
  final double[][] slopes; // [predictors][parts] Σθ·part
  double square; // Pearson's χ² of the residuals: Σθ²/h where there is one predictor
  double distance; // of the loss from the scaled residual, where it was asked for
  double error; // of the rows that were left out, by the measure
  double errorWeight;

  RowSums(int predictors, int parts) {
    slope = new double[predictors];
    slopes = new double[predictors][parts];
  }
}
