package dev.lariat.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.loss.Loss;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.training.TrainingRun;
import dev.lariat.net.Weights;
import dev.lariat.penalty.Regularizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every trace is, bit for bit, what training does to a network with those weights under a loss with that gradient. */
final class UpdateTraceTrainerTest {
  private static final int STEPS = 12;
  private static final List<Double> START = List.of(1.5, 0.5);

  /** |y − wx| with y far above: the gradient is −x everywhere. */
  private static TrainingRows linear(float gradient) {
    return TrainingRows.of(new float[]{-gradient}, 1, new float[]{1e9f});
  }

  /** The mean of (y − wx)² over these four rows is ½(w − b)²; the mirrored row keeps the output's bias at 0. */
  private static TrainingRows bowl(float b) {
    return TrainingRows.of(new float[]{1, -1, 0, 0}, 1, new float[]{b, -b, 0, 0});
  }

  static List<UpdateTraceTest.Case> cases() {
    return UpdateTraceTest.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isWhatTrainingDoes(UpdateTraceTest.Case c) {
    List<Double> numbers = List.of(1.0, -0.31);
    UpdateTrace slope = UpdateTrace.of(new TracedLoss.Linear(numbers), START, c.optimizer(), c.regularizers(), c.rule(),
        STEPS);
    UpdateTrace bowl = UpdateTrace.of(new TracedLoss.Quadratic(numbers), START, c.optimizer(), c.regularizers(),
        c.rule(), STEPS);
    for (int i = 0; i < 2; i++) {
      float number = numbers.get(i).floatValue();
      assertThat(trained(c, i, Loss.absoluteError(), linear(number))).isEqualTo(trained(slope, i));
      assertThat(trained(c, i, Loss.squaredError(), bowl(number))).isEqualTo(trained(bowl, i));
    }
  }

  private static List<Float> trained(UpdateTrace trace, int i) {
    return trace.steps().stream().map(step -> step.trained().get(i)).toList();
  }

  private static List<Float> trained(UpdateTraceTest.Case c, int i, Loss loss, TrainingRows rows) {
    Network network = Network.of().output(c.regularizers().toArray(Regularizer[]::new));
    TrainingPlan plan = TrainingPlan.of(network, loss)
        .withOptimizer(c.optimizer())
        .withZeroRule(c.rule())
        .withEpochs(STEPS)
        .withBatch(rows.rows());
    Weights initial = new TrainingRun(plan, rows, Optional.empty()).result().weights();
    initial.parameters().getFirst().values()[0] = START.get(i).floatValue();
    TrainingRun run = new TrainingRun(plan, rows, Optional.empty(), initial);
    List<Float> all = new ArrayList<>();
    for (int t = 0; t < STEPS; t++) {
      all.add(run.advance(1).weights().parameters().getFirst().values()[0] + 0f);
    }
    return all;
  }
}
