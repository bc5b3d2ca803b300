package dev.lariat.net.training;

import dev.lariat.net.ClassWeights;
import dev.lariat.net.Epoch;
import dev.lariat.net.Weights;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.TrainingResult;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import static dev.lariat.net.layer.Activation.RELU;
import static dev.lariat.net.layer.Layer.dense;
import static dev.lariat.penalty.MaxNorm.maxNorm;
import static dev.lariat.penalty.Penalty.groupLasso;
import static dev.lariat.penalty.Penalty.l1;
import static dev.lariat.penalty.Penalty.l2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.loss.Loss;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.Schedule;
import dev.lariat.penalty.GroupBy;
import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.ZeroRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What regularizers do to a whole network: zeros where they should be, none where not; and the runs' other promises.
 */
class RegularizedTrainingTest {
  private static final TrainingRows ROWS = TrainingRunTest.rows(300, 1);
  private static final TrainingPlan PLAN = TrainingPlan.of(Network.of(dense(12, RELU)), Loss.softmaxCrossEntropy())
      .withEpochs(40)
      .withOptimizer(Optimizer.adam(5e-3))
      .withSchedule(Schedule.cosine(1))
      .withSeed(2);

  private static TrainingResult train(TrainingPlan plan, Regularizer... kernel) {
    // L2 on the output layer: without it a penalised layer shrinks and the output layer grows in its place
    Network network = Network.of(dense(12, RELU, kernel)).output(l2(0.05));
    return new TrainingRun(plan.withNetwork(network), ROWS, Optional.empty()).run();
  }

  @Test
  void l1MakesExactZerosByTheProximalAndClippedRulesOnly() {
    assertThat(train(PLAN, l1(0.02)).history().last().zeroShare()).isGreaterThan(0.2);
    assertThat(train(PLAN.withZeroRule(ZeroRule.CLIPPED), l1(0.02)).history().last().zeroShare()).isGreaterThan(0.1);
    assertThat(train(PLAN.withZeroRule(ZeroRule.SUBGRADIENT), l1(0.02)).history().last().zeroShare()).isZero();
    assertThat(train(PLAN, l2(0.05)).history().last().zeroShare()).isZero();
  }

  /**
   * The third input is noise: the group lasso by input drops it whole, and the history counts the inputs that are left.
   */
  @Test
  void theGroupLassoDropsWholeInputsAndUnits() {
    TrainingPlan plan = PLAN.withBatch(300).withEpochs(500).withOptimizer(Optimizer.adam(0.02));
    TrainingResult byInput = train(plan, groupLasso(0.01, GroupBy.INPUT));
    float[] kernel = byInput.weights().parameter("dense1.kernel").values();
    assertThat(Arrays.copyOfRange(kernel, 24, 36)).containsOnly(0f);
    assertThat(Arrays.copyOfRange(kernel, 0, 24)).doesNotContain(0f);
    assertThat(byInput.history().last().inputsUsed()).isEqualTo(2);

    float[] byUnit = train(plan, groupLasso(0.02, GroupBy.UNIT)).weights().parameter("dense1.kernel").values();
    long dropped = IntStream.range(0, 12)
        .filter(u -> byUnit[u] == 0 && byUnit[u + 12] == 0 && byUnit[u + 24] == 0)
        .count();
    long zeros = IntStream.range(0, 36).filter(i -> byUnit[i] == 0).count();
    assertThat(dropped).isBetween(1L, 11L);
    assertThat(zeros).isEqualTo(3 * dropped);
  }

  @Test
  void theGroupLassoByColumnDropsAllInputsOfAColumn() {
    TrainingRows columns = ROWS.withColumns(new int[]{0, 7, 7});
    TrainingPlan plan = PLAN.withNetwork(Network.of(dense(12, RELU, groupLasso(0.3, GroupBy.COLUMN))));
    float[] kernel = new TrainingRun(plan, columns, Optional.empty()).run()
        .weights()
        .parameter("dense1.kernel")
        .values();
    boolean second = IntStream.range(12, 24).anyMatch(i -> kernel[i] != 0);
    boolean third = IntStream.range(24, 36).anyMatch(i -> kernel[i] != 0);
    assertThat(third).isEqualTo(second);
  }

