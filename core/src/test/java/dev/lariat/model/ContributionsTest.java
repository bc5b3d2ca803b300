package dev.lariat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.model.Contributions.Contribution;
import dev.lariat.net.Network;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Layer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContributionsTest {
  private static final int ROWS = 60;

  private static Dataset table() {
    var random = new SplittableRandom(5);
    double[] x = random.doubles(ROWS, -2, 2).toArray();
    double[] z = random.doubles(ROWS, -2, 2).toArray();
    double[] noise = random.doubles(ROWS, -2, 2).toArray();
    double[] y = new double[ROWS];
    Arrays.setAll(y, row -> 3 * x[row] - 2 * z[row] + 1);
    return Dataset.of("t", List.of(NumericColumn.of("x", x), NumericColumn.of("z", z), NumericColumn.of("noise", noise),
        NumericColumn.of("y", y))).target("y");
  }

  private static Map<String, Contribution> byColumn(Contributions contributions) {
    return contributions.columns().stream().collect(Collectors.toMap(Contribution::column, each -> each));
  }

  /** Of a linear model a column's Shapley value is its coefficient times the distance from the mean. */
  @Test
  void ofALinearModel() {
    Dataset data = table();
    Model model = LinearModel.of(LinearTrainer.of(data, Family.gaussian(), LinearPenalty.lasso()).fit(),
        Provenance.now("test", 0, "t", ""));
    int row = 7;
    Contributions why = Contributions.of(model, data, row, 0);
    double meanX = Arrays.stream(data.allRows()).mapToDouble(r -> data.column("x").number(r)).average().orElseThrow();
    Contribution x = byColumn(why).get("x");
    double exact = 3 * (data.column("x").number(row) - meanX);
    assertThat(x.amount()).isCloseTo(exact, within(4 * x.standardError() + 0.05));
    assertThat(x.value()).isEqualTo(data.column("x").text(row));
    assertThat(byColumn(why).values()).extracting(Contribution::column).doesNotContain("y");
    double sum = why.columns().stream().mapToDouble(Contribution::amount).sum();
    assertThat(why.base() + sum).isCloseTo(why.prediction(), within(1e-9));
    assertThat(why.prediction()).isEqualTo(model.predict(data)[row]);
  }

  /** The mean that a prediction is compared with is that of the rows that are named: of few rows all, as often each. */
  @Test
  void theMeanIsOfTheRowsThatAreSaid() {
    Dataset data = table();
    Model model = Trainer.of(Network.of(Layer.dense(4, Activation.TANH))).epochs(3).train(data).model();
    Contributions of60 = Contributions.of(model, data, 3, 0);
    assertThat(of60.rows()).isEqualTo(ROWS);
    assertThat(of60.base()).isCloseTo(Arrays.stream(model.predict(data)).average().orElseThrow(), within(1e-6));
    Dataset more = data.select(IntStream.range(0, 240).map(row -> row % ROWS).toArray());
    assertThat(Contributions.of(model, more, 3, 0).rows()).isEqualTo(100);
    Contributions others = Contributions.of(model, data, 0, 1, 0);
    assertThat(others.rows()).isEqualTo(ROWS - 1);
    assertThat(others.base()).isCloseTo(Arrays.stream(model.predict(data)).skip(1).average().orElseThrow(),
        within(1e-6));
  }

  /** Whatever the model, they add up, and a column that it does not use has none. */
  @Test
  void ofANetwork() {
    Dataset data = table();
    Model model = Trainer.of(Network.of(Layer.dense(4, Activation.TANH)))
        .epochs(3)
        .train(data.without("noise"))
        .model();
    Contributions why = Contributions.of(model, data, 0, 0);
    assertThat(why.columns()).extracting(Contribution::column).containsExactlyInAnyOrder("x", "z");
    double sum = why.columns().stream().mapToDouble(Contribution::amount).sum();
    assertThat(why.base() + sum).isCloseTo(why.prediction(), within(1e-5));
    assertThat(Contributions.of(model, data, 0, 0)).isEqualTo(why);
  }
}
