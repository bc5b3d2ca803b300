package dev.lariat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.DataException;
import dev.lariat.linear.Cox;
import dev.lariat.linear.selection.CrossValidation;
import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.selection.Measure;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import dev.lariat.metric.Concordance;
import dev.lariat.model.GlmnetTest.Recorded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Times until an event against R's glmnet and survival (golden.R in conformance/linear). */
@Tag("slow")
class CoxTest {
  private static Stream<Recorded> recorded(String kind) {
    List<Recorded> all = new ArrayList<>();
    for (String line : GlmnetTest.lines("cox.txt")) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "#" -> {
          continue;
        }
        case "case", "cv", "same" -> all.add(new Recorded(words, new HashMap<>()));
        case "beta" -> all.getLast().lines().put("beta " + words[1], GlmnetTest.numbers(words, 2));
        default -> all.getLast().lines().put(words[0], GlmnetTest.numbers(words, 1));
      }
    }
    return all.stream().filter(r -> switch (kind) {
      case "cv" -> r.head()[0].equals("cv") && (r.head()[1].equals("C") || r.head()[2].equals("plain"));
      case "same" -> r.head()[0].equals("same");
      case "coxph" -> r.head()[0].equals("case") && !Character.isDigit(r.head()[1].charAt(0));
      default -> r.head()[0].equals("case") && Character.isDigit(r.head()[1].charAt(0));
    });
  }

  static Stream<Recorded> paths() {
    return recorded("path");
  }

  static Stream<Recorded> maxima() {
    return recorded("coxph");
  }

  static Stream<Recorded> validations() {
    return recorded("cv");
  }

  static Observations observations(String extra, Cox.Ties ties) {
    Map<String, double[]> table = GlmnetTest.table();
    double[][] columns = new double[GlmnetTest.FEATURES][];
    Arrays.setAll(columns, j -> table.get("x" + (j + 1)));
    boolean all = extra.equals("all");
    double[] time = table.get("time");
    boolean[] event = new boolean[time.length];
    for (int i = 0; i < event.length; i++) {
      event[i] = table.get("event")[i] == 1;
    }
    var times = new Cox.Times(time, event, all || extra.equals("start") ? table.get("start") : null,
        all || extra.equals("strata") ? Arrays.stream(table.get("stratum")).mapToInt(v -> (int) v).toArray() : null);
    Observations data = Observations.cox(DesignMatrix.dense(columns), times, ties);
    data = all || extra.equals("weights") ? data.withWeights(table.get("weight")) : data;
    return all || extra.equals("offset") ? data.withOffset(table.get("offset")) : data;
  }

  @ParameterizedTest
  @MethodSource("paths")
  void aPathIsGlmnets(Recorded r) {
    Observations data = observations(r.head()[2], Cox.Ties.BRESLOW);
    LinearPath path = LinearTrainer.fit(data, LinearPenalty.elasticNet(Double.parseDouble(r.head()[1])),
        PathOptions.DEFAULT.withDialect(PathOptions.Dialect.GLMNET).withTolerance(1e-12));
    double nullDeviance = r.lines().get("nulldev")[0];
    assertThat(path.nullDeviance()).isCloseTo(nullDeviance, within(1e-8 * nullDeviance));
    boolean loose = List.of("start", "strata", "all").contains(r.head()[2]); // glmnet fits these in R, less exactly
    double[] lambda = r.lines().get("lambda");
    double[] ratio = r.lines().get("devratio");
    for (int k = 0; k < Math.min(lambda.length, path.points().size()); k++) {
      LinearPath.Point point = path.points().get(k);
      assertThat(point.converged()).isTrue();
      assertThat(point.lambda()).isCloseTo(lambda[k], within(1e-6 * lambda[k]));
      assertThat(point.devianceRatio()).isCloseTo(ratio[k], within(loose ? 1e-3 : 2e-5));
      double[] beta = r.lines().get("beta " + k);
      if (beta != null) {
        assertThat(point.dense(0, GlmnetTest.FEATURES)).as("at λ %d", k).containsExactly(beta, within(1e-4));
      }
    }
    assertThat(path.points().size()).isEqualTo(lambda.length);
  }

  /** At λ = 0: coefficients, the baseline's hazard and the concordance are coxph's. */
  @ParameterizedTest
  @MethodSource("maxima")
  void withoutAPenaltyItIsCoxph(Recorded r) {
    Observations data = observations(r.head()[2], Cox.Ties.valueOf(r.head()[1].toUpperCase(Locale.ROOT)));
    LinearPath path = LinearTrainer.fit(data, LinearPenalty.lasso(),
        PathOptions.DEFAULT.withLambdas(0).withTolerance(1e-11));
    LinearPath.Point point = path.points().getFirst();
    assertThat(point.converged()).isTrue();
    assertThat(point.intercepts()).containsExactly(0);
    assertThat(point.dense(0, GlmnetTest.FEATURES)).containsExactly(r.lines().get("beta 0"), within(1e-6));
    double[] eta = point.predict(data.x())[0];
    if (data.offset() != null) {
      Arrays.setAll(eta, i -> eta[i] + data.offset()[0][i]);
    }
    Cox.Times times = data.times();
    assertThat(Concordance.of(times.time(), times.event(), times.start(), times.stratum(), eta, data.weights()))
        .isCloseTo(r.lines().get("concordance")[0], within(1e-6));
    if (r.lines().containsKey("times")) {
      Cox.Baseline baseline = ((Cox) data.family()).baselines(data, path).getFirst();
      double[] at = r.lines().get("times");
      for (int k = 0; k < at.length; k++) {
        assertThat(baseline.at(0, at[k])).isCloseTo(r.lines().get("hazard")[k],
            within(1e-6 * (1 + r.lines().get("hazard")[k])));
      }
    }
  }

  /**
   * With weights glmnet scales those of all rows and those of the other folds' rows each to their own number of rows,
   * so that a row counts differently in the two likelihoods whose difference it takes; ours is that of the weights as
   * they are, which golden.R computes with glmnet's own fits and deviances.
   */
  @Test
  void aWeightedFoldAddsWhatItsRowsAdd() {
    int[] fold = Arrays.stream(GlmnetTest.table().get("fold")).mapToInt(f -> (int) f).toArray();
    CrossValidation cv = LinearTrainer.crossValidate(observations("weights", Cox.Ties.BRESLOW), LinearPenalty.lasso(),
        PathOptions.DEFAULT.withDialect(PathOptions.Dialect.GLMNET).withTolerance(1e-12), fold, Measure.DEVIANCE);
    double[] mean = recorded("same").findFirst().orElseThrow().lines().get("cvm");
    assertThat(mean[0]).isCloseTo(4.0827, within(1e-4)); // cv.glmnet: 3.4986
    for (int k = 0; k < mean.length; k++) {
      assertThat(cv.mean()[k]).as("mean at λ %d", k).isCloseTo(mean[k], within(1e-4 * mean[k]));
    }
  }

  /** Where rows have weights, glmnet's deviances of the folds are on scales of their own: see above. */
  @ParameterizedTest
  @MethodSource("validations")
  void crossValidationIsGlmnets(Recorded r) {
    Observations data = observations(r.head()[2], Cox.Ties.BRESLOW);
    int[] fold = Arrays.stream(GlmnetTest.table().get("fold")).mapToInt(f -> (int) f).toArray();
    CrossValidation cv = LinearTrainer.crossValidate(data, LinearPenalty.lasso(),
        PathOptions.DEFAULT.withDialect(PathOptions.Dialect.GLMNET).withTolerance(1e-12), fold,
        Measure.of(r.head()[1].equals("C") ? "concordance" : "deviance", data.family()));
    double[] mean = r.lines().get("cvm");
    for (int k = 0; k < mean.length; k++) {
      assertThat(cv.mean()[k]).as("mean at λ %d", k).isCloseTo(mean[k], within(1e-4 * Math.abs(mean[k])));
      assertThat(cv.standardError()[k]).as("error at λ %d", k)
          .isCloseTo(r.lines().get("cvsd")[k], within(1e-3 * r.lines().get("cvsd")[k]));
    }
    assertThat(cv.lambdaMin()).isCloseTo(r.lines().get("chosen")[0], within(1e-6 * cv.lambdaMin()));
  }

  /** −0 is 0, for risks and for times. */
  @Test
  void aNegativeZeroIsNoOtherNumber() {
    double[] time = {1, 2, 3};
    boolean[] event = {true, true, true};
    assertThat(Concordance.of(time, event, null, null, new double[]{-0.0, 0.0, 0.0}, null)).isEqualTo(0.5);
    double[][] x = {{1, 3, 2, 5}};
    boolean[] happened = {true, true, false, true};
    LinearPath plus = LinearTrainer.fit(Observations.cox(DesignMatrix.dense(x),
        new Cox.Times(new double[]{0.0, 0.0, 1, 2}, happened, null, null), Cox.Ties.BRESLOW), LinearPenalty.lasso(),
        PathOptions.DEFAULT);
    LinearPath minus = LinearTrainer.fit(Observations.cox(DesignMatrix.dense(x),
        new Cox.Times(new double[]{-0.0, 0.0, 1, 2}, happened, null, null), Cox.Ties.BRESLOW), LinearPenalty.lasso(),
        PathOptions.DEFAULT);
    assertThat(minus.nullDeviance()).isEqualTo(plus.nullDeviance());
    assertThat(minus.points().getLast().coefficient()[0]).containsExactly(plus.points().getLast().coefficient()[0]);
  }

  /** A row that does not count may be anywhere: it neither makes the others' hazards vanish nor is infinite itself. */
  @Test
  void aRowWithoutWeightMayBeAnywhere() {
    double[] x = {1, 3, 2, 5, 4, 1e6};
    double[] time = {4, 3, 5, 1, 2, 2.5};
    boolean[] event = {true, true, false, true, true, false};
    var data = Observations.cox(DesignMatrix.dense(new double[][]{x}), new Cox.Times(time, event, null, null),
        Cox.Ties.BRESLOW);
    LinearPath path = LinearTrainer.fit(data.withWeights(new double[]{1, 1, 1, 1, 1, 0}), LinearPenalty.lasso(),
        PathOptions.DEFAULT);
    var rest = Observations.cox(DesignMatrix.dense(new double[][]{Arrays.copyOf(x, 5)}),
        new Cox.Times(Arrays.copyOf(time, 5), Arrays.copyOf(event, 5), null, null), Cox.Ties.BRESLOW);
    LinearPath alone = LinearTrainer.fit(rest, LinearPenalty.lasso(), PathOptions.DEFAULT);
    assertThat(path.points()).hasSameSizeAs(alone.points());
    assertThat(path.points().getLast().coefficient()[0][0]).isCloseTo(alone.points().getLast().coefficient()[0][0],
        within(1e-6));
  }

  /** A pair of rows by a pair of rows. */
  @Test
  void theConcordanceIsTheShareOfPairs() {
    var random = new Random(4);
    int n = 40;
    double[] time = new double[n];
    double[] start = new double[n];
    double[] risk = new double[n];
    double[] weight = new double[n];
    int[] stratum = new int[n];
    boolean[] event = new boolean[n];
    for (int i = 0; i < n; i++) {
      time[i] = 1 + random.nextInt(6);
      start[i] = time[i] - 1 - random.nextInt(4);
      risk[i] = random.nextInt(5);
      weight[i] = random.nextInt(3);
      stratum[i] = random.nextInt(2);
      event[i] = random.nextInt(3) > 0;
    }
    double right = 0;
    double all = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        boolean outlives = time[j] > time[i] || (time[j] == time[i] && !event[j]);
        if (event[i] && outlives && start[j] < time[i] && stratum[i] == stratum[j]) {
          all += weight[i] * weight[j];
          right += weight[i] * weight[j] * (risk[i] > risk[j] ? 1 : risk[i] == risk[j] ? 0.5 : 0);
        }
      }
    }
    assertThat(Concordance.of(time, event, start, stratum, risk, weight)).isCloseTo(right / all, within(1e-12));
  }

  @Test
  void unusableTimesAreNamed() {
    var x = DesignMatrix.dense(new double[][]{{1, 2, 3}});
    boolean[] events = {true, true, true};
    assertThatThrownBy(() -> new Cox.Times(new double[]{1, -2, 3}, events, null, null))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("row 2")
        .hasMessageContaining("at least 0");
    assertThatThrownBy(() -> new Cox.Times(new double[]{1, 2, 3}, events, new double[]{0, 2, 0}, null))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("row 2: the start is 2.0");
    assertThatThrownBy(() -> new Cox.Times(new double[]{1, 2, 3}, new boolean[3], null, null))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no row has an event");
    Observations ties = Observations.cox(x, new Cox.Times(new double[]{2, 2, 2}, events, null, null), Cox.Ties.BRESLOW);
    assertThatThrownBy(() -> LinearTrainer.fit(ties, LinearPenalty.lasso(), PathOptions.DEFAULT))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("all at one time");
    assertThat(Family.of("cox")).isEqualTo(Family.cox(Cox.Ties.BRESLOW));
    var untimed = new Observations(x, Family.of("cox"), new double[]{1, 2, 3}, 1, null, null);
    assertThatThrownBy(() -> LinearTrainer.fit(untimed, LinearPenalty.lasso(), PathOptions.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the family cox needs the times and events of the rows");
  }
}
