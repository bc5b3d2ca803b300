package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.data.text.DocumentFrequency;
import dev.lariat.data.text.TextFeatures;
import dev.lariat.data.text.TextOptions;
import dev.lariat.io.Tables;
import dev.lariat.io.run.FinishedStudy;
import dev.lariat.io.run.VerdictFile;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Model;
import dev.lariat.studio.command.PreparedFit;
import dev.lariat.study.Study;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
class StreamedStudyTest {
  private static final int ROWS = 1800;

  @TempDir
  Path folder;

  private Path table() throws IOException {
    var random = new Random(2);
    var text = new StringBuilder("x,z,side,part,y,kind\n");
    for (int row = 0; row < ROWS; row++) {
      double x = random.nextGaussian();
      text.append(String.format(Locale.ROOT, "%.4f,%.4f,%s,%d,%.4f,%s%n", x, random.nextGaussian(),
          row % 3 == 0 ? "left" : "right", row % 5, 50 + 10 * x + 5 * (row % 3) + random.nextGaussian(),
          x + 0.5 * random.nextGaussian() > 0 ? "up" : "down"));
    }
    return Files.writeString(folder.resolve("t.csv"), text);
  }

  private Outcome fit(String target, String run, String... more) {
    return Outcome
        .of(Stream
            .concat(Stream.of("fit", folder.resolve("t.csv"), "--target", target, "--fold-column", "part", "--quick",
                "--out", folder.resolve(run)), Stream.of(more))
            .toArray());
  }

  @Test
  void aSampleIsStudiedAndAllRowsAreTrainedOn() throws IOException {
    table();
    Outcome classes = fit("kind", "a", "--drop", "y", "--sample", "600", "--models", "network", "--regularizers", "l2",
        "--average", "2", "--epochs", "12", "--lr", "0.03", "--hidden", "8");
    assertThat(classes.code()).as(classes.err()).isZero();
    assertThat(classes.err()).contains("a sample of 600 of the 1,800 rows is studied");
    assertThat(classes.out()).contains("The sample of 600 of 1,800 rows tells",
        "all rows would tell it to within about");
    JsonNode json = new JsonMapper().readTree(folder.resolve("a/verdict.json"));
    assertThat(json.get("streamed").asBoolean()).isTrue();
    assertThat(json.get("allRows").asInt()).isEqualTo(ROWS);
    assertThat(json.get("passes").asInt()).as(classes.out()).isBetween(3, 4);
    assertThat(json.get("rows").asInt()).isEqualTo(600);
    try (Stream<Path> left = Files.list(folder.resolve("a"))) {
      assertThat(left.map(file -> file.getFileName().toString()).filter(name -> name.matches(".*(cache|state)")))
          .isEmpty();
    }
    Outcome predicted = Outcome.of("predict", folder.resolve("a"), folder.resolve("t.csv"));
    assertThat(predicted.err()).contains("1,800 rows with a known target");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void killedWhileItTrainsOnAllRowsItEndsWithTheSame() throws Exception {
    Path table = table();
    String[] options = {"--drop", "y", "--sample", "600", "--models", "network", "--regularizers", "l2", "--average",
        "2", "--epochs", "60", "--lr", "0.03", "--hidden", "8", "-q"};
    assertThat(fit("kind", "whole", options).code()).isZero();
    Path run = folder.resolve("run");
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--add-modules", "jdk.incubator.vector", "-cp",
        System.getProperty("java.class.path"), Main.class.getName(), "fit", table.toString(), "--target", "kind",
        "--fold-column", "part", "--quick", "--out", run.toString()));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start();
    while (process.isAlive() && !Files.exists(run.resolve("passes-0.state"))) {
      process.waitFor(5, TimeUnit.MILLISECONDS);
    }
    assertThat(process.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(run.resolve("passes-0.state")).as(Files.readString(folder.resolve("said"))).exists();
    assertThat(run.resolve("verdict.json")).doesNotExist();
    assertThat(fit("kind", "run", options).code()).isZero();
    assertThat(run.resolve("passes-0.state")).doesNotExist();
    Dataset rows = Tables.read(table);
    assertThat(Model.load(run.resolve("model.lariat")).predict(rows))
        .isEqualTo(Model.load(folder.resolve("whole/model.lariat")).predict(rows));
  }

  @Test
  void theStudioStudiesTheSameSample() throws IOException {
    Path table = table();
    String[] options = {"--target", "y", "--drop", "kind", "--sample", "600", "--models", "linear", "--regularizers",
        "l1"};
    PreparedFit prepared = new StudioFit().prepare(table, List.of(options), "lariat fit t.csv");
    assertThat(prepared.header().settings()).endsWith(", a sample of 600 of 1800 rows");
    Path run = Files.createDirectory(folder.resolve("studio"));
    FinishedStudy finished = prepared.ending().write(prepared.study(), run, Study::run);
    JsonNode verdict = new JsonMapper().readTree(VerdictFile.text(finished));
    assertThat(verdict.get("allRows").asInt()).isEqualTo(ROWS);
    assertThat(verdict.get("rows").asInt()).isEqualTo(600);
  }

