package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.Task;
import dev.lariat.data.stream.PassLog;
import dev.lariat.data.stream.RowFolds;
import dev.lariat.data.stream.RowRoles;
import dev.lariat.io.Tables;
import dev.lariat.io.stream.SortedFile;
import dev.lariat.io.stream.StreamedTable;
import dev.lariat.io.table.TableOptions;
import dev.lariat.linear.Cox;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.PathOptions;
import dev.lariat.model.LinearFit;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.StreamedTrainer;
import dev.lariat.model.linear.SurvivalBaseline;
import dev.lariat.model.linear.SurvivalColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

/** Times until an event: a path over rows that were sorted into a file has the coefficients of one in memory. */
@Tag("slow")
class StreamedCoxTest {
  private static final int ROWS = 2500;

  @TempDir
  static Path folder;
  private static Path table;

  @BeforeAll
  static void write() throws IOException {
    var random = new Random(3);
    var text = new StringBuilder("a,b,far,hole,city,w,off,part,pair,since,month,time,died\n");
    for (int i = 0; i < ROWS; i++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      // the last level is met late in the file
      String city = i > ROWS - 60 && i % 2 == 0 ? "Trier" : List.of("Bonn", "Ulm", "Jena").get(random.nextInt(3));
      double off = random.nextDouble() / 2;
      double eta = 0.6 * a - 0.4 * b + (city.equals("Ulm") ? 0.5 : 0) + off;
      double time = -Math.log(1 - random.nextDouble()) / Math.exp(eta);
      double ends = 3 * random.nextDouble();
      double seen = Math.min(time, ends) + 0.001;
      text.append(String.format(Locale.ROOT, "%.4f,%.4f,%.4f,%s,%s,%s,%.4f,%d,%d,%.5f,%d,%.5f,%d%n", a, b,
          1000 + random.nextGaussian(),
          random.nextInt(5) == 0 ? "" : String.format(Locale.ROOT, "%.3f", a + random.nextGaussian()), city,
          random.nextInt(4) == 0 ? "0" : random.nextInt(3) == 0 ? "0.5" : "2", off, i % 4, i / 5,
          random.nextInt(3) == 0 ? seen * random.nextDouble() * 0.9 : 0, (int) Math.ceil(5 * seen), seen,
          time <= ends ? 1 : 0));
    }
    table = Files.writeString(folder.resolve("t.csv"), text);
  }

  private static Outcome linear(String options, Object... more) {
    var words = new ArrayList<Object>(
        List.of("linear", table, "--family", "cox", "--out", folder.resolve("run"), "--force"));
    words.addAll(List.of(options.split(" ")));
    if (!options.contains("--event")) {
      words.addAll(List.of("--event", "died"));
    }
    words.addAll(List.of(more));
    return Outcome.of(words.toArray());
  }

  private static JsonNode json(String options, boolean streamed) {
    Object[] more = streamed
        ? new Object[]{"--json", "--tolerance", "1e-9", "--stream"}
        : new Object[]{"--json", "--tolerance", "1e-13"};
    Outcome outcome = linear(options.contains("--lambda ") ? options : options + " --no-early-stop", more);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return new JsonMapper().readTree(outcome.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--time time --drop pair,month,since,w,off --lambda-count 6 --fold-column part",
      "--time month --drop pair,time,since,w,off,part --lambda-count 5 --ties breslow",
      "--time month --drop pair,time,since,off --lambda-count 5 --ties efron --weights w --fold-column part",
      "--time time --start since --drop pair,month,w --offset off --lambda-count 5 --ties efron --fold-column part",
      "--time time --start since --strata city --drop pair,month,part --weights w --alpha 0.5 --lambda-count 5",
      "--time month --strata pair --drop time,since,w,off,part --ties efron --lambda-count 5",
      "--time time --strata city --kinds city=text --drop pair,month,since,w,off,part --lambda-count 4",
      "--time time --drop pair,month,since,w,off,part --lambda-count 5 --penalty-factor a=0 --lower b=-0.2 --alpha 0.4",
      "--time time --drop pair,month,since,w,off,part --lambda-count 4 --group --no-standardize",
      "--time month --drop pair,time,since,w,off,part --lambda-count 4 --alpha 0 --lambda-ratio 0.1",
      "--time time --drop pair,month,since,w,off,part,city --lambda 0 --ties efron"})
  void theSamePathAsInMemory(String options) {
    JsonNode mine = json(options, true);
    JsonNode theirs = json(options, false);
    assertThat(mine.get("streamed").asBoolean()).isTrue();
    assertThat(mine.get("notes").toString()).contains("the rows were sorted by time");
    assertThat(mine.get("lambda").size()).isEqualTo(theirs.get("lambda").size());
    assertThat(mine.get("nullDeviance").asDouble()).isCloseTo(theirs.get("nullDeviance").asDouble(),
        within(1e-9 * theirs.get("nullDeviance").asDouble()));
    for (int k = 0; k < theirs.get("lambda").size(); k++) {
      assertThat(mine.get("gap").get(k).asDouble()).as("gap at " + k).isLessThanOrEqualTo(1e-9);
      double lambda = theirs.get("lambda").get(k).asDouble();
      assertThat(mine.get("lambda").get(k).asDouble()).isCloseTo(lambda, within(1e-8 * lambda));
      assertThat(mine.get("devRatio").get(k).asDouble()).isCloseTo(theirs.get("devRatio").get(k).asDouble(),
          within(1e-6));
      Map<String, Double> own = numbers(mine.get("coefficients").get(k));
      numbers(theirs.get("coefficients").get(k))
          .forEach((name, value) -> assertThat(own.getOrDefault(name, 0.0)).as(name)
              .isCloseTo(value, within(1e-6 * Math.max(1, Math.abs(value)))));
      if (theirs.has("cv")) {
        assertThat(mine.get("cv").get("mean").get(k).asDouble())
            .isCloseTo(theirs.get("cv").get("mean").get(k).asDouble(), within(1e-6));
        assertThat(mine.get("cv").get("standardError").get(k).asDouble())
            .isCloseTo(theirs.get("cv").get("standardError").get(k).asDouble(), within(1e-6));
      }
    }
  }

