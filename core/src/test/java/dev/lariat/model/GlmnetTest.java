package dev.lariat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.linear.selection.CrossValidation;
import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.selection.Measure;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The glmnet dialect against what glmnet itself said (golden.R in conformance/linear; the files' first lines name the
 * version). With {@code -Dlariat.golden=FOLDER} the values of that folder are compared instead of the recorded ones.
 */
@Tag("slow")
class GlmnetTest {
  static final int FEATURES = 10;

  /** One recorded fit. */
  record Case(String family, double alpha, String extra, double nullDeviance, double[] lambda, double[] devianceRatio,
      Map<String, double[]> beta) {
    @Override
    public String toString() {
      return family + " α=" + alpha + " " + extra;
    }
  }

  /** Lines under one head, by their first word and what else tells them apart. */
  record Recorded(String[] head, Map<String, double[]> lines) {
    @Override
    public String toString() {
      return String.join(" ", head);
    }
  }

  static List<String> lines(String file) {
    String folder = System.getProperty("lariat.golden");
    try {
      if (folder != null) {
        return Files.readAllLines(Path.of(folder, file));
      }
      try (var in = new BufferedReader(new InputStreamReader(
          GlmnetTest.class.getResourceAsStream("/dev/lariat/linear/glmnet/" + file), StandardCharsets.UTF_8))) {
        return in.lines().toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static double[] numbers(String[] words, int from) {
    return Arrays.stream(words, from, words.length).mapToDouble(Double::parseDouble).toArray();
  }

  static Map<String, double[]> table() {
    List<String> lines = lines("table.csv");
    String[] names = lines.get(0).split(",", -1);
    Map<String, double[]> columns = new HashMap<>();
    for (String name : names) {
      columns.put(name, new double[lines.size() - 1]);
    }
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      for (int j = 0; j < names.length; j++) {
        columns.get(names[j])[i - 1] = Double.parseDouble(cells[j]);
      }
    }
    return columns;
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    String[] head = null;
    double nullDeviance = 0;
    double[] lambda = null;
    double[] ratio = null;
    Map<String, double[]> beta = new HashMap<>();
    List<String> lines = new ArrayList<>(lines("paths.txt"));
    lines.add("case end 0 end");
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "case" -> {
          if (head != null) {
            cases.add(new Case(head[1], Double.parseDouble(head[2]), head[3], nullDeviance, lambda, ratio, beta));
          }
          head = words;
          beta = new HashMap<>();
        }
        case "nulldev" -> nullDeviance = Double.parseDouble(words[1]);
        case "lambda" -> lambda = numbers(words, 1);
        case "devratio" -> ratio = numbers(words, 1);
        case "beta" -> beta.put(words[1] + " " + words[2], numbers(words, 3));
        default -> assertThat(line).startsWith("#");
      }
    }
    return cases.stream();
  }

