package dev.lariat.kernel;

/**
 * The generator SplitMix64 (Steele, Lea, Flood 2014) as a function of a counter: output i is mix(key +
 * i·{@link #GAMMA}).
 */
public final class SplitMix64 {
  /** The odd number next to 2⁶⁴ over the golden ratio. */
  public static final long GAMMA = 0x9E3779B97F4A7C15L;

  private SplitMix64() {}

  /** {@return a key for a stream of a seed: different streams of one seed are independent} */
  public static long key(long seed, long stream) {
    return mix(mix(seed + GAMMA) + GAMMA * (stream + 1));
  }

  /** {@return the number at a place of a stream of a seed, all 64 bits random} */
  public static long at(long seed, long stream, long place) {
    return key(seed + GAMMA * stream, place);
  }

  /** The finalizer: a bijection of 64 bits of which each depends on all. */
  public static long mix(long z) {
    long a = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ a >>> 27) * 0x94D049BB133111EBL;
    return b ^ b >>> 31;
  }
}
