package dev.lariat.model;

import static dev.lariat.net.layer.Activation.RELU;
import static dev.lariat.net.layer.Layer.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.metric.ClassificationMetrics;
import dev.lariat.metric.RegressionMetrics;
import dev.lariat.net.Network;
import dev.lariat.optim.Optimizer;
import dev.lariat.penalty.GroupBy;
import dev.lariat.penalty.Penalty;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrainerTest {
  /** Rows whose class follows from x1 and the colour; x2 is noise. */
  private static Dataset classes(int rows, long seed) {
    var random = new Random(seed);
    double[] x1 = new double[rows];
    double[] x2 = new double[rows];
    var colour = new ArrayList<String>();
    var label = new ArrayList<String>();
    for (int i = 0; i < rows; i++) {
      x1[i] = random.nextGaussian();
      x2[i] = random.nextGaussian();
      colour.add(random.nextBoolean() ? "red" : "blue");
      label.add(x1[i] + (colour.get(i).equals("red") ? 1 : -1) > 0 ? "yes it is" : "no");
    }
    return Dataset.of("planted", List.<Column>of(new NumericColumn("x1", x1), new NumericColumn("x2", x2),
        CategoryColumn.of("colour", colour), CategoryColumn.of("label", label)));
  }

  private static Dataset numbers(int rows, double offset, double unit) {
    var random = new Random(3);
    double[] x = new double[rows];
    double[] y = new double[rows];
    for (int i = 0; i < rows; i++) {
      x[i] = random.nextGaussian();
      y[i] = offset + unit * (2 * x[i] + 0.1 * random.nextGaussian());
    }
    return Dataset.of("line", List.of(new NumericColumn("x", x), new NumericColumn("y", y)));
  }

  @Test
  void classesAreLearntAndPredictedByName() {
    var trainer = Trainer.of(Network.of(dense(16, RELU))).optimizer(Optimizer.adam(0.01)).epochs(20).validation(0.25);
    var fit = trainer.train(classes(400, 1).target("label"));
    assertThat(fit.trainingRows()).isEqualTo(300);
    assertThat(fit.validationRows()).isEqualTo(100);
    assertThat(fit.history().last().validation().accuracy()).isGreaterThan(0.93);
    var fresh = classes(200, 2);
    var metrics = (ClassificationMetrics) fit.model().evaluate(fresh);
    assertThat(metrics.accuracy()).isGreaterThan(0.93);
    double[] probabilities = fit.model().predict(fresh.without("label"));
    for (int row = 0; row < 200; row++) {
      assertThat(probabilities[2 * row] + probabilities[2 * row + 1]).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void theValidationScoreIsTheModelsOwnOnThoseRows() {
    var all = numbers(300, 0, 1).target("y");
    int[] first = new int[200];
    int[] rest = new int[100];
    for (int i = 0; i < 300; i++) {
      if (i < 200) {
        first[i] = i;
      } else {
        rest[i - 200] = i;
      }
    }
    var fit = Trainer.of(Network.of(dense(8, RELU))).epochs(5).validation(all.select(rest)).train(all.select(first));
    var metrics = (RegressionMetrics) fit.model().evaluate(all.select(rest));
    assertThat(fit.history().last().validation().rootMeanSquaredError()).isCloseTo(metrics.rmse(), within(1e-5));
    assertThat(fit.history().last().validationLoss()).isCloseTo(metrics.rmse() * metrics.rmse(), within(1e-5));
  }

  @Test
  void aRegressionIsReportedInItsOwnUnit() {
    var plain = Trainer.of(Network.of(dense(8, RELU))).epochs(3).validation(0.2).train(numbers(200, 0, 1).target("y"));
    var scaled = Trainer.of(Network.of(dense(8, RELU)))
        .epochs(3)
        .validation(0.2)
        .train(numbers(200, 5e6, 1000).target("y"));
    double ratio = scaled.history().last().validation().rootMeanSquaredError()
        / plain.history().last().validation().rootMeanSquaredError();
    assertThat(ratio).isCloseTo(1000, within(0.1));
  }

  @Test
  void aColumnWhoseWeightsAreAllZeroNeedNotBeThere() {
    var data = classes(300, 4).target("label");
    var network = Network.of(dense(8, RELU, Penalty.groupLasso(0.05, GroupBy.COLUMN)));
    var fit = Trainer.of(network).optimizer(Optimizer.adam(0.01)).epochs(40).train(data);
    assertThat(fit.model().preprocessing().unused()).containsExactly("x2");
    var fresh = classes(50, 5);
    assertThat(fit.model().predict(fresh.without("x2"))).isEqualTo(fit.model().predict(fresh));
    assertThatExceptionOfType(DataException.class).isThrownBy(() -> fit.model().predict(fresh.without("x1")))
        .withMessageContaining("no column 'x1'");
  }

  @Test
  void categoriesOfManyLevelsGetLearntVectors() {
    var options = PreprocessingOptions.network().embedAbove(1).minLevelRows(1);
    var fit = Trainer.of(Network.of(dense(16, RELU)))
        .preprocessing(options)
        .optimizer(Optimizer.adam(0.01))
        .epochs(20)
        .train(classes(400, 1).target("label"));
    assertThat(fit.model().weights().parameters().getFirst().name()).startsWith("embedding");
    assertThat(((ClassificationMetrics) fit.model().evaluate(classes(200, 2))).accuracy()).isGreaterThan(0.9);
  }

  @Test
  void aValidationTableOfUnknownClassesIsRefused() {
    var data = classes(100, 1);
    var other = data.with(CategoryColumn.of("label", Collections.nCopies(100, "maybe")));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Trainer.of(Network.of()).validation(other).train(data.target("label")))
        .withMessageContaining("row 1")
        .withMessageContaining("'maybe'");
  }
}
