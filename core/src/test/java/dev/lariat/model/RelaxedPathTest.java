package dev.lariat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.Folds;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.Task;
import dev.lariat.linear.Cox;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.selection.CrossValidation;
import dev.lariat.linear.selection.RelaxedPath;
import dev.lariat.linear.selection.RelaxedValidation;
import dev.lariat.model.GlmnetTest.Recorded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Relaxed fits against their own conditions, fold by fold against refits, and against glmnet's (golden.R). */
@Tag("slow")
class RelaxedPathTest {
  private static final int FEATURES = 14;

  static Stream<Recorded> recorded(String kind) {
    List<Recorded> all = new ArrayList<>();
    for (String line : GlmnetTest.lines("relaxed.txt")) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "case", "cv" -> all.add(new Recorded(words, new HashMap<>()));
        case "beta", "cvm", "cvsd" -> all.getLast().lines().put(words[0] + words[1], GlmnetTest.numbers(words, 2));
        case "lambda", "devratio", "chosen" -> all.getLast().lines().put(words[0], GlmnetTest.numbers(words, 1));
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

  private static final PathOptions GLMNET = PathOptions.DEFAULT.withDialect(PathOptions.Dialect.GLMNET)
      .withGrid(25, 0.02)
      .withTolerance(1e-12);

  @ParameterizedTest
  @MethodSource("fits")
  void coefficientsAreGlmnets(Recorded r) {
    String extra = r.head()[2];
    Observations data = r.head()[1].equals("cox")
        ? CoxTest.observations(extra, Cox.Ties.BRESLOW)
        : GlmnetTest.observations(r.head()[1], GlmnetTest.table(), extra.equals("weights"), extra.equals("offset"));
    double inf = Double.POSITIVE_INFINITY;
    LinearPenalty penalty = extra.equals("factors")
        ? LinearPenalty.lasso().withFactors(0, 1, 2, 0.5, inf, 1, 1, 3, 1, 1)
        : LinearPenalty.lasso();
    PathOptions options = GLMNET.withIntercept(!extra.equals("nointercept"));
    RelaxedPath path = LinearTrainer.relax(data, penalty, options, LinearTrainer.fit(data, penalty, options));
    double[] lambda = r.lines().get("lambda");
    assertThat(path.relaxed()).hasSize(lambda.length);
    for (int k = 0; k < lambda.length; k++) {
      LinearPath.Point point = path.relaxed().get(k);
      double[] beta = r.lines().get("beta" + k);
      assertThat(point.lambda()).isCloseTo(lambda[k], within(1e-6 * lambda[k]));
      assertThat(point.devianceRatio()).as("deviance ratio %d", k)
          .isCloseTo(r.lines().get("devratio")[k], within(1e-5));
      assertThat(point.intercepts()[0]).as("intercept %d", k).isCloseTo(beta[0], within(1e-4));
      double[] dense = point.dense(0, GlmnetTest.FEATURES);
      for (int j = 0; j < dense.length; j++) {
        assertThat(dense[j]).as("coefficient %d at λ %d", j, k).isCloseTo(beta[1 + j], within(1e-4));
      }
    }
  }

  /** glmnet takes 1e-5 for γ = 0. */
  @ParameterizedTest
  @MethodSource("validations")
  void crossValidationIsGlmnets(Recorded r) {
    Observations data = r.head()[1].equals("cox")
        ? CoxTest.observations("plain", Cox.Ties.BRESLOW)
        : GlmnetTest.observations(r.head()[1], GlmnetTest.table(), false, false);
    int[] fold = Arrays.stream(GlmnetTest.table().get("fold")).mapToInt(f -> (int) f).toArray();
    CrossValidation cv = LinearTrainer.crossValidateRelaxed(data, LinearPenalty.lasso(), GLMNET, fold,
        dev.lariat.linear.selection.Measure.of(r.head()[2].equals("C") ? "concordance" : r.head()[2], data.family()));
    RelaxedValidation relaxed = cv.relaxed().orElseThrow();
    for (int g = 0; g < 5; g++) {
      double[] mean = r.lines().get("cvm" + g);
      for (int k = 0; k < mean.length; k++) {
        assertThat(relaxed.mean()[g][k]).as("mean at γ %d, λ %d", g, k)
            .isCloseTo(mean[k], within(1e-4 * Math.abs(mean[k])));
        assertThat(relaxed.standardError()[g][k]).isCloseTo(r.lines().get("cvsd" + g)[k],
            within(1e-3 * r.lines().get("cvsd" + g)[k]));
      }
    }
    double[] chosen = r.lines().get("chosen");
    assertThat(relaxed.lambda(relaxed.min())).isCloseTo(chosen[0], within(1e-6 * chosen[0]));
    assertThat(relaxed.gamma(relaxed.min())).isEqualTo(chosen[1]);
    assertThat(relaxed.lambda(relaxed.oneSe())).isCloseTo(chosen[2], within(1e-6 * chosen[2]));
    assertThat(relaxed.gamma(relaxed.oneSe())).isEqualTo(chosen[3]);
  }

  static Stream<Family> families() {
    return Family.known().stream();
  }

  /** What is in has no gradient, what is out is 0; sparse as dense. */
  @ParameterizedTest
  @MethodSource("families")
  void whatIsSelectedIsFittedWithoutPenalty(Family family) {
    var p = new RandomProblem(family, 120, FEATURES, 0.4, true, false, 31);
    PathOptions options = PathOptions.DEFAULT.withTolerance(1e-11).withGrid(8, 0.05).withEarlyStop(false);
    LinearPenalty penalty = LinearPenalty.lasso();
    LinearPath path = LinearTrainer.fit(p.dense(), penalty, options);
    RelaxedPath dense = LinearTrainer.relax(p.dense(), penalty, options, path);
    RelaxedPath sparse = LinearTrainer.relax(p.sparse(), penalty, options, path);
    var optimality = new Optimality(p, penalty, options);
    for (int k = 0; k < path.points().size(); k++) {
      LinearPath.Point point = dense.relaxed().get(k);
      double[][] theta = optimality.residuals(point);
      for (int j : point.index()[0]) {
        for (double[] t : theta) {
          double gradient = 0;
          for (int i = 0; i < t.length; i++) {
            gradient += t[i] * p.columns[j][i];
          }
          assertThat(gradient).as("gradient of feature %d at λ %d", j, k).isCloseTo(0, within(1e-7));
        }
      }
      assertThat(point.nonZeros()).isEqualTo(path.points().get(k).nonZeros());
      assertThat(point.devianceRatio()).isGreaterThanOrEqualTo(path.points().get(k).devianceRatio() - 1e-9);
      for (int l = 0; l < theta.length; l++) {
        assertThat(sparse.relaxed().get(k).dense(l, FEATURES)).containsExactly(point.dense(l, FEATURES), within(1e-5));
      }
    }
  }

  private static Dataset table(int rows, int features) {
    var p = new RandomProblem(Family.gaussian(), rows, features, 1, false, false, 5);
    List<Column> columns = new ArrayList<>();
    for (int j = 0; j < features; j++) {
      columns.add(new NumericColumn("x" + j, p.columns[j]));
    }
    columns.add(new NumericColumn("y", p.y));
    return Dataset.of("random", columns).target("y", Task.REGRESSION);
  }

  /** The error at γ and λ is that of a mixture of refits; the same bits at any number of threads. */
  @Test
  void aFoldsErrorIsThatOfRefits() {
    Dataset data = table(90, 8);
    int[] fold = new int[90];
    Arrays.setAll(fold, i -> i % 3);
    Folds folds = Folds.given(new NumericColumn("fold", Arrays.stream(fold).asDoubleStream().toArray()));
    PathOptions options = PathOptions.DEFAULT.withGrid(10, 1e-2).withEarlyStop(false).withTolerance(1e-11);
    LinearTrainer trainer = LinearTrainer.of(data, Family.gaussian(), LinearPenalty.lasso()).relaxed();
    LinearFit fit = trainer.options(options).crossValidate(folds);
    RelaxedValidation cv = fit.validation().orElseThrow().relaxed().orElseThrow();
    double[][] mean = new double[5][10];
    for (int f = 0; f < 3; f++) {
      RelaxedPath alone = LinearTrainer.of(data.select(folds.training(f)), Family.gaussian(), LinearPenalty.lasso())
          .options(options.withLambdas(fit.path().lambdas()))
          .relaxed()
          .fit()
          .relaxed()
          .orElseThrow();
      for (int g = 0; g < 5; g++) {
        for (int k = 0; k < 10; k++) {
          LinearPath.Point point = alone.at(k, cv.gammas()[g]);
          for (int row : folds.validation(f)) {
            double eta = point.intercepts()[0];
            for (int j = 0; j < 8; j++) {
              eta += point.dense(0, 8)[j] * data.column("x" + j).number(row);
            }
            double error = data.target().values()[row] - eta;
            mean[g][k] += error * error / 90;
          }
        }
      }
    }
    for (int g = 0; g < 5; g++) {
      assertThat(cv.mean()[g]).containsExactly(mean[g], within(1e-6 * mean[g][0]));
    }
    RelaxedValidation twice = trainer.options(options.withThreads(2))
        .crossValidate(folds)
        .validation()
        .orElseThrow()
        .relaxed()
        .orElseThrow();
    assertThat(twice.mean()).isDeepEqualTo(cv.mean());
  }

  /**
   * A lasso of more columns than rows selects at most as many as there are rows: the last of them cannot be relaxed.
   */
  @Test
  void whatMeetsEveryRowIsNotRelaxed() {
    LinearFit fit = LinearTrainer.of(table(20, 40), Family.gaussian(), LinearPenalty.lasso())
        .options(PathOptions.DEFAULT.withGrid(40, 1e-4).withEarlyStop(false))
        .relaxed()
        .fit();
    assertThat(fit.path().points().getLast().nonZeros()).isGreaterThan(17);
    assertThat(fit.relaxed().orElseThrow().relaxed()).allSatisfy(p -> assertThat(p.nonZeros()).isLessThanOrEqualTo(17));
    assertThat(fit.notes()).anySatisfy(note -> assertThat(note).contains("nearly as many features as there are rows"));
  }

  @Test
  void whatCannotBeIsRefused() {
    Dataset data = table(30, 3);
    LinearModel plain = LinearModel.of(LinearTrainer.of(data, Family.gaussian(), LinearPenalty.lasso()).fit(),
        Provenance.now("test", 0, "", ""));
    assertThatThrownBy(() -> plain.withGamma(0.5)).hasMessageContaining("fit it with --relax");
    LinearModel relaxed = LinearModel.of(
        LinearTrainer.of(data, Family.gaussian(), LinearPenalty.lasso()).relaxed().fit(),
        Provenance.now("test", 0, "", ""));
    assertThatThrownBy(() -> relaxed.withGamma(1.5)).hasMessageContaining("γ must lie in [0, 1], not 1.5");
  }
}
