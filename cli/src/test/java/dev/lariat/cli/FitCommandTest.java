package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.io.RunDirectory;
import dev.lariat.model.Model;
import dev.lariat.model.NetworkModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class FitCommandTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir
  Path folder;

  private Path table;

  @BeforeEach
  void aSmallTable() throws IOException {
    var random = new Random(5);
    var text = new StringBuilder("x,colour,noise,kind\n");
    for (int i = 0; i < 160; i++) {
      double x = random.nextGaussian();
      boolean red = random.nextBoolean();
      text.append(x).append(',').append(red ? "red" : "blue").append(',').append(random.nextGaussian()).append(',')
          .append(x + (red ? 1 : -1) > 0 ? "good" : "bad").append('\n');
    }
    table = Files.writeString(folder.resolve("table.csv"), text);
  }

  private Object[] fit(Object... more) {
    var words = new ArrayList<Object>(List.of("fit", table, "--target", "kind", "--quick", "--epochs", "12", "--hidden",
        "8", "--lr", "0.02", "--regularizers", "l2,dropout,early-stopping"));
    words.addAll(List.of(more));
    return words.toArray();
  }

  /** What two runs of the same study have in common: all but seconds and provenance. */
  private static JsonNode essence(Path run) throws IOException {
    ObjectNode verdict = (ObjectNode) JSON.readTree(Files.readAllBytes(run.resolve("verdict.json")));
    verdict.remove("provenance");
    verdict.get("candidates").forEach(candidate -> ((ObjectNode) candidate).remove("seconds"));
    return verdict;
  }

  @Test
  void fromTheTableToTheVerdictAndBack() throws IOException {
    Path run = folder.resolve("run");
    Outcome fit = Outcome.of(fit("--test", "0.2", "--out", run));
    assertThat(fit.err()).isEmpty();
    assertThat(fit.code()).isZero();
    assertThat(fit.out()).contains("table.csv: 128 rows, 3 columns, target kind; 5 folds, 32 test rows", "Diagnosis",
        "► ", "Use: ", "On 32 test rows, looked at once: ", "next:  lariat predict");
    assertThat(fit.out().lines().filter(line -> !line.contains(folder.toString())))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(run.toFile().list()).contains("verdict.json", "trials.jsonl",
        "model.lariat");
    JsonNode verdict = JSON.readTree(Files.readAllBytes(run.resolve("verdict.json")));
    assertThat(verdict.get("diagnosis").has("state")).isTrue();
    for (JsonNode candidate : verdict.get("candidates")) {
      for (String key : List.of("model", "regularizer", "strength", "oneSeStrength", "loss", "standardError",
          "differenceToNone", "confidenceInterval", "gap", "zeroShare", "nonZeroWeights", "inputsUsed", "epochs",
          "seconds")) {
        assertThat(candidate.has(key)).as(key).isTrue();
      }
    }
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

  @Test
  void badUseIsSaidInOneLine() {
    assertThat(Outcome.of("fit", table).code()).isEqualTo(Exit.USAGE);
    assertThat(Outcome.of("fit", table).out()).contains("colour", "lariat fit");
    for (Object[] bad : new Object[][]{{"--regularizers", "l3"}, {"--strengths", "l2"}, {"--strengths", "dropout=1"},
        {"--time-limit", "soon"}, {"--folds", "1"}, {"--hidden", "0"}, {"--prefer", "best-looking"}, {"--threads", "0"},
        {"--epochs", "0"}, {"--metric", "luck"}, {"--models", "forest"}, {"--seeds", "0"}, {"--test", "1.5"}}) {
      var words = new ArrayList<Object>(List.of("fit", table, "--target", "kind", "--out", folder.resolve("never")));
      words.addAll(List.of(bad));
      Outcome outcome = Outcome.of(words.toArray());
      assertThat(outcome.code()).as(List.of(bad) + ": " + outcome.err()).isEqualTo(Exit.USAGE);
      assertThat(outcome.err().strip().lines()).as(List.of(bad) + "").hasSize(1);
    }
    assertThat(folder.resolve("never")).doesNotExist();
  }

  @Test
  @Tag("slow")
  void killedAtAnyTimeItGoesOnAndEndsWithTheSame() throws Exception {
    Path whole = folder.resolve("whole");
    assertThat(Outcome.of(fit("--out", whole, "-q")).code()).isZero();
    Path killed = folder.resolve("killed");
    Path trials = killed.resolve("trials.jsonl");
    for (int lines : new int[]{4, 14}) {
      Process process = start(killed);
      while (process.isAlive() && (!Files.exists(trials) || Files.readAllLines(trials).size() < lines)) {
        process.waitFor(5, TimeUnit.MILLISECONDS);
      }
      assertThat(process.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(killed.resolve("verdict.json")).doesNotExist();
    assertThat(Outcome.of(fit("--out", killed, "--threads", "1", "-q")).code()).isZero();
    assertThat(essence(killed)).isEqualTo(essence(whole));
    if (Model.load(whole.resolve("model.lariat")) instanceof NetworkModel network) {
      assertThat(((NetworkModel) Model.load(killed.resolve("model.lariat"))).weights()).isEqualTo(network.weights());
    }
  }

  private Process start(Path out) throws IOException {
    var command = new ArrayList<String>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--add-modules", "jdk.incubator.vector", "-cp",
        System.getProperty("java.class.path"), Main.class.getName()));
    for (Object word : fit("--out", out, "--threads", "2")) {
      command.add(word.toString());
    }
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
