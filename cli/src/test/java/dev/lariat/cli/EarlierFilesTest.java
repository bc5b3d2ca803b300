package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.siegmar.fastcsv.reader.CsvReader;
import dev.lariat.io.run.RunDirectory;
import dev.lariat.io.model.SafeTensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Whatever an earlier version wrote is read, and means the same. The folder {@code earlier} says what each file is. */
class EarlierFilesTest {
  private static final Path EARLIER = Path.of(System.getProperty("lariat.repository"), "io", "src", "test", "resources",
      "earlier");
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir
  Path folder;

  /** The folders of all versions in which a file is. */
  private static Stream<Path> with(String file) {
    try (Stream<Path> files = Files.walk(EARLIER)) {
      return files.filter(path -> path.endsWith(file)).map(Path::getParent).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Path> models() {
    return with("model.lariat");
  }

  static Stream<Path> studies() {
    return with("trials.jsonl");
  }

  static Stream<Path> exports() {
    return with("model.safetensors");
  }

  @Test
  void noneIsMissing() {
    assertThat(models()).hasSizeGreaterThanOrEqualTo(14);
    assertThat(studies()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(exports()).hasSizeGreaterThanOrEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("models")
  void aModelPredictsWhatItDid(Path model) throws IOException {
    Outcome predict = Outcome.of("predict", model, model.resolve("rows.csv"));
    assertThat(predict.code()).as(predict.err()).isZero();
    String expected = Files.readString(model.resolve("predictions.csv"));
    if (!isLinear(model)) {
      assertThat(predict.out()).isEqualTo(expected); // the numbers are written so that other bits are other text
      return;
    }
    // A sum of doubles may be taken in another order.
    List<List<String>> now = cells(predict.out());
    List<List<String>> then = cells(expected);
    assertThat(now).hasSameSizeAs(then).first().isEqualTo(then.getFirst());
    for (int row = 1; row < then.size(); row++) {
      assertThat(now.get(row)).hasSameSizeAs(then.get(row));
      for (int i = 0; i < then.get(row).size(); i++) {
        String cell = then.get(row).get(i);
        if (cell.matches("-?[0-9].*")) {
          double value = Double.parseDouble(cell);
          assertThat(Double.parseDouble(now.get(row).get(i))).as("row " + row)
              .isCloseTo(value, within(1e-12 * Math.abs(value)));
        } else {
          assertThat(now.get(row).get(i)).isEqualTo(cell);
        }
      }
    }
  }

  private static boolean isLinear(Path model) throws IOException {
    Path verdict = model.resolve("verdict.json");
    return Files.exists(verdict)
        ? json(verdict).at("/refitted/model").asString().equals("linear")
        : model.getFileName().toString().startsWith("linear");
  }

  private static List<List<String>> cells(String csv) throws IOException {
    try (var rows = CsvReader.builder().ofCsvRecord(csv)) {
      return rows.stream().map(row -> List.copyOf(row.getFields())).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("studies")
  void aVerdictIsReadWholeAndShown(Path run) throws IOException {
    JsonNode verdict = json(run.resolve("verdict.json"));
    JsonNode now = JSON.readTree(Outcome.of("report", run, "--json").out());
    assertHolds(now, verdict, "");
    assertThat(now.at("/use/loss").isNumber()).isTrue();
    Outcome report = Outcome.of("report", run);
    assertThat(report).extracting(Outcome::code, Outcome::err).containsExactly(0, "");
    assertThat(report.out().replaceAll("\\s+", " ")).contains(verdict.at("/recommendation/regularizer").asString(),
        verdict.at("/simplest/reasons/0").asString());
    // Without evidence.json the page has fewer figures.
    Path poor = Files.createDirectory(folder.resolve("poor"));
    Files.copy(run.resolve("verdict.json"), poor.resolve("verdict.json"));
    assertThat(Files.size(page(run, "page.html"))).isGreaterThan(Files.size(page(poor, "poor.html")) + 1000);
  }

  /**
   * Every key of the earlier file is there with its value, but for the diagnosis' interval of the best candidate, of
   * which earlier files had two; what came since may stand beside it.
   */
  private static void assertHolds(JsonNode now, JsonNode then, String place) {
    if (then.isObject()) {
      then.properties()
          .stream()
          .filter(key -> !key.getKey().equals("overBestCandidate"))
          .forEach(key -> assertHolds(now.path(key.getKey()), key.getValue(), place + "/" + key.getKey()));
    } else if (then.isArray()) {
      assertThat(now.size()).as(place).isEqualTo(then.size());
      for (int i = 0; i < then.size(); i++) {
        assertHolds(now.path(i), then.path(i), place + "/" + i);
      }
    } else {
      assertThat(now).as(place).isEqualTo(then);
    }
  }

  private Path page(Path run, String name) {
    Path page = folder.resolve(name);
    Outcome report = Outcome.of("report", run, "--html", page);
    assertThat(report.code()).as(report.err()).isZero();
    return page;
  }

  /**
   * While the format's number is the same, what is read and written again is the same text: nothing is lost on the way.
   */
  @ParameterizedTest
  @MethodSource("studies")
  void theCellsOfAStudyAreRead(Path run) throws IOException {
    List<String> lines = Files.readAllLines(run.resolve("trials.jsonl"));
    JsonNode first = JSON.readTree(lines.getFirst());
    var header = new RunDirectory.Header(first.get("dataHash").asString(), first.get("settingsHash").asString(),
        first.get("settings").asString());
    Path copy = Files.createDirectory(folder.resolve("copy"));
    Files.copy(run.resolve("trials.jsonl"), copy.resolve("trials.jsonl"));
    Path again = folder.resolve("again");
    try (var read = RunDirectory.open(copy, header, false); var written = RunDirectory.open(again, header, false)) {
      assertThat(read.results()).hasSize(lines.size() - 1);
      read.results().forEach(written::append);
    }
    List<String> now = Files.readAllLines(again.resolve("trials.jsonl"));
    assertThat(((ObjectNode) JSON.readTree(now.getFirst())).without("version")).isEqualTo(first);
    assertThat(now.subList(1, now.size())).isEqualTo(lines.subList(1, lines.size()));
  }

  @ParameterizedTest
  @MethodSource("exports")
  void exportedWeightsAreReadAndStillExported(Path model) throws IOException {
    Path export = folder.resolve("model.safetensors");
    assertThat(Outcome.of("export", model, "--to", "safetensors", "-o", export).code()).isZero();
    assertThat(tensors(model.resolve("model.safetensors"))).isNotEmpty()
        .usingRecursiveComparison()
        .isEqualTo(tensors(export));
  }

  private static Map<String, ?> tensors(Path file) throws IOException {
    return SafeTensors.read(ByteBuffer.wrap(Files.readAllBytes(file)), file.getFileName().toString());
  }

  /** Scripts read the JSON of a linear path: its keys stay. */
  @Test
  void theJsonOfALinearPathHasTheKeysThatItHad() throws IOException {
    Path version = EARLIER.resolve("0.1");
    JsonNode then = json(version.resolve("linear-gaussian").resolve("linear.json"));
    Outcome linear = Outcome.of("linear", version.resolve("mixed.csv"), "--target", "price", "--lambda-count", 12,
        "--lambda-ratio", "0.01", "--folds", 4, "--penalty-factor", "size=0.5", "--lower", "weight=-3", "--upper",
        "weight=3", "--json", "--out", folder.resolve("run"));
    assertThat(linear.code()).as(linear.err()).isZero();
    JsonNode now = JSON.readTree(linear.out());
    assertThat(now.propertyNames()).containsAll(then.propertyNames());
    assertThat(now.get("cv").propertyNames()).containsAll(then.get("cv").propertyNames());
  }

  private static JsonNode json(Path file) throws IOException {
    return JSON.readTree(Files.readAllBytes(file));
  }
}
