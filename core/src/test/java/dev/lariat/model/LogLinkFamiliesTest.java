package dev.lariat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Families of numbers with a log link against scikit-learn (golden.py in conformance/linear) and R's glmnet and glm
 * (golden.R); the recorded files' first lines name the versions.
 */
class LogLinkFamiliesTest {
  private static final Map<String, String> TARGETS = Map.of("gamma", "gamma", "tweedie", "tweedie", "negative-binomial",
      "negative");

  private static Observations observations(Family family, boolean weights, boolean offset) {
    Map<String, double[]> table = GlmnetTest.table();
    double[][] columns = new double[GlmnetTest.FEATURES][];
    Arrays.setAll(columns, j -> table.get("x" + (j + 1)));
    return new Observations(DesignMatrix.dense(columns), family, table.get(TARGETS.get(family.label())), 1,
        weights ? table.get("weight") : null, offset ? new double[][]{table.get("offset")} : null);
  }

  private static void same(LinearPath.Point point, double[] expected, double tolerance) {
    assertThat(point.converged()).isTrue();
    assertThat(point.intercepts()[0]).as("intercept").isCloseTo(expected[0], within(tolerance));
    assertThat(point.dense(0, GlmnetTest.FEATURES)).as("coefficients")
        .containsExactly(Arrays.copyOfRange(expected, 1, expected.length), within(tolerance));
  }

  static Stream<String> regressors() {
    return GlmnetTest.lines("scikit.txt").stream().skip(1);
  }

  /** Its α is the λ of a ridge on the columns as they are. */
  @ParameterizedTest
  @MethodSource("regressors")
  void aRidgeIsScikitLearns(String line) {
    String[] words = line.split(" ", -1);
    Family family = Family.of(words[0]);
    for (String parameter : family.parameters().keySet()) {
      family = family.with(parameter, Double.parseDouble(words[1]));
    }
    PathOptions options = PathOptions.DEFAULT.withTolerance(1e-12)
        .withStandardize(false)
        .withIntercept(!words[2].equals("nointercept"))
        .withLambdas(Double.parseDouble(words[3]));
    LinearPath path = LinearTrainer.fit(observations(family, words[2].equals("weights"), false), LinearPenalty.ridge(),
        options);
    same(path.points().getFirst(), GlmnetTest.numbers(words, 4), 1e-5);
  }

  /** One recorded path: head, nulldev, lambda, devratio, then a line a λ. */
  record Recorded(String[] head, List<String[]> lines) {
    @Override
    public String toString() {
      return String.join(" ", head);
    }
  }

  static Stream<Recorded> paths() {
    List<Recorded> all = new ArrayList<>();
    for (String line : GlmnetTest.lines("families.txt")) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("case")) {
        all.add(new Recorded(words, new ArrayList<>()));
      } else if (!words[0].equals("#")) {
        all.getLast().lines.add(words);
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void aPathIsThatOfR(Recorded recorded) {
    Family family = Family.of(recorded.head[1]);
    for (String parameter : family.parameters().keySet()) {
      family = family.with(parameter, 2);
    }
    boolean glm = recorded.head[2].equals("glm");
    boolean offset = recorded.head[3].equals("offset");
    double[] lambda = GlmnetTest.numbers(recorded.lines.get(1), 1);
    PathOptions options = PathOptions.DEFAULT.withDialect(PathOptions.Dialect.GLMNET).withTolerance(1e-12);
    Observations data = observations(family, recorded.head[3].equals("weights"), offset);
    LinearPenalty penalty = LinearPenalty.elasticNet(glm ? 1 : Double.parseDouble(recorded.head[2]));
    LinearPath path = LinearTrainer.fit(data, penalty, options.withLambdas(lambda));
    double nullDeviance = GlmnetTest.numbers(recorded.lines.getFirst(), 1)[0];
    if (recorded.head[3].equals("plain")) { // with weights R's sum is over other weights
      assertThat(path.nullDeviance()).isCloseTo(nullDeviance, within(1e-8 * nullDeviance));
    }
    if (!glm) {
      double largest = LinearTrainer.fit(data, penalty, options.withGrid(1, 1e-2)).lambdas()[0];
      assertThat(largest).as("λ_max").isCloseTo(lambda[0], within(2e-6 * lambda[0])); // R's null model is no more exact
    }
    double[] ratio = GlmnetTest.numbers(recorded.lines.get(2), 1);
    assertThat(recorded.lines.size()).as("λs that R solved").isGreaterThan(3);
    for (String[] line : recorded.lines.subList(3, recorded.lines.size())) {
      int k = Integer.parseInt(line[1]);
      assertThat(path.points().get(k).devianceRatio()).isCloseTo(ratio[k], within(1e-5));
      same(path.points().get(k), GlmnetTest.numbers(line, 3), 1e-5);
    }
  }
}
