package dev.lariat.study.cell;

/** The loss of one row under a metric, from its prediction. */
final class RowLoss {
  /** Below this a probability of float32 says no more. */
  private static final double LOWEST = 1e-30;

  private RowLoss() {}

  /** @param probabilities of the row from {@code at} on; not modified */
  static double ofClass(Metric metric, double[] probabilities, int at, int classes, int label) {
    return switch (metric) {
      case LOG_LOSS -> -StrictMath.log(Math.max(probabilities[at + label], LOWEST));
      case ERROR -> {
        int likeliest = 0;
        for (int c = 1; c < classes; c++) {
          if (probabilities[at + c] > probabilities[at + likeliest]) {
            likeliest = c;
          }
        }
        yield likeliest == label ? 0 : 1;
      }
      case SQUARED_ERROR, ABSOLUTE_ERROR -> throw new IllegalArgumentException(metric + " is not for classes");
    };
  }

  static double ofNumber(Metric metric, double predicted, double actual) {
    return switch (metric) {
      case SQUARED_ERROR -> (actual - predicted) * (actual - predicted);
      case ABSOLUTE_ERROR -> Math.abs(actual - predicted);
      case LOG_LOSS, ERROR -> throw new IllegalArgumentException(metric + " is not for numbers");
    };
  }
}
