package dev.lariat.net.pass;

/** Where in a run the noise is drawn: with the layer, the key of its random numbers. */
public final class StepKey {
  final long seed;
  final int fold;
  int epoch;
  int step;

  /** The beginning of a run on a fold. */
  public StepKey(long seed, int fold) {
    this.seed = seed;
    this.fold = fold;
  }

  /** Goes to a step of an epoch. */
  public void at(int newEpoch, int newStep) {
    this.epoch = newEpoch;
    this.step = newStep;
  }
}