  @Test
  void aLinearModelIsThatOfAllRows() throws IOException {
    table();
    Outcome numbers = fit("y", "b", "--drop", "kind", "--sample", "600", "--models", "linear", "--regularizers", "l1",
        "--json");
    assertThat(numbers.code()).as(numbers.err()).isZero();
    JsonNode json = new JsonMapper().readTree(numbers.out());
    assertThat(json.get("use").get("model").asString()).isEqualTo("linear");
    assertThat(json.get("passes").asInt()).isBetween(3, 4);
    Path summary = folder.resolve("b.json");
    Outcome predicted = Outcome.of("predict", folder.resolve("b"), folder.resolve("t.csv"), "--output", summary);
    assertThat(predicted.out()).containsPattern("rmse +2\\.[0-9]"); // the noise, and what side does not tell
    assertThat(fit("y", "c", "--stream", "--sample", "100000", "--drop", "kind", "--models", "linear").err())
        .contains("all rows are studied");
  }

  /** Texts of 1,800 rows, of which 600 are studied. */
  private Path texts() throws IOException {
    var random = new Random(8);
    var text = new StringBuilder("review,x,part,kind\n");
    for (int row = 0; row < ROWS; row++) {
      var review = new StringBuilder();
      for (int word = 0; word < 9; word++) {
        review.append("wört").append((int) (400 * Math.pow(random.nextDouble(), 2))).append(' ');
      }
      double x = random.nextGaussian();
      text.append(String.format(Locale.ROOT, "%s,%.4f,%d,%s%n", review.toString().strip(), x, row % 5,
          (review.indexOf("wört2 ") >= 0 ? 2 : 0) + x + 0.3 * random.nextGaussian() > 0.5 ? "good" : "bad"));
    }
    return Files.writeString(folder.resolve("t.csv"), text);
  }

  @Test
  void textsOfASampleAreStudiedAndThoseOfAllRowsTrainedOn() throws IOException {
    Dataset rows = Tables.read(texts()).target("kind");
    Outcome network = fit("kind", "a", "--sample", "600", "--models", "network", "--regularizers", "l2", "--average",
        "2", "--epochs", "8", "--lr", "0.03", "--hidden", "8");
    assertThat(network.code()).as(network.err()).isZero();
    assertThat(network.err()).contains("a sample of 600 of the 1,800 rows is studied");
    JsonNode json = new JsonMapper().readTree(folder.resolve("a/verdict.json"));
    assertThat(json.get("streamed").asBoolean()).isTrue();
    assertThat(json.get("allRows").asInt()).isEqualTo(ROWS);
    try (Stream<Path> left = Files.list(folder.resolve("a"))) {
      assertThat(left.map(file -> file.getFileName().toString()).filter(name -> name.matches(".*(cache|state)")))
          .isEmpty();
    }
    Outcome linear = fit("kind", "b", "--sample", "600", "--models", "linear", "--regularizers", "l1", "--text-min-df",
        "3");
    assertThat(linear.code()).as(linear.err()).isZero();
    var model = (LinearModel) Model.load(folder.resolve("b/model.lariat"));
    TextFeatures words = model.preprocessing()
        .encodings()
        .stream()
        .filter(Encoding.Text.class::isInstance)
        .map(encoding -> ((Encoding.Text) encoding).features())
        .findFirst()
        .orElseThrow();
    Column review = rows.column("review");
    assertThat(words).as("of all rows")
        .isEqualTo(TextFeatures.fit(review::text, rows.allRows(),
            TextOptions.DEFAULT.between(new DocumentFrequency.Rows(3), new DocumentFrequency.Share(1))));
    for (String run : List.of("a", "b")) {
      Outcome predicted = Outcome.of("predict", folder.resolve(run), folder.resolve("t.csv"), "--output",
          folder.resolve("predicted.csv"), "--force");
      assertThat(predicted.out()).as(predicted.err()).containsPattern("accuracy +(0\\.[89]|1)");
    }
  }

  @Test
  void whatNeedsAllRowsIsOneLine() throws IOException {
    table();
    assertThat(fit("y", "a", "--stream", "--test", "0.2").err()).contains("--stream: --test 0.2 draws").hasLineCount(1);
    assertThat(fit("y", "a", "--stream", "--log-target").err()).contains("--stream: --log-target").hasLineCount(1);
    Outcome few = fit("y", "a", "--sample", "10");
    assertThat(few.err()).contains("--sample: a study needs").hasLineCount(1);
    assertThat(few.code()).isEqualTo(2);
    assertThat(Files.exists(folder.resolve("a"))).isFalse();
  }
}
