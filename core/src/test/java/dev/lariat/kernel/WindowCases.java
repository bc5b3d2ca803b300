package dev.lariat.kernel;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** Of {@link KernelCases} those of what convolutions and their pools need. */
record WindowCases(Kernels kernels, Random random, KernelCases cases) {
  /** Numbers of a place: less than a vector of any width, just one, one and a rest, two, and two and a rest. */
  private static final int[] UNITS = {1, 3, 4, 7, 8, 11, 16, 19, 32, 35};
  /** Numbers of a run: more than a vector, and whole vectors of some widths. */
  private static final int[] RUNS = {17, 19, 32, 33, 47};

  /** Those that are of no length. */
  void all() {
    for (int units : UNITS) {
      pools(units);
    }
    for (int run : RUNS) {
      windows(run, 0);
      windows(run, 64);
    }
  }

  /** Places of a line and of the next one, by threes and one unit, or one place of n units; runs of three. */
  void ofLength(int n, float[] x, int xo) {
    for (int units : new int[]{1, Math.max(1, n)}) {
      int places = n / units;
      float[] most = new float[(places + 4) * units];
      int[] chosen = new int[most.length];
      kernels.pool(places, 0, 3, 0, units, x, xo, most, 0, chosen, 0);
      kernels.pool(Math.max(0, places - 1), 1, 3, 3, units, x, xo, most, 0, chosen, 0);
      cases.put("pool", most, n, units);
      cases.put("pooled", IntStream.of(chosen).asDoubleStream().toArray(), n, units);
      float[] back = new float[n];
      kernels.unpool(places, 0, 3, 0, units, chosen, 0, most, 0, back, 0);
      cases.put("unpool", back, n, units);
    }
    float[] patches = new float[n < 7 ? 0 : 6 * (n - 6) + 2];
    kernels.windows(n < 7 ? 0 : n - 6, 2, 3, x, xo, 1, 4, patches, 0);
    cases.put("windows", Arrays.copyOf(patches, Math.max(0, patches.length - 2)), n);
  }

  /** Windows of three places in two lines, of which the first comes in two parts, and the way back. */
  private void pools(int units) {
    int places = 8; // the last window is not full
    int most = (places + 2) / 3 * units;
    int xo = random.nextInt(4);
    int yo = random.nextInt(4);
    int co = random.nextInt(4);
    float[] y = new float[yo + most];
    int[] chosen = new int[co + most];
    float[] first = ties(xo + places * units);
    int part = 4;
    kernels.pool(part, 0, 3, 0, units, first, xo, y, yo, chosen, co);
    kernels.pool(places - part, part, 3, 0, units, first, xo + part * units, y, yo, chosen, co);
    kernels.pool(places, 0, 3, 3, units, ties(xo + places * units), xo, y, yo, chosen, co);
    cases.put("pool of two lines", y, units);
    cases.put("pooled of two lines", IntStream.of(chosen).asDoubleStream().toArray(), units);
    for (int line : new int[]{0, 3}) {
      float[] back = cases.floats(xo + places * units);
      kernels.unpool(part, 0, 3, line, units, chosen, co, y, yo, back, xo);
      kernels.unpool(places - part, part, 3, line, units, chosen, co, y, yo, back, xo + part * units);
      cases.put("unpool of line " + line, back, units);
    }
  }

  /** Few values, so that many are equal, 0 and −0 among them; some are no number. */
  private float[] ties(int n) {
    float[] x = cases.floats(n);
    for (int i = 0; i < n; i++) {
      x[i] = random.nextInt(13) == 0 ? Float.NaN : (float) Math.rint(x[i]);
    }
    return x;
  }

  /** @param beyond numbers behind what is read, and behind what is written: whole vectors may go on into them */
  private void windows(int run, int beyond) {
    int places = 3;
    int lines = 2;
    int step = 5;
    int line = 29;
    int written = places * lines * run;
    float[] to = new float[1 + written + beyond];
    float[] x = cases.floats(2 + (places - 1) * step + (lines - 1) * line + run + beyond);
    kernels.windows(places, lines, run, x, 2, step, line, to, 1);
    cases.put("windows of long runs", Arrays.copyOf(to, 1 + written), run, beyond);
  }
}
