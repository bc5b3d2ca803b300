package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.io.Tables;
import dev.lariat.loss.Loss;
import dev.lariat.model.Model;
import dev.lariat.model.NetworkModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What strangers' tables and Keras files made of models: the right model, or a refusal with the reason; never a defect.
 */
@Tag("slow")
class StrangersModelsTest {
  private static final Path FILES = Path.of("src/test/resources/strangers");
  private static final Object[] QUICK = {"--quick", "--epochs", "3", "--hidden", "8", "--regularizers", "l2"};

  @TempDir
  private Path folder;
  private int runs;

  private Path out() {
    return folder.resolve("run" + runs++);
  }

  private static Path file(String name) {
    return FILES.resolve(name);
  }

  private Outcome fit(String name, Object... options) {
    List<Object> words = new ArrayList<>(List.of("fit", file(name), "-t", "y", "-o", out()));
    words.addAll(List.of(options));
    words.addAll(List.of(QUICK));
    return Outcome.of(words.toArray());
  }

  /** The command that translate prints gives scikit-learn's coefficients (1.9.1: 18.842 and 5.994). */
  @Test
  void translateIsExact() {
    Outcome said = Outcome.of("translate", "--from", "sklearn", "--to", "lariat", "--alpha", "0.1", "--l1-ratio",
        "0.3");
    String command = said.out()
        .lines()
        .map(String::strip)
        .filter(line -> line.contains("lariat linear"))
        .findFirst()
        .orElseThrow()
        .replaceFirst(".*lariat linear ", "");
    Path diabetes = Path.of(System.getProperty("lariat.repository"), "examples", "data", "diabetes.csv");
    List<Object> words = new ArrayList<>(List.of("linear", diabetes, "-t", "progression", "--json", "-o", out()));
    words.addAll(List.of(command.split(" ")));
    JsonNode coefficients = JsonMapper.shared().readTree(Outcome.of(words.toArray()).out()).get("coefficients").get(0);
    assertThat(coefficients.get("s5").asDouble()).isCloseTo(18.842, within(1e-3));
    assertThat(coefficients.get("bmi").asDouble()).isCloseTo(5.994, within(1e-3));
  }

  private NetworkModel trained(String table, String keras, String epochs) {
    Path model = out();
    Outcome outcome = Outcome.of("train", file(table), "-t", "y", "--network", file(keras), "--epochs", epochs, "-o",
        model);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return (NetworkModel) Model.load(model);
  }

  /** What a Keras file was compiled with is what the network minimises. */
  @Test
  void whatAKerasFileIsCompiledWith() throws Exception {
    assertThat(trained("f06_reg.csv", "f06_mae.keras", "5").plan().loss()).isEqualTo(Loss.absoluteError());
    NetworkModel smoothed = trained("f06_cls.csv", "f06_smoothing.keras", "300");
    assertThat(smoothed.plan().loss()).isEqualTo(Loss.softmaxCrossEntropy(0.6));
    // Keras 3.15: the mean largest probability is 0.574; without smoothing it is 0.984.
    double[] predicted = smoothed.predict(Tables.read(file("f06_cls.csv"), smoothed.schema()));
    int classes = smoothed.target().width();
    double mean = IntStream.range(0, predicted.length / classes)
        .mapToDouble(row -> Arrays.stream(predicted, row * classes, (row + 1) * classes).max().orElseThrow())
        .average()
        .orElseThrow();
    assertThat(mean).isCloseTo(0.574, within(0.02));
  }

  /** In a study the smoothing of a Keras file is what its own candidate holds. */
  @Test
  void theOwnCandidateOfAKerasFile() throws Exception {
    Path run = out();
    Outcome outcome = Outcome.of("fit", file("f06_cls.csv"), "-t", "y", "--network", file("f06_smoothing.keras"),
        "--quick", "--epochs", "3", "--regularizers", "own", "--models", "network", "-o", run);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(Files.readString(run.resolve("verdict.json"))).contains("\"own\"");
    Outcome wrong = Outcome.of("fit", file("f06_reg.csv"), "-t", "y", "--network", file("f06_smoothing.keras"), "-o",
        out());
    assertThat(wrong.code()).isEqualTo(Exit.DATA);
    assertThat(wrong.err()).contains("the network's loss is softmax-cross-entropy");
  }

  @ParameterizedTest
  @CsvSource({"f15_warmup.keras, 0, warms up from", "f15_unbuilt.keras, 65, has never been built"})
  void whatKerasFilesAre(String name, int code, String said) {
    Outcome outcome = Outcome.of("train", file("f06_reg.csv"), "-t", "y", "--network", file(name), "--epochs", "2",
        "-o", out());
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
    assertThat(outcome.err()).contains(said).doesNotContain("not a sound Keras file");
  }

