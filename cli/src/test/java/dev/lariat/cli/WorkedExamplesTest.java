package dev.lariat.cli;

import static dev.lariat.linear.LinearPenalty.lasso;
import static dev.lariat.linear.LinearPenalty.ridge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.Dataset;
import dev.lariat.data.Task;
import dev.lariat.io.Tables;
import dev.lariat.linear.Family;
import dev.lariat.linear.PathOptions;
import dev.lariat.model.LinearFit;
import dev.lariat.model.LinearTrainer;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The figures of the worked examples in docs/linear.md. */
@Tag("slow")
class WorkedExamplesTest {
  private static Dataset table(String name) {
    return Tables.read(Path.of(System.getProperty("lariat.repository"), "examples", "data", name));
  }

  /** The features in the order in which they become non-zero, up to {@code count}. */
  private static Set<String> order(LinearFit fit, int count) {
    var seen = new LinkedHashSet<String>();
    for (int k = 0; k < fit.path().points().size() && seen.size() < count; k++) {
      seen.addAll(fit.coefficients(k, 0).keySet());
    }
    return seen;
  }

  @Test
  void fiveFeaturesTellSpam() {
    var fit = LinearTrainer.of(table("spam.csv.gz").target("type"), Family.binomial(), lasso())
        .options(PathOptions.DEFAULT.withGrid(12, 0.3))
        .fit();
    assertThat(order(fit, 5)).containsExactlyInAnyOrder("charDollar", "remove", "num000", "your", "free");
  }

  @Test
  void ridgeMendsTheSignsOfLongley() {
    Dataset data = table("longley.csv").target("Employed", Task.REGRESSION);
    Map<String, Double> plain = LinearTrainer.of(data, Family.gaussian(), lasso())
        .options(PathOptions.DEFAULT.withLambdas(0))
        .fit()
        .coefficients(0, 0);
    assertThat(plain.get("GNP")).isCloseTo(-0.0358192, within(1e-6));
    assertThat(plain.get("Population")).isCloseTo(-0.0511041, within(1e-6));
    var fit = LinearTrainer.of(data, Family.gaussian(), ridge()).options(PathOptions.DEFAULT.withLambdas(1)).fit();
    assertThat(fit.coefficients(0, 0).get("GNP")).isCloseTo(0.007, within(5e-4));
    assertThat(fit.coefficients(0, 0).get("Population")).isCloseTo(0.091, within(5e-4));
    assertThat(fit.path().points().get(0).devianceRatio()).isCloseTo(0.914, within(5e-4));
    var inflation = Map.of("GNP.deflator", 135.5, "GNP", 1788.5, "Unemployed", 33.6, "Armed.Forces", 3.59, "Population",
        399.2, "Year", 759.0);
    inflation.forEach((column, expected) -> {
      var others = table("longley.csv").without("Employed").target(column, Task.REGRESSION);
      var regression = LinearTrainer.of(others, Family.gaussian(), lasso())
          .options(PathOptions.DEFAULT.withLambdas(0))
          .fit();
      double factor = 1 / (1 - regression.path().points().get(0).devianceRatio());
      assertThat(factor).as(column).isCloseTo(expected, within(0.01 * expected));
    });
  }

  @Test
  void diabetesEntersAsInTheLarsPaper() {
    var fit = LinearTrainer.of(table("diabetes.csv").target("progression", Task.REGRESSION), Family.gaussian(), lasso())
        .options(PathOptions.DEFAULT.withGrid(500, 1e-3).withEarlyStop(false))
        .fit();
    assertThat(order(fit, 10)).containsExactly("bmi", "s5", "bp", "s3", "sex", "s6", "s1", "s4", "s2", "age");
  }
}
