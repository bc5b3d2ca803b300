package dev.lariat.net.training;

import dev.lariat.net.Epoch;
import dev.lariat.net.TrainingResult;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import static dev.lariat.net.layer.Activation.RELU;
import static dev.lariat.net.layer.Layer.dense;
import static dev.lariat.net.layer.Layer.dropout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.loss.Loss;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the whole product rests on: an over-parameterised network memorises, and dropout narrows the gap. */
@Tag("slow")
class DigitsTest {
  private static final Digits DIGITS = Digits.first(1000);

  private static TrainingResult train(Network network) {
    TrainingPlan plan = TrainingPlan.of(network, Loss.softmaxCrossEntropy()).withEpochs(30).withSeed(7);
    return new TrainingRun(plan, DIGITS.rows(0, 500), Optional.of(DIGITS.rows(500, 1000))).run();
  }

  @Test
  void withoutRegularizationItMemorisesAndDropoutNarrowsTheGap() {
    TrainingResult none = train(Network.of(dense(128, RELU), dense(64, RELU)));
    TrainingResult noise = train(Network.of(dense(128, RELU), dropout(0.5), dense(64, RELU), dropout(0.5)));

    Epoch last = none.history().last();
    assertThat(last.training().accuracy()).isEqualTo(1.0);
    assertThat(last.validationLoss()).isGreaterThan(none.history().epochs().get(none.bestEpoch() - 1).validationLoss());
    assertThat(none.bestEpoch()).isLessThan(30);
    assertThat(noise.history().last().gap()).isLessThan(last.gap());
    assertThat(noise.history().last().validationLoss()).isLessThan(last.validationLoss());
  }
}