  /** A fold in which the one column does not differ is learnt as a constant; what no fold can learn from is said. */
  @Test
  void foldsThatCannotBeFitted() {
    Outcome flag = fit("f08_rare_flag.csv");
    assertThat(flag.code()).as(flag.err()).isZero();
    Outcome nothing = fit("f08_percent_only.csv");
    if (nothing.code() != 0) {
      assertThat(nothing.code()).isEqualTo(Exit.DATA);
      assertThat(nothing.err()).contains("no column is left to learn from");
    }
    Outcome lacking = fit("f08_class_in_one_group.csv", "--group-column", "site");
    assertThat(lacking.code()).as(lacking.err()).isEqualTo(Exit.DATA);
    assertThat(lacking.err()).containsPattern("without fold \\d: class '.*' of 'y' has no row");
  }

  @Test
  void twoRows() throws Exception {
    Path two = Files.writeString(folder.resolve("two.csv"), "a,b\n1,2\n3,4\n");
    Outcome outcome = Outcome.of("fit", two, "-t", "b", "--quick", "-o", out());
    assertThat(outcome.code()).isEqualTo(Exit.DATA);
    assertThat(outcome.err()).contains("2 rows are too few for a study");
  }

  @Test
  void trainingThatDiverges() {
    Outcome trained = Outcome.of("train", file("f09_reg.csv"), "-t", "y", "--hidden", "8", "--optimizer", "sgd", "--lr",
        "10", "--epochs", "5", "-o", out());
    assertThat(trained.code()).isEqualTo(Exit.DATA);
    assertThat(trained.err()).contains("training diverged in epoch 1 at learning rate 10", "lower learning rate");
    Outcome fitted = Outcome.of("fit", file("f09_reg.csv"), "-t", "y", "--network", file("f09_sgd.keras"), "--quick",
        "--epochs", "5", "--regularizers", "l2", "--models", "network", "-o", out());
    assertThat(fitted.code()).isEqualTo(Exit.DATA);
    assertThat(fitted.err()).contains("the training of 'network none' diverged in fold", "lower learning rate");
  }

  /** More columns than the CSV library takes by itself, as genomics has them. */
  @Test
  void twentyThousandColumns() throws Exception {
    int columns = 20_000;
    var text = new StringBuilder(IntStream.range(0, columns).mapToObj(i -> "g" + i).collect(Collectors.joining(",")));
    text.append(",y\n");
    for (int row = 0; row < 12; row++) {
      int number = row;
      text.append(IntStream.range(0, columns)
          .mapToObj(i -> String.valueOf((i * 31 + number * number * 17 + i * number * 7) % 10))
          .collect(Collectors.joining(","))).append(',').append(row).append('\n');
    }
    Path wide = Files.writeString(folder.resolve("wide.csv"), text);
    Outcome outcome = Outcome.of("linear", wide, "-t", "y", "--lambda-count", "3", "-o", out());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("20,000 features");
  }

  @Test
  void aTensorBoardFolderThatIsInUse() {
    Path board = out();
    Outcome first = train(board);
    assertThat(first.code()).as(first.err()).isZero();
    Outcome again = train(board);
    assertThat(again.code()).isNotZero().isNotEqualTo(Exit.DEFECT);
    assertThat(again.err()).contains(board.getFileName().toString());
  }

  private Outcome train(Path board) {
    return Outcome.of("train", file("f09_reg.csv"), "-t", "y", "--hidden", "8", "--epochs", "2", "-q", "--tensorboard",
        board, "-o", out());
  }

  /** Targets of 1e-200 and penalties of 1e25 are handled or refused with the reason. */
  @Test
  void extremeScales() {
    Outcome tiny = Outcome.of("linear", file("f19_tiny_y.csv"), "-t", "y", "-o", out(), "--json");
    if (tiny.code() == 0) {
      assertThat(tiny.out()).doesNotContain("NaN");
    } else {
      assertThat(tiny.code()).isEqualTo(Exit.DATA);
      assertThat(tiny.err()).contains("'y'");
    }
    Outcome strong = Outcome.of("train", file("f09_reg.csv"), "-t", "y", "--hidden", "8", "--epochs", "2", "--l2",
        "1e25", "-o", out());
    assertThat(strong.code()).isNotZero().isNotEqualTo(Exit.DEFECT);
  }
}
