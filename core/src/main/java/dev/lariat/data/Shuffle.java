package dev.lariat.data;

import dev.lariat.kernel.SplitMix64;

/**
 * Random orders by a counter-based generator of our own, so that a seed names the same order under every JDK for ever:
 * output i is the finalizer of SplitMix64 (Steele, Lea, Flood 2014) of key + i·γ.
 */
final class Shuffle {
  private final long key;
  private long counter;

  /**
   * @param seed the user's seed
   * @param stream what the order is for: different streams of one seed are independent
   */
  Shuffle(long seed, long stream) {
    key = SplitMix64.key(seed, stream);
  }

  /** Puts the elements in a random order (Fisher and Yates), in place. */
  void apply(int[] elements) {
    for (int i = elements.length - 1; i > 0; i--) {
      int j = below(i + 1);
      int kept = elements[i];
      elements[i] = elements[j];
      elements[j] = kept;
    }
  }

  /** A number from 0 to bound − 1, by multiplication and rejection (Lemire 2019), so exactly uniform. */
  int below(int bound) {
    long product = (next() >>> 32) * bound;
    if ((product & 0xFFFFFFFFL) < bound) {
      long reject = 0x100000000L % bound;
      while ((product & 0xFFFFFFFFL) < reject) {
        product = (next() >>> 32) * bound;
      }
    }
    return (int) (product >>> 32);
  }

  private long next() {
    counter++;
    return SplitMix64.mix(key + counter * SplitMix64.GAMMA);
  }
}
