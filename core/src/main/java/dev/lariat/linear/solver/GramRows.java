package dev.lariat.linear.solver;

/** Where the rows of a Gram matrix come from. */
sealed interface GramRows permits FullGram, Curvature {
  /**
   * Fills the lower triangle's rows {@code [from, size)}, centred and scaled: {@code row[a][c]} for c ≤ a.
   *
   * @param member [size] coefficients
   */
  void fill(int[] member, int from, int size, double[][] row);
}
