package dev.lariat.study.evidence;

import dev.lariat.net.Parameter;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.statistics.Pairing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The weights of the networks of one trial, those of all folds together, biases left out.
 *
 * @param trial the setting
 * @param count weights of one network
 * @param meanSize mean of |w|
 * @param largest max of |w|
 * @param columnsUsed mean number of table columns with a weight that is not zero
 * @param layers from the input on
 * @param edges of the histogram's bins, ascending, one more than {@code shares}
 * @param shares of the weights in each bin
 * @param pixels the first layer as pictures; empty where the columns are no pixels
 */
public record WeightStatistics(Trial trial, long count, double meanSize, double largest, double columnsUsed,
    List<Layer> layers, List<Double> edges, List<Double> shares, Optional<PixelWeights> pixels) {
  private static final int BINS = 61; // odd: zero lies in the middle of one
  private static final String KERNEL = ".kernel";
  /** What the names of recurrent layers' other kernels end with: {@code gru1.recurrentKernel}. */
  private static final String OTHER_KERNEL = "Kernel";

  /**
   * A layer.
   *
   * @param name with its size
   * @param weights how many
   * @param zeroShare of them that are exactly zero, mean over folds
   */
  public record Layer(String name, long weights, double zeroShare) {}

  /**
   * Of the networks of a trial.
   *
   * @param networks kernels of each fold's network, in order of the layers
   * @param columnsUsed of each
   * @param bound half the width of the histogram
   */
  static WeightStatistics of(Trial trial, List<List<Parameter>> networks, double[] columnsUsed, double bound,
      Optional<PixelWeights> pixels) {
    List<Parameter> first = networks.getFirst();
    var layers = new ArrayList<Layer>();
    for (int l = 0; l < first.size(); l++) {
      int layer = l;
      double zeros = networks.stream().mapToLong(n -> zeros(n.get(layer).values())).average().orElseThrow();
      List<Integer> shape = first.get(l).shape();
      layers.add(new Layer(String.format(Locale.ROOT, "%s (%d × %d)", first.get(l).name().replace(KERNEL, ""),
          shape.getFirst(), shape.getLast()), first.get(l).values().length, zeros / first.get(l).values().length));
    }
    long[] bins = new long[BINS];
    long all = 0;
    double sum = 0;
    for (List<Parameter> network : networks) {
      for (Parameter kernel : network) {
        for (float w : kernel.values()) {
          sum += Math.abs(w);
          bins[Math.clamp((int) ((w / bound + 1) / 2 * BINS), 0, BINS - 1)]++;
          all++;
        }
      }
    }
    double count = all;
    var edges = new ArrayList<Double>();
    for (int b = 0; b <= BINS; b++) {
      edges.add(bound * (2.0 * b / BINS - 1));
    }
    return new WeightStatistics(trial, all / networks.size(), sum / count, largest(networks), Pairing.mean(columnsUsed),
        layers, edges, Arrays.stream(bins).mapToObj(bin -> bin / count).toList(), pixels);
  }

  static double largest(List<List<Parameter>> networks) {
    double largest = 0;
    for (List<Parameter> network : networks) {
      for (Parameter kernel : network) {
        for (float w : kernel.values()) {
          largest = Math.max(largest, Math.abs(w));
        }
      }
    }
    return largest;
  }

  /** The kernels among parameters. */
  static List<Parameter> kernels(List<Parameter> parameters) {
    return parameters.stream()
        .filter(parameter -> parameter.name().endsWith(KERNEL) || parameter.name().endsWith(OTHER_KERNEL))
        .toList();
  }

  private static long zeros(float[] values) {
    long zeros = 0;
    for (float value : values) {
      zeros += value == 0 ? 1 : 0;
    }
    return zeros;
  }
}