  private static Map<String, Double> numbers(JsonNode coefficients) {
    var numbers = new HashMap<String, Double>();
    coefficients.properties().forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asDouble()));
    return numbers;
  }

  /** The events come in the order of a column: whatever the coefficient is, a larger one is better. */
  @Test
  void aGapThatIsNotReachedIsReported() throws IOException {
    var text = new StringBuilder("x,time,died\n");
    for (int i = 0; i < 400; i++) {
      text.append(String.format(Locale.ROOT, "%.2f,%d,1%n", -i / 100.0 + 0.5, i));
    }
    Path file = Files.writeString(folder.resolve("ordered.csv"), text);
    Outcome outcome = Outcome.of("linear", file, "--family", "cox", "--time", "time", "--event", "died", "--kinds",
        "x=numeric,time=numeric", "--lambda", "1e-3,1e-6,1e-9,1e-12", "--tolerance", "1e-12", "--stream", "--json",
        "--out", folder.resolve("ordered"));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode path = new JsonMapper().readTree(outcome.out());
    for (int k = 1; k < 4; k++) { // with next to no penalty the loss falls to 0
      assertThat(path.get("gap").get(k).asDouble())
          .isGreaterThanOrEqualTo(0.999 * (1 - path.get("devRatio").get(k).asDouble()));
    }
    assertThat(outcome.err()).contains("4 of 4 λs did not reach the tolerance");
  }

  private static LinearTrainer settings(LinearTrainer bare, SurvivalColumns columns) {
    return bare.survival(columns).options(PathOptions.DEFAULT.withGrid(5, Double.NaN).withTolerance(1e-9));
  }

  private static LinearFit streamed(SurvivalColumns columns, RowFolds folds, PassLog log) {
    var roles = new RowRoles("time", Optional.empty(), List.of(), folds, false);
    StreamedTable rows = StreamedTable.open(List.of(table), TableOptions.none(), Set.of("pair", "month", "part", "w"),
        (_, _, _) -> {});
    LinearTrainer trainer = settings(LinearTrainer.of(StreamedTrainer.specimen(rows, roles, Task.REGRESSION),
        Family.cox(Cox.Ties.EFRON), LinearPenalty.lasso()), columns);
    try (var sorted = SortedFile.at(folder.resolve("sorted.cache"), (_, _, _) -> {})) {
      return StreamedTrainer.fit(trainer, rows, roles, log, sorted);
    }
  }

  @ParameterizedTest
  @CsvSource({"false,false", "true,false", "true,true"})
  void theBaselineIsThatOfMemory(boolean start, boolean strata) {
    var columns = new SurvivalColumns("died", start ? Optional.of("since") : Optional.empty(),
        strata ? Optional.of("city") : Optional.empty());
    SurvivalBaseline mine = streamed(columns, RowFolds.none(), PassLog.NONE).baseline().orElseThrow();
    var data = Tables.read(List.of(table), TableOptions.none())
        .without("pair", "month", "part", "w")
        .target("time", Task.REGRESSION);
    SurvivalBaseline theirs = settings(LinearTrainer.of(data, Family.cox(Cox.Ties.EFRON), LinearPenalty.lasso()),
        columns).fit().baseline().orElseThrow();
    assertThat(mine.strata()).isEqualTo(theirs.strata());
    assertThat(mine.baselines()).hasSameSizeAs(theirs.baselines());
    for (int k = 0; k < theirs.baselines().size(); k++) {
      Cox.Baseline own = mine.baselines().get(k);
      Cox.Baseline other = theirs.baselines().get(k);
      assertThat(own.stratum()).isEqualTo(other.stratum());
      assertThat(own.time()).isEqualTo(other.time());
      double largest = Arrays.stream(other.cumulative()).max().orElseThrow();
      assertThat(own.cumulative()).containsExactly(other.cumulative(), within(1e-4 * largest));
    }
  }

  @Test
  void anInterruptedFitGoesOnAtTheLastFinishedPass() {
    var columns = new SurvivalColumns("died", Optional.of("since"), Optional.empty());
    RowFolds folds = RowFolds.numbered(3, 7);
    LinearFit whole = streamed(columns, folds, PassLog.NONE);
    var log = new KilledPasses();
    log.endAfter(2);
    assertThatThrownBy(() -> streamed(columns, folds, log)).hasMessage("killed");
    assertThat(folder.resolve("sorted.cache")).doesNotExist();
    log.endAfter(0);
    LinearFit resumed = streamed(columns, folds, log);
    for (int k = 0; k < whole.path().points().size(); k++) {
      assertThat(resumed.path().points().get(k).coefficient())
          .isDeepEqualTo(whole.path().points().get(k).coefficient());
    }
    assertThat(resumed.validation().orElseThrow().mean()).isEqualTo(whole.validation().orElseThrow().mean());
  }

  @Test
  void aModelOfAStreamPredicts() throws IOException {
    Outcome fitted = linear("--time time --strata city --drop pair,month,part,w,since,off --lambda-count 5", "--stream",
        "--threads", "1");
    assertThat(fitted.code()).as(fitted.err()).isZero();
    assertThat(fitted.out()).contains("The table was streamed, in 2 passes.");
    assertThat(fitted.err()).contains("the rows were sorted by time, and passed over ");
    assertThat(folder.resolve("run/sorted.cache")).doesNotExist();
    Outcome predicted = Outcome.of("predict", folder.resolve("run"), table, "-o", folder.resolve("p.csv"), "--force");
    assertThat(predicted.code()).as(predicted.err()).isZero();
    assertThat(Files.readAllLines(folder.resolve("p.csv"))).hasSize(ROWS + 1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "--time time --start far|65|start column 'far', row 1 is 999.8091: it must be before the time, 0.52259",
      "--time time --event city|65|event column 'city', row 1 is '",
      "--time time --event part|65|event column 'part', row 3 is '2': an event is 1 or true, none is 0 or false",
      "--time a|65|times cannot be negative", "--time time --event nothing|65|no column 'nothing'",
      "--time time --strata hole|65|strata column 'hole', row ",
      "--time time --fold-column died|65|has no event: use fewer or other folds",
      "--time time --folds 3 --measure concordance|2|--stream: --measure concordance needs all predictions at once",
      "--time time --folds 3 --dialect glmnet|2|--stream: --dialect glmnet of the family cox",
      "--time time --on local[2]|2|--on: a path of the family cox"})
  void whatCannotBeIsOneLine(String options, int code, String said) {
    Outcome refused = linear(options, "--stream");
    assertThat(refused.code()).as(refused.err()).isEqualTo(code);
    assertThat(refused.err()).contains(said);
    assertThat(folder.resolve("run/sorted.cache")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"x,t,d;1.5,1,0;2.5,2,0;0.5,3,0|no row has an event: there is nothing to model",
      "x,t,d;1.5,1,0;2.5,1,0;0.5,3,1|no row is at risk when another one has its event",
      "x,t,d;1.5,1,1;2.5,-1,0;0.5,3,1|target 't', row 2 is -1.0: times cannot be negative"})
  void aTableThatTellsNothingIsOneLine(String text, String said) throws IOException {
    Path file = Files.writeString(folder.resolve("few.csv"), text.replace(';', '\n') + "\n");
    Outcome refused = Outcome.of("linear", file, "--family", "cox", "--time", "t", "--event", "d", "--kinds",
        "x=numeric,t=numeric", "--stream", "--out", folder.resolve("few"), "--force");
    assertThat(refused.code()).as(refused.err()).isEqualTo(Exit.DATA);
    assertThat(refused.err()).contains(said);
  }
}
