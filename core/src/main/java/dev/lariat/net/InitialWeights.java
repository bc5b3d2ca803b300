package dev.lariat.net;

import dev.lariat.kernel.Philox;
import dev.lariat.net.layer.Initializer;
import dev.lariat.net.layer.LayerParameter.Start;
import java.util.Arrays;
import java.util.List;

/** Draws the weights with which a layer begins. */
final class InitialWeights {
  /** Keys of the random numbers of initial weights: layers of different kinds draw from different streams. */
  private static final int UNITS_STREAM = 0;
  private static final int EMBEDDING_STREAM = 0x4000;
  /** The output layer's own: it begins the same however many layers stand before it, if its sizes are the same. */
  private static final int OUTPUT_STREAM = 0x3FFF;

  /** Of layers that begin with constants. */
  private static final int NOTHING_DRAWN = 0x4001;

  /** The standard deviation of a standard normal cut at ±2. */
  private static final double CUT_NORMAL = 0.8796256610342398;

  private InitialWeights() {}

  static void draw(Architecture.Stage stage, List<Parameter> parameters, long seed, int fold) {
    var random = new Philox(seed, fold, 0, 0, stream(stage));
    for (int p = 0; p < parameters.size(); p++) {
      float[] values = parameters.get(p).values();
      switch (stage.parameters().get(p).start()) {
        case Start.Constant(float value) -> Arrays.fill(values, value);
        case Start.Uniform(double bound) -> uniform(values, bound, random);
        case Start.Range(int from, int to, float value) -> Arrays.fill(values, from, to, value);
        case Start.Orthogonal _ -> orthogonal(values, stage.parameters().get(p).shape().inputs(), random);
        case Start.Kernel(Initializer how, int inputs, int outputs) -> kernel(how, values, inputs, outputs, random);
        case Start.Bias(Initializer how, int inputs) -> bias(how, values, inputs, random);
      }
    }
  }

  private static int stream(Architecture.Stage stage) {
    if (stage.name().equals("output")) {
      return OUTPUT_STREAM;
    }
    return switch (stage.layer().numbering()) {
      case UNITS -> UNITS_STREAM + stage.ordinal();
      case SINGLE -> EMBEDDING_STREAM;
      case NORMALIZATION, ACTIVATION, NOISE, SHAPE -> NOTHING_DRAWN;
    };
  }

  /** Fills a kernel. */
  private static void kernel(Initializer how, float[] weights, int inputs, int outputs, Philox random) {
    double deviation = Math.sqrt(how.variance(inputs, outputs));
    switch (how) {
      case GLOROT_UNIFORM, HE_UNIFORM, LECUN_UNIFORM, PYTORCH -> uniform(weights, Math.sqrt(3) * deviation, random);
      case GLOROT_NORMAL, HE_NORMAL, LECUN_NORMAL -> {
        for (int i = 0; i < weights.length; i++) {
          weights[i] = (float) (cutNormal(random) * deviation / CUT_NORMAL);
        }
      }
    }
  }

  /**
   * Fills a matrix with rows of length 1 at right angles: normal numbers, from each row of which what it shares with
   * the rows above is taken away, twice for the rounding (Gram and Schmidt). At most as many rows as columns.
   */
  private static void orthogonal(float[] weights, int rows, Philox random) {
    int columns = weights.length / rows;
    double[] made = new double[weights.length];
    for (int i = 0; i < made.length; i++) {
      made[i] = random.nextGaussian();
    }
    for (int r = 0; r < rows; r++) {
      int row = r * columns;
      for (int pass = 0; pass < 2; pass++) {
        for (int other = 0; other < row; other += columns) {
          double shared = product(made, row, other, columns);
          for (int j = 0; j < columns; j++) {
            made[row + j] -= shared * made[other + j];
          }
        }
      }
      double length = Math.sqrt(product(made, row, row, columns));
      for (int j = 0; j < columns; j++) {
        made[row + j] /= length;
        weights[row + j] = (float) made[row + j];
      }
    }
  }

  private static double product(double[] numbers, int one, int other, int n) {
    double sum = 0;
    for (int j = 0; j < n; j++) {
      sum += numbers[one + j] * numbers[other + j];
    }
    return sum;
  }

  /** Fills a bias. */
  private static void bias(Initializer how, float[] bias, int inputs, Philox random) {
    if (how == Initializer.PYTORCH) {
      uniform(bias, 1 / Math.sqrt(inputs), random);
    }
  }

  private static void uniform(float[] weights, double bound, Philox random) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
  }

  private static double cutNormal(Philox random) {
    while (true) {
      double z = random.nextGaussian();
      if (Math.abs(z) <= 2) {
        return z;
      }
    }
  }
}
