package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables with a row for each step of a sequence: {@code train}, {@code fit} and {@code predict}. */
class LongTableTest {
  @TempDir
  private static Path folder;
  private static Path table;
  private static final List<String> ROWS = new ArrayList<>();

  /**
   * Runs of 3 to 9 steps in which a pulse comes up before one down, or behind it; a machine's age, the same at all
   * steps, turns the answer round where it is old.
   */
  @BeforeAll
  static void pulses() throws IOException {
    var random = new SplittableRandom(6);
    for (int run = 0; run < 160; run++) {
      int steps = 3 + random.nextInt(7);
      boolean up = random.nextBoolean();
      boolean old = random.nextBoolean();
      int first = random.nextInt(steps - 1);
      int second = first + 1 + random.nextInt(steps - first - 1);
      for (int t = 0; t < steps; t++) {
        double pulse = (up ? 3 : -3) * (t == first ? 1 : t == second ? -1 : 0);
        ROWS.add(String.format(Locale.ROOT, "r%d,%d,%.2f,%s,%s,%s", run, t, pulse + 0.2 * random.nextGaussian(),
            random.nextBoolean() ? "low" : "high", old ? "old" : "new", up == old ? "good" : "bad"));
      }
    }
    table = write("runs.csv", ROWS);
  }

  private static Path write(String name, List<String> rows) throws IOException {
    return Files.writeString(folder.resolve(name),
        "run,second,force,gear,age,state\n" + String.join("\n", rows) + "\n");
  }

  private static Outcome run(String command, Path data, Object... more) {
    var words = new ArrayList<Object>(
        List.of(command, data, "--target", "state", "--sequence-id", "run", "--sequence-time", "second"));
    words.addAll(List.of(more));
    return Outcome.of(words.toArray());
  }

  @Test
  void aNetworkIsTrainedOnSequencesAndPredictsThemAgain() throws IOException {
    Outcome trained = run("train", table, "--layers", "gru 8, dense 16", "--epochs", "25", "--lr", "0.02", "--out",
        folder.resolve("run"));
    assertThat(trained.code()).as(trained.err()).isEqualTo(Exit.OK);
    assertThat(trained.out()).contains("network sequence 9x3 lengths, gru 8, join, dense 16, dense 2 linear; adam")
        .contains("160 rows");
    Outcome predicted = Outcome.of("predict", folder.resolve("run"), table, "--sequence-id", "run", "--sequence-time",
        "second");
    assertThat(predicted.code()).as(predicted.err()).isEqualTo(Exit.OK);
    List<String> lines = predicted.out().lines().toList();
    assertThat(lines.getFirst()).isEqualTo("run,prediction,probability_bad,probability_good");
    assertThat(lines).hasSize(161);
    assertThat(lines.get(1)).startsWith("r0,");
    assertThat(predicted.err()).contains("accuracy");
    double accuracy = Double.parseDouble(predicted.err()
        .lines()
        .filter(line -> line.startsWith("accuracy"))
        .findFirst()
        .orElseThrow()
        .replaceFirst(".* ", ""));
    assertThat(accuracy).isGreaterThan(0.9);

    // Neither the order of the rows nor what is around a sequence changes what is said of it.
    var shuffled = new ArrayList<>(
        ROWS.stream().filter(row -> row.startsWith("r17,") || row.startsWith("r3,")).toList());
    Collections.reverse(shuffled);
    Outcome few = Outcome.of("predict", folder.resolve("run"), write("few.csv", shuffled), "--sequence-id", "run",
        "--sequence-time", "second");
    assertThat(few.code()).as(few.err()).isEqualTo(Exit.OK);
    assertThat(few.out().lines().skip(1)).containsExactly(lines.get(18), lines.get(4));
    assertThat(few.err()).contains("2 sequences were not in the order of 'second', the first at row 1");
    Outcome unsaid = Outcome.of("predict", folder.resolve("run"), table);
    assertThat(unsaid.code()).as(unsaid.err()).isEqualTo(Exit.OK);
    assertThat(unsaid.out()).as("the model file knows its columns").isEqualTo(predicted.out());
    Path renamed = Files.writeString(folder.resolve("renamed.csv"),
        Files.readString(table).replaceFirst("run,", "ride,"));
    Outcome other = Outcome.of("predict", folder.resolve("run"), renamed);
    assertThat(other.code()).isEqualTo(Exit.DATA);
    assertThat(other.err()).contains("is a model of sequences: say with --sequence-id and --sequence-time",
        "in training they were 'run' and 'second'");
    Outcome told = Outcome.of("predict", folder.resolve("run"), renamed, "--sequence-id", "ride");
    assertThat(told.code()).as(told.err()).isEqualTo(Exit.OK);
    assertThat(told.out()).isEqualTo(predicted.out().replaceFirst("run", "ride"));
  }

