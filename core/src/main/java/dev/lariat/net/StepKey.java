package dev.lariat.net;

/** Where in a run the noise is drawn: with the layer, the key of its random numbers. */
final class StepKey {
  final long seed;
  final int fold;
  int epoch;
  int step;

  StepKey(long seed, int fold) {
    this.seed = seed;
    this.fold = fold;
  }
}
