package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.Dataset;
import dev.lariat.io.Tables;
import dev.lariat.model.Model;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every program of {@code examples} runs by {@code lariat run}, here on the first 600 digits for two epochs. */
@Tag("slow")
class ExamplesTest {
  private static final Path EXAMPLES = Path.of(System.getProperty("lariat.repository"), "examples");

  @TempDir
  Path folder;

  static Stream<Path> programs() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.filter(file -> file.getFileName().toString().startsWith("Digits")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void runs(Path program) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    Process process = new ProcessBuilder(command(program.toString(), digits().toString(), "2"))
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    boolean ended = process.waitFor(3, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }
    String printed = Files.readString(output);
    assertThat(ended).as("ends in time: %s", printed).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    if (program.endsWith("DigitsCompared.java")) {
      assertThat(printed).contains("after 2 epochs", "no regularizer, Adam", "L2 0.01 (Keras), Adam",
          "dropout 0.5, Adam ", "AdamW, decay 0.01", "dropout 0.5, AdamW");
    } else {
      assertThat(printed)
          .containsPattern("epoch  2  training loss [\\d.]+  validation loss [\\d.]+  validation accuracy")
          .containsPattern("gap between validation and training loss -?[\\d.]+");
    }
  }

  /** A service that loads a model once, asked over HTTP. */
  @Test
  void aService() throws IOException, InterruptedException {
    Path run = folder.resolve("wine");
    Outcome.of("train", EXAMPLES.resolve("data").resolve("wine.csv"), "-t", "cultivar", "--epochs", "5", "-o", run,
        "-q");
    Process process = new ProcessBuilder(
        command(EXAMPLES.resolve("PredictionService.java").toString(), run.toString(), "0"))
        .redirectError(folder.resolve("error.txt").toFile())
        .start();
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        HttpClient client = HttpClient.newHttpClient()) {
      String first = lines.readLine();
      assertThat(first).startsWith("network 13-128-64-3 for cultivar").contains(": http://localhost:");
      var address = URI.create(first.substring(first.indexOf("http://")));
      Dataset wine = Tables.read(EXAMPLES.resolve("data").resolve("wine.csv"));
      String row = wine.columns()
          .stream()
          .map(column -> "\"" + column.name() + "\": \"" + column.text(0) + "\"")
          .collect(Collectors.joining(", ", "{", "}"));
      HttpResponse<String> answer = ask(client, address, row);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      JsonNode json = JsonMapper.shared().readTree(answer.body());
      double[] expected = Model.load(run).predict(wine.select(new int[]{0}));
      assertThat(json.get("probabilities").get("class_0").asDouble()).isCloseTo(expected[0], within(1e-6));
      assertThat(ask(client, address, "{}").body()).contains("the row has no 'alcohol'");
      assertThat(ask(client, address, "wine").statusCode()).isEqualTo(400);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static HttpResponse<String> ask(HttpClient client, URI address, String body)
      throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static List<String> command(String... words) {
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-modules", "jdk.incubator.vector", "-Xmx1g", "-Dstdout.encoding=UTF-8", "--add-exports",
        "jdk.compiler/com.sun.tools.javac.launcher=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
        "dev.lariat.cli.Main", "run"));
    command.addAll(List.of(words));
    return command;
  }

  private Path digits() throws IOException {
    Path some = folder.resolve("digits.csv");
    try (
        var in = new BufferedReader(new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(EXAMPLES.resolve("data").resolve("mnist10k.csv.gz"))),
            StandardCharsets.UTF_8));
        var out = new BufferedWriter(new OutputStreamWriter(Files.newOutputStream(some), StandardCharsets.UTF_8))) {
      for (int line = 0; line <= 600; line++) {
        out.write(in.readLine());
        out.newLine();
      }
    }
    return some;
  }
}
