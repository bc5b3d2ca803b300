package dev.lariat.study.finish;

/**
 * What a finish may do.
 *
 * @param networks refits with other seeds that are averaged, at least 1
 * @param temperature whether probabilities are calibrated where that pays
 * @param mixture whether a linear model gets a share where that pays
 */
public record FinishOptions(int networks, boolean temperature, boolean mixture) {
  /** Eight keep seven eighths of what averaging can take away: the variance of a mean of k networks is V/k. */
  private static final int NETWORKS = 8;
  /** A model file of more is a mistake in typing. */
  private static final int MOST_NETWORKS = 1000;

  /** All of it. */
  public static final FinishOptions STANDARD = new FinishOptions(NETWORKS, true, true);

  /** Checks the number of networks. */
  public FinishOptions {
    if (networks < 1 || networks > MOST_NETWORKS) {
      throw new IllegalArgumentException("the average must be of 1 to " + MOST_NETWORKS + " networks, not " + networks);
    }
  }

  /** The average of so many networks; 1 for a single one. */
  public FinishOptions withNetworks(int count) {
    return new FinishOptions(count, temperature, mixture);
  }

  /** Whether probabilities may be calibrated. */
  public FinishOptions withTemperature(boolean on) {
    return new FinishOptions(networks, on, mixture);
  }

  /** Whether a linear model may have a share. */
  public FinishOptions withMixture(boolean on) {
    return new FinishOptions(networks, temperature, on);
  }

  /** Networks of the used setting that are trained on every fold, each with a seed of its own. */
  public int foldSeeds() {
    return Math.min(2, networks);
  }

  /** For example {@code average of 8, temperature, mixture}. */
  @Override
  public String toString() {
    return "average of " + networks + (temperature ? ", temperature" : "") + (mixture ? ", mixture" : "");
  }
}
