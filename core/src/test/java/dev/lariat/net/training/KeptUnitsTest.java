package dev.lariat.net.training;

import static dev.lariat.net.layer.Activation.LINEAR;
import static dev.lariat.net.layer.Activation.TANH;
import static dev.lariat.net.layer.Layer.dense;
import static dev.lariat.net.layer.Layer.dropout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.loss.Loss;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.TrainingRows;
import dev.lariat.optim.Optimizer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said to be taken out took no part in the step. */
final class KeptUnitsTest {
  private static final int UNITS = 12;

  /** With one row a step the weights of a unit that was taken out stay, and those of the others move. */
  @Test
  void whatWasTakenOutDidNotLearn() {
    TrainingRows row = TrainingRows.of(new float[]{0.7f, -1.3f}, 2, new float[]{2});
    Network network = Network.of(dense(UNITS, TANH), dropout(0.5), dense(UNITS, TANH), dropout(0.25));
    var run = new TrainingRun(
        TrainingPlan.of(network, Loss.squaredError()).withEpochs(5).withBatch(4).withOptimizer(Optimizer.sgd(0.001)),
        row, Optional.empty());
    assertThat(run.keptUnits()).isEmpty();
    float[] before = run.result().weights().parameters().getFirst().values().clone(); // 2 × units
    int taken = 0;
    for (int epoch = 1; epoch <= 5; epoch++) {
      run.advance(1);
      assertThat(run.lastStepRows()).isEqualTo(1);
      assertThat(run.keptUnits()).hasSize(2);
      float[] after = run.result().weights().parameters().getFirst().values().clone();
      for (int unit = 0; unit < UNITS; unit++) {
        boolean kept = run.keptUnits().getFirst()[unit];
        assertThat(after[unit] != before[unit]).as("epoch %d, unit %d", epoch, unit).isEqualTo(kept);
        taken += kept ? 0 : 1;
      }
      before = after;
    }
    assertThat(taken).isBetween(5 * UNITS / 4, 5 * UNITS * 3 / 4);
  }

  @Test
  void theLastStepOfAnEpochMayHaveFewerRows() {
    TrainingRows rows = TrainingRows.of(new float[10], 1, new float[10]);
    Network network = Network.of(dense(UNITS, LINEAR), dropout(0.5));
    var run = new TrainingRun(TrainingPlan.of(network, Loss.squaredError()).withEpochs(1).withBatch(4), rows,
        Optional.empty());
    run.advance(1);
    assertThat(run.lastStepRows()).isEqualTo(2);
    assertThat(run.keptUnits().getFirst()).hasSize(2 * UNITS);
  }

  @Test
  void withoutDropoutThereIsNothing() {
    TrainingRows rows = TrainingRows.of(new float[10], 1, new float[10]);
    var run = new TrainingRun(TrainingPlan.of(Network.of(dense(UNITS, TANH)), Loss.squaredError()).withEpochs(1), rows,
        Optional.empty());
    run.advance(1);
    assertThat(run.keptUnits()).isEmpty();
  }
}
