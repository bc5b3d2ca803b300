package dev.lariat.net.training;

import dev.lariat.net.layer.Activation;
import dev.lariat.net.pass.StepKey;
import dev.lariat.net.pass.Workspace;
import dev.lariat.net.Parameter;
import dev.lariat.net.Weights;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.Architecture;
import static dev.lariat.net.layer.Layer.dense;
import static dev.lariat.penalty.Decay.decay;
import static dev.lariat.penalty.Penalty.l1;
import static dev.lariat.penalty.Penalty.l2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.loss.Loss;
import dev.lariat.loss.Targets;
import dev.lariat.optim.Adam;
import dev.lariat.optim.AdamW;
import dev.lariat.optim.Dialect;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.RmsProp;
import dev.lariat.optim.Sgd;
import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.ZeroRule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Twenty steps of every optimizer × {none, L1, L2, decay} must end where Keras, PyTorch and MLX end: a relative 1e-5.
 * The golden values name their tool and version; {@code conformance/run nets} makes them anew.
 */
class ConformanceTest {
  private static final Map<String, String> PROBLEM = read("problem.txt");
  private static final double TOLERANCE = 1e-5;

  /** One recorded case. */
  record Case(Dialect dialect, String optimizer, String regularizer, String golden) {
    @Override
    public String toString() {
      return dialect + " " + optimizer + " " + regularizer;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(Dialect.values()).flatMap(dialect -> {
      String file = switch (dialect) {
        case KERAS -> "keras.txt";
        case PYTORCH -> "pytorch.txt";
        case MLX -> "mlx.txt";
      };
      return read(file).entrySet().stream().map(line -> {
        String[] words = line.getKey().split(" ", -1);
        return new Case(dialect, words[0], words[1], line.getValue());
      });
    });
  }

  @ParameterizedTest
  @MethodSource("cases")
  void endsWhereTheFrameworkEnds(Case golden) {
    float[] expected = floats(golden.golden());
    float[] actual = train(golden);

    double difference = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
      size = Math.max(size, Math.abs(expected[i]));
    }
    assertThat(actual).hasSameSizeAs(expected);
    assertThat(difference / size).isLessThan(TOLERANCE);
  }

  private static Optimizer optimizer(Case golden) {
    Dialect dialect = golden.dialect();
    return switch (golden.optimizer()) {
      case "sgd" -> Sgd.of(0.05, 0, false, dialect);
      case "momentum" -> Sgd.of(0.05, 0.9, false, dialect);
      case "nesterov" -> Sgd.of(0.05, 0.9, true, dialect);
      case "dampened" -> new Sgd(0.05, 0.8, 0.3, false, dialect);
      case "adam" -> Adam.of(0.01, dialect);
      case "adam-uncorrected" -> Adam.of(0.01, dialect).withBiasCorrection(false);
      case "adamw" -> AdamW.of(0.01, dialect);
      case "rmsprop" -> RmsProp.of(0.01, dialect);
      case "huber", "elu", "mish" -> Sgd.of(0.05, 0.9, false, dialect);
      default -> throw new IllegalArgumentException(golden.optimizer());
    };
  }

  /** The frameworks decay biases too, so here they are asked to. */
  private static float[] train(Case golden) {
    float[] lambdas = floats(PROBLEM.get("lambdas"));
    Optimizer optimizer = optimizer(golden);
    double rate = golden.regularizer().equals("decay") ? 0.1 : optimizer instanceof AdamW adamW ? adamW.decay() : 0;
    List<Regularizer> penalties = switch (golden.regularizer()) {
      case "l1" -> List.of(l1(lambdas[0]));
      case "l2" -> List.of(l2(lambdas[1]));
      default -> List.of();
    };
    Regularizer[] kernel = Stream.concat(penalties.stream(), Stream.of(decay(rate))).toArray(Regularizer[]::new);
    int[] sizes = Arrays.stream(PROBLEM.get("sizes").split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    Activation activation = switch (golden.optimizer()) {
      case "elu" -> Activation.ELU;
      case "mish" -> Activation.MISH;
      default -> Activation.TANH;
    };
    Loss loss = golden.optimizer().equals("huber") ? Loss.huber(0.5) : Loss.softmaxCrossEntropy();
    Network network = Network.of(dense(sizes[1], activation, kernel).bias(decay(rate)),
        dense(sizes[2]).kernel(kernel).bias(decay(rate)));
    return run(TrainingPlan.of(network, loss).withOptimizer(optimizer).withZeroRule(ZeroRule.SUBGRADIENT), sizes);
  }

  /** The trainer's step on given batches. The second dense layer is the output: the implied one is left out. */
  private static float[] run(TrainingPlan plan, int[] sizes) {
    Architecture whole = Architecture.of(plan.network(), sizes[0], sizes[2]);
    var architecture = new Architecture(whole.network(), sizes[0], sizes[2], whole.stages().subList(0, 2));
    Weights weights = new Weights(whole.initialWeights(0, 0).parameters().subList(0, 4));
    float[] given = floats(PROBLEM.get("weights"));
    int at = 0;
    for (Parameter parameter : weights.parameters()) {
      System.arraycopy(given, at, parameter.values(), 0, parameter.values().length);
      at += parameter.values().length;
    }
    int rows = Integer.parseInt(PROBLEM.get("rows"));
    float[] inputs = floats(PROBLEM.get("inputs"));
    int[] labels = Arrays.stream(PROBLEM.get("labels").split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    Targets targets = switch (plan.loss().task()) {
      case CLASSIFICATION -> Targets.labels(labels, sizes[2]);
      case REGRESSION -> peaks(labels, sizes[2]);
    };
    Workspace workspace = Workspace.training(architecture, weights, rows);
    var updates = new ParameterUpdates(architecture, weights, workspace, plan);
    for (int step = 0; step < Integer.parseInt(PROBLEM.get("steps")); step++) {
      float[] x = Arrays.copyOfRange(inputs, step * rows * sizes[0], (step + 1) * rows * sizes[0]);
      float[] z = workspace.train(x, rows, new StepKey(0, 0));
      for (int r = 0; r < rows; r++) {
        plan.loss()
            .gradient(z, r * sizes[2], sizes[2], targets, step * rows + r, 1f / rows, workspace.outputGradient());
      }
      updates.begin(plan.optimizer().learningRate());
      workspace.backward(x, rows, updates);
      updates.end();
    }
    float[] all = new float[given.length];
    at = 0;
    for (Parameter parameter : weights.parameters()) {
      System.arraycopy(parameter.values(), 0, all, at, parameter.values().length);
      at += parameter.values().length;
    }
    return all;
  }

  /** 3 at the label, 0 elsewhere. */
  private static Targets peaks(int[] labels, int width) {
    float[] values = new float[labels.length * width];
    for (int r = 0; r < labels.length; r++) {
      values[r * width + labels[r]] = 3;
    }
    return Targets.values(values, width);
  }

  static float[] floats(String line) {
    String[] words = line.split(" ", -1);
    float[] values = new float[words.length];
    for (int i = 0; i < words.length; i++) {
      values[i] = Float.parseFloat(words[i]);
    }
    return values;
  }

  static Map<String, String> read(String file) {
    var lines = new LinkedHashMap<String, String>();
    try (InputStream in = ConformanceTest.class.getResourceAsStream("conformance/" + file);
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      reader.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
        int colon = line.indexOf(": ");
        lines.put(line.substring(0, colon), line.substring(colon + 2));
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }
}
