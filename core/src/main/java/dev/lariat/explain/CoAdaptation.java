package dev.lariat.explain;

import dev.lariat.kernel.Philox;
import dev.lariat.loss.Loss;
import dev.lariat.net.Activation;
import dev.lariat.net.Layer;
import dev.lariat.net.Network;
import dev.lariat.net.Predictor;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.TrainingResult;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.TrainingRun;
import dev.lariat.net.Weights;
import dev.lariat.optim.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Co-adaptation measured: two networks that differ in dropout alone are trained on the same rows, then hidden units are removed at test time. Units that rely
 * on each other are missed more.
 *
 * @param rate of the second network's dropout
 * @param units in the hidden layer
 * @param points loss against share removed, from 0 up
 */
public record CoAdaptation(double rate, int units, List<Point> points) {
  private static final int INPUTS = 16;
  private static final int UNITS = 64;
  private static final int TRAIN_ROWS = 400;
  private static final int TEST_ROWS = 2000;
  private static final int EPOCHS = 60;
  private static final int REMOVALS = 25;
  private static final double LABEL_NOISE = 0.1;
  private static final double SMALLEST = 1e-7; // as probabilities come in 32 bits

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
    Predictor without = trained(training, 0, seed);
    Predictor with = trained(training, rate, seed);
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

  private static Predictor trained(TrainingRows rows, double rate, long seed) {
    Network network = Network.of(Layer.dense(UNITS, Activation.RELU), Layer.dropout(rate));
    TrainingPlan plan = TrainingPlan.of(network, Loss.softmaxCrossEntropy()).withOptimizer(Optimizer.adam(5e-3))
        .withEpochs(EPOCHS).withSeed(seed);
    TrainingRun run = new TrainingRun(plan, rows, Optional.empty());
    TrainingResult result = run.run();
    return new Predictor(run.architecture(), result.weights(), plan.loss());
  }

  /** Mean log-loss and accuracy over removals of this many tenths of the units; the kept ones are scaled up, as in training. */
  private static double[] removed(Predictor predictor, Rows test, int tenths, long seed) {
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
      Weights thinned = predictor.weights().copy();
      // The second kernel is the output's, a row per hidden unit.
      float[] kernel = thinned.parameters().stream().filter(p -> p.shape().size() == 2).skip(1).findFirst()
          .orElseThrow().values();
      int outputs = kernel.length / UNITS;
      for (int k = 0; k < UNITS; k++) {
        for (int o = 0; o < outputs; o++) {
          kernel[order[k] * outputs + o] *= k < count ? 0 : (float) UNITS / (UNITS - count);
        }
      }
      score(new Predictor(predictor.architecture(), thinned, Loss.softmaxCrossEntropy()), test, sums);
    }
    return new double[]{sums[0] / removals, sums[1] / removals};
  }

  private static void score(Predictor predictor, Rows test, double[] sums) {
    float[] probabilities = predictor.predict(test.inputs, test.labels.length);
    for (int row = 0; row < test.labels.length; row++) {
      double right = probabilities[2 * row + test.labels[row]];
      sums[0] -= StrictMath.log(Math.max(SMALLEST, right)) / test.labels.length;
      sums[1] += (right > 0.5 ? 1.0 : 0.0) / test.labels.length;
    }
  }
}
