package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Texts that are passed over into a file: the fit is to the bit the one of texts in memory, in little memory. */
class StreamedTextsTest {
  private static final int ROWS = 9000; // more than one chunk
  private static final int WORDS = 200;

  @TempDir
  static Path folder;

  /** Missing texts, letters of several bytes, a second column of text, and numbers and categories beside them. */
  private static Path table() throws IOException {
    Path file = folder.resolve("t.csv");
    if (Files.exists(file)) {
      return file;
    }
    var random = new Random(4);
    var text = new StringBuilder("review,title,age,city,w,part,kind\n");
    for (int i = 0; i < ROWS; i++) {
      String review = words(random, 6 + random.nextInt(6));
      String title = words(random, 4);
      double age = 20 + random.nextInt(50);
      boolean good = review.contains("wört3 ") != random.nextInt(8) > 0 ^ title.contains("wört1 ");
      text.append(random.nextInt(30) == 0 ? "" : review + (i % 100 == 0 ? " 日本語 Ünïcode 😀" : ""))
          .append(',')
          .append(title)
          .append(',')
          .append(random.nextInt(20) == 0 ? "" : Integer.toString((int) age))
          .append(',')
          .append(i % 3 == 0 ? "Köln" : "Ulm")
          .append(',')
          .append(random.nextInt(4) == 0 ? "0.5" : "2")
          .append(',')
          .append(i % 2)
          .append(good ? ",good\n" : ",bad\n");
    }
    return Files.writeString(file, text);
  }

  private static String words(Random random, int count) {
    return words(random, count, WORDS);
  }

  private static String words(Random random, int count, int different) {
    var text = new StringBuilder();
    for (int w = 0; w < count; w++) {
      text.append("wört").append((int) (different * Math.pow(random.nextDouble(), 3))).append(' ');
    }
    return text.toString().strip();
  }

  private static Outcome linear(Object data, String options) {
    var words = new ArrayList<Object>(List.of("linear", data, "--target", "kind", "--out",
        folder.resolve("runs").resolve("run"), "--force", "--lambda-count", "6", "--lambda-ratio", "0.1"));
    words.addAll(List.of(options.strip().split(" +")));
    return Outcome.of(words.toArray());
  }

  /** The JSON of a fit, less how the table was read and how long it took. */
  private static JsonNode json(Object data, String options, boolean streamed) {
    Outcome outcome = linear(data, options + " --json");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    ObjectNode json = (ObjectNode) new JsonMapper().readTree(outcome.out());
    assertThat(json.remove("streamed").asBoolean()).isEqualTo(streamed);
    JsonNode passes = json.remove("passes");
    assertThat(passes == null ? 0 : passes.asInt()).isEqualTo(streamed ? 2 : 0);
    json.remove("seconds");
    if (json.has("cv")) {
      ((ObjectNode) json.get("cv")).remove("seconds");
    }
    return json;
  }

  @ParameterizedTest
  @ValueSource(strings = {"--drop part", "--folds 2 --drop part --weights w",
      "--fold-column part --drop title --text-ngrams 1-2",
      "--drop part,title --text-min-df 3 --text-max-features 100 --sublinear-tf --folds 2",
      "--drop part,review --text-chars 2-3 --alpha 0.5 --measure auc --penalty-factor age=0 --folds 2"})
  void theFitIsThatOfTextsInMemory(String options) throws IOException {
    JsonNode streamed = json(table(), options + " --stream", true);
    assertThat(streamed).isEqualTo(json(table(), options, false));
    assertThat(streamed.get("lambda").size()).isEqualTo(6);
    try (var files = Files.list(folder.resolve("runs"))) {
      assertThat(files.map(file -> file.getFileName().toString()).toList()).containsExactly("run");
    }
  }

  @Test
  void severalFilesAreOneTable() throws IOException {
    List<String> lines = Files.readAllLines(table());
    Path parts = Files.createDirectories(folder.resolve("parts"));
    Files.write(parts.resolve("a.csv"), lines.subList(0, 5000));
    var rest = new ArrayList<>(List.of(lines.getFirst()));
    rest.addAll(lines.subList(5000, lines.size()));
    Files.write(parts.resolve("b.csv"), rest);
    assertThat(json(parts, "--stream --drop part", true)).isEqualTo(json(table(), "--drop part", false));
  }

  @Test
  void itSaysThatItStreamed() throws IOException {
    Outcome outcome = linear(table(), "--stream --drop part,title");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("Words of 'review', in the order in which they enter")
        .endsWith("The table was streamed, in 2 passes; its texts and their words were in a file.\n");
    assertThat(outcome.err()).contains("column 'review' is read as text");
  }

  @Test
  void whatCannotBeIsSaid() throws IOException {
    assertThat(linear(table(), "--stream --relax")).satisfies(refused -> {
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err()).contains("--stream: --adaptive fits twice");
    });
    Outcome missing = Outcome.of("linear", table(), "--target", "kinds", "--stream", "--out", folder.resolve("none"));
    assertThat(missing.code()).isEqualTo(65);
    assertThat(missing.err()).contains("no column 'kinds' in t.csv").contains("kind");
  }

  @Test
  void aModelThatIsThereIsRefusedBeforeTextsAreRead() throws IOException {
    Path run = Files.createDirectories(folder.resolve("there"));
    Files.writeString(run.resolve("model.lariat"), "{}");
    Path small = Files.write(folder.resolve("small.csv"), Files.readAllLines(table()).subList(0, 1000));
    Outcome there = Outcome.of("linear", small, "--target", "kind", "--stream", "--out", run);
    assertThat(there.code()).isEqualTo(74);
    assertThat(there.err()).contains("model.lariat exists already").doesNotContain("is read as text");
    Path file = Files.createFile(folder.resolve("a-file"));
    Outcome noFolder = Outcome.of("linear", small, "--target", "kind", "--stream", "--out", file);
    assertThat(noFolder.code()).isEqualTo(74);
    assertThat(noFolder.err()).contains("a-file is a file: --out takes a folder");
  }

  /**
   * Different texts that take more than a column of them is looked at for, and with their words more memory than there
   * is: nobody said that the table is to be streamed.
   */
  @Test
  @Tag("slow")
  void twentyMegabytesOfTextsAndTheirFoldsIn96Megabytes() throws Exception {
    Path large = folder.resolve("large.csv");
    var random = new Random(5);
    try (Writer out = Files.newBufferedWriter(large)) {
      out.write("text,kind\n");
      for (int i = 0; i < 40_000; i++) {
        String text = words(random, 60, 20_000);
        out.write(text + (text.contains("wört7 ") != random.nextInt(9) > 0 ? ",good\n" : ",bad\n"));
      }
    }
    Path said = folder.resolve("said");
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx96m",
        "--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"), "dev.lariat.cli.Main",
        "linear", large.toString(), "--target", "kind", "--lambda-count", "6", "--lambda-ratio", "0.3", "--folds", "3",
        "--json", "--out", folder.resolve("large-run").toString()).redirectOutput(said.toFile())
        .redirectError(folder.resolve("errors").toFile())
        .start();
    try {
      assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("errors"))).isZero();
    JsonNode json = new JsonMapper().readTree(Files.readString(said));
    assertThat(json.get("streamed").asBoolean()).isTrue();
    assertThat(json.get("coefficients").get(5).propertyNames()).contains("text:wört7");
    for (JsonNode gap : json.get("gap")) {
      assertThat(gap.asDouble()).isLessThan(1e-7);
    }
  }
}
