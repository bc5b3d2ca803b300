package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class TrainAndPredictTest {
  private static final Path DATA = Path.of(System.getProperty("lariat.repository"), "examples", "data");

  @TempDir
  Path folder;

  private Path table;

  @BeforeEach
  void aSmallTable() throws IOException {
    var random = new Random(5);
    var text = new StringBuilder("x,colour,noise,kind,amount\n");
    for (int i = 0; i < 200; i++) {
      double x = random.nextGaussian();
      boolean red = random.nextBoolean();
      text.append(x)
          .append(',')
          .append(red ? "red" : "blue")
          .append(',')
          .append(random.nextGaussian())
          .append(',')
          .append(x + (red ? 1 : -1) > 0 ? "good" : "bad")
          .append(',')
          .append(1000 + 10 * x)
          .append('\n');
    }
    table = Files.writeString(folder.resolve("table.csv"), text);
  }

  @Test
  void classesFromTheTableToTheirPredictions() throws IOException {
    Path run = folder.resolve("run");
    Outcome train = Outcome.of("train", table, "--target", "kind", "--epochs", 15, "--lr", "0.01", "--hidden", "16",
        "--out", run);
    assertThat(train.err()).isEmpty();
    assertThat(train.code()).isZero();
    assertThat(train.out()).contains("200 rows; target kind: 2 classes", "trained on 160 rows, validated on 40");
    assertThat(train.out().lines().filter(line -> line.startsWith("Epoch"))).hasSize(15)
        .allMatch(line -> line.matches(
            "Epoch +\\d+/15 - \\d+\\.\\d\\ds - loss: [\\d.]+ - accuracy: [\\d.]+ - val_loss: [\\d.]+ - val_accuracy: [\\d.]+"));
    Path predictions = folder.resolve("predictions.csv");
    Outcome predict = Outcome.of("predict", run, table, "-o", predictions);
    assertThat(predict.code()).isZero();
    assertThat(predict.out()).contains("200 rows with a known target", "accuracy", "logLoss", "rocAuc", "macroF1");
    assertThat(Files.readAllLines(predictions)).hasSize(201)
        .first()
        .isEqualTo("prediction,probability_bad,probability_good");
    // The target may be absent; the model file itself may be named; without -o the predictions go to standard output.
    Path without = Files.writeString(folder.resolve("new.csv"),
        "colour,x,noise,amount\nred,3,0,1000\nblue,-3,0,1000\ngreen,,0,1000\n");
    Outcome fresh = Outcome.of("predict", run.resolve("model.lariat"), without);
    assertThat(fresh.err()).isEqualTo("note: 1 row has a level of 'colour' that the model has no input for, "
        + "such as 'green': it was rare in training or not there" + System.lineSeparator());
    assertThat(fresh.out().lines().map(line -> line.split(",", -1)[0])).startsWith("prediction", "good", "bad")
        .hasSize(4);
    Path far = Files.writeString(folder.resolve("far.csv"),
        "colour,x,noise,amount\nred,1e6,0,1000\nblue,-2e6,0,1000\nred,1,0,1000\n");
    assertThat(Outcome.of("predict", run, far).err()).contains("2 rows have a number in 'x' more than ten times the "
        + "spread of the training rows from their middle, such as −2.00e6: is it in the same unit, and right?");
  }

  @Test
  void aNumberInItsOwnUnit() {
    Path run = folder.resolve("run");
    Outcome train = Outcome.of("train", table, "--target", "amount", "--epochs", 30, "--lr", "0.01", "--json", "--out",
        run);
    assertThat(train.code()).as(train.err()).isZero();
    var json = new JsonMapper().readTree(train.out());
    assertThat(json.propertyNames()).contains("settings", "rows", "epochs", "bestEpoch");
    var last = json.path("epochs").get(29);
    assertThat(last.path("validationRmse").asDouble()).isLessThan(2).isPositive();
    assertThat(last.path("trainLoss").asDouble()).isLessThan(10);
    assertThat(last.propertyNames()).containsExactly("epoch", "seconds", "trainLoss", "validationLoss", "trainRmse",
        "validationRmse", "zeroShare");
    assertThat(Outcome.of("predict", run, table).err()).contains("rmse", "mae", "rSquared");
  }

  @Test
  void theSameCommandGivesTheSamePredictions() {
    for (String run : new String[]{"a", "b"}) {
      assertThat(Outcome.of("train", table, "--target", "kind", "--epochs", 2, "--dropout", "0.5", "--quiet", "--out",
          folder.resolve(run))).isEqualTo(new Outcome(0, "", ""));
    }
    assertThat(Outcome.of("predict", folder.resolve("a"), table))
        .isEqualTo(Outcome.of("predict", folder.resolve("b"), table));
  }

  @Test
  void withoutATargetTheColumnsAreListed() {
    Outcome outcome = Outcome.of("train", table);
    assertThat(outcome.code()).isEqualTo(Exit.USAGE);
    assertThat(outcome.out()).contains("200 rows, 5 columns", "colour", "category", "numeric", "lariat train ",
        " --target ");
  }

  @Test
  void aModelIsNotOverwrittenUnlessTold() throws IOException {
    Path run = folder.resolve("run");
    Object[] command = {"train", table, "--target", "kind", "--epochs", 1, "--quiet", "--out", run};
    assertThat(Outcome.of(command).code()).isZero();
    byte[] before = Files.readAllBytes(run.resolve("model.lariat"));
    Outcome again = Outcome.of(command);
    assertThat(again.code()).isEqualTo(Exit.IO);
    assertThat(again.err()).contains("exists already", "--force");
    assertThat(run.resolve("model.lariat")).hasBinaryContent(before);
    assertThat(Outcome.of(Stream.concat(Stream.of(command), Stream.of("--force")).toArray()).code()).isZero();
  }

  @Test
  void aValidationTableOfItsOwn() {
    Outcome train = Outcome.of("train", table, "--target", "kind", "--epochs", 1, "--validation", table, "--out",
        folder.resolve("run"));
    assertThat(train.out()).contains("trained on 200 rows, validated on 200");
    assertThat(Outcome
        .of("train", table, "--target", "kind", "--epochs", 1, "--validation", "0", "--out", folder.resolve("r2"))
        .out()).doesNotContain("val_loss").contains("validated on 0");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"--dropout 1.0|dropout", "--dropout -0.1|dropout", "--l2 -1|L2 strength",
      "--hidden 0|at least 1 unit", "--hidden a,b|--hidden: 'a'", "--epochs 0|at least 1 epoch",
      "--batch 0|at least 1 row", "--lr 0|learning rate", "--lr abc|lr", "--validation 1|validation share",
      "--validation 1.5|validation share", "--optimizer adma|no 'adma'",
      "--weight-decay 0.1|goes with --optimizer adamw", "--class-weight heavy|no 'heavy'",
      "--task cluster|no 'cluster'", "--threads 0|--threads", "--kinds x=number|no column kind 'number'",
      "--epoch 3|did you mean --epochs", "--seed x|seed"})
  void aSettingOutOfRangeIsWrongUsage(String words, String said) {
    Outcome outcome = Outcome
        .of(Stream
            .concat(Stream.of("train", table, "--target", "kind", "--out", folder.resolve("run")),
                Stream.of(words.split(" ")))
            .toArray());
    assertThat(outcome.err()).contains(said);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.code()).isEqualTo(Exit.USAGE);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  static Stream<Object[]> badTables() {
    return Stream.of(new Object[]{"a,y\n1,2\n3\n", 65, "line 3"}, new Object[]{"a,y\n1,x\n2,x\n", 65, "every row"},
        new Object[]{"a,y\n1,\n2,\n", 65, "missing"}, new Object[]{"a,y\n", 65, "no rows"},
        new Object[]{"a,y\n1,2\n", 65, "row"}, new Object[]{"a,a,y\n1,2,3\n2,3,4\n", 65, "both called 'a'"},
        new Object[]{"a,z\n1,2\n2,3\n", 65, "no column 'y'"}, new Object[]{"", 65, "empty"},
        new Object[]{"<html><body>x</body></html>\n", 65, ""},
        new Object[]{"a,y\n1,2\n1,3\n1,4\n1,2\n1,5\n", 65, "no column is left"});
  }

  @ParameterizedTest
  @MethodSource("badTables")
  void aTableThatCannotBeLearntFromIsSaidInOneLine(String text, int code, String said) throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.csv"), text);
    Outcome outcome = Outcome.of("train", bad, "--target", "y", "--epochs", 1, "--out", folder.resolve("run"));
    assertThat(outcome.err()).contains(said).doesNotContain("\tat ");
    assertThat(outcome.err().lines().filter(line -> !line.startsWith("note: "))).hasSize(1);
    assertThat(outcome.code()).isEqualTo(code);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void filesThatAreNotThere() {
    assertThat(Outcome.of("train", folder.resolve("none.csv"), "--target", "y").code()).isEqualTo(Exit.IO);
    assertThat(Outcome.of("predict", folder.resolve("none"), table).code()).isEqualTo(Exit.IO);
    assertThat(Outcome.of("predict", folder, table).err()).contains("holds no model.lariat");
  }

  @Test
  void aTableWithoutAColumnThatTheModelNeeds() throws IOException {
    Path run = folder.resolve("run");
    assertThat(Outcome.of("train", table, "--target", "kind", "--epochs", 1, "--quiet", "--out", run).code()).isZero();
    Path lacking = Files.writeString(folder.resolve("lacking.csv"), "X,colour,noise,amount\n1,red,0,1\n");
    Outcome outcome = Outcome.of("predict", run, lacking, "-o", folder.resolve("p.csv"));
    assertThat(outcome.code()).isEqualTo(Exit.DATA);
    assertThat(outcome.err()).contains("'x'", "'X'");
    assertThat(folder.resolve("p.csv")).doesNotExist();
  }

  @Test
  void theWineTableIsLearnt() {
    Outcome train = Outcome.of("train", DATA.resolve("wine.csv"), "--target", "cultivar", "--epochs", 30, "--json",
        "--out", folder.resolve("run"));
    var json = new JsonMapper().readTree(train.out());
    assertThat(json.path("epochs").get(29).path("validationAccuracy").asDouble()).isGreaterThan(0.9);
    assertThat(json.path("rows").path("training").asInt() + json.path("rows").path("validation").asInt())
        .isEqualTo(178);
  }
}
