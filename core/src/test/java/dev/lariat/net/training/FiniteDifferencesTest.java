package dev.lariat.net.training;

import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Padding;
import dev.lariat.net.layer.LayerKind;
import dev.lariat.net.pass.StepKey;
import dev.lariat.net.pass.Workspace;
import dev.lariat.net.Parameter;
import dev.lariat.net.Weights;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.Architecture;
import static dev.lariat.net.layer.Layer.activate;
import static dev.lariat.net.layer.Layer.batchNorm;
import static dev.lariat.net.layer.Layer.dense;
import static dev.lariat.net.layer.Layer.dropout;
import static dev.lariat.net.layer.Layer.embedding;
import static dev.lariat.net.layer.Layer.layerNorm;
import static dev.lariat.penalty.Penalty.elasticNet;
import static dev.lariat.penalty.Penalty.groupLasso;
import static dev.lariat.penalty.Penalty.l1;
import static dev.lariat.penalty.Penalty.l2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.Task;
import dev.lariat.kernel.Philox;
import dev.lariat.loss.Loss;
import dev.lariat.loss.LossKind;
import dev.lariat.loss.Targets;
import dev.lariat.optim.Optimizer;
import dev.lariat.penalty.CustomPenalty;
import dev.lariat.penalty.GroupBy;
import dev.lariat.penalty.Penalty;
import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.ZeroRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every layer × activation × loss × regularizer: one step of SGD with rate 1 must be the gradient of the objective,
 * which central differences give.
 */
class FiniteDifferencesTest {
  private static final int ROWS = 6;
  private static final int INPUTS = 4;
  private static final float H = 4e-3f;

  /** A penalty of a user's own: 0.1·Σ log(1 + w²). */
  private record Cauchy() implements CustomPenalty {
    @Override
    public String name() {
      return "cauchy";
    }

    @Override
    public double valueOf(float w) {
      return 0.1 * Math.log1p((double) w * w);
    }

    @Override
    public float gradientOf(float w) {
      return 0.2f * w / (1 + w * w);
    }
  }

  enum Kind {
    DENSE, ACTIVATE, BATCH_NORM, LAYER_NORM, DROPOUT, ORIGINAL_DROPOUT, INPUT_DROPOUT, EMBEDDING, IMAGE, SEQUENCE,
    RECURRENT, JOIN, WORDS;

    /** The cells of recurrent layers have theirs. */
    List<Activation> activations() {
      return this == RECURRENT ? List.of(Activation.TANH) : List.of(Activation.values());
    }

    Network network(Activation activation, Regularizer... regularizers) {
      Dense first = dense(5, activation, regularizers).bias(regularizers);
      Dense plain = dense(5).kernel(regularizers);
      Network network = switch (this) {
        case DENSE -> Network.of(first, dense(3, activation));
        case ACTIVATE -> Network.of(activate(activation), first);
        case BATCH_NORM -> Network.of(plain, batchNorm(), activate(activation));
        case LAYER_NORM -> Network.of(plain, layerNorm(), activate(activation));
        case DROPOUT -> Network.of(first, dropout(0.4), dense(3, activation));
        case ORIGINAL_DROPOUT -> Network.of(first, dropout(0.4, Dropout.Form.ORIGINAL));
        case INPUT_DROPOUT -> Network.of(dropout(0.3), first);
        case IMAGE -> Network.of(Layer.image(2, 2, 1), Layer.conv(3, 2, activation, regularizers).padding(Padding.SAME),
            Layer.spatialDropout(0.3), Layer.averagePool(2), Layer.flatten(), plain);
        case SEQUENCE -> Network.of(Layer.sequence(4, 1),
            Layer.conv1d(2, 2, activation, regularizers).padding(Padding.CAUSAL).dilation(2), Layer.globalAverage());
        case RECURRENT -> Network.of(Layer.sequence(4, 1), Layer.gru(2, regularizers).sequence().bidirectional(),
            Layer.lstm(2, regularizers));
        case JOIN -> Network.of(Layer.sequences(2, 1), Layer.globalAverage(), Layer.join(), first);
        case WORDS -> Network.of(Layer.sequences(2, 1), new Embedding.Words(2, 3, 0.2, List.of(regularizers)),
            Layer.globalAverage(), Layer.join(), first);
        case EMBEDDING -> Network.of(embedding(new Embedding.Code(1, 3, 2)).tables(regularizers), first);
      };
      return network.output(regularizers);
    }
  }

  static Stream<Kind> kinds() {
    return Stream.of(Kind.values());
  }

  private static List<List<Regularizer>> regularizers() {
    return List.of(List.of(), List.of(l1(0.1)), List.of(l2(0.3)), List.of(elasticNet(0.2, 0.4)),
        List.of(groupLasso(0.1, GroupBy.INPUT), l2(0.1)), List.of(groupLasso(0.1, GroupBy.UNIT)),
        List.of(groupLasso(0.1, GroupBy.COLUMN)), List.of(new Cauchy()));
  }

  private static List<Loss> losses() {
    return Stream
        .concat(LossKind.ALL.stream().map(kind -> kind.make().apply(LossKind.Settings.DEFAULT)),
            Stream.of(Loss.softmaxCrossEntropy(0.1), Loss.binaryCrossEntropy(0.2), Loss.huber(0.3)))
        .toList();
  }

