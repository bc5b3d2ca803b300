package dev.lariat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.LearntRows;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.net.Network;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Layer;
import dev.lariat.study.Study;
import dev.lariat.study.candidate.ModelKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A target that is learnt as its logarithm: the same as learning a column of logarithms, and predicted in its own unit.
 */
class LogTargetTest {
  private static final int ROWS = 120;
  private static final int FOLDS = 3;
  private final double[] x = new double[ROWS];
  private final double[] price = new double[ROWS];

  LogTargetTest() {
    var random = new Random(11);
    for (int i = 0; i < ROWS; i++) {
      x[i] = random.nextGaussian();
      price[i] = StrictMath.exp(4 + 0.7 * x[i] + 0.3 * random.nextGaussian());
    }
  }

  private Dataset table(double[] target) {
    return Dataset.of("prices", List.of(new NumericColumn("x", x.clone()), new NumericColumn("price", target.clone())))
        .target("price", Task.REGRESSION);
  }

  private Dataset logged() {
    return table(price).logTarget();
  }

  private Dataset logarithms() {
    return table(Arrays.stream(price).map(StrictMath::log).toArray());
  }

  private static double[] exponentials(double[] values) {
    return Arrays.stream(values).map(StrictMath::exp).toArray();
  }

  private static LinearModel lasso(Dataset data) {
    return LinearModel.of(LinearTrainer.of(data, Family.gaussian(), LinearPenalty.lasso()).fit(),
        Provenance.now("test", 0, "", ""));
  }

  @Test
  void aPathIsThatOfTheLogarithmsAndPredictsTheirExponentials() {
    LinearModel model = lasso(logged());
    assertThat(model.predict(logged())).isEqualTo(exponentials(lasso(logarithms()).predict(logarithms())));
    assertThat(model.predict(Map.of("x", x[3]))[0]).isCloseTo(model.predict(logged())[3], withinPercentage(1e-9));
  }

  @Test
  void aNetworkIsThatOfTheLogarithmsAndPredictsTheirExponentials() {
    Trainer trainer = Trainer.of(Network.of(Layer.dense(4, Activation.TANH))).epochs(3).validation(0.2);
    Fit fit = trainer.train(logged());
    assertThat(fit.model().predict(logged()))
        .isEqualTo(exponentials(trainer.train(logarithms()).model().predict(logarithms())));
    assertThat(fit.model().predict(Map.of("x", x[3]))[0]).isCloseTo(fit.model().predict(logged())[3],
        withinPercentage(1e-4));
    // What the epochs say is of the logarithm; prices are near e⁴.
    assertThat(fit.history().last().validation().rootMeanSquaredError()).isLessThan(2);
    assertThat(fit.validation().orElseThrow().values().get("rmse")).isGreaterThan(5);
  }

  @Test
  void aStudyComparesInTheTargetsOwnUnit() {
    double[] part = IntStream.range(0, ROWS).mapToDouble(i -> i % FOLDS).toArray();
    var result = Study.of(logged().with(new NumericColumn("part", part)))
        .foldColumn("part")
        .models(ModelKind.LINEAR)
        .threads(1)
        .run();
    double loss = IntStream.range(0, FOLDS).mapToDouble(this::leastSquares).average().orElseThrow();
    assertThat(result.verdict().diagnosis().validationLoss()).isCloseTo(loss, withinPercentage(0.05));
    assertThat(result.description().notes()).anyMatch(note -> note.contains("the logarithm of 'price' is learnt"));
    double own = Arrays.stream(price).average().orElseThrow();
    assertThat(Arrays.stream(result.model().predict(logged())).average().orElseThrow()).isCloseTo(own,
        withinPercentage(25));
  }

  /** The mean squared error on a fold, of prices, of the line through the logarithms of the other rows. */
  private double leastSquares(int fold) {
    int[] others = IntStream.range(0, ROWS).filter(i -> i % FOLDS != fold).toArray();
    double meanX = IntStream.of(others).mapToDouble(i -> x[i]).average().orElseThrow();
    double meanY = IntStream.of(others).mapToDouble(i -> StrictMath.log(price[i])).average().orElseThrow();
    double slope = IntStream.of(others).mapToDouble(i -> (x[i] - meanX) * (StrictMath.log(price[i]) - meanY)).sum()
        / IntStream.of(others).mapToDouble(i -> (x[i] - meanX) * (x[i] - meanX)).sum();
    return IntStream.range(0, ROWS)
        .filter(i -> i % FOLDS == fold)
        .mapToDouble(i -> Math.pow(price[i] - StrictMath.exp(meanY + slope * (x[i] - meanX)), 2))
        .average()
        .orElseThrow();
  }

  @Test
  void whatHasNoLogarithmIsRefusedWithItsRow() {
    price[6] = 0;
    assertThatExceptionOfType(DataException.class).isThrownBy(() -> logged().target())
        .withMessageContaining("'price', row 7 is 0");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> table(price).target("price", Task.CLASSIFICATION).logTarget().target());
  }

  @Test
  void aFamilyWithALinkOfItsOwnIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinearTrainer.of(logged(), Family.gamma(), LinearPenalty.lasso()).fit())
        .withMessageContaining("gaussian");
  }

  @Test
  void theRowsOfASmallTableAreKnownAgain() {
    Dataset data = logged();
    LinearModel model = lasso(data);
    Provenance from = model.provenance().learntFrom(model.preprocessing(), data, data.allRows());
    assertThat(from.rowHashes()).hasSize(ROWS);
    Dataset some = table(price).select(new int[]{5, 3, 5});
    var known = Set.copyOf(from.rowHashes());
    assertThat(LearntRows.count(model.preprocessing(), some, some.target().values(), known)).isEqualTo(3);
    double[] other = some.target().values();
    other[1] += 1;
    assertThat(LearntRows.count(model.preprocessing(), some, other, known)).isEqualTo(2);
  }
}
