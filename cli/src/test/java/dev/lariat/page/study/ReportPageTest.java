package dev.lariat.page.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.page.phrase.Phrases;
import dev.lariat.data.NumberText;
import dev.lariat.io.run.FinishedStudy;
import dev.lariat.io.run.Gains;
import dev.lariat.io.run.VerdictFile;
import dev.lariat.model.Provenance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The page of a small study of each kind: what it says is what the files say, and nothing of the table can become
 * markup.
 */
class ReportPageTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MOST_BYTES = 2_000_000;

  @TempDir
  static Path folder;

  private static Path classes;
  private static Path numbers;

  @BeforeAll
  static void studies() throws IOException {
    classes = SampleStudies.classes(folder.resolve("classes"));
    numbers = SampleStudies.numbers(folder.resolve("numbers"));
  }

  @Test
  void figuresAndTablesHoldTheNumbersOfTheVerdict() throws IOException {
    for (Path run : List.of(classes, numbers)) {
      FinishedStudy verdict = VerdictFile.read(run);
      JsonNode plots = plots(page(run));
      List<Double> curve = verdict.curves().getFirst().validationLoss();
      JsonNode drawn = series(plots.get("losses-by-epoch"), "no regularizer: new rows").get("data");
      assertThat(drawn.size()).isEqualTo(curve.size());
      for (int epoch = 0; epoch < curve.size(); epoch++) {
        assertThat(drawn.get(epoch).get(0).asInt()).isEqualTo(epoch + 1);
        assertThat(drawn.get(epoch).get(1).asDouble()).isEqualTo(verdict.metric().shown(curve.get(epoch)));
      }
      var losses = new ArrayList<Double>();
      plots.get("candidates-loss")
          .get("series")
          .forEach(s -> s.get("data").forEach(mark -> losses.add(mark.get(0).asDouble())));
      var differences = new ArrayList<Double>();
      plots.get("candidates-difference")
          .get("series")
          .forEach(s -> s.get("data").forEach(mark -> differences.add(mark.get(3).asDouble())));
      for (FinishedStudy.Candidate candidate : verdict.candidates()) {
        if (Phrases.isTrivial(candidate)) {
          continue;
        }
        assertThat(losses).contains(verdict.metric().shown(candidate.loss()));
        differences.remove(-new Gains(verdict).of(candidate).interval().low());
        if (!Phrases.isLinear(candidate) && candidate.curve().size() > 1
            && !(candidate.strength().values().size() > 1)) {
          JsonNode strength = plots.get("strength-" + Phrases.name(candidate).replaceAll("[^a-z0-9]+", "-"));
          assertThat(series(strength, "its own rows").get("data").size()).isEqualTo(candidate.curve().size());
        }
      }
      assertThat(differences).as("differences that are no candidate's").isEmpty();
      JsonNode bars = plots.get("importance").get("series").get(0).get("data");
      for (int i = 0; i < bars.size(); i++) {
        assertThat(bars.get(i).get(0).asDouble()).isEqualTo(-Phrases.gain(verdict, verdict.importance().get(i)));
      }
    }
  }

  @Test
  void theVerdictIsSaidInWordsWithItsUncertainty() throws IOException {
    for (Path run : List.of(classes, numbers)) {
      FinishedStudy verdict = VerdictFile.read(run);
      String text = text(page(run));
      FinishedStudy.Diagnosed diagnosis = verdict.diagnosis();
      for (double figure : List.of(diagnosis.trainLoss(), diagnosis.validationLoss())) {
        assertThat(text).contains(NumberText.number(verdict.metric().shown(figure)));
      }
      for (FinishedStudy.Candidate candidate : verdict.candidates()) {
        assertThat(text).contains(NumberText.number(verdict.metric().shown(candidate.loss())));
        for (double figure : candidate.metrics().values()) {
          assertThat(text).containsAnyOf(NumberText.number(figure), NumberText.percent(figure));
        }
      }
      Provenance from = verdict.provenance();
      assertThat(text).contains(from.command(), from.dataHash(), from.machine());
      assertThat(verdict.test().orElseThrow().rows()).isPositive();
      assertThat(text).contains(verdict.test().orElseThrow().rows() + " rows that nothing was chosen on");
    }
  }

  @Test
  void theSectionsOfClassesAndOfNumbersAreThere() throws IOException {
    assertThat(plots(page(classes)).propertyNames()).contains("losses-by-epoch", "candidates-loss",
        "candidates-difference", "strength-l1", "weights", "path-l1", "validation-l1", "importance", "confusion",
        "reliability", "roc");
    assertThat(plots(page(numbers)).propertyNames()).contains("losses-by-epoch", "candidates-loss", "weights",
        "path-l2", "importance", "predicted", "residuals");
    assertThat(page(classes)).contains("Reproduce it", "The same training run in PyTorch", "Worst rows");
  }

  @Test
  void confusionMatrixAndPointsAreOfTheTestRows() throws IOException {
    JsonNode test = JSON.readTree(Files.readAllBytes(classes.resolve("verdict.json"))).get("test");
    int rows = 0;
    int right = 0;
    for (JsonNode cell : plots(page(classes)).get("confusion").get("series").get(0).get("data")) {
      rows += cell.get(2).asInt();
      right += cell.get(0).asInt() == cell.get(1).asInt() ? cell.get(2).asInt() : 0;
    }
    assertThat(rows).isEqualTo(test.get("rows").asInt());
    assertThat(right / (double) rows).isEqualTo(test.get("accuracy").asDouble());

    JsonNode roc = series(plots(page(classes)).get("roc"), "this model").get("data");
    double area = 0;
    for (int i = 1; i < roc.size(); i++) {
      area += (roc.get(i).get(0).asDouble() - roc.get(i - 1).get(0).asDouble())
          * (roc.get(i).get(1).asDouble() + roc.get(i - 1).get(1).asDouble()) / 2;
    }
    assertThat(area).isCloseTo(test.get("rocAuc").asDouble(), org.assertj.core.data.Offset.offset(1e-12));

    JsonNode regression = JSON.readTree(Files.readAllBytes(numbers.resolve("verdict.json"))).get("test");
    double squares = 0;
    JsonNode points = series(plots(page(numbers)).get("predicted"), "rows").get("data");
    for (JsonNode point : points) {
      squares += Math.pow(point.get(0).asDouble() - point.get(1).asDouble(), 2);
    }
    assertThat(points.size()).isEqualTo(regression.get("rows").asInt());
    assertThat(Math.sqrt(squares / points.size())).isCloseTo(regression.get("rmse").asDouble(),
        org.assertj.core.data.Offset.offset(1e-9));
  }

  @Test
  void thePolicyAllowsWhatIsInsideAndNothingElse() throws IOException {
    for (Path run : List.of(classes, numbers)) {
      String page = page(run);
      assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(MOST_BYTES);
      assertThat(page).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
      String policy = group(page, "Content-Security-Policy\" content=\"([^\"]*)\"");
      assertThat(policy).startsWith("default-src 'none'").doesNotContain("unsafe", "http", "*", "data:");
      Matcher scripts = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(page);
      int count = 0;
      while (scripts.find()) {
        assertThat(policy).contains(hash(scripts.group(1)));
        count++;
      }
      assertThat(count).isEqualTo(3);
      assertThat(policy).contains(hash(group(page, "(?s)<style>(.*?)</style>")));
      assertThat(markup(page)).doesNotContainPattern("\\s(src|href)=\"(?!#)")
          .doesNotContainPattern("\\sstyle=")
          .doesNotContainPattern("\\son[a-z]+=")
          .doesNotContain("@import", "url(");
    }
  }

  /** Also without JavaScript: the tables are in the page and open. */
  @Test
  void everyFigureHasATitleAxesAndATable() throws IOException {
    for (Path run : List.of(classes, numbers)) {
      String page = page(run);
      JsonNode plots = plots(page);
      Matcher figures = Pattern.compile("(?s)<figure id=\"([^\"]+)\">(.*?)</figure>").matcher(page);
      int count = 0;
      while (figures.find()) {
        JsonNode plot = plots.get(figures.group(1));
        assertThat(plot.get("title").asString()).as(figures.group(1)).isNotBlank();
        for (String axis : List.of("x", "y")) {
          boolean names = plot.get(axis).get("type").asString().equals("category");
          assertThat(names || !plot.get(axis).get("name").asString().isBlank()).as(figures.group(1) + " " + axis)
              .isTrue();
        }
        assertThat(figures.group(2)).contains("<details class=\"behind\" open>", "<td", "class=\"save\"",
            "tabindex=\"0\"");
        count++;
      }
      assertThat(count).isEqualTo(plots.size()).isGreaterThan(10);
    }
  }

  @Test
  void hostileNamesAreShownAsText() throws IOException {
    Path run = SampleStudies.hostile(folder.resolve("hostile"));
    String page = page(run);
    assertThat(markup(page)).doesNotContain("<script", "<img", "<b>", "onerror=\"");
    for (String name : SampleStudies.HOSTILE_NAMES) {
      assertThat(text(page)).contains(name);
    }
    assertThat(plots(page).get("importance").get("y").get("names").get(0).asString()).isNotBlank();
  }

  @Test
  void aPageIsReplacedOnlyWhenAsked() {
    Path file = folder.resolve("page.html");
    ReportFile.write(classes, file, false);
    assertThatThrownBy(() -> ReportFile.write(classes, file, false)).isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("--force");
    ReportFile.write(classes, file, true);
    assertThat(file).hasSameTextualContentAs(classes.resolve("report.html"));
  }

  private static String page(Path run) throws IOException {
    return Files.readString(run.resolve("report.html"));
  }

  private static JsonNode plots(String page) {
    return JSON.readTree(group(page, "(?s)<script type=\"application/json\" id=\"plots\">(.*?)</script>"));
  }

  private static JsonNode series(JsonNode plot, String name) {
    for (JsonNode series : plot.get("series")) {
      if (series.get("name").asString().equals(name) && !series.get("data").isEmpty()) {
        return series;
      }
    }
    throw new AssertionError("no series " + name + " in " + plot);
  }

  /** The page without what is inside of script and style elements. */
  private static String markup(String page) {
    return page.replaceAll("(?s)<script[^>]*>.*?</script>", "")
        .replaceAll("(?s)<style>.*?</style>", "")
        .replaceAll("(?s)<pre.*?</pre>", "");
  }

  /** What is to be read, whatever holds lines together. */
  private static String text(String page) {
    return page.replace('\u00a0', ' ')
        .replace("\u2060", "")
        .replaceAll("(?s)<script[^>]*>.*?</script>", "")
        .replaceAll("<[^>]*>", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
        .replaceAll(" +", " ");
  }

  private static String group(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  private static String hash(String inline) {
    try {
      return "'sha256-"
          + Base64.getEncoder()
              .encodeToString(MessageDigest.getInstance("SHA-256").digest(inline.getBytes(StandardCharsets.UTF_8)))
          + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