  /** A network that Keras saved for 9 steps of 3 numbers: the table has as many, and lengths of their own. */
  @Test
  void aNetworkFromKerasReadsSequences() throws Exception {
    Path keras = Path.of(LongTableTest.class.getResource("/steps-9x3.keras").toURI());
    Outcome trained = run("train", table, "--network", keras, "--epochs", "1", "--out", folder.resolve("keras"));
    assertThat(trained.code()).as(trained.err()).isEqualTo(Exit.OK);
    assertThat(trained.out()).contains("network sequence 9x3 lengths, gru 8, join, dense 8, dense 2 linear; adam");
    Outcome told = run("fit", table, "--network", keras, "--dry-run", "--quick");
    assertThat(told.code()).as(told.err()).isEqualTo(Exit.OK);
    assertThat(told.out()).contains("network sequence 9x3 lengths, gru 8, join, dense 8, ");
    Outcome other = run("train", table, "--drop", "gear", "--network", keras, "--epochs", "1");
    assertThat(other.code()).isEqualTo(Exit.USAGE);
    assertThat(other.err()).contains("its first layer takes sequence(≤ 9, 3), and rows are sequence(≤ 9, 1, lengths)");
  }

  @Test
  void whatIsStudiedIsSaid() {
    Outcome told = run("fit", table, "--dry-run", "--quick", "--epochs", "1", "--folds", "2");
    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.out()).contains("network sequence 9x3 lengths, gru 32, join, dense 32, 1 epoch")
        .containsPattern("network recurrent-dropout +")
        .contains("160 rows");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "r1,0,1,low,new,good;r1,0,2,low,new,good | row 2: sequence 'r1' has the 'second' 0 twice, in row 1 too",
      "r1,0,1,low,new,good;r1,1,2,low,new,bad | row 2: the 'state' of sequence 'r1' is 'bad', and 'good' in row 1",
      "r1,0,1,low,new,good;r1,,2,low,new,good | row 2: it has no 'second'",
      "r1,0,1,low,new,good;,1,2,low,new,good | row 2: it has no 'run'",
      "r1,0,1,low,new,good;r1,soon,2,low,new,good | row 2: its 'second' is 'soon', no number and no date",
      "r1,0,1,low,new,good;r2,0,2,high,old,bad | no column changes within a sequence of 'run'",
      "r1,0,,,new,good;r1,1,,,new,good;r2,0,1,low,new,bad;r2,1,2,high,new,bad | row 1: sequence 'r1' has no value at any step"})
  void whatIsNoSequenceIsOneLineWithTheRow(String rows, String said) throws IOException {
    Outcome outcome = run("train", write("bad.csv", List.of(rows.split(";"))), "--layers", "gru 2", "--epochs", "1",
        "--validation", "0", "--out", folder.resolve("bad"), "--force");
    assertThat(outcome.err()).contains("bad.csv").contains(said);
    assertThat(outcome.code()).isEqualTo(Exit.DATA);
  }

  @Test
  void gapsAreSaid() throws IOException {
    var rows = new ArrayList<>(ROWS.subList(0, 60));
    rows.add("x,0,1,low,new,good");
    rows.add("x,4,2,high,new,good");
    Outcome told = run("fit", write("gap.csv", rows), "--dry-run", "--quick", "--folds", "2");
    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.err())
        .contains("sequence 'x' has none between the 'second' 0 and 4 (row 62); steps are read one after the other");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"--sequence-id;run | --sequence-id needs --sequence-time",
      "--sequence-time;second | --sequence-time needs --sequence-id",
      "--sequence-id;run;--sequence-time;run | are two columns, not both 'run'",
      "--sequence-id;run;--sequence-time;second | --sequence-id needs --layers",
      "--sequence-id;run;--sequence-time;second;--series;4;--layers;gru 2 | --series and --sequence-id: choose one",
      "--sequence-id;run;--sequence-time;second;--layers;sequence 4, gru 2 | --layers says what a row is already",
      "--sequence-static;age | --sequence-static belongs to --sequence-id"})
  void mistakesAreUsageErrors(String words, String said) {
    var all = new ArrayList<Object>(List.of("train", table, "--target", "state"));
    all.addAll(List.of(words.split(";")));
    Outcome outcome = Outcome.of(all.toArray());
    assertThat(outcome.err()).contains(said);
    assertThat(outcome.code()).isEqualTo(Exit.USAGE);
  }

  @Test
  void aLongerSequenceThanAnyInTrainingIsRefusedWithItsRow() throws IOException {
    Outcome trained = run("train", write("short.csv", ROWS.subList(0, 40)), "--layers", "gru 2", "--epochs", "1",
        "--validation", "0", "--out", folder.resolve("short"));
    assertThat(trained.code()).as(trained.err()).isZero();
    var rows = new ArrayList<String>();
    for (int t = 0; t < 12; t++) {
      rows.add("x," + t + "," + t + ",sideways,new,good");
    }
    Outcome refused = Outcome.of("predict", folder.resolve("short"), write("long.csv", rows), "--sequence-id", "run",
        "--sequence-time", "second");
    assertThat(refused.code()).isEqualTo(Exit.DATA);
    assertThat(refused.err()).contains("sequence 'x' has 12 steps, and the model takes 9 at most");
    Outcome other = Outcome.of("predict", folder.resolve("short"), write("other.csv", rows.subList(0, 5)),
        "--sequence-id", "run", "--sequence-time", "second");
    assertThat(other.code()).as(other.err()).isZero();
    assertThat(other.err()).contains("5 rows have a 'gear' that the model does not know, such as 'sideways' in row 1");
  }

  private static Object[] study(Path out) {
    return new Object[]{"fit", table, "--target", "state", "--sequence-id", "run", "--sequence-time", "second",
        "--models", "linear,network", "--regularizers", "l2,recurrent-dropout", "--quick", "--epochs", "6", "--lr",
        "0.02", "--folds", "2", "--average", "2", "-q", "--out", out};
  }

  private static String predicted(Path run) {
    Outcome predicted = Outcome.of("predict", run, table, "--sequence-id", "run", "--sequence-time", "second");
    assertThat(predicted.code()).as(predicted.err()).isZero();
    return predicted.out();
  }

  @Test
  @Tag("slow")
  void aStudyThatIsKilledGoesOnAndItsAnswerPredictsTheSame() throws Exception {
    Path whole = folder.resolve("study");
    assertThat(Outcome.of(study(whole)).code()).isZero();
    assertThat(predicted(whole).lines()).hasSize(161);
    assertThat(whole.resolve("report.html")).exists();
    Path killed = folder.resolve("killed");
    var command = new ArrayList<String>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--add-modules", "jdk.incubator.vector", "-cp",
        System.getProperty("java.class.path"), Main.class.getName()));
    for (Object word : study(killed)) {
      command.add(word.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start();
    Path trials = killed.resolve("trials.jsonl");
    while (process.isAlive() && (!Files.exists(trials) || Files.readAllLines(trials).size() < 4)) {
      process.waitFor(5, TimeUnit.MILLISECONDS);
    }
    assertThat(process.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(killed.resolve("verdict.json")).doesNotExist();
    assertThat(Outcome.of(study(killed)).code()).isZero();
    assertThat(SmallStudy.essence(killed)).isEqualTo(SmallStudy.essence(whole));
    assertThat(predicted(killed)).isEqualTo(predicted(whole));
  }
}
