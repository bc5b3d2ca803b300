package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.Dataset;
import dev.lariat.io.Tables;
import dev.lariat.io.run.PassFile;
import dev.lariat.model.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
class StreamedTrainingTest {
  private static final int ROWS = 1500;

  @TempDir
  Path folder;

  private Path table() throws IOException {
    var random = new Random(2);
    var text = new StringBuilder("x,z,side,w,y,kind\n");
    for (int row = 0; row < ROWS; row++) {
      double x = random.nextGaussian();
      String z = row % 50 == 0 ? "" : String.format(Locale.ROOT, "%.4f", random.nextGaussian());
      text.append(String.format(Locale.ROOT, "%.4f,%s,%s,%d,%.4f,%s%n", x, z, row % 3 == 0 ? "left" : "right",
          1 + row % 2, 50 + 10 * x + 5 * (row % 3) + random.nextGaussian(),
          x + 0.2 * random.nextGaussian() > 0 ? "up" : "down"));
    }
    return Files.writeString(folder.resolve("t.csv"), text);
  }

  private Outcome train(String target, String run, String... more) throws IOException {
    return Outcome.of(Stream.concat(Stream.of("train", folder.resolve("t.csv"), "--target", target, "--epochs", "12",
        "--out", folder.resolve(run), "--json"), Stream.of(more)).toArray());
  }

  private static JsonNode last(Outcome outcome) {
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode epochs = new JsonMapper().readTree(outcome.out()).get("epochs");
    return epochs.get(epochs.size() - 1);
  }

  @Test
  void aStreamedTableIsLearntAsOneInMemory() throws IOException {
    table();
    Outcome numbers = train("y", "a", "--stream", "--weights", "w", "--drop", "kind");
    JsonNode json = new JsonMapper().readTree(numbers.out());
    assertThat(json.get("streamed").asBoolean()).isTrue();
    assertThat(json.get("passes").asInt()).isBetween(3, 4);
    assertThat(json.get("rows").get("training").asInt() + json.get("rows").get("validation").asInt()).isEqualTo(ROWS);
    double held = last(train("y", "b", "--weights", "w", "--drop", "kind")).get("validationRmse").asDouble();
    assertThat(last(numbers).get("validationRmse").asDouble()).as("noise has 1, y has 11")
        .isBetween(0.7 * held, 1.4 * held);
    Outcome classes = train("kind", "c", "--stream", "--drop", "y");
    assertThat(last(classes).get("validationAccuracy").asDouble()).isGreaterThan(0.85);
    assertThat(train("kind", "d", "--stream", "--drop", "y").out().replaceAll("\"seconds\".*", ""))
        .as("the same bits again")
        .isEqualTo(classes.out().replaceAll("\"seconds\".*", ""));
    try (Stream<Path> left = Files.list(folder.resolve("a"))) {
      assertThat(left.map(file -> file.getFileName().toString())).containsExactly("model.lariat");
    }
    Outcome predicted = Outcome.of("predict", folder.resolve("a"), folder.resolve("t.csv"));
    assertThat(predicted.err()).contains("1,500 rows with a known target");
  }

  /**
   * Words of which each text has a few, so that their inputs are kept sparse, numbers and missing texts beside them.
   */
  private Path texts() throws IOException {
    var random = new Random(3);
    var text = new StringBuilder("review,note,x,w,kind\n");
    for (int row = 0; row < ROWS; row++) {
      String review = words(random, 8, 300);
      double x = random.nextGaussian();
      text.append(random.nextInt(40) == 0 ? "" : review)
          .append(String.format(Locale.ROOT, ",%s,%.4f,%d,%s%n", words(random, 4, 60), x, 1 + row % 3,
              (review.contains("wört3 ") ? 2 : 0) + x + 0.3 * random.nextGaussian() > 0.5 ? "good" : "bad"));
    }
    return Files.writeString(folder.resolve("t.csv"), text);
  }

  private static String words(Random random, int count, int different) {
    return IntStream.range(0, count)
        .mapToObj(_ -> "wört" + (int) (different * Math.pow(random.nextDouble(), 2)) + " ")
        .collect(Collectors.joining())
        .strip();
  }

