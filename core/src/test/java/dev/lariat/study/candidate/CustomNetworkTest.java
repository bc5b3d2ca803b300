package dev.lariat.study.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Task;
import dev.lariat.model.EnsembleModel;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.Layer;
import dev.lariat.loss.Loss;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import dev.lariat.optim.Optimizer;
import dev.lariat.penalty.Decay;
import dev.lariat.penalty.MaxNorm;
import dev.lariat.penalty.Penalty;
import dev.lariat.study.Study;
import dev.lariat.study.verdict.CandidateSummary;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CustomNetworkTest {
  private static final Network OWN = Network
      .of(Layer.dense(6, Activation.LINEAR, Penalty.l2(0.1), new MaxNorm(2)), Layer.batchNorm(),
          Layer.activate(Activation.SELU), Layer.dropout(0.3), Layer.dense(4, Activation.TANH))
      .output(Penalty.l1(0.01));
  private static final NetworkRecipe RECIPE = NetworkRecipe.of(Task.REGRESSION, 100, true);

  @Test
  void whatRegularizesIsTakenAwayAndIsACandidate() {
    var own = new CustomNetwork(OWN, Optional.of(Optimizer.adamW(0.02, 0.3)), Optional.empty());
    NetworkRecipe bare = own.in(RECIPE);
    assertThat(bare.network()).isEqualTo(Network.of(Layer.dense(6, Activation.LINEAR), Layer.batchNorm(),
        Layer.activate(Activation.SELU), Layer.dense(4, Activation.TANH)));
    assertThat(bare.networkText()).isEqualTo("6, batch norm, selu, 4 tanh");
    assertThat(bare.optimizer()).isEqualTo(Optimizer.adam(0.02));
    var plan = own.regularizer()
        .orElseThrow()
        .apply(bare.withLearningRate(0.01).plan(Task.CLASSIFICATION, 0, 0), Strength.ZERO);
    assertThat(plan.network()).isEqualTo(OWN);
    assertThat(plan.optimizer()).isEqualTo(Optimizer.adamW(0.01, 0.3));
  }

  @Test
  void aNetworkWithoutRegularizersHasNoCandidateOfItsOwn() {
    var plain = Network.of(Layer.dense(3, Activation.RELU));
    assertThat(new CustomNetwork(plain, Optional.of(Optimizer.momentum(0.1, 0.9)), Optional.empty()).regularizer())
        .isEmpty();
    assertThat(new CustomNetwork(plain, Optional.empty(), Optional.empty()).in(RECIPE).optimizer())
        .isEqualTo(RECIPE.optimizer());
  }

  @Test
  void theLossIsKeptAndItsSmoothingIsOwn() {
    var plain = Network.of(Layer.dense(3, Activation.RELU));
    var absolute = new CustomNetwork(plain, Optional.empty(), Optional.of(Loss.absoluteError()));
    assertThat(absolute.regularizer()).isEmpty();
    assertThat(absolute.in(RECIPE).plan(Task.REGRESSION, 0, 0).loss()).isEqualTo(Loss.absoluteError());

    var smoothed = new CustomNetwork(plain, Optional.empty(), Optional.of(Loss.binaryCrossEntropy(0.3)));
    TrainingPlan bare = smoothed.in(RECIPE).plan(Task.CLASSIFICATION, 0, 0);
    assertThat(bare.loss()).isEqualTo(Loss.softmaxCrossEntropy());
    TrainingPlan own = smoothed.regularizer().orElseThrow().apply(bare, Strength.ZERO);
    assertThat(own.loss()).isEqualTo(Loss.softmaxCrossEntropy(0.3));
  }

  @Test
  void regularizersSuitAnyNetwork() {
    NetworkRecipe bare = new CustomNetwork(OWN, Optional.of(Optimizer.sgd(0.1)), Optional.empty()).in(RECIPE);
    var plan = bare.plan(Task.CLASSIFICATION, 0, 0);
    var dropped = NetworkRegularizer.dropout().apply(plan, Strength.of(0.5));
    assertThat(dropped.network().layers()).extracting(layer -> layer instanceof Dropout)
        .containsExactly(false, false, false, true, false, true); // after the activation, not before
    var decayed = NetworkRegularizer.weightDecay().apply(plan, Strength.of(0.2));
    assertThat(decayed.optimizer()).isEqualTo(Optimizer.sgd(0.1));
    assertThat(((Dense) decayed.network().layers().getFirst()).kernelRegularizers()).containsExactly(new Decay(0.2));
    assertThat(decayed.network().output()).containsExactly(new Decay(0.2));
    assertThat(bare.twiceAsWide().hidden()).containsExactly(12, 8);
  }

  @Test
  @Tag("slow")
  void aStudyOfOnesOwnNetwork() {
    var random = new SplittableRandom(4);
    int rows = 90;
    double[] x = random.doubles(rows, -1, 1).toArray();
    double[] noise = random.doubles(rows, -1, 1).toArray();
    var labels = new String[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = x[i] + 0.4 * noise[i] * random.nextDouble() > 0 ? "up" : "down";
    }
    var data = Dataset
        .of("table",
            List.of(new NumericColumn("x", x), new NumericColumn("noise", noise),
                CategoryColumn.of("y", List.of(labels))))
        .target("y");
    var result = Study.of(data)
        .network(OWN, Optional.of(Optimizer.adamW(0.02, 0.3)))
        .regularizers("l2", "own")
        .models(ModelKind.NETWORK)
        .recipe(recipe -> recipe.withEpochs(6))
        .folds(3)
        .quick()
        .run();
    var names = result.verdict().candidates().stream().map(CandidateSummary::regularizer).toList();
    assertThat(names).contains("none", "l2", "own");
    var own = result.verdict().candidates().get(names.indexOf("own"));
    assertThat(own.curve()).hasSize(1);
    assertThat(own.loss()).isFinite();
    if (result.model() instanceof EnsembleModel model) {
      assertThat(model.members()
          .getFirst()
          .plan()
          .network()
          .layers()
          .stream()
          .filter(Dense.class::isInstance)
          .map(layer -> ((Dense) layer).units())).containsExactly(6, 4);
    }
  }
}