  static Observations observations(String family, Map<String, double[]> table, boolean weights, boolean offset) {
    double[][] columns = new double[FEATURES][];
    Arrays.setAll(columns, j -> table.get("x" + (j + 1)));
    var x = DesignMatrix.dense(columns);
    Observations data = switch (family) {
      case "gaussian" -> Observations.gaussian(x, table.get("gaussian"));
      case "binomial" -> Observations.binomial(x, table.get("binomial"));
      case "multinomial", "grouped" -> Observations.multinomial(x, table.get("multinomial"), 3);
      case "poisson" -> Observations.poisson(x, table.get("poisson"));
      default -> throw new IllegalArgumentException(family);
    };
    if (weights) {
      data = data.withWeights(table.get("weight"));
    }
    if (offset) {
      data = data.predictors() == 1
          ? data.withOffset(table.get("offset"))
          : data.withOffset(table.get("offset0"), table.get("offset1"), table.get("offset2"));
    }
    return data;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void pathIsGlmnets(Case c) {
    boolean all = c.extra.equals("all");
    Observations data = observations(c.family, table(), all || c.extra.equals("weights"),
        all || c.extra.equals("offset"));
    LinearPenalty penalty = LinearPenalty.elasticNet(c.alpha);
    if (all || c.extra.equals("factors")) {
      penalty = penalty.withFactors(0, 1, 2, 0.5, Double.POSITIVE_INFINITY, 1, 1, 3, 1, 1);
    }
    if (all || c.extra.equals("limits")) {
      double inf = Double.POSITIVE_INFINITY;
      penalty = penalty.withLimits(new double[]{0, -0.1, -inf, -inf, -0.05, 0, -0.1, -inf, -inf, -0.05},
          new double[]{inf, 0.1, 0.2, inf, 0.05, inf, 0.1, 0.2, inf, 0.05});
    }
    if (c.family.equals("grouped")) {
      penalty = penalty.withGroupedClasses();
    }
    PathOptions options = PathOptions.DEFAULT.withDialect(PathOptions.Dialect.GLMNET)
        .withTolerance(1e-12)
        .withIntercept(!c.extra.equals("nointercept"))
        .withStandardize(!c.extra.equals("nostandardize"));
    LinearPath path = LinearTrainer.fit(data, penalty, options);
    assertThat(path.nullDeviance()).isCloseTo(c.nullDeviance, within(1e-9 * c.nullDeviance));
    double[] lambdas = path.lambdas();
    for (int k = 0; k < Math.min(lambdas.length, c.lambda.length); k++) {
      assertThat(lambdas[k]).as("λ %d", k).isCloseTo(c.lambda[k], within(2e-7 * c.lambda[k]));
      LinearPath.Point point = path.points().get(k);
      assertThat(point.devianceRatio()).as("deviance ratio %d", k).isCloseTo(c.devianceRatio[k], within(2e-6));
      for (int l = 0; l < data.predictors(); l++) {
        double[] expected = c.beta.get(String.format(Locale.ROOT, "%d %d", k, l));
        if (expected != null) {
          double[] actual = point.dense(l, FEATURES);
          assertThat(point.intercepts()[l]).as("intercept %d at λ %d", l, k).isCloseTo(expected[0], within(1e-4));
          for (int j = 0; j < FEATURES; j++) {
            assertThat(actual[j]).as("coefficient %d of class %d at λ %d", j, l, k)
                .isCloseTo(expected[j + 1], within(2e-5));
          }
        }
      }
    }
    assertThat(lambdas.length).isEqualTo(c.lambda.length);
  }

  /** One recorded cross-validation. */
  record Validation(String family, String measure, boolean weights, double[] lambda, double[] mean, double[] error,
      double[] chosen) {
    @Override
    public String toString() {
      return family + " " + measure + (weights ? " weights" : "");
    }
  }

  static Stream<Validation> validations() {
    List<Validation> all = new ArrayList<>();
    List<String> lines = lines("cross-validation.txt");
    for (int i = 1; i < lines.size(); i += 5) {
      String[] head = lines.get(i).split(" ", -1);
      double[][] values = new double[4][];
      for (int k = 0; k < 4; k++) {
        values[k] = numbers(lines.get(i + 1 + k).split(" ", -1), 1);
      }
      all.add(new Validation(head[1], head[2], head[3].equals("weights"), values[0], values[1], values[2], values[3]));
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("validations")
  void crossValidationIsGlmnets(Validation v) {
    Map<String, double[]> table = table();
    Observations data = observations(v.family, table, v.weights, false);
    int[] fold = Arrays.stream(table.get("fold")).mapToInt(f -> (int) f).toArray();
    PathOptions options = PathOptions.DEFAULT.withDialect(PathOptions.Dialect.GLMNET).withTolerance(1e-12);
    CrossValidation cv = LinearTrainer.crossValidate(data, LinearPenalty.lasso(), options, fold,
        Measure.of(v.measure, data.family()));
    assertThat(cv.mean().length).isEqualTo(v.mean.length);
    for (int k = 0; k < v.mean.length; k++) {
      assertThat(cv.mean()[k]).as("mean at λ %d", k).isCloseTo(v.mean[k], within(2e-5 * Math.abs(v.mean[k])));
      assertThat(cv.standardError()[k]).as("error at λ %d", k).isCloseTo(v.error[k], within(2e-4 * v.error[k]));
    }
    assertThat(cv.lambdaMin()).isCloseTo(v.chosen[0], within(1e-7 * v.chosen[0]));
    assertThat(cv.lambdaOneSe()).isCloseTo(v.chosen[1], within(1e-7 * v.chosen[1]));
  }
}
