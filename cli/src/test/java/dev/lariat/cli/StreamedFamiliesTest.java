package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.Task;
import dev.lariat.data.stream.PassLog;
import dev.lariat.data.stream.RowFolds;
import dev.lariat.data.stream.RowRoles;
import dev.lariat.io.stream.StreamedTable;
import dev.lariat.io.table.TableOptions;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.PathOptions;
import dev.lariat.model.LinearFit;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.StreamedTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Families whose loss is not quadratic: a streamed path has the certificate, and the coefficients, of one in memory.
 */
@Tag("slow")
class StreamedFamiliesTest {
  private static final int ROWS = 2500;

  @TempDir
  static Path folder;
  private static Path table;

  @BeforeAll
  static void write() throws IOException {
    var random = new Random(2);
    var text = new StringBuilder("a,b,far,hole,city,w,off,part,side,count,amount\n");
    for (int i = 0; i < ROWS; i++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      String city = List.of("Bonn", "Ulm", "Jena").get(random.nextInt(3));
      double off = random.nextDouble() / 2;
      double eta = 0.6 * a - 0.4 * b + (city.equals("Ulm") ? 0.5 : 0) + off;
      double mean = Math.exp(eta / 2);
      int count = 0;
      for (double p = random.nextDouble(); p > Math.exp(-mean); p *= random.nextDouble()) {
        count++;
      }
      text.append(
          String.format(Locale.ROOT, "%.4f,%.4f,%.4f,%s,%s,%s,%.4f,%d,%s,%d,%.5f%n", a, b, 1000 + random.nextGaussian(),
              random.nextInt(5) == 0 ? "" : String.format(Locale.ROOT, "%.3f", a + random.nextGaussian()), city,
              random.nextInt(3) == 0 ? "0.5" : "2", off, i % 4,
              random.nextDouble() < 1 / (1 + Math.exp(-eta)) ? "right" : "left", count,
              0.001 - mean * Math.log(1 - random.nextDouble())));
    }
    table = Files.writeString(folder.resolve("t.csv"), text);
  }

  private static JsonNode json(String options, boolean streamed) {
    var words = new ArrayList<Object>(List.of("linear", table, "--out", folder.resolve("run"), "--force", "--json",
        "--tolerance", streamed ? "1e-9" : "1e-12", "--no-early-stop"));
    words.addAll(List.of(options.split(" ")));
    if (streamed) {
      words.add("--stream");
    }
    Outcome outcome = Outcome.of(words.toArray());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return new JsonMapper().readTree(outcome.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--target city --lambda-count 6 --drop count,amount,side --fold-column part",
      "--target city --lambda-count 4 --drop count,amount,side,part --weights w --alpha 0.3 --penalty-factor a=0",
      "--target city --lambda-count 4 --drop count,amount,part --grouped-classes",
      "--target city --lambda-count 4 --drop count,amount,side --weights w --offset off,a,b --fold-column part",
      "--target city --lambda-count 4 --drop count,amount,part,far --alpha 0 --no-intercept --no-standardize --lambda-ratio 0.1",
      "--target side --lambda-count 8 --drop count,amount --fold-column part",
      "--target side --lambda-count 5 --drop count,amount,part --weights w --offset off --alpha 0.5",
      "--target count --family poisson --lambda-count 6 --drop side,amount --weights w --offset off --fold-column part",
      "--target count --family poisson --lambda-count 5 --drop side,amount,part --lower 0 --penalty-factor a=0",
      "--target count --family negative-binomial --lambda-count 5 --drop side,amount,part --group",
      "--target amount --family gamma --lambda-count 5 --drop side,count,part,far --no-intercept",
      "--target amount --family tweedie --lambda-count 5 --drop side,count,part --alpha 0 --no-standardize"})
  void theSamePathAsInMemory(String options) {
    JsonNode mine = json(options, true);
    JsonNode theirs = json(options, false);
    assertThat(mine.get("streamed").asBoolean()).isTrue();
    assertThat(mine.get("lambda").size()).isEqualTo(theirs.get("lambda").size());
    assertThat(mine.get("nullDeviance").asDouble()).isCloseTo(theirs.get("nullDeviance").asDouble(),
        within(1e-9 * theirs.get("nullDeviance").asDouble()));
    // A ridge of columns as they are is flat: there two gaps of 1e-9 may lie farther apart.
    double near = options.contains("--no-standardize") ? 2e-5 : 1e-6;
    for (int k = 0; k < theirs.get("lambda").size(); k++) {
      assertThat(mine.get("gap").get(k).asDouble()).as("gap at " + k).isLessThanOrEqualTo(1e-9);
      double lambda = theirs.get("lambda").get(k).asDouble();
      assertThat(mine.get("lambda").get(k).asDouble()).isCloseTo(lambda, within(1e-8 * lambda));
      assertThat(mine.get("devRatio").get(k).asDouble()).isCloseTo(theirs.get("devRatio").get(k).asDouble(),
          within(1e-5));
      Map<String, Double> own = flat(mine.get("coefficients").get(k));
      flat(theirs.get("coefficients").get(k)).forEach((name, value) -> assertThat(own.getOrDefault(name, 0.0)).as(name)
          .isCloseTo(value, within(near * Math.max(1, Math.abs(value)))));
      if (theirs.has("cv")) {
        assertThat(mine.get("cv").get("mean").get(k).asDouble())
            .isCloseTo(theirs.get("cv").get("mean").get(k).asDouble(), within(1e-5));
      }
    }
    assertThat(mine.get("passes").asInt()).isLessThan(20);
  }

