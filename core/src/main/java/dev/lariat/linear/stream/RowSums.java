package dev.lariat.linear.stream;

import dev.lariat.kernel.DenseOps;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What one pass tells of one problem at its coefficients. */
final class RowSums {
  double loss; // Σw·½dev over the training rows
  final double[] slope; // [predictors] Σθ, the negative gradient in the constants
  final double[][] slopes; // [predictors][parts] Σθ·part
  double square; // Pearson's χ² of the residuals: Σθ²/h where there is one predictor
  double fall; // about by how much a quadratic model of the loss may fall
  double distance; // of the loss from the scaled residual, where it was asked for
  double error; // of the rows that were left out, by the measure
  double errorWeight;

  RowSums(int predictors, int parts) {
    slope = new double[predictors];
    slopes = new double[predictors][parts];
  }

  /** Adds what other rows tell. */
  void add(RowSums other) {
    loss += other.loss;
    square += other.square;
    distance += other.distance;
    error += other.error;
    errorWeight += other.errorWeight;
    DenseOps.axpy(1, other.slope, slope, slope.length);
    for (int k = 0; k < slopes.length; k++) {
      DenseOps.axpy(1, other.slopes[k], slopes[k], slopes[k].length);
    }
  }

  void write(DataOutput to) throws IOException {
    WrittenNumbers.write(to, loss, square, distance, error, errorWeight);
    WrittenNumbers.write(to, slope);
    WrittenNumbers.write(to, slopes);
  }

  void read(DataInput from) throws IOException {
    loss = from.readDouble();
    square = from.readDouble();
    distance = from.readDouble();
    error = from.readDouble();
    errorWeight = from.readDouble();
    WrittenNumbers.read(from, slope);
    WrittenNumbers.read(from, slopes);
  }
}
