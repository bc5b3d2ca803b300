package dev.lariat.linear.stream;

/** The errors of folds at each λ, and the two λs that they choose. */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
record FoldErrors(double[] mean, double[] error, int best, int oneSe) {
  /**
   * Means and standard errors over folds, by the folds' weights.
   *
   * @param values [folds][λs]; less is better
   * @param weight [folds]
   */
  static FoldErrors of(double[][] values, double[] weight) {
    int lambdas = values[0].length;
    double[] mean = new double[lambdas];
    double[] error = new double[lambdas];
    double total = 0;
    int used = 0;
    for (double w : weight) {
      total += w;
      used += w > 0 ? 1 : 0;
    }
    for (int k = 0; k < lambdas; k++) {
      for (int f = 0; f < weight.length; f++) {
        mean[k] += weight[f] == 0 ? 0 : weight[f] * values[f][k] / total;
      }
      double squares = 0;
      for (int f = 0; f < weight.length; f++) {
        squares += weight[f] == 0 ? 0 : weight[f] * (values[f][k] - mean[k]) * (values[f][k] - mean[k]);
      }
      error[k] = Math.sqrt(squares / total / (used - 1));
    }
    int best = 0;
    for (int k = 1; k < lambdas; k++) {
      best = mean[k] < mean[best] ? k : best;
    }
    int oneSe = 0;
    while (oneSe < best && !(mean[oneSe] <= mean[best] + error[best])) {
      oneSe++;
    }
    return new FoldErrors(mean, error, best, oneSe);
  }
}
