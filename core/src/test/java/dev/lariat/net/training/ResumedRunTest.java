package dev.lariat.net.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.loss.Loss;
import dev.lariat.net.EarlyStopping;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Layer;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.Schedule;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResumedRunTest {
  private static TrainingRows rows(long seed) {
    var random = new Random(seed);
    float[] inputs = new float[3 * 40];
    int[] labels = new int[40];
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < 3; j++) {
        inputs[3 * i + j] = (float) random.nextGaussian();
      }
      labels[i] = inputs[3 * i] + random.nextGaussian() > 0 ? 1 : 0;
    }
    return TrainingRows.of(inputs, 3, labels, 2);
  }

  private static TrainingPlan plan(Optimizer optimizer) {
    return TrainingPlan
        .of(Network.of(Layer.dense(5, Activation.RELU), Layer.batchNorm(), Layer.dropout(0.2)),
            Loss.softmaxCrossEntropy())
        .withOptimizer(optimizer)
        .withSchedule(Schedule.cosine(0))
        .withBatch(8)
        .withEpochs(9);
  }

  @Test
  void aRunGoesOnWhereAnotherWas() {
    for (TrainingPlan plan : List.of(plan(Optimizer.momentum(0.05, 0.9)), plan(Optimizer.adam(0.01)),
        plan(Optimizer.adam(0.1)).withEarlyStopping(EarlyStopping.patience(2)))) {
      var whole = new TrainingRun(plan, rows(1), Optional.of(rows(2)));
      var first = new TrainingRun(plan, rows(1), Optional.of(rows(2)));
      first.advance(4);
      var second = new TrainingRun(plan, rows(1), Optional.of(rows(2)));
      assertThat(second.resume(first.state())).isTrue();
      assertThat(second.run().weights()).as(plan.toString()).isEqualTo(whole.run().weights());
      assertThat(second.result().end()).isEqualTo(whole.result().end());
      for (int e = 0; e < whole.result().history().epochs().size(); e++) {
        var expected = whole.result().history().epochs().get(e);
        var epoch = second.result().history().epochs().get(e);
        assertThat(epoch.validation()).isEqualTo(expected.validation());
        assertThat(epoch.norms()).isEqualTo(expected.norms());
        assertThat(epoch.learningRate()).isEqualTo(expected.learningRate());
        assertThat(epoch.inputsUsed()).isEqualTo(expected.inputsUsed());
      }
    }
  }

  @Test
  void theStateOfAnotherNetworkChangesNothing() {
    var run = new TrainingRun(plan(Optimizer.adam(0.01)), rows(1), Optional.empty());
    run.advance(1);
    double[] state = run.state();
    var other = TrainingPlan.of(Network.of(Layer.dense(4, Activation.RELU)), Loss.softmaxCrossEntropy());
    var begun = new TrainingRun(other, rows(1), Optional.empty());
    assertThat(begun.resume(state)).isFalse();
    assertThat(begun.run().weights()).isEqualTo(new TrainingRun(other, rows(1), Optional.empty()).run().weights());
  }
}