  /** By feature; of several classes by class and feature. */
  private static Map<String, Double> flat(JsonNode coefficients) {
    var flat = new HashMap<String, Double>();
    coefficients.properties().forEach(entry -> {
      if (entry.getValue().isObject()) {
        flat(entry.getValue()).forEach((name, value) -> flat.put(entry.getKey() + "/" + name, value));
      } else {
        flat.put(entry.getKey(), entry.getValue().asDouble());
      }
    });
    return flat;
  }

  private static Outcome poisson(String name, String text, String options) throws IOException {
    var words = new ArrayList<Object>(List.of("linear", Files.writeString(folder.resolve(name), text), "--target",
        "count", "--family", "poisson", "--stream", "--out", folder.resolve("run"), "--force"));
    words.addAll(List.of(options.split(" ")));
    return Outcome.of(words.toArray());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"--measure auc --folds 3|--stream: --measure auc needs all predictions at once",
      "--dialect glmnet|--stream: --dialect glmnet of the family binomial needs the rows in memory"})
  void whatNeedsTheRowsIsRefusedBeforeTheFit(String options, String said) throws IOException {
    Path file = Files.writeString(folder.resolve("few.csv"), "x,y\n" + "1.5,no\n2.5,yes\n0.5,no\n3.5,yes\n".repeat(9));
    var words = new ArrayList<Object>(
        List.of("linear", file, "--target", "y", "--stream", "--out", folder.resolve("no")));
    words.addAll(List.of(options.split(" ")));
    Outcome refused = Outcome.of(words.toArray());
    assertThat(refused.code()).as(refused.err()).isEqualTo(Exit.USAGE);
    assertThat(refused.err()).contains(said);
    assertThat(folder.resolve("no")).doesNotExist();
  }

  @Test
  void severalTargetsAreRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("two.csv"), "x,y,z\n1.5,1,2\n2.5,2,5\n0.5,3,1\n");
    Outcome refused = Outcome.of("linear", file, "--target", "y,z", "--stream", "--out", folder.resolve("no"));
    assertThat(refused.code()).as(refused.err()).isEqualTo(Exit.USAGE);
    assertThat(refused.err()).contains("--stream: several targets need the rows in memory");
  }

  @Test
  void aRowWithoutATargetIsNotedAsOne() throws IOException {
    Outcome fitted = poisson("missing.csv", "x,count\n1.5,2\n2.5,\n3.5,0\n4.25,5\n0.5,1\n2.75,3\n",
        "--lambda 0.1 --kinds x=numeric --target-missing drop");
    assertThat(fitted.code()).as(fitted.err()).isZero();
    assertThat(fitted.out() + fitted.err()).contains("1 row has no target 'count' and is left out");
  }

  @Test
  void columnsWhoseSquaresOverflowAreRefused() throws IOException {
    Outcome refused = poisson("large.csv", "x,count\n1e200,2\n-1e200,1\n1e200,4\n-1e200,0\n", "--kinds x=numeric");
    assertThat(refused.code()).as(refused.err()).isEqualTo(Exit.DATA);
    assertThat(refused.err()).contains("column 'x': 1.0E200 is too large, its square overflows");
  }

  @Test
  void aLossThatIsNoNumberIsSaid() throws IOException {
    Outcome refused = poisson("far.csv", "x,off,count\n1.5,1e308,2\n2.5,0,1\n0.5,1,4\n4.25,0,0\n",
        "--kinds x=numeric,off=numeric --offset off");
    assertThat(refused.code()).as(refused.err()).isEqualTo(Exit.DATA);
    assertThat(refused.err()).contains("the loss is not a number where the path begins: the target, the offset or a"
        + " column has numbers that are too large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"side", "city"})
  void anInterruptedFitGoesOnAtTheLastFinishedPass(String target) {
    Family family = target.equals("side") ? Family.binomial() : Family.multinomial();
    var roles = new RowRoles(target, Optional.empty(), List.of(), RowFolds.numbered(3, 7), false);
    var log = new KilledPasses();
    List<LinearFit> fits = new ArrayList<>();
    List<Integer> passes = new ArrayList<>();
    for (int left : new int[]{0, 2, 0}) {
      StreamedTable rows = StreamedTable.open(List.of(table), TableOptions.none(), Set.of("count", "amount"),
          (_, _, _) -> {});
      LinearTrainer trainer = LinearTrainer
          .of(StreamedTrainer.specimen(rows, roles, Task.CLASSIFICATION), family, LinearPenalty.lasso())
          .options(PathOptions.DEFAULT.withGrid(5, Double.NaN).withTolerance(1e-9));
      log.endAfter(left);
      if (fits.isEmpty()) {
        fits.add(StreamedTrainer.fit(trainer, rows, roles, PassLog.NONE));
      } else if (left > 0) {
        assertThatThrownBy(() -> StreamedTrainer.fit(trainer, rows, roles, log)).hasMessage("killed");
      } else {
        fits.add(StreamedTrainer.fit(trainer, rows, roles, log));
      }
      passes.add(rows.passes());
    }
    assertThat(passes.get(2)).isLessThan(passes.get(0));
    for (int k = 0; k < 5; k++) {
      assertThat(fits.get(1).path().points().get(k).coefficient())
          .isDeepEqualTo(fits.get(0).path().points().get(k).coefficient());
    }
    assertThat(fits.get(1).validation().orElseThrow().mean()).isEqualTo(fits.get(0).validation().orElseThrow().mean());
  }
}
