package dev.lariat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Task;
import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.selection.CrossValidation;
import dev.lariat.linear.selection.Measure;
import dev.lariat.model.GlmnetTest.Recorded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several numbers a row, against glmnet's mgaussian (golden.R) and by hand. */
@Tag("slow")
class MultiGaussianTest {
  private static Stream<Recorded> recorded(String kind) {
    List<Recorded> all = new ArrayList<>();
    for (String line : GlmnetTest.lines("mgaussian.txt")) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "case", "cv" -> all.add(new Recorded(words, new HashMap<>()));
        case "beta" -> all.getLast().lines().put("beta " + words[1] + " " + words[2], GlmnetTest.numbers(words, 3));
        case "nulldev", "lambda", "devratio", "cvm", "cvsd", "chosen" ->
          all.getLast().lines().put(words[0], GlmnetTest.numbers(words, 1));
        default -> assertThat(line).startsWith("#");
      }
    }
    return all.stream().filter(r -> r.head()[0].equals(kind));
  }

  static Stream<Recorded> fits() {
    return recorded("case");
  }

  static Stream<Recorded> validations() {
    return recorded("cv");
  }

  private static Observations observations(boolean weights) {
    Map<String, double[]> table = GlmnetTest.table();
    Observations one = GlmnetTest.observations("gaussian", table, weights, false);
    double[] y = new double[3 * one.y().length];
    for (int i = 0; i < one.y().length; i++) {
      y[3 * i] = table.get("gaussian")[i];
      y[3 * i + 1] = table.get("time")[i];
      y[3 * i + 2] = table.get("gamma")[i];
    }
    Observations several = Observations.multiGaussian(one.x(), y, 3);
    return weights ? several.withWeights(one.weights()) : several;
  }

  @ParameterizedTest
  @MethodSource("fits")
  void thePathIsGlmnets(Recorded r) {
    String extra = r.head()[2];
    double inf = Double.POSITIVE_INFINITY;
    LinearPenalty penalty = LinearPenalty.elasticNet(Double.parseDouble(r.head()[1])).withGroupedClasses();
    penalty = extra.equals("factors") ? penalty.withFactors(0, 1, 2, 0.5, inf, 1, 1, 3, 1, 1) : penalty;
    penalty = extra.equals("limits")
        ? penalty.withLimits(new double[]{0, -0.1, -inf, -inf, -0.05, 0, -0.1, -inf, -inf, -0.05},
            new double[]{inf, 0.1, 0.2, inf, 0.05, inf, 0.1, 0.2, inf, 0.05})
        : penalty;
    LinearPath path = LinearTrainer.fit(observations(extra.equals("weights")), penalty,
        PathOptions.DEFAULT.withDialect(PathOptions.Dialect.GLMNET)
            .withTolerance(1e-12)
            .withIntercept(!extra.equals("nointercept"))
            .withStandardize(!extra.equals("nostandardize")));
    double[] lambda = r.lines().get("lambda");
    boolean intercept = !extra.equals("nointercept"); // without one glmnet's null deviance is still around the means
    if (intercept) {
      assertThat(path.nullDeviance()).isCloseTo(r.lines().get("nulldev")[0], within(1e-9 * path.nullDeviance()));
    }
    for (int k = 0; k < Math.min(lambda.length, path.points().size()); k++) {
      LinearPath.Point point = path.points().get(k);
      assertThat(point.lambda()).as("λ %d", k).isCloseTo(lambda[k], within(1e-6 * lambda[k]));
      if (intercept) {
        assertThat(point.devianceRatio()).as("deviance ratio %d", k)
            .isCloseTo(r.lines().get("devratio")[k], within(1e-5));
      }
      for (int target = 0; target < 3; target++) {
        double[] beta = r.lines().get("beta " + k + " " + target);
        for (int j = 0; beta != null && j < GlmnetTest.FEATURES; j++) {
          assertThat(point.dense(target, GlmnetTest.FEATURES)[j])
              .as("coefficient %d of target %d at λ %d", j, target, k)
              .isCloseTo(beta[1 + j], within(1e-4));
        }
      }
    }
    if (intercept) {
      assertThat(path.points().size()).as("it ends where glmnet's does").isEqualTo(lambda.length);
    }
  }

  @ParameterizedTest
  @MethodSource("validations")
  void crossValidationIsGlmnets(Recorded r) {
    int[] fold = Arrays.stream(GlmnetTest.table().get("fold")).mapToInt(f -> (int) f).toArray();
    CrossValidation cv = LinearTrainer.crossValidate(observations(false), LinearPenalty.lasso().withGroupedClasses(),
        PathOptions.DEFAULT.withDialect(PathOptions.Dialect.GLMNET).withTolerance(1e-12), fold,
        Measure.of(r.head()[1], Family.multiGaussian()));
    double[] mean = r.lines().get("cvm");
    for (int k = 0; k < mean.length; k++) {
      assertThat(cv.mean()[k]).as("mean at λ %d", k).isCloseTo(mean[k], within(1e-4 * mean[k]));
      assertThat(cv.standardError()[k]).isCloseTo(r.lines().get("cvsd")[k], within(1e-3 * r.lines().get("cvsd")[k]));
    }
    assertThat(cv.lambdaMin()).isCloseTo(r.lines().get("chosen")[0], within(1e-6 * cv.lambdaMin()));
  }

  private static Dataset table(int rows) {
    var p = new RandomProblem(Family.multiGaussian(), rows, 6, 1, false, false, 9);
    List<Column> columns = new ArrayList<>();
    for (int j = 0; j < 6; j++) {
      columns.add(new NumericColumn("x" + j, p.columns[j]));
    }
    for (int k = 0; k < 3; k++) {
      double[] y = new double[rows];
      for (int i = 0; i < rows; i++) {
        y[i] = p.y[3 * i + k];
      }
      columns.add(new NumericColumn("y" + k, y));
    }
    return Dataset.of("random", columns).target("y0", Task.REGRESSION);
  }

  @Test
  void aFeatureIsInForAllTargetsOrForNone() {
    LinearFit fit = LinearTrainer.of(table(60), Family.multiGaussian(), LinearPenalty.lasso())
        .targets("y1", "y2")
        .crossValidate(5);
    assertThat(fit.predictors()).containsExactly("y0", "y1", "y2");
    for (LinearPath.Point point : fit.path().points()) {
      assertThat(point.index()[1]).isEqualTo(point.index()[0]);
      assertThat(point.index()[2]).isEqualTo(point.index()[0]);
    }
    LinearModel model = LinearModel.of(fit, Provenance.now("test", 0, "", ""));
    assertThat(model.target().all()).containsExactly("y0", "y1", "y2");
    double[] predictions = model.predict(table(60));
    assertThat(predictions).hasSize(180);
    Map<String, Object> row = new HashMap<>();
    for (int j = 0; j < 6; j++) {
      row.put("x" + j, table(60).column("x" + j).number(4));
    }
    assertThat(model.predict(row)).containsExactly(Arrays.copyOfRange(predictions, 12, 15), within(1e-12));
    assertThat(fit.heldOut().getFirst().metrics()).hasSize(3);
  }

  /** The unpenalised fit of several targets is that of each by itself. */
  @Test
  void withoutAPenaltyTargetsDoNotTouchEachOther() {
    Dataset data = table(60);
    PathOptions bare = PathOptions.DEFAULT.withLambdas(0).withTolerance(1e-12);
    LinearPath.Point all = LinearTrainer.of(data, Family.multiGaussian(), LinearPenalty.lasso())
        .targets("y1", "y2")
        .options(bare)
        .fit()
        .path()
        .points()
        .getFirst();
    for (int k = 0; k < 3; k++) {
      Dataset own = data.target("y" + k, Task.REGRESSION);
      for (int other = 0; other < 3; other++) {
        own = other == k ? own : own.without("y" + other);
      }
      LinearPath.Point one = LinearTrainer.of(own, Family.gaussian(), LinearPenalty.lasso())
          .options(bare)
          .fit()
          .path()
          .points()
          .getFirst();
      assertThat(all.dense(k, 6)).containsExactly(one.dense(0, 6), within(1e-8));
      assertThat(all.intercepts()[k]).isCloseTo(one.intercepts()[0], within(1e-8));
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> LinearTrainer.of(table(20), Family.poisson(), LinearPenalty.lasso()).targets("y1"))
        .hasMessage("the family poisson has one target; several are for mgaussian");
    assertThatThrownBy(
        () -> LinearTrainer.of(table(2), Family.multiGaussian(), LinearPenalty.lasso()).targets("y1", "y2").fit())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("3 targets for 2 rows");
    assertThatThrownBy(() -> LinearTrainer.of(table(20), Family.multiGaussian(), LinearPenalty.lasso()).fit())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("mgaussian needs at least 2 targets");
    assertThatThrownBy(() -> LinearTrainer.fit(
        Observations.multiGaussian(DesignMatrix.dense(new double[][]{{1, 2, 3}}), new double[]{1, 2, 1, 2, 1, 2}, 2),
        LinearPenalty.lasso(), PathOptions.DEFAULT)).isInstanceOf(DataException.class)
        .hasMessage("all targets are constant: there is nothing to model");
  }
}
