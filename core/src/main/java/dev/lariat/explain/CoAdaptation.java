package dev.lariat.explain;

import dev.lariat.kernel.Philox;
import dev.lariat.loss.Loss;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.Network;
import dev.lariat.net.Parameter;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.training.TrainingRun;
import dev.lariat.optim.Optimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Co-adaptation measured: two networks that differ in dropout alone are trained on the same rows, then hidden units are
 * removed at test time. Units that rely on each other are missed more.
 *
 * @param rate of the second network's dropout
 * @param units in the hidden layer
 * @param points loss against share removed, from 0 up
 */
public record CoAdaptation(double rate, int units, List<Point> points) {
  private static final int INPUTS = 16;
  private static final int UNITS = 64;
  private static final int TRAIN_ROWS = 400;
  private static final int TEST_ROWS = 1000;
  private static final int EPOCHS = 60;
  /** Over how many random removals a loss is a mean. */
  public static final int REMOVALS = 20;
  private static final double LABEL_NOISE = 0.1;

  /** Makes the list immutable. */
  public CoAdaptation {
    points = List.copyOf(points);
  }

  /**
   * The losses on rows that were not trained on, each a mean over random removals.
   *
   * @param removed the share of hidden units removed
   * @param without log-loss of the network trained without dropout
   * @param with log-loss of the one trained with dropout
   * @param withoutAccuracy accuracy of the first
   * @param withAccuracy accuracy of the second
   */
  public record Point(double removed, double without, double with, double withoutAccuracy, double withAccuracy) {}

  private record Rows(float[] inputs, int[] labels) {
    TrainingRows training() {
      return TrainingRows.of(inputs, INPUTS, labels, 2);
    }
  }

  /**
   * Trains and measures, in a second or so.
   *
   * @param rate in [0, 1)
   */
  public static CoAdaptation of(double rate, long seed) {
    Philox random = new Philox(seed, 0, 0, 0, 2);
    double[][] teacher = new double[6][INPUTS];
    for (double[] unit : teacher) {
      for (int j = 0; j < INPUTS; j++) {
        unit[j] = random.nextGaussian() / Math.sqrt(INPUTS);
      }
    }
    TrainingRows training = rows(random, teacher, TRAIN_ROWS).training();
    Rows test = rows(random, teacher, TEST_ROWS);
    Trained without = trained(training, 0, seed, test);
    Trained with = trained(training, rate, seed, test);
    List<Point> points = new ArrayList<>();
    for (int tenth = 0; tenth <= 9; tenth++) {
      double[] plain = removed(without, test, tenth, seed);
      double[] thinned = removed(with, test, tenth, seed);
      points.add(new Point(tenth / 10.0, plain[0], thinned[0], plain[1], thinned[1]));
    }
    return new CoAdaptation(rate, UNITS, points);
  }

  /** Rows whose class a small random network decides, a tenth of them mislabelled. */
  private static Rows rows(Philox random, double[][] teacher, int count) {
    float[] inputs = new float[count * INPUTS];
    int[] labels = new int[count];
    for (int row = 0; row < count; row++) {
      for (int j = 0; j < INPUTS; j++) {
        inputs[row * INPUTS + j] = (float) random.nextGaussian();
      }
      double score = 0;
      for (int u = 0; u < teacher.length; u++) {
        double sum = 0;
        for (int j = 0; j < INPUTS; j++) {
          sum += teacher[u][j] * inputs[row * INPUTS + j];
        }
        score += (u % 2 == 0 ? 1 : -1) * Math.max(0, sum);
      }
      labels[row] = score > 0 ^ random.nextDouble() < LABEL_NOISE ? 1 : 0;
    }
    return new Rows(inputs, labels);
  }

  /** A trained network at the test rows. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Trained(double[][] hidden, float[] output, float[] outputBias) {}

  private static Trained trained(TrainingRows rows, double rate, long seed, Rows test) {
    Network network = Network.of(Layer.dense(UNITS, Activation.RELU), Layer.dropout(rate));
    TrainingPlan plan = TrainingPlan.of(network, Loss.softmaxCrossEntropy())
        .withOptimizer(Optimizer.adam(5e-3))
        .withEpochs(EPOCHS)
        .withSeed(seed);
    List<Parameter> weights = new TrainingRun(plan, rows, Optional.empty()).run().weights().parameters();
    float[] kernel = weights.get(0).values();
    double[][] hidden = new double[test.labels.length][UNITS];
    for (int row = 0; row < hidden.length; row++) {
      for (int u = 0; u < UNITS; u++) {
        double sum = weights.get(1).values()[u];
        for (int j = 0; j < INPUTS; j++) {
          sum += test.inputs[row * INPUTS + j] * kernel[j * UNITS + u];
        }
        hidden[row][u] = Math.max(0, sum);
      }
    }
    return new Trained(hidden, weights.get(2).values(), weights.get(3).values());
  }

  /**
   * Mean log-loss and accuracy over removals of this many tenths of the units; the kept ones are scaled up, as in
   * training.
   */
  private static double[] removed(Trained network, Rows test, int tenths, long seed) {
    int count = UNITS * tenths / 10;
    double[] sums = new double[2];
    int removals = count == 0 ? 1 : REMOVALS;
    for (int removal = 0; removal < removals; removal++) {
      Philox random = new Philox(seed, 0, tenths, removal, 3);
      int[] order = new int[UNITS];
      for (int u = 0; u < UNITS; u++) {
        order[u] = u;
      }
      random.shuffle(order);
      score(network, test.labels, Arrays.copyOfRange(order, count, UNITS), sums);
    }
    return new double[]{sums[0] / removals, sums[1] / removals};
  }

  private static void score(Trained network, int[] labels, int[] kept, double[] sums) {
    double scale = (double) UNITS / kept.length;
    for (int row = 0; row < labels.length; row++) {
      double margin = network.outputBias[1] - network.outputBias[0];
      for (int u : kept) {
        margin += scale * network.hidden[row][u] * (network.output[2 * u + 1] - network.output[2 * u]);
      }
      double towards = labels[row] == 1 ? margin : -margin;
      sums[0] += (Math.max(0, -towards) + StrictMath.log1p(StrictMath.exp(-Math.abs(towards)))) / labels.length;
      sums[1] += (towards > 0 ? 1.0 : 0.0) / labels.length;
    }
  }
}
