package dev.lariat.kernel;

/**
 * Random numbers that are a function of where they are used: Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel
 * random numbers: as easy as 1, 2, 3", SC 2011). The key is the seed; the counter is (block, step, epoch, fold and
 * layer). So a cell's numbers do not depend on what ran before or beside it, and a run can be resumed at any step.
 *
 * <p>An instance is one such stream: an unlimited sequence for initialising and shuffling. It is mutable and for one
 * thread. {@link Kernels#dropoutMask} makes masks from the same streams at memory speed.
 */
public final class Philox {
  static final int M0 = 0xD2511F53;
  static final int M1 = 0xCD9E8D57;
  /** The golden ratio and √3 − 1: what the key grows by each round. */
  static final int W0 = 0x9E3779B9;
  static final int W1 = 0xBB67AE85;
  static final int ROUNDS = 10;
  private static final long LOW = 0xFFFFFFFFL;

  private final int key0;
  private final int key1;
  private int step;
  private int epoch;
  private final int place;
  private final int[] block = new int[4];
  private int counter;
  private int used = 4;
  private double spare = Double.NaN;

  /**
   * @param seed any number
   * @param fold 0 to 65535
   * @param epoch 0 or more
   * @param step 0 or more
   * @param layer 0 to 65535: what in the step asks; 65535 is a good name for "not a layer"
   */
  public Philox(long seed, int fold, int epoch, int step, int layer) {
    this.key0 = (int) seed;
    this.key1 = (int) (seed >>> 32);
    this.step = step;
    this.epoch = epoch;
    this.place = place(fold, layer);
  }

  /** Begins the stream of another step, of the same seed, fold and layer. */
  public void at(int newEpoch, int newStep) {
    epoch = newEpoch;
    step = newStep;
    counter = 0;
    used = block.length;
    spare = Double.NaN;
  }

  static int place(int fold, int layer) {
    if ((fold | layer) >>> 16 != 0) {
      throw new IllegalArgumentException("fold and layer must be 0 to 65535, but are " + fold + " and " + layer);
    }
    return (fold << 16) | layer;
  }

  /** Ten rounds. Writes four 32-bit words to {@code words}. */
  static void block(int key0, int key1, int c0, int c1, int c2, int c3, int[] words) {
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = (M0 & LOW) * (c0 & LOW);
      long p1 = (M1 & LOW) * (c2 & LOW);
      c0 = (int) (p1 >>> 32) ^ c1 ^ key0;
      c2 = (int) (p0 >>> 32) ^ c3 ^ key1;
      c1 = (int) p1;
      c3 = (int) p0;
      key0 += W0;
      key1 += W1;
    }
    words[0] = c0;
    words[1] = c1;
    words[2] = c2;
    words[3] = c3;
  }

  /** {@return 32 random bits} */
  public int nextInt() {
    if (used == 4) {
      block(key0, key1, counter++, step, epoch, place, block);
      used = 0;
    }
    return block[used++];
  }

  /** {@return 64 random bits} */
  public long nextLong() {
    return ((long) nextInt() << 32) | (nextInt() & LOW);
  }

  /**
   * A whole number below a bound.
   *
   * @param bound 1 or more
   * @return 0 to bound − 1, each equally likely (Lemire 2019: multiply, reject the few that would be favoured)
   */
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("the bound must be 1 or more, but is " + bound);
    }
    long m = (nextInt() & LOW) * bound;
    if ((m & LOW) < bound) {
      long threshold = (1L << 32) % bound;
      while ((m & LOW) < threshold) {
        m = (nextInt() & LOW) * bound;
      }
    }
    return (int) (m >>> 32);
  }

  /** {@return a multiple of 2⁻²⁴, uniform in [0, 1)} */
  public float nextFloat() {
    return (nextInt() >>> 8) * 0x1p-24f;
  }

  /** {@return a multiple of 2⁻⁵³, uniform in [0, 1)} */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /** {@return standard normal (Marsaglia's polar method, with StrictMath, so that the bits are fixed)} */
  public double nextGaussian() {
    if (!Double.isNaN(spare)) {
      double value = spare;
      spare = Double.NaN;
      return value;
    }
    while (true) {
      double u = 2 * nextDouble() - 1;
      double v = 2 * nextDouble() - 1;
      double s = u * u + v * v;
      if (s < 1 && s > 0) {
        double factor = Math.sqrt(-2 * StrictMath.log(s) / s);
        spare = v * factor;
        return u * factor;
      }
    }
  }

  /**
   * Shuffles by Fisher and Yates.
   *
   * @param values modified
   */
  public void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int v = values[i];
      values[i] = values[j];
      values[j] = v;
    }
  }
}
