package dev.lariat.explain;

import dev.lariat.kernel.Kernels;
import dev.lariat.kernel.Philox;
import java.util.ArrayList;
import java.util.List;

/**
 * Dropout on the maps of a network of convolutions: each number by itself, or whole channels of a row (Tompson et al.
 * 2015, "Efficient object localization using convolutional networks"). Neighbours in a map tell nearly the same, so
 * that a number that is dropped by itself is still known from those around it. How much of it is, is measured on maps
 * of means of 3 × 3 numbers from N(0, 1), of which two neighbours have the correlation 2/3.
 *
 * @param rate p
 * @param element which numbers are kept where each is dropped by itself: [channel][place], line by line
 * @param spatial which are kept where whole channels are dropped
 * @param width numbers in a line of the shown maps
 * @param known the share of the variance of a dropped number that its kept neighbours tell, each by itself
 * @param knownError the standard error of that
 * @param knownOfChannels the same where its whole channel is dropped: no neighbour is kept, so 0
 */
public record MapDropout(double rate, List<List<Boolean>> element, List<List<Boolean>> spatial, int width, double known,
    double knownError, double knownOfChannels) {
  private static final int LINES = 4;
  private static final int WIDTH = 8;
  private static final int CHANNELS = 3;
  private static final int MAPS = 200;
  private static final int MAP_SIDE = 32;
  /** The layer's number in the key of a mask: the first dropout layer's. */
  private static final int LAYER = 0x8000;

  /** Makes the lists immutable. */
  public MapDropout {
    element = element.stream().map(List::copyOf).toList();
    spatial = spatial.stream().map(List::copyOf).toList();
  }

  /**
   * Draws masks as the trainers do, and measures.
   *
   * @param rate p, in [0, 1)
   */
  public static MapDropout of(double rate, long seed) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("a dropout rate must be at least 0 and below 1, not " + rate);
    }
    int places = LINES * WIDTH;
    float[] each = mask(rate, places * CHANNELS, 1, seed);
    float[] whole = mask(rate, CHANNELS, 1, seed);
    List<List<Boolean>> element = new ArrayList<>();
    List<List<Boolean>> spatial = new ArrayList<>();
    for (int channel = 0; channel < CHANNELS; channel++) {
      List<Boolean> own = new ArrayList<>();
      List<Boolean> together = new ArrayList<>();
      for (int place = 0; place < places; place++) {
        own.add(each[place * CHANNELS + channel] != 0); // the channels of a place lie together
        together.add(whole[channel] != 0);
      }
      element.add(own);
      spatial.add(together);
    }
    double sum = 0;
    double squares = 0;
    for (int map = 0; map < MAPS; map++) {
      double known = known(rate, map, seed);
      sum += known;
      squares += known * known;
    }
    double mean = sum / MAPS;
    double error = Math.sqrt(Math.max(0, squares / MAPS - mean * mean) / (MAPS - 1));
    return new MapDropout(rate, element, spatial, WIDTH, mean, error, 0);
  }

  private static float[] mask(double rate, int n, int step, long seed) {
    float[] mask = new float[n];
    Kernels.plain().dropoutMask(seed, 0, 1, step, LAYER, (float) rate, n, mask, 0);
    return mask;
  }

  /** R² of the regression of dropped numbers on the mean of their kept neighbours, in one map. */
  private static double known(double rate, int map, long seed) {
    double[] numbers = smooth(new Philox(seed, 0, 0, map, 2));
    float[] mask = mask(rate, numbers.length, 2 + map, seed);
    double n = 0;
    double x = 0;
    double y = 0;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int line = 1; line < MAP_SIDE - 1; line++) {
      for (int pixel = 1; pixel < MAP_SIDE - 1; pixel++) {
        int at = line * MAP_SIDE + pixel;
        if (mask[at] != 0) {
          continue;
        }
        double around = 0;
        int kept = 0;
        for (int step : new int[]{-1, 1, -MAP_SIDE, MAP_SIDE}) {
          around += mask[at + step] != 0 ? numbers[at + step] : 0;
          kept += mask[at + step] != 0 ? 1 : 0;
        }
        double guess = kept == 0 ? 0 : around / kept;
        n++;
        x += guess;
        y += numbers[at];
        xx += guess * guess;
        yy += numbers[at] * numbers[at];
        xy += guess * numbers[at];
      }
    }
    double spread = (xx - x * x / n) * (yy - y * y / n);
    double together = xy - x * y / n;
    return n < 3 || !(spread > 0) ? 0 : together * together / spread;
  }

  private static double[] smooth(Philox random) {
    int wide = MAP_SIDE + 2;
    double[] noise = new double[wide * wide];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextGaussian();
    }
    double[] means = new double[MAP_SIDE * MAP_SIDE];
    for (int line = 0; line < MAP_SIDE; line++) {
      for (int pixel = 0; pixel < MAP_SIDE; pixel++) {
        for (int around = 0; around < 9; around++) {
          means[line * MAP_SIDE + pixel] += noise[(line + around / 3) * wide + pixel + around % 3] / 9;
        }
      }
    }
    return means;
  }
}
