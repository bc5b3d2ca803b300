package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The same commands come to the figures of version 0.1, which stand in {@code src/test/resources/verdicts}. They change
 * only where a change of the arithmetic is meant, and CHANGELOG.md says so:
 * {@code LARIAT_FIGURES=write mvn -pl cli -am test -Dtest=SameVerdictsTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dturkish.skip=true} writes them anew.
 */
@Tag("slow")
class SameVerdictsTest {
  private static final Path REPOSITORY = Path.of(System.getProperty("lariat.repository"));
  private static final Path FIGURES = REPOSITORY.resolve(Path.of("cli", "src", "test", "resources", "verdicts"));
  private static final boolean WRITE = "write".equals(System.getenv("LARIAT_FIGURES"));
  private static final JsonMapper JSON = JsonMapper.shared();
  /** Digits that text loses; the same seed gives the same bits. */
  private static final double TEXT = 1e-9;
  /** A solver may take other steps to the same minimum. */
  private static final double SOLVER = 1e-6;

  @TempDir
  Path folder;

  private static Path table(String name) {
    return name.equals("mixed")
        ? REPOSITORY.resolve(Path.of("io", "src", "test", "resources", "earlier", "0.1", "mixed.csv"))
        : REPOSITORY.resolve(Path.of("examples", "data", name + ".csv"));
  }

  private static String run(String command, String name, String options, Object... more) {
    var words = new ArrayList<Object>(List.of(command, table(name)));
    words.addAll(List.of(options.split(" ")));
    words.addAll(List.of(more));
    Outcome outcome = Outcome.of(words.toArray());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome.out();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
    diabetes      | progression | --seed 3 --epochs 8 --hidden 8 --folds 3 --lr 0.03 --regularizers none,l1,dropout,early-stopping
    wine          | cultivar    | --seed 3 --epochs 12 --hidden 8 --lr 0.02 --regularizers none,l2,weight-decay
    breast-cancer | diagnosis   | --epochs 8 --hidden 8 --folds 3 --metric error --lr 0.03 --regularizers none,elastic-net,max-norm
    mixed         | price       | --epochs 20 --hidden 16 --models network --lr 0.03 --regularizers none,l2,group-lasso
    mixed         | kind        | --epochs 30 --hidden 16 --models network --lr 0.03 --regularizers none,group-lasso,label-smoothing,dropout+weight-decay --test 0.2
    """)
  void aStudyComesToTheSameVerdict(String name, String target, String options) throws IOException {
    String json = run("fit", name, "--quick --json " + options, "--target", target, "--out", folder.resolve("run"));
    compare("fit-" + name + "-" + target + ".json", essence(JSON.readTree(json)));
  }

  /** What a verdict says, candidates by name; without what takes differences of losses nearly alike. */
  private static ObjectNode essence(JsonNode verdict) {
    ObjectNode essence = JSON.createObjectNode();
    for (String choice : List.of("recommendation", "simplest", "refitted")) {
      essence.putObject(choice).setAll(only(verdict.get(choice), "model", "regularizer", "strength"));
    }
    essence.set("diagnosis",
        only(verdict.get("diagnosis"), "state", "gap", "trainLoss", "validationLoss", "trivialLoss"));
    ObjectNode candidates = essence.putObject("candidates");
    for (JsonNode candidate : verdict.get("candidates")) {
      candidates.set(candidate.get("model").asString() + " " + candidate.get("regularizer").asString(),
          only(candidate, "strength", "oneSeStrength", "loss", "standardError", "ties", "zeroShare", "inputsUsed"));
    }
    return essence;
  }

  private static ObjectNode only(JsonNode object, String... keys) {
    return ((ObjectNode) object.deepCopy()).retain(keys);
  }

  @Test
  void aNetworkHasTheSameBits() throws IOException {
    String predictions = "";
    for (String options : List.of("--target cultivar --dropout 0.2 --l1 0.001",
        "--target alcohol --optimizer nesterov --group-lasso 0.01 --batch-norm --validation 0.3")) {
      Path out = folder.resolve("run-" + predictions.length());
      run("train", "wine", "--hidden 8,4 --epochs 5 --lr 0.02 --seed 4 --quiet " + options, "--out", out);
      predictions += Outcome.of("predict", out, table("wine")).out();
    }
    Path file = FIGURES.resolve("train-wine.csv");
    if (WRITE) {
      Files.writeString(file, predictions);
    }
    assertThat(predictions).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest
  @CsvSource({"gaussian,diabetes,progression,20;5;0.5", "binomial,breast-cancer,diagnosis,0.2;0.05;0.01",
      "multinomial,wine,cultivar,0.2;0.05;0.01", "poisson,mixed,visits,0.3;0.1;0.02"})
  void aLinearPathHasTheSameCoefficients(String family, String name, String target, String lambdas) throws IOException {
    // So near to the minimum that the figures are the problem's, not the solver's.
    String json = run("linear", name, "--tolerance 1e-12 --alpha 0.9 --json", "--family", family, "--target", target,
        "--lambda", lambdas.replace(';', ','), "--out", folder.resolve("run"));
    compare("linear-" + family + ".json",
        only(JSON.readTree(json), "lambda", "df", "devRatio", "intercept", "coefficients"));
  }

  @Test
  void aPageOfExplainHasTheSameNumbers() throws IOException {
    compare("explain-dropout.json", JSON.readTree(Outcome.of("explain", "dropout", "--json").out()));
  }

  private static void compare(String name, JsonNode now) throws IOException {
    Path file = FIGURES.resolve(name);
    if (WRITE) {
      Files.createDirectories(FIGURES);
      Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(now) + "\n");
    }
    JsonNode then = JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
    same(name, then, now, name.startsWith("linear") ? SOLVER : TEXT);
  }

  /** Other keys may have come to an object, none may be gone. */
  private static void same(String where, JsonNode then, JsonNode now, double tolerance) {
    if (then.isObject()) {
      assertThat(now.propertyNames()).as(where).containsAll(then.propertyNames());
      then.properties()
          .forEach(entry -> same(where + " / " + entry.getKey(), entry.getValue(), now.get(entry.getKey()),
              entry.getKey().startsWith("linear ") ? SOLVER : tolerance));
    } else if (then.isArray()) {
      assertThat(now.size()).as(where).isEqualTo(then.size());
      for (int i = 0; i < then.size(); i++) {
        same(where + " / " + i, then.get(i), now.get(i), tolerance);
      }
    } else if (then.isNumber()) {
      assertThat(now.isNumber()).as(where).isTrue();
      double value = then.asDouble();
      assertThat(now.asDouble()).as(where).isCloseTo(value, within(tolerance * Math.abs(value)));
    } else {
      assertThat(now).as(where).isEqualTo(then);
    }
  }
}
