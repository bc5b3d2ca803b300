package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.io.run.FinishedStudy;
import dev.lariat.io.run.RunDirectory;
import dev.lariat.io.run.VerdictFile;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Model;
import dev.lariat.model.TrivialModel;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.model.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FitCommandTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir
  Path folder;

  private Path table;
  private SmallStudy study;

  @BeforeEach
  void aSmallTable() throws IOException {
    study = SmallStudy.in(folder);
    table = study.table();
  }

  private Object[] fit(Object... more) {
    return study.fit(more);
  }

  @Test
  void fromTheTableToTheVerdictAndBack() throws IOException {
    Path run = folder.resolve("run");
    Outcome fit = Outcome.of(fit("--test", "0.2", "--out", run));
    assertThat(fit.err()).isEmpty();
    assertThat(fit.code()).isZero();
    assertThat(fit.out()).contains(
        "table.csv: 128 rows, 3 columns, target kind (classification); 5 folds, 32 test rows", "Diagnosis", "► ",
        "Use: ", "On 32 test rows, kept out of everything: ", "next:  lariat predict");
    // The first line is as long as the names that it holds.
    assertThat(fit.out().lines().skip(1).filter(line -> !line.contains(folder.toString())))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(run.toFile().list()).contains("verdict.json", "trials.jsonl", "model.lariat");
    JsonNode verdict = JSON.readTree(Files.readAllBytes(run.resolve("verdict.json")));
    assertThat(verdict.get("diagnosis").has("state")).isTrue();
    for (JsonNode candidate : verdict.get("candidates")) {
      for (String key : List.of("model", "regularizer", "strength", "oneSeStrength", "loss", "standardError",
          "differenceToNone", "confidenceInterval", "gap", "zeroShare", "nonZeroWeights", "inputsUsed", "epochs",
          "seconds")) {
        assertThat(candidate.has(key)).as(key).isTrue();
      }
    }
    for (JsonNode candidate : verdict.get("candidates")) {
      assertThat(candidate.get("metrics").propertyNames()).containsExactly("logLoss", "accuracy", "rocAuc");
      assertThat(candidate.get("metrics").get("logLoss").asDouble()).isCloseTo(candidate.get("loss").asDouble(),
          within(1e-6));
    }
    for (JsonNode candidate : verdict.get("candidates")) {
      assertThat(candidate.get("metrics").propertyNames()).containsExactly("logLoss", "accuracy", "rocAuc");
      assertThat(candidate.get("metrics").get("logLoss").asDouble()).isCloseTo(candidate.get("loss").asDouble(),
          within(1e-6));
    }
    String figures = fit.out()
        .replaceFirst("(?s).*On new rows +accuracy +AUC +calibrated\n", "")
        .replaceFirst("(?s)\n\n.*", "");
    assertThat(figures.lines()).as("the figures of every candidate").hasSize(verdict.get("candidates").size());
    assertThat(verdict.get("test").get("rows").asInt()).isEqualTo(32);
    assertThat(verdict.get("test").has("logLoss")).isTrue();

    // Finished: the same command prints the same at once, and so does report.
    byte[] trials = Files.readAllBytes(run.resolve("trials.jsonl"));
    Outcome again = Outcome.of(fit("--test", "0.2", "--out", run, "--threads", "1"));
    assertThat(fit.out()).endsWith(again.out());
    assertThat(Files.readAllBytes(run.resolve("trials.jsonl"))).isEqualTo(trials);
    Outcome report = Outcome.of("report", run);
    assertThat(again.out()).startsWith(report.out().stripTrailing());
    assertThat(JSON.readTree(Outcome.of("report", run, "--json").out())).isEqualTo(verdict);
    assertThat(Outcome.of("report", run, run).out()).contains("[1] ", "[2] ", "diagnosis", "dropout");
    assertThat(Outcome.of("predict", run, table, "-o", folder.resolve("p.csv")).code()).isZero();
  }

  @Test
  void theAreaUnderTheCurveIsShownAndItsComplementKept() throws IOException {
    Path run = folder.resolve("auc");
    Outcome fit = Outcome.of(fit("--metric", "auc", "--out", run));
    assertThat(fit.err()).isEmpty();
    assertThat(fit.out()).contains("AUC ± SE", "Its AUC is ").doesNotContain("1 − AUC");
    JsonNode verdict = JSON.readTree(Files.readAllBytes(run.resolve("verdict.json")));
    assertThat(verdict.get("metric").asString()).isEqualTo("auc");
    for (JsonNode candidate : verdict.get("candidates")) {
      assertThat(candidate.get("loss").asDouble()).isCloseTo(1 - candidate.get("metrics").get("rocAuc").asDouble(),
          within(1e-12));
    }
  }

  @Test
  void aNetworkOfOnesOwnIsStudiedAndShownInTensorBoard() throws IOException {
    String keras = System.getProperty("lariat.repository")
        + "/handover/src/test/resources/dev/lariat/handover/keras/sequential.keras";
    Path run = folder.resolve("own");
    Path board = folder.resolve("board");
    Outcome fit = Outcome.of("fit", table, "--target", "kind", "--quick", "--epochs", "4", "--folds", "3", "--network",
        keras, "--regularizers", "l2,own", "--models", "network", "--out", run, "--tensorboard", board);
    assertThat(fit.code()).as(fit.err()).isZero();
    assertThat(fit.out()).contains("network 8-6 relu, 4 epochs");
    JsonNode verdict = JSON.readTree(Files.readAllBytes(run.resolve("verdict.json")));
    assertThat(verdict.get("recipe").get("optimizer").asString()).isEqualTo("adam");
    assertThat(verdict.get("candidates").valueStream().map(candidate -> candidate.get("regularizer").asString()))
        .contains("none", "l2", "own");
    assertThat(board.toFile().list()).contains("network-none", "network-own", "network-l2-0.1", "trivial-none");
    assertThat(Outcome.of(fit("--network", keras)).code()).isEqualTo(Exit.USAGE); // it says --hidden too
    assertThat(Outcome.of("fit", table, "--target", "kind", "--network", table).code()).isEqualTo(Exit.DATA);
  }

  @Test
  void linearAndTrivialRecommendationsAreHandedOver() throws IOException {
    var random = new Random(6);
    for (boolean linear : new boolean[]{true, false}) {
      var text = new StringBuilder("x,z,y\n");
      for (int i = 0; i < 60; i++) {
        double x = random.nextGaussian();
        text.append(x)
            .append(',')
            .append(random.nextGaussian())
            .append(',')
            .append((linear ? 3 * x : 0) + random.nextGaussian())
            .append('\n');
      }
      Path data = Files.writeString(folder.resolve("numbers-" + linear + ".csv"), text);
      Path run = folder.resolve("run-" + linear);
      assertThat(
          Outcome
              .of("fit", data, "--target", "y", "--quick", "--folds", "3", "--models", "linear", "--prefer", "simplest",
                  "--out", run)
              .code())
          .isZero();
      FinishedStudy verdict = VerdictFile.read(run);
      assertThat(verdict.onlyLinear()).isTrue();
      assertThat(verdict.candidates()).extracting(c -> c.model()).doesNotContain(ModelKind.NETWORK);
      assertThat(run.resolve("report.html")).content().contains("linear model without").doesNotContain("the network");
      assertThat(Outcome.of("report", run).out()).contains("none: the linear model without a regularizer");
      assertThat(Model.load(run.resolve("model.lariat"))).isInstanceOf(linear ? LinearModel.class : TrivialModel.class);
      for (String form : List.of("onnx", "safetensors", "keras", "pytorch", "mlx", "java")) {
        boolean code = !form.equals("onnx") && !form.equals("safetensors");
        assertThat(Outcome.of("export", run, "--to", form).code()).as(form)
            .isEqualTo(linear || !code ? Exit.OK : Exit.DATA);
      }
    }
  }

  @Test
  void otherSettingsAndOtherDataNeedAnotherFolder() throws IOException {
    Path run = folder.resolve("run");
    assertThat(Outcome.of(fit("--out", run, "-q")).code()).isZero();
    Outcome other = Outcome.of(fit("--out", run, "--seed", "1"));
    assertThat(other.code()).isEqualTo(Exit.DATA);
    assertThat(other.err()).contains("other settings").contains("--force");
    Files.writeString(table, "0.1,red,0.2,good\n", StandardOpenOption.APPEND);
    assertThat(Outcome.of(fit("--out", run)).err()).contains("other data");
    assertThat(Outcome.of(fit("--out", run, "--force", "-q")).code()).isZero();
  }

  @Test
  void aFolderInUseIsRefused() {
    Path run = folder.resolve("run");
    try (var _ = RunDirectory.open(run, new RunDirectory.Header("", "", ""), false)) {
      Outcome fit = Outcome.of(fit("--out", run));
      assertThat(fit.code()).isEqualTo(Exit.BUSY);
      assertThat(fit.err()).contains("in use");
    }
  }

  @Test
  void whatWouldRunIsSaidAndNothingIsWritten() throws IOException {
    Path run = folder.resolve("run");
    Outcome dry = Outcome.of(fit("--dry-run", "--out", run));
    assertThat(dry.code()).isZero();
    assertThat(dry.out()).contains("network dropout", "cells, about");
    assertThat(run).doesNotExist();
  }

  /** The version of classes in folders is not known: this one is called so. */
  @Test
  void whoGoesOnWithAnotherVersionsStudyIsTold() throws IOException {
    Path run = folder.resolve("run");
    assertThat(Outcome.of(fit("--seed", "3", "--out", run)).err()).isEmpty();
    Files.delete(run.resolve("verdict.json"));
    Path log = run.resolve("trials.jsonl");
    String version = "\"version\":\"" + Provenance.lariatVersion() + "\"";
    String begun = Files.readString(log);
    assertThat(begun).contains(version);
    Files.writeString(log, begun.replace(version, "\"version\":\"0.0.9\""));
    Outcome again = Outcome.of(fit("--seed", "3", "--out", run));
    assertThat(again.code()).isZero();
    assertThat(again.err())
        .contains("the study was begun by Lariat 0.0.9 and goes on by the rules of " + Provenance.lariatWords() + ";")
        .doesNotContain("unknown");
  }

  @Test
  void badUseIsSaidInOneLine() {
    assertThat(Outcome.of("fit", table).code()).isEqualTo(Exit.USAGE);
    assertThat(Outcome.of("fit", table).out()).contains("colour", "lariat fit");
    for (Object[] bad : new Object[][]{{"--regularizers", "l3"}, {"--strengths", "l2"}, {"--strengths", "dropout=1"},
        {"--time-limit", "soon"}, {"--folds", "1"}, {"--hidden", "0"}, {"--prefer", "best-looking"}, {"--threads", "0"},
        {"--epochs", "0"}, {"--metric", "luck"}, {"--models", "forest"}, {"--seeds", "0"}, {"--test", "1.5"},
        {"--yardstick"}}) {
      var words = new ArrayList<Object>(List.of("fit", table, "--target", "kind", "--out", folder.resolve("never")));
      words.addAll(List.of(bad));
      Outcome outcome = Outcome.of(words.toArray());
      assertThat(outcome.code()).as(List.of(bad) + ": " + outcome.err()).isEqualTo(Exit.USAGE);
      assertThat(outcome.err().strip().lines()).as(List.of(bad) + "").hasSize(1);
    }
    assertThat(folder.resolve("never")).doesNotExist();
  }
}
