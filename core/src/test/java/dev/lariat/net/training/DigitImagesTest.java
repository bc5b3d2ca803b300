package dev.lariat.net.training;

import static dev.lariat.net.layer.Activation.RELU;
import static dev.lariat.net.layer.Layer.conv;
import static dev.lariat.net.layer.Layer.dense;
import static dev.lariat.net.layer.Layer.dropout;
import static dev.lariat.net.layer.Layer.flatten;
import static dev.lariat.net.layer.Layer.image;
import static dev.lariat.net.layer.Layer.maxPool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.loss.Loss;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A small convolutional network knows digits that it has not seen. */
@Tag("slow")
class DigitImagesTest {
  @Test
  void fiveEpochsAreEnoughForNinetySevenPercent() {
    Digits digits = Digits.first(10_000);
    Network network = Network.of(image(28, 28, 1), conv(16, 3, RELU), maxPool(2), conv(32, 3, RELU), maxPool(2),
        flatten(), dense(64, RELU), dropout(0.5));
    TrainingPlan plan = TrainingPlan.of(network, Loss.softmaxCrossEntropy()).withEpochs(5).withSeed(1);
    var result = new TrainingRun(plan, digits.rows(0, 8000), Optional.of(digits.rows(8000, 10_000)))
        .scoreTrainingFrom(5)
        .run();
    assertThat(result.history().last().validation().accuracy()).isGreaterThanOrEqualTo(0.97);
  }
}