  /** No rows are kept out, as those that are depend on the rows' numbers here, and on the target there. */
  @ParameterizedTest
  @ValueSource(strings = {"--hidden 16 --drop w", "--weights w --text-ngrams 1-2 --text-min-df 3 --sublinear-tf",
      "--drop w,note --word-dropout 0.2 --dropout 0.1", "--drop w --mixup 0.3 --text-max-features 40",
      "--drop w,note --layers embedding_6,gru_5", "--drop w --optimizer momentum --momentum 0.9 --l1 0.001"})
  void textsGiveTheBitsOfTheTableInMemory(String options) throws IOException {
    texts();
    String[] more = Stream
        .concat(Stream.of("--validation", "0"), Arrays.stream(options.split(" ")).map(word -> word.replace('_', ' ')))
        .toArray(String[]::new);
    Outcome streamed = train("kind", "a", Stream.concat(Stream.of("--stream"), Stream.of(more)).toArray(String[]::new));
    Outcome held = train("kind", "b", more);
    assertThat(last(streamed)).as(options).isNotNull();
    JsonNode json = new JsonMapper().readTree(streamed.out());
    assertThat(json.get("streamed").asBoolean()).isTrue();
    assertThat(json.get("passes").asInt()).isEqualTo(3);
    assertThat(withoutSeconds(json.get("epochs")))
        .isEqualTo(withoutSeconds(new JsonMapper().readTree(held.out()).get("epochs")));
    Dataset rows = Tables.read(folder.resolve("t.csv"));
    assertThat(Model.load(folder.resolve("a/model.lariat")).predict(rows))
        .isEqualTo(Model.load(folder.resolve("b/model.lariat")).predict(rows));
  }

  private static String withoutSeconds(JsonNode epochs) {
    return epochs.toString().replaceAll("\"[a-zA-Z]*[sS]econds\":[0-9.eE+-]+,?", "");
  }

  @Test
  void aTextThatIsStreamedIsJudgedAndMayBeRefused() throws IOException {
    texts();
    Outcome judged = train("kind", "a", "--stream", "--drop", "w,note", "--lr", "0.01");
    assertThat(last(judged).get("validationAccuracy").asDouble()).isGreaterThan(0.8);
    Outcome told = train("kind", "b", "--stream", "--drop", "w,note,review", "--text-min-df", "3");
    assertThat(told.code()).isEqualTo(65);
    assertThat(told.err()).contains("no column is text").hasLineCount(1);
    Outcome none = train("kind", "c", "--stream", "--drop", "w", "--text-min-df", "5000");
    assertThat(none.err()).contains("column 'review': no term can be in 5000 rows");
    assertThat(none.code()).isEqualTo(65);
  }

  @Test
  void whatCannotBeStreamedIsOneLine() throws IOException {
    table();
    assertThat(train("y", "a", "--stream", "--log-target").err()).contains("--stream: --log-target needs")
        .hasLineCount(1);
    assertThat(train("nope", "a", "--stream").err()).contains("no column 'nope'").hasLineCount(1);
    Outcome missing = train("z", "a", "--stream");
    assertThat(missing.err()).contains("target 'z' is missing in row 1; take those rows out").hasLineCount(1);
    assertThat(missing.code()).isEqualTo(65);
    assertThat(Files.exists(folder.resolve("a"))).isFalse();
    assertThat(train("z", "b", "--stream", "--target-missing", "drop").code()).isZero();
  }

  @Test
  void anInterruptedTrainingGoesOnAtItsLastEpoch() throws Exception {
    table();
    String[] more = {"--stream", "--weights", "w", "--drop", "kind", "--batch", "8"};
    Path kept = folder.resolve("cut").resolve(PassFile.NAME);
    var first = new Thread(() -> {
      try {
        train("y", "cut", more);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    first.start();
    while (!Files.exists(kept) && first.isAlive()) {
      Thread.sleep(2);
    }
    first.interrupt();
    first.join();
    assertThat(kept).exists();
    try (Stream<Path> left = Files.list(kept.getParent())) {
      assertThat(left.toList()).as("the encoded rows go, the state stays").containsExactly(kept);
    }
    String whole = train("y", "whole", more).out().replaceAll("(?i)\"seconds\".*", "");
    assertThat(train("y", "cut", more).out().replaceAll("(?i)\"seconds\".*", "")).isEqualTo(whole);
    assertThat(kept).doesNotExist();
  }
}
