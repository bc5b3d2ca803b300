package dev.lariat.net;

import dev.lariat.kernel.Philox;
import dev.lariat.net.layer.ActivationLayer;
import dev.lariat.net.layer.BatchNorm;
import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Initializer;
import dev.lariat.net.layer.LayerNorm;
import java.util.Arrays;
import java.util.List;

/** Draws the weights with which a layer begins. */
final class InitialWeights {
  /** Keys of the random numbers of initial weights: layers of different kinds draw from different streams. */
  private static final int DENSE_STREAM = 0;
  private static final int EMBEDDING_STREAM = 0x4000;
  /** The output layer's own: it begins the same however many layers stand before it, if its sizes are the same. */
  private static final int OUTPUT_STREAM = 0x3FFF;

  /** The standard deviation of a standard normal cut at ±2. */
  private static final double CUT_NORMAL = 0.8796256610342398;

  private InitialWeights() {}

  static void draw(Architecture.Stage stage, List<Parameter> parameters, long seed, int fold) {
    switch (stage.layer()) {
      case Dense dense -> {
        int stream = stage.name().equals("output") ? OUTPUT_STREAM : DENSE_STREAM + stage.ordinal();
        var random = new Philox(seed, fold, 0, 0, stream);
        kernel(dense.initializer(), parameters.getFirst().values(), stage.inputs(), stage.outputs(), random);
        if (dense.bias()) {
          bias(dense.initializer(), parameters.getLast().values(), stage.inputs(), random);
        }
      }
      case Embedding _ -> {
        var random = new Philox(seed, fold, 0, 0, EMBEDDING_STREAM);
        parameters.forEach(table -> uniform(table.values(), 0.05, random));
      }
      case BatchNorm _ -> {
        ones(parameters.get(0));
        ones(parameters.get(3));
      }
      case LayerNorm _ -> ones(parameters.getFirst());
      case Dropout _,ActivationLayer _ -> {
      }
    }
  }

  private static void ones(Parameter parameter) {
    Arrays.fill(parameter.values(), 1);
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
