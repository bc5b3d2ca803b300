package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.io.Tables;
import dev.lariat.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code train --series}, {@code fit --series} and what predicts from them. */
class FitSeriesTest {
  private static final String TRIED = "dropout,recurrent-dropout,variational-dropout,weight-drop,group-lasso";

  @TempDir
  private static Path folder;
  private static Path table;

  /** Series of 12 steps with two numbers each, in which a pulse comes up before one down, or behind it. */
  @BeforeAll
  static void pulses() throws IOException {
    var random = new SplittableRandom(5);
    var csv = new StringBuilder();
    for (int t = 0; t < 12; t++) {
      csv.append("a").append(t).append(",b").append(t).append(',');
    }
    csv.append("part,order\n");
    for (int row = 0; row < 120; row++) {
      boolean up = random.nextBoolean();
      int first = random.nextInt(10);
      int second = first + 1 + random.nextInt(11 - first);
      for (int t = 0; t < 12; t++) {
        double pulse = t == first ? 3 : t == second ? -3 : 0;
        csv.append(String.format(Locale.ROOT, "%.2f,%.2f,", (up ? pulse : -pulse) + 0.3 * random.nextGaussian(),
            random.nextGaussian()));
      }
      csv.append(row % 2).append(',').append(up ? "up" : "down").append('\n');
    }
    table = Files.writeString(folder.resolve("pulses.csv"), csv);
  }

  private static Outcome run(String command, Object... more) {
    var words = new ArrayList<Object>(List.of(command, table, "--target", "order"));
    words.addAll(List.of(more));
    return Outcome.of(words.toArray());
  }

  @Test
  void aNetworkOnSeriesIsTrainedSavedAndPredictsAgain() {
    Outcome trained = run("train", "--drop", "part", "--series", "12", "--layers",
        "gru 8 dropout 0.1 recurrent-dropout 0.1", "--epochs", "20", "--lr", "0.03", "--out", folder.resolve("run"));
    assertThat(trained.code()).as(trained.err()).isEqualTo(Exit.OK);
    assertThat(trained.out())
        .contains("network sequence 12x2, gru 8 dropout 0.1 recurrent-dropout 0.1, dense 2 linear; adam");
    Outcome predicted = Outcome.of("predict", folder.resolve("run"), table);
    assertThat(predicted.code()).as(predicted.err()).isEqualTo(Exit.OK);
    assertThat(predicted.out().lines().skip(1).filter(line -> line.startsWith("up")).count()).isBetween(40L, 80L);
  }

  @Test
  void theNetworkAndItsCandidatesAreSaid() {
    Outcome told = run("fit", "--group-column", "part", "--series", "12", "--dry-run", "--quick", "--epochs", "1",
        "--folds", "2");
    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.out()).contains("network sequence 12x2, gru 32, 1 epoch")
        .containsPattern("network recurrent-dropout +")
        .containsPattern("network variational-dropout +")
        .containsPattern("network weight-drop +")
        .doesNotContain("shift", "cutout", "spatial-dropout");
    Outcome own = run("fit", "--drop", "part", "--series", "12", "--layers", "lstm 4 recurrent-dropout 0.2",
        "--dry-run", "--epochs", "1");
    assertThat(own.code()).as(own.err()).isZero();
    assertThat(own.out()).contains("network sequence 12x2, lstm 4, 1 epoch").contains("network own");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "train;--series;12;--layers;gru 4 | --series 12: the table has 25 columns to learn from, which is no multiple of",
      "fit;--series;12 | leave the others out with --drop", "train;--series;12 | --series needs --layers",
      "fit;--series;0 | --series must be at least 1 step, not 0",
      "fit;--series;5;--image;5x5 | --image and --series: choose one",
      "fit;--series;5;--hidden;8 | --hidden is for tables: say the layers for a series",
      "train;--series;5;--layers;sequence 25, gru 4 | --layers says what a row is already: leave out --series",
      "train;--layers;gru 4 | gru1 takes a sequence(≤ t, channels), not vector(25)",
      "train;--series;5;--layers;gru 4 sequence | output takes a vector, not sequence(≤ 5, 4)",
      "train;--series;5;--layers;gru 4 weight-drop 2 | the weight-drop of a recurrent layer must be at least 0 and below 1",
      "train;--series;5;--layers;gru 4;--group-lasso;0.1 | take --group-by unit",
      "fit;--regularizers;weight-drop | weight-drop is for recurrent networks: say --series N, or --layers with gru or",
      "fit;--regularizers;spatial-dropout | spatial-dropout is for convolutions: say --image HxW, or --layers with conv",
      "fit;--regularizers;none,lasso | no regularizer 'lasso': it is called l1, of linear models too",
      "fit;--series;5;--regularizers;cutmix | cutmix takes columns of a table or pixels of an image, not steps of",
      "fit;--series;5;--regularizers;shift | shift is for images: say --image HxW; or take it out of the regularizers"})
  void mistakesAreUsageErrorsThatNameWhatToDo(String words, String said) {
    String[] parts = words.split(";");
    Outcome outcome = run(parts[0], List.of(parts).subList(1, parts.length).toArray());
    assertThat(outcome.err()).contains(said);
    assertThat(outcome.code()).isEqualTo(Exit.USAGE);
  }

  @Test
  @Tag("slow")
  void aStudyOnSeriesGoesOnWhereItStopped() throws IOException {
    Object[] words = {"--drop", "part", "--series", "12", "--models", "network", "--regularizers", TRIED, "--quick",
        "--epochs", "4", "--lr", "0.01", "--folds", "2", "--average", "1", "--no-temperature", "-q", "--out"};
    Path whole = folder.resolve("whole");
    Outcome first = run("fit", with(words, whole));
    assertThat(first.code()).as(first.err()).isZero();
    String verdict = Files.readString(whole.resolve("verdict.json"));
    String report = Files.readString(whole.resolve("report.html"));
    for (String name : TRIED.split(",", -1)) {
      assertThat(verdict).contains("\"" + name + "\"");
      assertThat(report).contains(name);
    }
    assertThat(report).contains("Where was each series read from?");
    // A run that was stopped after some cells, and goes on with another number of threads.
    Path stopped = Files.createDirectory(folder.resolve("stopped"));
    List<String> log = Files.readAllLines(whole.resolve("trials.jsonl"));
    Files.write(stopped.resolve("trials.jsonl"), log.subList(0, 5));
    Outcome goesOn = run("fit", with(with(words, stopped), "--threads", "1"));
    assertThat(goesOn.code()).as(goesOn.err()).isZero();
    assertThat(SmallStudy.essence(stopped)).isEqualTo(SmallStudy.essence(whole));
    var rows = Tables.read(table);
    assertThat(Model.load(stopped.resolve("model.lariat")).predict(rows))
        .isEqualTo(Model.load(whole.resolve("model.lariat")).predict(rows));
  }

  private static Object[] with(Object[] words, Object... last) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of(last));
    return all.toArray();
  }
}
