package dev.lariat.linear.stream.risk;

/**
 * Some rows, cut into runs of one time.
 *
 * @param x [inputs][rows]
 * @param begin [runs + 1] the first row of each run; the last run stays open
 * @param anew [runs] whether another stratum begins
 * @param sets [views][runs that end here] what their events are
 * @param step [runs that end here] of the baseline; −1 for none
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
record RiskBlock(double[][] x, double[] w, boolean[] event, int[] fold, double[] offset, int[] begin, boolean[] anew,
    EventSet[][] sets, int[] step) {
  /**
   * The events at one time.
   *
   * @param least of the loss that they add
   */
  record EventSet(int count, double weight, double least) {}

  int rows() {
    return w.length;
  }

  int runs() {
    return anew.length;
  }
}
