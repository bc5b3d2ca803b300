package dev.lariat.net.training;

import dev.lariat.net.EarlyStopping;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.TrainingResult;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import static dev.lariat.net.layer.Activation.RELU;
import static dev.lariat.net.layer.Layer.dense;
import static dev.lariat.net.layer.Layer.dropout;
import static dev.lariat.penalty.Penalty.l1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.kernel.Philox;
import dev.lariat.loss.Loss;
import dev.lariat.net.TrainingResult.End;
import dev.lariat.optim.Optimizer;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class TrainingRunTest {
  private static final Network NETWORK = Network.of(dense(16, RELU), dropout(0.2), dense(8, RELU));
  private static final TrainingPlan PLAN = TrainingPlan.of(NETWORK, Loss.softmaxCrossEntropy())
      .withEpochs(6)
      .withBatch(16)
      .withSeed(3)
      .withOptimizer(Optimizer.adamW(1e-2));

  /** Two noisy moons of sorts: the class is the side of a parabola. */
  static TrainingRows rows(int rows, int seed) {
    var random = new Philox(seed, 0, 0, 0, 0);
    float[] inputs = new float[rows * 3];
    int[] labels = new int[rows];
    for (int r = 0; r < rows; r++) {
      for (int k = 0; k < 3; k++) {
        inputs[3 * r + k] = (float) random.nextGaussian();
      }
      double side = inputs[3 * r] - inputs[3 * r + 1] * inputs[3 * r + 1] + 0.7 + 0.3 * random.nextGaussian();
      labels[r] = side > 0 ? 1 : 0;
    }
    return TrainingRows.of(inputs, 3, labels, 2);
  }

  @Test
  void learns() {
    TrainingResult result = new TrainingRun(PLAN.withEpochs(20), rows(400, 1), Optional.of(rows(200, 2))).run();

    assertThat(result.end()).isEqualTo(End.COMPLETED);
    assertThat(result.history().last().validation().accuracy()).isGreaterThan(0.85);
    assertThat(result.history().last().gap())
        .isEqualTo(result.history().last().validationLoss() - result.history().last().trainLoss());
  }

  @Test
  void epochsInOneCallOrInManyGiveTheSameBits() {
    var whole = new TrainingRun(PLAN, rows(100, 1), Optional.empty());
    var parts = new TrainingRun(PLAN, rows(100, 1), Optional.empty());
    parts.advance(1);
    parts.advance(3);

    assertThat(parts.run().weights()).isEqualTo(whole.run().weights());
  }

  @Test
  void regularizersDoNotChangeInitialWeightsNorBatches() {
    var plain = new TrainingRun(PLAN, rows(100, 1), Optional.empty());
    var penalised = new TrainingRun(PLAN.withNetwork(Network.of(dense(16, RELU, l1(0)), dense(8, RELU))), rows(100, 1),
        Optional.empty());

    assertThat(penalised.result().weights()).isEqualTo(plain.result().weights());
  }

  @Test
  void aDivergingRunSaysSo() {
    TrainingPlan wild = PLAN.withOptimizer(Optimizer.sgd(1e30)).withEpochs(5);
    TrainingResult result = new TrainingRun(wild, rows(100, 1), Optional.empty()).run();

    assertThat(result.end()).isEqualTo(End.DIVERGED);
    assertThat(result.message()).contains("epoch 1").contains("lower learning rate");
    assertThat(result.weights().finite()).isTrue();
  }

  @Test
  void earlyStoppingRestoresTheBestWeights() {
    TrainingRows validation = rows(60, 2);
    TrainingPlan plan = PLAN.withEpochs(200).withEarlyStopping(EarlyStopping.patience(3));
    var run = new TrainingRun(plan, rows(40, 1), Optional.of(validation));
    TrainingResult result = run.run();

    assertThat(result.end()).isEqualTo(End.STOPPED_EARLY);
    assertThat(result.history().epochs()).hasSize(result.bestEpoch() + 3);
    assertThat(result.weightsEpoch()).isEqualTo(result.bestEpoch());
    assertThat(run.predictor().scores(validation).loss())
        .isEqualTo(result.history().epochs().get(result.bestEpoch() - 1).validationLoss());
  }

  @Test
  void stopsWhenInterrupted() {
    var run = new TrainingRun(PLAN, rows(100, 1), Optional.empty());
    Thread.currentThread().interrupt();

    assertThatThrownBy(run::run).isInstanceOf(CancellationException.class).hasMessageContaining("epoch 1");
    assertThat(Thread.interrupted()).isTrue();
  }
}
