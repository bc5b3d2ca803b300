package dev.lariat.bench;

import dev.lariat.loss.Loss;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.TrainingRows;
import dev.lariat.optim.Optimizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * One network on one table, as Lariat and the peers train it: ReLU, dropout 0.5 after every hidden layer, AdamW(0.001,
 * decay 0.01).
 */
enum Problem {
  DIGITS_32("digits", 32, 784, 10, 128, 64), DIGITS_128("digits", 128, 784, 10, 128, 64),
  TABLE("table", 256, 50, 2, 512, 512, 512), WIDE("digits", 128, 784, 10, 1024, 1024);

  final String data;
  final int batch;
  final int inputs;
  final int classes;
  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  final List<Integer> hidden;

  Problem(String data, int batch, int inputs, int classes, Integer... hidden) {
    this.data = data;
    this.batch = batch;
    this.inputs = inputs;
    this.classes = classes;
    this.hidden = List.of(hidden);
  }

  String title() {
    return inputs + "-" + String.join("-", hidden.stream().map(String::valueOf).toList()) + "-" + classes + ", batch "
        + batch;
  }

  /** The problem as {@code bench/peers/net.py} takes it: inputs, hidden layers, classes, batch. */
  String sizes() {
    List<Integer> sizes = new ArrayList<>(List.of(inputs));
    sizes.addAll(hidden);
    sizes.addAll(List.of(classes, batch));
    return sizes.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /**
   * Multiplications and additions of the matrix products of one training epoch: forward, weight gradients, and input
   * gradients but the first layer's.
   */
  double productFlops() {
    double sum = 2.0 * inputs * hidden.getFirst();
    int width = hidden.getFirst();
    for (int units : hidden.subList(1, hidden.size())) {
      sum += 3.0 * width * units;
      width = units;
    }
    sum += 3.0 * width * classes;
    return 2 * sum * Digits.TRAINING;
  }

  TrainingPlan plan(int epochs) {
    List<Layer> layers = new ArrayList<>();
    for (int units : hidden) {
      layers.add(Layer.dense(units, Activation.RELU));
      layers.add(Layer.dropout(0.5));
    }
    return TrainingPlan.of(Network.of(layers), Loss.softmaxCrossEntropy())
        .withOptimizer(Optimizer.adamW(0.001, 0.01))
        .withEpochs(epochs)
        .withBatch(batch);
  }

  /** Training rows and validation rows. */
  List<TrainingRows> rows(Path dataFolder) throws IOException {
    Digits digits = data.equals("digits") ? Digits.read(dataFolder.resolve("mnist10k.csv.gz")) : table();
    int split = Digits.TRAINING;
    return List.of(
        TrainingRows.of(Arrays.copyOf(digits.pixels(), split * inputs), inputs, Arrays.copyOf(digits.labels(), split),
            classes),
        TrainingRows.of(Arrays.copyOfRange(digits.pixels(), split * inputs, Digits.ROWS * inputs), inputs,
            Arrays.copyOfRange(digits.labels(), split, Digits.ROWS), classes));
  }

  /** As many rows as the digits: 50 normal inputs, a class from a noisy product of some of them. */
  private Digits table() {
    Random random = new Random(1);
    float[] x = new float[Digits.ROWS * inputs];
    int[] y = new int[Digits.ROWS];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    for (int r = 0; r < y.length; r++) {
      int at = r * inputs;
      y[r] = x[at] * x[at + 1] + x[at + 2] - 0.5 * x[at + 3] + 0.5 * random.nextGaussian() > 0 ? 1 : 0;
    }
    return new Digits(x, y);
  }
}