  @Test
  void maxNormHoldsAfterTraining() {
    float[] kernel = train(PLAN, maxNorm(0.5)).weights().parameter("dense1.kernel").values();
    for (int u = 0; u < 12; u++) {
      double norm = Math
          .sqrt(kernel[u] * kernel[u] + kernel[u + 12] * kernel[u + 12] + (double) kernel[u + 24] * kernel[u + 24]);
      assertThat(norm).isLessThanOrEqualTo(0.5 + 1e-6);
    }
  }

  @Test
  void theObjectiveIsTheTrainingLossAndThePenalty() {
    TrainingResult result = train(PLAN.withEpochs(2), l2(0.1));
    double squares = 0;
    for (float w : result.weights().parameter("dense1.kernel").values()) {
      squares += (double) w * w;
    }
    Epoch last = result.history().last();
    double output = 0;
    for (float w : result.weights().parameter("output.kernel").values()) {
      output += (double) w * w;
    }
    assertThat(last.objective() - last.trainLoss()).isCloseTo(0.05 * squares + 0.025 * output, within(1e-9));
  }

  /** A weight of 2 is a row twice: the same mean gradient of the whole batch, up to rounding. */
  @Test
  void aSampleWeightOfTwoIsARowTwice() {
    int rows = 40;
    TrainingRows some = TrainingRunTest.rows(rows, 5);
    float[] weights = new float[rows];
    int[] twice = new int[rows + rows / 2];
    for (int r = 0, at = 0; r < rows; r++) {
      weights[r] = r % 2 == 0 ? 2 : 1;
      for (int k = 0; k < weights[r]; k++) {
        twice[at++] = r;
      }
    }
    float[] inputs = new float[twice.length * 3];
    int[] labels = new int[twice.length];
    for (int i = 0; i < twice.length; i++) {
      System.arraycopy(some.inputs(), twice[i] * 3, inputs, i * 3, 3);
      labels[i] = some.targets().label(twice[i]);
    }
    TrainingPlan plan = PLAN.withBatch(1000).withOptimizer(Optimizer.sgd(0.3)).withEpochs(20);
    TrainingResult weighted = new TrainingRun(plan, some.withSampleWeights(weights), Optional.empty()).run();
    TrainingResult repeated = new TrainingRun(plan, TrainingRows.of(inputs, 3, labels, 2), Optional.empty()).run();

    assertThat(weighted.weights().parameter("dense1.kernel").values())
        .containsExactly(repeated.weights().parameter("dense1.kernel").values(), within(1e-4f));
    assertThat(weighted.history().last().trainLoss()).isCloseTo(repeated.history().last().trainLoss(), within(1e-5));
  }

  @Test
  void balancedClassesCountTheSame() {
    TrainingRows three = TrainingRows.of(new float[12], 3, new int[]{0, 0, 0, 1}, 2);
    assertThat(ClassWeights.BALANCED.rowWeights(three)).containsExactly(new float[]{2 / 3f, 2 / 3f, 2 / 3f, 2},
        within(1e-6f));
    assertThat(ClassWeights.of(1, 5).rowWeights(three)).containsExactly(new float[]{0.5f, 0.5f, 0.5f, 2.5f},
        within(1e-6f));
    assertThat(ClassWeights.NONE.rowWeights(three)).isNull();
    assertThatThrownBy(() -> ClassWeights.of(1, 2, 3).rowWeights(three)).hasMessage("3 class weights for 2 classes");
  }

