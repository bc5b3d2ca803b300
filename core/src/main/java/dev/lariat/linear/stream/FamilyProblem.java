package dev.lariat.linear.stream;

/** One fold at one λ: where it is, where it was best, and what the last pass told. */
final class FamilyProblem {
  final EncodedFold fold;
  final int number; // of the fold that is left out; −1 for none
  final double lambda;
  double[] b; // [predictors × inputs]
  double[] c; // [predictors]
  double[][] parts; // [predictors][parts] the coefficients of the parts
  RowSums sums;
  double objective = Double.POSITIVE_INFINITY; // the best so far
  double[] bestB;
  double[] bestC;
  double gap = Double.POSITIVE_INFINITY; // relative
  double s = 1; // by which the residual is scaled to be dual
  boolean halved; // on its way back to the best point

  /** @param count of parts */
  FamilyProblem(EncodedFold fold, int number, double lambda, double[] c, double[] b, int count) {
    this.fold = fold;
    this.number = number;
    this.lambda = lambda;
    parts = new double[c.length][count];
    bestC = new double[c.length];
    move(c, b);
  }

  /** What a pass is told of it, with these constants. */
  GradientBlocks.Point point(double[] constants) {
    return new GradientBlocks.Point(number, constants, parts, s);
  }

  /** Moves to other coefficients. */
  void move(double[] toC, double[] toB) {
    c = toC;
    b = toB;
    parts = new double[parts.length][parts[0].length];
    fold.addParts(b, parts);
  }

  /** Goes half of the way from here to the best point. */
  void halve() {
    move(middle(c, bestC), middle(b, bestB));
  }

  private static double[] middle(double[] one, double[] other) {
    double[] half = one.clone();
    for (int j = 0; j < half.length; j++) {
      half[j] = (half[j] + other[j]) / 2;
    }
    return half;
  }

  /** Goes back to the best point, if it is not there. */
  void back() {
    if (halved) {
      move(bestC, bestB);
      objective = Double.POSITIVE_INFINITY;
    }
  }

  /** Keeps the present point as the best. */
  void keep(double value) {
    objective = value;
    bestB = b;
    bestC = c;
  }
}
