package dev.lariat.net.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.loss.Loss;
import dev.lariat.loss.Targets;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.Architecture;
import dev.lariat.net.LayerText;
import dev.lariat.net.Network;
import dev.lariat.net.Parameter;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.Weights;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Reshape;
import dev.lariat.net.layer.Shape;
import dev.lariat.net.pass.StepKey;
import dev.lariat.net.pass.Workspace;
import dev.lariat.optim.Adam;
import dev.lariat.optim.Dialect;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.Sgd;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Twenty steps of SGD and Adam through every layer on maps and sequences, by padding and direction, must end where
 * Keras, PyTorch and MLX end: a relative 1e-5. Where a layer drops something, the framework was given our masks, so
 * that they are tested with it. {@code conformance/run nets} makes the golden values anew.
 */
class LayerConformanceTest {
  private static final int ROWS = 4;
  private static final int STEPS = 20;
  private static final int CLASSES = 3;
  private static final int WORDS = 5;
  private static final double TOLERANCE = 1e-5;
  private static final float[] POOL = ConformanceTest.floats(ConformanceTest.read("layers-pool.txt").get("pool"));

  /** One recorded case: an optimizer and a network in words. */
  record Case(Dialect dialect, String optimizer, String layers, String golden) {
    @Override
    public String toString() {
      return dialect + " " + optimizer + " " + layers;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(Dialect.values()).flatMap(dialect -> recorded(dialect).entrySet().stream().map(line -> {
      int comma = line.getKey().indexOf(", ");
      return new Case(dialect, line.getKey().substring(0, comma), line.getKey().substring(comma + 2), line.getValue());
    }));
  }

  private static Map<String, String> recorded(Dialect dialect) {
    return ConformanceTest.read(switch (dialect) {
      case KERAS -> "layers-keras.txt";
      case PYTORCH -> "layers-pytorch.txt";
      case MLX -> "layers-mlx.txt";
    });
  }

  @ParameterizedTest
  @MethodSource("cases")
  void endsWhereTheFrameworkEnds(Case golden) {
    float[] expected = ConformanceTest.floats(golden.golden());
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

  /** Every case with noise would end elsewhere without it: the masks were there. */
  @Test
  void masksMatter() {
    for (Case golden : cases().filter(c -> c.layers().contains("drop")).toList()) {
      String still = golden.layers()
          .replaceAll(" (recurrent-dropout|dropout|weight-drop) [0-9.]+", "")
          .replaceAll("spatial-dropout [0-9.]+, ", "");
      float[] without = train(new Case(golden.dialect(), golden.optimizer(), still, ""));
      float[] with = ConformanceTest.floats(golden.golden());
      assertThat(without).hasSameSizeAs(with);
      double difference = 0;
      for (int i = 0; i < with.length; i++) {
        difference = Math.max(difference, Math.abs((double) with[i] - without[i]));
      }
      assertThat(difference).as(golden.toString()).isGreaterThan(1e-2);
    }
  }

  private static float number(long place) {
    return POOL[(int) (place % POOL.length)];
  }

  /** Rows of numbers or of words; where rows have lengths of their own these stand behind, and the padding is full. */
  private static float[] rows(Shape shape, boolean words, int step) {
    int width = shape.size() + (shape.hasPadding() ? 1 : 0);
    float[] x = new float[ROWS * width];
    for (int r = 0; r < ROWS; r++) {
      for (int i = 0; i < shape.size(); i++) {
        long place = (r * (long) shape.size() + i) * 29 + step * 101L + 5;
        x[r * width + i] = words ? place % 7 % (WORDS + 1) : number(place);
      }
      if (shape.hasPadding()) {
        x[(r + 1) * width - 1] = 1 + (r * 3 + step * 2) % (shape.size() / shape.channels());
      }
    }
    return x;
  }

  private static float[] train(Case golden) {
    List<Layer> layers = LayerText.read(golden.layers())
        .stream()
        .<Layer>map(layer -> layer instanceof Embedding.Words words ? words.of(WORDS) : layer)
        .toList();
    Shape shape = ((Reshape) layers.getFirst()).shape();
    int inputs = shape.size() + (shape.hasPadding() ? 1 : 0);
    Optimizer optimizer = golden.optimizer().equals("sgd")
        ? Sgd.of(0.05, 0, false, golden.dialect())
        : Adam.of(0.01, golden.dialect());
    TrainingPlan plan = TrainingPlan.of(Network.of(layers), Loss.softmaxCrossEntropy())
        .withOptimizer(optimizer)
        .withClipNorm(Double.POSITIVE_INFINITY);
    Architecture architecture = Architecture.of(plan.network(), inputs, CLASSES);
    Weights weights = architecture.initialWeights(0, 0);
    int at = 0;
    for (Parameter parameter : weights.parameters()) {
      for (int i = 0; i < parameter.values().length; i++) {
        parameter.values()[i] = number(at * 37L + 11) * 0.5f;
        at++;
      }
    }
    Workspace workspace = Workspace.training(architecture, weights, ROWS);
    var updates = new ParameterUpdates(architecture, weights, workspace, plan);
    var key = new StepKey(0, 0);
    for (int step = 0; step < STEPS; step++) {
      float[] x = rows(shape, layers.get(1) instanceof Embedding.Words, step);
      int[] labels = new int[ROWS];
      for (int r = 0; r < ROWS; r++) {
        labels[r] = (r * 5 + step * 3 + r * step % 4) % CLASSES;
      }
      key.at(0, step);
      float[] z = workspace.train(x, ROWS, key);
      Targets targets = Targets.labels(labels, CLASSES);
      for (int r = 0; r < ROWS; r++) {
        plan.loss().gradient(z, r * CLASSES, CLASSES, targets, r, 1f / ROWS, workspace.outputGradient());
      }
      updates.begin(optimizer.learningRate());
      workspace.backward(x, ROWS, updates);
      updates.end();
    }
    float[] all = new float[at];
    int to = 0;
    for (Parameter parameter : weights.parameters()) {
      System.arraycopy(parameter.values(), 0, all, to, parameter.values().length);
      to += parameter.values().length;
    }
    return all;
  }
}