  @Test
  void clippingBoundsTheStep() {
    TrainingPlan plan = PLAN.withOptimizer(Optimizer.sgd(1))
        .withSchedule(Schedule.constant())
        .withEpochs(1)
        .withBatch(300)
        .withClipNorm(0.01);
    var run = new TrainingRun(plan, ROWS, Optional.empty());
    Weights before = run.result().weights();
    Weights after = run.run().weights();
    double squares = 0;
    for (int p = 0; p < before.parameters().size(); p++) {
      for (int i = 0; i < before.parameters().get(p).values().length; i++) {
        double d = after.parameters().get(p).values()[i] - before.parameters().get(p).values()[i];
        squares += d * d;
      }
    }
    assertThat(Math.sqrt(squares)).isCloseTo(0.01, within(1e-5));
  }

  @Test
  void sameBitsOnOneThreadAndOnTwo() throws InterruptedException, ExecutionException {
    TrainingPlan plan = PLAN.withEpochs(5);
    Weights alone = train(plan, l1(0.01)).weights();
    try (var two = Executors.newFixedThreadPool(2)) {
      var runs = new ArrayList<Future<Weights>>();
      for (int i = 0; i < 4; i++) {
        runs.add(two.submit(() -> train(plan, l1(0.01)).weights()));
      }
      for (Future<Weights> run : runs) {
        assertThat(run.get()).isEqualTo(alone);
      }
    }
  }

  @Test
  void aPredictorServesManyThreads() throws InterruptedException, ExecutionException {
    Predictor predictor = new TrainingRun(PLAN.withEpochs(3), ROWS, Optional.empty()).predictor();
    float[] alone = predictor.predict(ROWS.inputs(), ROWS.rows());
    try (var two = Executors.newFixedThreadPool(2)) {
      List<Future<float[]>> calls = IntStream.range(0, 20)
          .mapToObj(_ -> two.submit(() -> predictor.predict(ROWS.inputs(), ROWS.rows())))
          .toList();
      for (Future<float[]> call : calls) {
        assertThat(call.get()).isEqualTo(alone);
      }
    }
    assertThat((double) alone[0] + alone[1]).isCloseTo(1, within(1e-6));
  }

  @Test
  void everyLossTrains() {
    float[] values = new float[ROWS.rows()];
    for (int r = 0; r < values.length; r++) {
      values[r] = ROWS.inputs()[3 * r] - ROWS.inputs()[3 * r + 1];
    }
    TrainingRows numbers = TrainingRows.of(ROWS.inputs(), 3, values);
    for (Loss loss : List.of(Loss.squaredError(), Loss.absoluteError())) {
      Epoch last = new TrainingRun(PLAN.withLoss(loss), numbers, Optional.empty()).run().history().last();
      assertThat(last.training().rootMeanSquaredError()).as(loss.name()).isLessThan(0.3);
      assertThat(last.training().accuracy()).isNaN();
    }
    for (Loss loss : List.of(Loss.softmaxCrossEntropy(0.1), Loss.binaryCrossEntropy())) {
      Epoch last = new TrainingRun(PLAN.withLoss(loss), ROWS, Optional.empty()).run().history().last();
      assertThat(last.training().accuracy()).as(loss.name()).isGreaterThan(0.85);
    }
  }

  /** The scores are unsmoothed and are the mean of the rows' own losses. */
  @Test
  void scoresAreMeansOfPlainRowLosses() {
    var run = new TrainingRun(PLAN.withEpochs(4).withLoss(Loss.softmaxCrossEntropy(0.2)), ROWS, Optional.empty());
    run.run();
    float[] p = run.predictor().predict(ROWS.inputs(), ROWS.rows());
    double[] losses = run.predictor().losses(ROWS);
    double sum = 0;
    for (int r = 0; r < losses.length; r++) {
      assertThat(losses[r]).isCloseTo(-Math.log(p[2 * r + ROWS.targets().label(r)]), within(1e-5));
      sum += losses[r];
    }
    assertThat(run.result().history().last().trainLoss()).isCloseTo(sum / losses.length, within(1e-12));
  }
}
