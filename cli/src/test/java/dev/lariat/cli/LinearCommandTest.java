package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LinearCommandTest {
  private static final int ROWS = 40;

  @TempDir
  Path folder;

  private Path table(String name, String header, IntFunction<String> row) throws IOException {
    return Files.writeString(folder.resolve(name),
        IntStream.range(0, ROWS).mapToObj(row).collect(Collectors.joining("\n", header + "\n", "\n")));
  }

  /** x matters, z and noise do not; side is told apart by x; rare has one row of class b; x2 is x. */
  private Path table() throws IOException {
    var random = new Random(5);
    return table("t.csv", "x,x2,z,count,side,rare,part,zeros,hole,y",
        i -> i + "," + i + "," + random.nextGaussian() + "," + (i == 7 ? -1 : i % 5) + "," + (i < 20 ? "left" : "right")
            + "," + (i == 3 ? "b" : "a") + "," + i % 4 + "," + (i == 3 ? 0 : 1) + "," + (i == 2 ? "" : "1.5") + ","
            + (2 * i + 10 * random.nextGaussian()));
  }

  private Outcome linear(Path data, String target, String options) {
    var words = new ArrayList<Object>(
        List.of("linear", data, "--target", target, "--out", folder.resolve("run"), "--force"));
    if (!options.isEmpty()) {
      words.addAll(List.of(options.split(" ")));
    }
    return Outcome.of(words.toArray());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
    y     | --lower 1                   | 2  | the lower limit of all columns is 1.0: limits must include 0
    y     | --upper z=-1                | 2  | the upper limit of 'z' is -1.0: limits must include 0
    y     | --group x,z --group z,part  | 2  | column 'z' is told twice to be in a group: groups do not overlap
    y     | --group x,z,x               | 2  | column 'x' is told twice to be in a group
    y     | --group x,z --penalty-factor z=2 | 2 | penalty factor, but that of 'x' is 1.0 and that of 'z' is 2.0
    y     | --lambda 1,x                | 2  | 1,x' is no list of numbers, and there is no such file
    y     | --penalty-factor x=-1       | 2  | the penalty factor of 'x' must be at least 0
    y     | --penalty-factor q=1        | 65 | no column 'q' in t.csv
    y     | --lambda=-1                 | 2  | λ must be finite and at least 0
    y     | --alpha 2                   | 2  | alpha must lie in [0, 1]
    y     | --tolerance 0               | 2  | the tolerance must lie in
    y     | --offset nope               | 65 | no column 'nope' in t.csv
    count | --family poisson            | 65 | target 'count', row 8 is -1.0: Poisson counts cannot be negative
    count | --family gamma              | 65 | target 'count', row 1 is 0.0: a gamma target must be above 0: with zeros take tweedie
    count | --family gamma --power 1.5  | 2  | --family: the family gamma has no power
    count | --family tweedie --power 2  | 2  | the power of tweedie must lie between 1 and 2, not 2.0: that is gamma
    count | --family tweedie            | 65 | target 'count', row 8 is -1.0: a tweedie target cannot be negative
    y     | --power 1.5                 | 2  | --power: say the --family that has it
    count | --family negative-binomial --theta 0 | 2 | theta of negative-binomial must be finite and above 0, not 0.0
    count | --family negative-binomial  | 65 | target 'count', row 8 is -1.0: negative binomial counts cannot be negative
    y     | --adaptive lasso            | 2  | --adaptive
    y     | --sparse-group 1            | 2  | --sparse-group must lie between 0
    y     | --stability --alpha 0       | 2  | --stability: a ridge penalty
    y     | --stability --adaptive ridge | 2  | --stability and --adaptive: give one of them
    y,z   | --family binomial           | 2  | --family binomial has one target
    y,z   | --sparse-group 0.5          | 2  | --sparse-group: not with several targets
    y,z   | --task classification       | 2  | --task classification: several targets at once are numbers
    y,y   | --alpha 0.5                 | 2  | --target names 'y' twice
    y,q   | --alpha 0.5                 | 65 | no column 'q' in t.csv
    y,side | --alpha 0.5                | 65 | side
    y     | --family mgaussian          | 65 | mgaussian needs at least 2 targets
    rare  | --folds 5                   | 65 | row 4 is in no validation part
    rare  | --fold-column part          | 65 | without fold 4: class 'b' of 'rare' has no row: a model
    rare  | --weights zeros             | 65 | class 'b' of 'rare' has no row of positive weight
    y     | --offset hole               | 65 | offset column 'hole', row 3: the offset is missing
    """)
  void badInputIsSaidInOneLine(String target, String options, int code, String message) throws IOException {
    Outcome outcome = linear(table(), target, options);
    assertThat(outcome.code()).isEqualTo(code);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines().filter(line -> !line.startsWith("note: "))).singleElement()
        .asString()
        .contains(message);
  }

  @Test
  void aFamilyKeepsItsParametersInTheModel() throws IOException {
    Outcome fitted = linear(table(), "x", "--family tweedie --power 1.7 --drop x2,y --json --tolerance 1e-10");
    assertThat(fitted.code()).as(fitted.err()).isZero();
    JsonNode json = new JsonMapper().readTree(fitted.out());
    assertThat(json.get("family").asString()).isEqualTo("tweedie");
    assertThat(json.get("familyParameters").get("power").asDouble()).isEqualTo(1.7);
    assertThat(Outcome.of("predict", folder.resolve("run"), folder.resolve("t.csv")).code()).isZero();
    assertThat(Outcome.of("export", folder.resolve("run"), "--to", "java").code()).isZero();
    assertThat(Files.readString(folder.resolve("run").resolve("Train.java"))).contains("Family.tweedie(1.7)");
    Outcome python = Outcome.of("export", folder.resolve("run"), "--to", "pytorch");
    assertThat(python.code()).isEqualTo(Exit.DATA);
    assertThat(python.err()).contains("the loss of the family tweedie has no bound on its curvature");
  }

  @Test
  void bothLambdasAreAssessedOnHeldOutRows() throws IOException {
    Outcome fitted = linear(table(), "side", "--family binomial --drop rare --folds 5 --json");
    assertThat(fitted.code()).as(fitted.err()).isZero();
    JsonNode cv = new JsonMapper().readTree(fitted.out()).get("cv").get("heldOut");
    for (String lambda : List.of("min", "1se")) {
      JsonNode confusion = cv.get(lambda).get("confusion");
      int right = confusion.get(0).get(0).asInt() + confusion.get(1).get(1).asInt();
      int all = right + confusion.get(0).get(1).asInt() + confusion.get(1).get(0).asInt();
      assertThat(all).isEqualTo(ROWS);
      assertThat(cv.get(lambda).get("accuracy").asDouble()).isEqualTo(right / (double) all);
    }
    assertThat(linear(table(), "side", "--family binomial --drop rare --folds 5").out())
        .contains("On the rows that each fold left out:", "Rows by side and what is predicted at λ.1se:");
  }

  @Test
  void aRelaxedPathChoosesItsShare() throws IOException {
    Outcome fitted = linear(table(), "y", "--relax --folds 5 --drop side,rare,hole --json");
    assertThat(fitted.code()).as(fitted.err()).isZero();
    JsonNode json = new JsonMapper().readTree(fitted.out());
    int points = json.get("lambda").size();
    assertThat(json.get("relaxed").get("coefficients")).hasSize(points);
    JsonNode cv = json.get("cv").get("relaxed");
    assertThat(cv.get("gamma")).hasSize(5);
    assertThat(cv.get("mean").get(4)).isEqualTo(json.get("cv").get("mean")); // γ = 1 is the path
    assertThat(cv.get("lambda1se").asDouble()).isGreaterThanOrEqualTo(cv.get("lambdaMin").asDouble());
    Outcome text = linear(table(), "y", "--relax --folds 5 --drop side,rare,hole");
    assertThat(text.out()).contains("%Dev R", "Gamma", "Coefficients at λ.1se, γ ");
    Outcome half = Outcome.of("predict", folder.resolve("run"), table(), "--lambda", "min", "--gamma", "0.5");
    assertThat(half.code()).as(half.err()).isZero();
    assertThat(Outcome.of("predict", folder.resolve("run"), table(), "--gamma", "2").err())
        .contains("γ must lie in [0, 1], not 2.0");
  }

  @Test
  void limitsHoldForTheCoefficientsOfEveryTarget() throws IOException {
    JsonNode free = lastCoefficients("");
    JsonNode limited = lastCoefficients(" --upper x=0.3 --lower z=0");
    assertThat(free.get("y").path("x").asDouble()).isGreaterThan(1);
    assertThat(free.get("count").path("x").asDouble()).isLessThan(0.3);
    assertThat(limited.get("y").path("x").asDouble()).isCloseTo(0.3, within(1e-12));
    assertThat(limited.get("count").path("x").asDouble()).isLessThan(0.3);
    for (String target : List.of("y", "count")) {
      assertThat(limited.get(target).path("z").asDouble()).as(target).isNotNegative();
    }
  }

  private JsonNode lastCoefficients(String options) throws IOException {
    Outcome outcome = linear(table(), "y,count", "--drop x2,side,rare,hole --json" + options);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode all = new JsonMapper().readTree(outcome.out()).get("coefficients");
    return all.get(all.size() - 1);
  }

  @Test
  void severalTargetsAreNestedByTheirNames() throws IOException {
    Outcome fitted = linear(table(), "y,z", "--folds 5 --drop side,rare,hole --json");
    assertThat(fitted.code()).as(fitted.err()).isZero();
    JsonNode json = new JsonMapper().readTree(fitted.out());
    assertThat(json.get("family").asString()).isEqualTo("mgaussian");
    JsonNode last = json.get("coefficients").get(json.get("lambda").size() - 1);
    assertThat(last.get("y").propertyNames()).isEqualTo(last.get("z").propertyNames());
    assertThat(json.get("intercept").get(0).has("z")).isTrue();
    assertThat(json.get("cv").get("heldOut").get("min").get("y").has("rmse")).isTrue();
    Outcome predicted = Outcome.of("predict", folder.resolve("run"), table(), "--keep", "x");
    assertThat(predicted.out()).startsWith("x,prediction_y,prediction_z");
    assertThat(predicted.err()).contains("40 rows with a known 'y'", "40 rows with a known 'z'");
    assertThat(linear(table(), "y,z", "--folds 5 --drop side,rare,hole").out()).contains("Coefficients at λ.1se, z:");
    assertThat(Outcome.of("export", folder.resolve("run"), "--to", "keras", "--out", folder.resolve("k.py")).err())
        .contains("several targets");
    assertThat(Outcome.of("train", table(), "--target", "y,z").err())
        .contains("several targets at once are for lariat linear");
  }

  /** The exact name comes first, then the list as CSV. */
  @Test
  void aTargetWithACommaIsOneTarget() throws IOException {
    var random = new Random(6);
    Path data = table("comma.csv", "x,\"a,b\",a,b",
        i -> i + "," + (i + random.nextGaussian()) + "," + random.nextGaussian() + "," + random.nextGaussian());
    assertThat(linear(data, "a,b", "").out()).contains("target a,b, gaussian");
    assertThat(linear(data, "\"a,b\",a", "").out()).contains("target a,b,a, mgaussian");
    assertThat(linear(data, "\"a,b\"", "").out()).contains("target a,b, gaussian");
  }

  @Test
  void stabilityIsToldInTextAndInJson() throws IOException {
    Outcome fitted = linear(table(), "y", "--stability --drop side,rare,hole,x2 --json");
    assertThat(fitted.code()).as(fitted.err()).isZero();
    JsonNode stability = new JsonMapper().readTree(fitted.out()).get("stability");
    assertThat(stability.get("halves").asInt()).isEqualTo(100);
    assertThat(stability.get("selected").get(0).asString()).isEqualTo("x");
    assertThat(stability.get("frequency").get("x").asDouble()).isEqualTo(1);
    assertThat(linear(table(), "y", "--stability --drop side,rare,hole,x2").out()).contains(
        "Stability: the share of 100 halves", "1 feature reaches at least 0.75; expected among them by chance");
  }

  @Test
  void sparseGroupsLeaveOutGroupsAndParts() throws IOException {
    Outcome fitted = linear(table(), "y", "--group x,z --sparse-group 0.5 --drop side,rare,hole,x2 --json");
    assertThat(fitted.code()).as(fitted.err()).isZero();
    JsonNode coefficients = new JsonMapper().readTree(fitted.out()).get("coefficients");
    boolean part = false;
    for (JsonNode at : coefficients) {
      part |= at.has("x") && !at.has("z");
    }
    assertThat(part).isTrue();
    assertThat(Outcome.of("export", folder.resolve("run"), "--to", "pytorch", "--out", folder.resolve("k.py")).err())
        .contains("sparse groups are not written as Python");
  }

  @Test
  void aRunIsAPageThatReportShowsAgain() throws IOException {
    Path data = table("h.csv", "z,<b>x,y", i -> i * 7 % 11 + "," + i + "," + (2 * i + i % 3));
    Path page = folder.resolve("path.html");
    Outcome fitted = linear(data, "y", "--folds 5 --relax --stability --html " + page);
    assertThat(fitted.code()).as(fitted.err()).isZero();
    assertThat(fitted.err()).contains("wrote " + page);
    String html = Files.readString(page);
    assertThat(html)
        .contains("What enters?", "Which λ predicts best?", "How much does it explain?", "Is the selection stable?",
            "What are the coefficients?", "&lt;b&gt;x", "At λ.1se (")
        .doesNotContain("<b>x");
    Path run = folder.resolve("run");
    assertThat(run.resolve("report.html")).hasContent(html);
    assertThat(Outcome.of("report", run).out()).isEqualTo(fitted.out());
    JsonNode json = new JsonMapper().readTree(Outcome.of("report", run, "--json").out());
    assertThat(json.get("cv").has("relaxed")).isTrue();
    Path copy = folder.resolve("copy.html");
    assertThat(Outcome.of("report", run, "--html", copy).code()).isZero();
    assertThat(copy).hasContent(html);
    assertThat(Outcome.of("report", run, "--html", copy).code()).as("nothing is replaced without --force")
        .isEqualTo(74);
    Outcome plain = Outcome.of("linear", data, "--target", "y", "--out", folder.resolve("other"), "--html", page);
    assertThat(plain.code()).isEqualTo(74);
    assertThat(plain.err()).contains("path.html");
  }

  /** Several predictors, the events of cox, and a path of one λ have a page, too. */
  @Test
  void everyFamilyHasAPage() throws IOException {
    assertThat(linear(table(), "part", "--family multinomial --drop rare,hole --lambda-count 5").code()).isZero();
    assertThat(linear(table(), "y,z", "--drop side,rare,hole --folds 4 --lambda-count 5").code()).isZero();
    assertThat(linear(table(), "y", "--drop side,rare,hole --lambda 0").code()).isZero();
    assertThat(Files.readString(folder.resolve("run").resolve("report.html"))).contains("What are the coefficients?");
    Outcome cox = Outcome.of("linear", survivalTable(), "--family", "cox", "--time", "time", "--event", "event",
        "--folds", "4", "--drop", "late,place", "--out", folder.resolve("run"), "--force");
    assertThat(cox.code()).as(cox.err()).isZero();
  }

  private Path survivalTable() throws IOException {
    var random = new Random(8);
    return table("s.csv", "x,z,time,event,late,place",
        i -> random.nextGaussian() + "," + random.nextGaussian() + "," + (1 + i % 7) + "," + (i % 3 == 0 ? 0 : 1) + ","
            + (i % 4 == 0 ? 0.5 : 0) + "," + (i % 2 == 0 ? "north" : "south"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
    --family cox --time time                          | 2  | --family cox needs --time COLUMN and --event COLUMN
    --family cox --time time --event event --target z | 2  | --target: with --family cox the time is what is modelled
    --time time --event event --target z              | 2  | are options of --family cox
    --family cox --time time --event event --ties all | 2  | breslow
    --family cox --time z --event event               | 65 | times cannot be negative
    --family cox --time time --event late             | 65 | event column 'late', row 1 is '0.5'
    --family cox --time time --event event --start time | 65 | start column 'time', row 1 is 1: it must be before the time, 1.0
    --family cox --time time --event event --folds 5 --measure mse | 2 | times until an event are measured by deviance or concordance
    """)
  void badTimesAreSaidInOneLine(String options, int code, String message) throws IOException {
    var words = new ArrayList<Object>(List.of("linear", survivalTable(), "--out", folder.resolve("run")));
    words.addAll(List.of(options.split(" ")));
    Outcome outcome = Outcome.of(words.toArray());
    assertThat(outcome.err()).contains(message);
    assertThat(outcome.code()).isEqualTo(code);
  }

  @Test
  void aCoxModelKnowsSurvival() throws IOException {
    Path run = folder.resolve("run");
    Outcome fitted = Outcome.of("linear", survivalTable(), "--family", "cox", "--time", "time", "--event", "event",
        "--start", "late", "--strata", "place", "--ties", "efron", "--folds", "4", "--measure", "concordance", "--out",
        run);
    assertThat(fitted.code()).as(fitted.err()).isZero();
    assertThat(fitted.out()).contains("target time, cox with ties by efron", "4 folds, concordance")
        .doesNotContain("Intercept");
    Outcome predicted = Outcome.of("predict", run, folder.resolve("s.csv"), "--type", "survival", "--times", "0,2,5.5",
        "--lambda", "min");
    assertThat(predicted.code()).as(predicted.err()).isZero();
    List<String> lines = predicted.out().lines().toList();
    assertThat(lines.getFirst()).isEqualTo("survival_0,survival_2,survival_5.5");
    assertThat(lines).hasSize(ROWS + 1);
    for (String line : lines.subList(1, lines.size())) {
      double[] survival = Stream.of(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
      assertThat(survival[0]).isEqualTo(1);
      assertThat(survival[1]).isLessThan(1).isGreaterThan(survival[2]);
      assertThat(survival[2]).isGreaterThan(0);
    }
    assertThat(Outcome.of("predict", run, folder.resolve("s.csv")).err()).as("no figures of a risk")
        .doesNotContain("RMSE");
    assertThat(Outcome.of("export", run, "--to", "onnx").code()).isZero();
    assertThat(Outcome.of("export", run, "--to", "java").err()).contains("times until an event");
  }

  /** The model file holds the baseline for every share of the penalised coefficients; between two it lies between. */
  @Test
  void aRelaxedCoxModelKnowsSurvivalAtEveryShare() throws IOException {
    Path run = folder.resolve("run");
    Outcome fitted = Outcome.of("linear", survivalTable(), "--family", "cox", "--time", "time", "--event", "event",
        "--drop", "late,place", "--folds", "4", "--lambda-count", "12", "--lambda-ratio", "0.1", "--relax", "--out",
        run);
    assertThat(fitted.code()).as(fitted.err()).isZero();
    assertThat(fitted.out()).contains("γ");
    double[] last = null;
    for (String gamma : List.of("0", "0.1", "0.25", "1")) {
      Outcome predicted = Outcome.of("predict", run, folder.resolve("s.csv"), "--type", "survival", "--times", "3",
          "--lambda", "0.05", "--gamma", gamma);
      assertThat(predicted.code()).as(predicted.err()).isZero();
      double[] survival = predicted.out().lines().skip(1).mapToDouble(Double::parseDouble).toArray();
      assertThat(survival).hasSize(ROWS).doesNotContain(0, 1);
      assertThat(survival).isNotEqualTo(last);
      last = survival;
    }
    Path plain = folder.resolve("plain");
    assertThat(
        Outcome
            .of("linear", survivalTable(), "--family", "cox", "--time", "time", "--event", "event", "--drop",
                "late,place", "--lambda-count", "12", "--lambda-ratio", "0.1", "--out", plain)
            .code())
        .isZero();
    assertThat(
        Outcome.of("predict", plain, folder.resolve("s.csv"), "--type", "survival", "--times", "3", "--lambda", "0.05")
            .out()
            .lines()
            .skip(1)
            .mapToDouble(Double::parseDouble)
            .toArray())
        .as("γ = 1 is the path")
        .isEqualTo(last);
  }

  @Test
  void whatIsOddInTheDataIsNoted() throws IOException {
    Path data = table();
    assertThat(linear(data, "y", "").err()).contains("note: the columns 'x' and 'x2' hold the same numbers");
    assertThat(linear(data, "side", "").err()).contains("note: the classes are told apart without error");
    assertThat(linear(data, "side", "--folds 30").err()).contains("so that 10 of 30 folds are validated without it");
    Outcome free = linear(data, "y", "--penalty-factor x=0,x2=0,z=0,count=0,side=0,rare=0");
    assertThat(free.code()).isZero();
    assertThat(free.out()).doesNotContain("not converged");
  }

  @Test
  void aPathInJsonAndItsModel() throws IOException {
    Path data = table();
    Path run = folder.resolve("run");
    Outcome fit = linear(data, "y", "--folds 5 --json");
    assertThat(fit.code()).isZero();
    JsonNode json = JsonMapper.shared().readTree(fit.out());
    int points = json.get("lambda").size();
    for (String array : List.of("df", "devRatio", "gap", "intercept", "coefficients")) {
      assertThat(json.get(array).size()).as(array).isEqualTo(points);
    }
    assertThat(json.get("seconds").isNumber()).isTrue();
    assertThat(json.get("coefficients").get(0).isEmpty()).isTrue();
    assertThat(json.get("coefficients").get(points - 1).has("x")).isTrue();
    JsonNode cv = json.get("cv");
    assertThat(cv.get("mean").size()).isEqualTo(cv.get("standardError").size());
    assertThat(cv.get("lambda1se").asDouble()).isGreaterThanOrEqualTo(cv.get("lambdaMin").asDouble());

    // What has a coefficient at λ.1se is all that the model needs there; x2 holds the same numbers as x.
    var random = new Random(6);
    Path narrow = table("narrow.csv", "x,x2", i -> (i + random.nextInt(3)) + "," + i);
    assertThat(json.get("coefficients").get(index(json.get("lambda"), cv.get("lambda1se"))).propertyNames())
        .containsExactly("x");
    for (String lambda : List.of("1se", cv.get("lambda1se").asString())) {
      Outcome predict = Outcome.of("predict", run, narrow, "--lambda", lambda, "-o",
          folder.resolve("p" + lambda + ".csv"));
      assertThat(predict.err()).isEmpty();
      assertThat(predict.code()).isZero();
    }
    assertThat(Outcome.of("predict", run, narrow, "--lambda", "0.001", "-o", folder.resolve("q.csv")).code())
        .as("at a weaker λ columns are missing")
        .isEqualTo(65);

    Outcome again = Outcome.of("linear", data, "--target", "y", "--out", run);
    assertThat(again.code()).isNotZero();
    assertThat(again.err()).contains("--force");
  }

  private static int index(JsonNode array, JsonNode value) {
    return IntStream.range(0, array.size())
        .filter(i -> array.get(i).asDouble() == value.asDouble())
        .findFirst()
        .orElseThrow();
  }
}