  /** A new kind of layer has to come in one of the networks. */
  @Test
  void everyKindOfLayerIsTried() {
    assertThat(
        kinds().flatMap(kind -> kind.network(Activation.RELU).layers().stream()).map(Object::getClass).distinct())
        .containsAll(LayerKind.ALL.stream().<Class<?>>map(LayerKind::type).toList());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aStepIsTheGradient(Kind kind) {
    for (Activation activation : kind.activations()) {
      for (Loss loss : losses()) {
        for (List<Regularizer> regularizers : regularizers()) {
          Network network = kind.network(activation, regularizers.toArray(Regularizer[]::new));
          check(kind + " " + activation + " " + loss + " " + regularizers, network, loss);
        }
      }
    }
  }

  private static void check(String what, Network network, Loss loss) {
    var random = new Philox(11, 0, 0, 0, 0);
    float[] x = new float[ROWS * INPUTS];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    for (int r = 0; r < ROWS; r++) {
      x[r * INPUTS + 1] = r % 4 == 3 ? Float.NaN : r % 4; // codes where they are embedded, with an unseen one
    }
    if (!(network.layers().getFirst() instanceof Embedding)) {
      for (int r = 0; r < ROWS; r++) {
        x[r * INPUTS + 1] = (float) random.nextGaussian();
      }
    }
    if (network.words().isPresent()) {
      for (int r = 0; r < ROWS; r++) {
        x[r * INPUTS] = (r + 2) % 4; // 3 is no word that is known
        x[r * INPUTS + 1] = (2 * r + 1) % 5;
      }
    }
    if (network.padded()) {
      for (int r = 0; r < ROWS; r++) {
        x[r * INPUTS + 2] = 1 + r % 2; // steps of the row
      }
    }
    Targets targets = loss.task() == Task.REGRESSION
        ? Targets.values(new float[]{2.3f, -3, 4, -2.7f, -2.4f, 3.1f})
        : Targets.labels(new int[]{0, 1, 1, 0, 1, 0}, 2);
    Architecture architecture = Architecture.of(network, INPUTS, loss.outputs(targets), new int[]{0, 1, 1, 2});
    Weights weights = architecture.initialWeights(5, 0);
    for (Parameter parameter : weights.parameters()) { // away from zero, where L1 has a corner
      for (int i = 0; i < parameter.values().length; i++) {
        float w = parameter.values()[i];
        parameter.values()[i] = w + (w < 0 ? -1 : 1) * (0.05f + 0.1f * random.nextFloat());
      }
    }
    TrainingPlan plan = TrainingPlan.of(network, loss)
        .withOptimizer(Optimizer.sgd(1))
        .withClipNorm(Double.POSITIVE_INFINITY) // of recurrent networks too: the whole gradient
        .withZeroRule(ZeroRule.SUBGRADIENT);
    var objective = new Objective(architecture, weights, loss, x, targets);
    Weights before = weights.copy();
    double[][] expected = objective.differences();
    weights.set(before);
    objective.step(plan);
    double difference = 0;
    double size = 0;
    for (int p = 0; p < expected.length; p++) {
      boolean trained = architecture.parameters().get(p).role().trained(); // running averages move by themselves
      for (int i = 0; i < expected[p].length && trained; i++) {
        double gradient = (double) before.parameters().get(p).values()[i] - weights.parameters().get(p).values()[i];
        difference += (gradient - expected[p][i]) * (gradient - expected[p][i]);
        size += expected[p][i] * expected[p][i];
      }
    }
    assertThat(Math.sqrt(difference)).as(what).isLessThan(3e-3 * Math.sqrt(size) + 1e-3);
  }

  /** The objective as training sees it: the noise of one step, batch statistics, smoothing, penalties. */
  private record Objective(Architecture architecture, Weights weights, Workspace workspace, Loss loss, float[] x,
      Targets targets) {
    private static final StepKey KEY = new StepKey(9, 0);

    Objective(Architecture architecture, Weights weights, Loss loss, float[] x, Targets targets) {
      this(architecture, weights, Workspace.training(architecture, weights, ROWS), loss, x, targets);
    }

    double value() {
      float[] z = workspace.train(x, ROWS, KEY);
      double sum = 0;
      for (int r = 0; r < ROWS; r++) {
        sum += loss.value(z, r * architecture.outputs(), architecture.outputs(), targets, r) / ROWS;
      }
      for (int p = 0; p < weights.parameters().size(); p++) {
        for (Regularizer regularizer : architecture.parameters().get(p).regularizers()) {
          if (regularizer instanceof Penalty penalty) {
            sum += penalty.value(weights.parameters().get(p).values(), architecture.parameters().get(p).shape());
          }
        }
      }
      return sum;
    }

    double[][] differences() {
      double[][] all = new double[weights.parameters().size()][];
      for (int p = 0; p < all.length; p++) {
        float[] values = weights.parameters().get(p).values();
        all[p] = new double[values.length];
        for (int i = 0; i < values.length && architecture.parameters().get(p).role().trained(); i++) {
          float w = values[i];
          values[i] = w + H;
          double up = value();
          values[i] = w - H;
          double down = value();
          values[i] = w;
          all[p][i] = (up - down) / ((double) (w + H) - (w - H));
        }
      }
      return all;
    }

    void step(TrainingPlan plan) {
      var updates = new ParameterUpdates(architecture, weights, workspace, plan);
      float[] z = workspace.train(x, ROWS, KEY);
      for (int r = 0; r < ROWS; r++) {
        loss.gradient(z, r * architecture.outputs(), architecture.outputs(), targets, r, 1f / ROWS,
            workspace.outputGradient());
      }
      updates.begin(1);
      workspace.backward(x, ROWS, updates);
      updates.end();
    }
  }
}
