package dev.lariat.net.training;

import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.TrainingResult;
import dev.lariat.net.Network;
import dev.lariat.net.Scores;
import dev.lariat.net.TrainingPlan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.loss.Loss;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScoredFromTest {
  @Test
  void trainingRowsAreScoredFromAnEpochOnAndTheWeightsDoNotCare() {
    float[] inputs = new float[60];
    int[] labels = new int[30];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 2;
      inputs[2 * i] = i % 2 + 0.1f * i;
      inputs[2 * i + 1] = 0.05f * (i % 7);
    }
    var rows = TrainingRows.of(inputs, 2, labels, 2);
    var plan = TrainingPlan.of(Network.of(Layer.dense(4, Activation.RELU)), Loss.softmaxCrossEntropy()).withEpochs(3);
    var all = new TrainingRun(plan, rows, Optional.of(rows)).run();
    var last = new TrainingRun(plan, rows, Optional.of(rows)).scoreTrainingFrom(3).run();
    assertThat(last.weights()).isEqualTo(all.weights());
    assertThat(last.end()).isEqualTo(TrainingResult.End.COMPLETED);
    assertThat(last.history().epochs().get(1).training()).isEqualTo(Scores.NONE);
    assertThat(last.history().last().training()).isEqualTo(all.history().last().training());
    assertThat(last.history().epochs().get(1).validation()).isEqualTo(all.history().epochs().get(1).validation());
  }
}
