package dev.lariat.bench;

import dev.lariat.loss.Loss;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.optim.Optimizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One network on one table, as Lariat and the peers train it, with AdamW(0.001, decay 0.01). Networks of dense layers
 * have ReLU and dropout 0.5 after every hidden layer; the network of convolutions is conv 32 3x3, pool 2, conv 64 3x3,
 * pool 2, dense 128, dropout 0.5; the recurrent ones have 64 units over 100 steps of 32 channels and give their last
 * state, with gradients clipped to the norm 1.
 */
enum Problem {
  DIGITS_32(Kind.DENSE, "digits", 32, 784, 10, 128, 64), DIGITS_128(Kind.DENSE, "digits", 128, 784, 10, 128, 64),
  TABLE(Kind.DENSE, "table", 256, 50, 2, 512, 512, 512), WIDE(Kind.DENSE, "digits", 128, 784, 10, 1024, 1024),
  CNN_32(Kind.CNN, "digits", 32, 784, 10, 128), CNN_128(Kind.CNN, "digits", 128, 784, 10, 128),
  LSTM_32(Kind.LSTM, "series", 32, 3200, 2, 64), LSTM_128(Kind.LSTM, "series", 128, 3200, 2, 64),
  GRU_32(Kind.GRU, "series", 32, 3200, 2, 64), GRU_128(Kind.GRU, "series", 128, 3200, 2, 64),
  DROPOUT_32(Kind.DROPOUT, "series", 32, 3200, 2, 64);

  /** What kind of network it is. */
  private enum Kind {
    DENSE, CNN, LSTM, GRU, DROPOUT
  }

  private static final int STEPS = 100;
  private static final int FILTERS = 32;
  private static final double RECURRENT_DROPOUT = 0.25;
  /** Rows of networks of convolutions and of recurrent ones: an epoch takes long. */
  private static final int FEW = 2000;

  private final Kind kind;
  private final String data;
  private final int batch;
  final int inputs;
  private final int classes;
  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Integer> hidden;

  Problem(Kind kind, String data, int batch, int inputs, int classes, Integer... hidden) {
    this.kind = kind;
    this.data = data;
    this.batch = batch;
    this.inputs = inputs;
    this.classes = classes;
    this.hidden = List.of(hidden);
  }

  /** Rows that train; a fourth as many judge. */
  int training() {
    return kind == Kind.DENSE ? Digits.TRAINING : FEW;
  }

  int allRows() {
    return training() + training() / 4;
  }

  String title() {
    String network = switch (kind) {
      case DENSE -> inputs + "-" + String.join("-", hidden.stream().map(String::valueOf).toList()) + "-" + classes;
      case CNN -> "conv 32 3x3, pool, conv 64 3x3, pool, dense 128, dropout 0.5 on 28x28";
      case LSTM -> "LSTM 64, 100 steps of 32 channels";
      case GRU -> "GRU 64, 100 steps of 32 channels";
      case DROPOUT -> "LSTM 64 with recurrent dropout 0.25, 100 steps of 32 channels";
    };
    return network + ", batch " + batch + ", " + training() + " rows";
  }

  /** The problem as {@code bench/peers/net.py} takes it: kind, training rows, inputs, hidden layers, classes, batch. */
  String sizes() {
    List<Integer> sizes = new ArrayList<>(List.of(training(), inputs));
    sizes.addAll(hidden);
    sizes.addAll(List.of(classes, batch));
    return kind.name().toLowerCase(Locale.ROOT) + ","
        + sizes.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** The peers that have it. */
  List<String> peers() {
    return switch (kind) {
      case DENSE -> List.of("torch", "torch-loader", "keras", "jax");
      case CNN -> List.of("torch", "torch-channels-last", "keras");
      case LSTM, GRU -> List.of("torch", "keras");
      case DROPOUT -> List.of("keras");
    };
  }

  /**
   * Multiplications and additions of the matrix products of one training epoch: forward, weight gradients, and input
   * gradients but the first layer's.
   */
  double productFlops() {
    double sum = switch (kind) {
      case DENSE -> dense();
      case CNN -> 2.0 * 26 * 26 * 9 * FILTERS + 3.0 * (11 * 11 * 9 * FILTERS * 2 * FILTERS + 25 * 2 * FILTERS * 128)
          + 3.0 * 128 * classes;
      case LSTM, DROPOUT -> recurrent(4);
      case GRU -> recurrent(3);
    };
    return 2 * sum * training();
  }

  private double dense() {
    double sum = 2.0 * inputs * hidden.getFirst();
    int width = hidden.getFirst();
    for (int units : hidden.subList(1, hidden.size())) {
      sum += 3.0 * width * units;
      width = units;
    }
    return sum + 3.0 * width * classes;
  }

  private double recurrent(int gates) {
    double units = hidden.getFirst();
    return inputs * 2.0 * gates * units + STEPS * 3.0 * units * gates * units + 3 * units * classes;
  }

  TrainingPlan plan(int epochs) {
    return TrainingPlan.of(Network.of(layers()), Loss.softmaxCrossEntropy())
        .withOptimizer(Optimizer.adamW(0.001, 0.01))
        .withEpochs(epochs)
        .withBatch(batch);
  }

  private List<Layer> layers() {
    int units = hidden.getFirst();
    Layer series = Layer.sequence(STEPS, inputs / STEPS);
    return switch (kind) {
      case DENSE -> hidden.stream()
          .flatMap(wide -> Stream.<Layer>of(Layer.dense(wide, Activation.RELU), Layer.dropout(0.5)))
          .toList();
      case CNN -> List.of(Layer.image(28, 28, 1), Layer.conv(FILTERS, 3, Activation.RELU), Layer.maxPool(2),
          Layer.conv(2 * FILTERS, 3, Activation.RELU), Layer.maxPool(2), Layer.flatten(),
          Layer.dense(units, Activation.RELU), Layer.dropout(0.5));
      case LSTM -> List.of(series, Layer.lstm(units));
      case GRU -> List.of(series, Layer.gru(units));
      case DROPOUT -> List.of(series, Layer.lstm(units).noise(new Recurrent.Noise(0, RECURRENT_DROPOUT, 0)));
    };
  }

  /** Training rows and validation rows. */
  List<TrainingRows> rows(Path dataFolder) throws IOException {
    Digits digits = switch (data) {
      case "digits" -> Digits.read(dataFolder.resolve("mnist10k.csv.gz"));
      case "series" -> series();
      default -> table();
    };
    int split = training();
    return List.of(
        TrainingRows.of(Arrays.copyOf(digits.pixels(), split * inputs), inputs, Arrays.copyOf(digits.labels(), split),
            classes),
        TrainingRows.of(Arrays.copyOfRange(digits.pixels(), split * inputs, allRows() * inputs), inputs,
            Arrays.copyOfRange(digits.labels(), split, allRows()), classes));
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

  /** Normal numbers, and a class by the sum of a channel over the last ten steps. */
  private Digits series() {
    Random random = new Random(2);
    float[] x = new float[allRows() * inputs];
    int[] y = new int[allRows()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    int channels = inputs / STEPS;
    for (int r = 0; r < y.length; r++) {
      double sum = 0;
      for (int t = STEPS - 10; t < STEPS; t++) {
        sum += x[r * inputs + t * channels];
      }
      y[r] = sum > 0 ? 1 : 0;
    }
    return new Digits(x, y);
  }
}
