package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --series} on a table in which rows miss their last steps. */
class EndedSeriesTest {
  private static final int STEPS = 8;

  @TempDir
  static Path folder;

  private static Path table;

  /** The mean of the numbers that are there tells the kind; rows have 3 to 8 steps of one number. */
  @BeforeAll
  static void write() throws IOException {
    var random = new SplittableRandom(9);
    var csv = new StringBuilder();
    for (int t = 0; t < STEPS; t++) {
      csv.append('x').append(t).append(',');
    }
    csv.append("kind\n");
    for (int row = 0; row < 160; row++) {
      boolean up = row % 2 == 0;
      int steps = 3 + random.nextInt(STEPS - 2);
      for (int t = 0; t < STEPS; t++) {
        boolean there = t < steps && (row != 7 || t != 1); // a gap inside of one row
        csv.append(there ? String.valueOf(random.nextGaussian() + (up ? 1 : -1)) : "").append(',');
      }
      csv.append(up ? "up" : "down").append('\n');
    }
    table = Files.writeString(folder.resolve("ended.csv"), csv);
  }

  private static Outcome train(Path out, String... more) {
    var words = new ArrayList<Object>(
        List.of("train", table, "--target", "kind", "--epochs", "8", "--lr", "0.01", "--out", out));
    words.addAll(List.of(more));
    return Outcome.of(words.toArray());
  }

  @Test
  void aRowEndsWithItsLastNumber() throws IOException {
    Path run = folder.resolve("run");
    Outcome trained = train(run, "--series", "8", "--layers", "gru 6");
    assertThat(trained.code()).as(trained.err()).isEqualTo(Exit.OK);
    assertThat(trained.out()).contains("network sequence 8 lengths, gru 6");
    assertThat(trained.err()).contains("1 number is missing inside of series: the mean of the channel stands there")
        .containsPattern("note: 1[0-9][0-9] of 160 series end before step 8");
    Outcome predicted = Outcome.of("predict", run, table);
    assertThat(predicted.code()).as(predicted.err()).isEqualTo(Exit.OK);

    // With a column of the lengths it is the same, and what stands behind them does not matter.
    var lines = new ArrayList<String>();
    for (String line : Files.readAllLines(table)) {
      String[] fields = line.split(",");
      if (lines.isEmpty()) {
        lines.add(line + ",sequence_steps");
        continue;
      }
      int steps = STEPS;
      while (fields[steps - 1].isEmpty()) {
        fields[--steps] = "77";
      }
      lines.add(String.join(",", fields) + "," + steps);
    }
    Outcome said = Outcome.of("predict", run, Files.write(folder.resolve("said.csv"), lines));
    assertThat(said.code()).as(said.err()).isEqualTo(Exit.OK);
    assertThat(said.out()).isEqualTo(predicted.out());
  }

  /** A table that is passed over has the same lengths, and the same network comes of it. */
  @Test
  void streamedRowsEndAsThoseInMemory() throws IOException {
    Path held = folder.resolve("held");
    Outcome inMemory = train(held, "--series", "8", "--layers", "gru 6", "--validation", "0");
    Path passed = folder.resolve("passed");
    Outcome streamed = train(passed, "--series", "8", "--layers", "gru 6", "--validation", "0", "--stream");
    assertThat(streamed.code()).as(streamed.err()).isEqualTo(Exit.OK);
    assertThat(streamed.out()).contains("network sequence 8 lengths, gru 6").contains("The table was streamed");
    assertThat(streamed.err()).isEqualTo(inMemory.err());
    assertThat(Outcome.of("predict", passed, table).out()).isEqualTo(Outcome.of("predict", held, table).out());

    List<String> lines = new ArrayList<>(Files.readAllLines(table).subList(0, 20));
    lines.set(4, ",".repeat(STEPS) + "up");
    Path empty = Files.write(folder.resolve("streamed-empty.csv"), lines);
    Outcome refused = Outcome.of("train", empty, "--target", "kind", "--series", "8", "--layers", "gru 2", "--stream");
    assertThat(refused.code()).isEqualTo(Exit.DATA);
    assertThat(refused.err()).contains("row 4: the series has no number");
  }

  @Test
  void aStudyOfASampleEndsThemToo() {
    Outcome told = Outcome.of("fit", table, "--target", "kind", "--series", "8", "--stream", "--dry-run", "--quick");
    assertThat(told.code()).as(told.err()).isEqualTo(Exit.OK);
    assertThat(told.out()).contains("network sequence 8 lengths, gru 32");
  }

  /** A linear model has the number of steps as a feature: its programs count them, where the table does not say it. */
  @Test
  @Tag("slow")
  void programsOfLinearModelsFindTheEnds() throws IOException {
    var random = new SplittableRandom(3);
    var csv = new StringBuilder("x0,x1,x2,x3,y\n");
    for (int row = 0; row < 120; row++) {
      int steps = 1 + random.nextInt(4);
      for (int t = 0; t < 4; t++) {
        csv.append(t < steps ? String.valueOf(random.nextGaussian()) : "").append(',');
      }
      csv.append(5 * steps + 0.1 * random.nextGaussian()).append('\n');
    }
    Path rows = Files.writeString(folder.resolve("steps.csv"), csv);
    Path run = folder.resolve("linear");
    Outcome fitted = Outcome.of("fit", rows, "--target", "y", "--series", "4", "--models", "linear,network",
        "--regularizers", "l1,l2", "--epochs", "1", "--folds", "2", "--quick", "--average", "1", "-q", "--out", run);
    assertThat(fitted.code()).as(fitted.err()).isEqualTo(Exit.OK);
    Path python = folder.resolve("linear.py");
    assertThat(Outcome.of("export", run, "--to", "pytorch", "-o", python).code()).isZero();
    assertThat(Files.readString(python)).contains(
        "if \"sequence_steps\" not in table:  # a series ends with its last number",
        "there = ~table[[\"x0\", \"x1\", \"x2\", \"x3\"]].isin(MISSING).to_numpy()");
    Path java = folder.resolve("Linear.java");
    assertThat(Outcome.of("export", run, "--to", "java", "-o", java).code()).isZero();
    assertThat(Files.readString(java)).contains("import dev.lariat.io.sequence.*;",
        "SeriesLengths.added(data, 4, List.of(\"x0\", \"x1\", \"x2\", \"x3\"))");
  }

  @Test
  void withoutSeriesTheMeanStandsThere() {
    Outcome trained = train(folder.resolve("whole"), "--layers", "sequence 8, gru 6");
    assertThat(trained.code()).as(trained.err()).isEqualTo(Exit.OK);
    assertThat(trained.out()).contains("network sequence 8, gru 6");
  }

  @Test
  void layersThatCannotHonourLengthsAreRefusedByName() {
    Outcome refused = train(folder.resolve("none"), "--series", "8", "--layers", "conv1d 4 3, gru 6");
    assertThat(refused.code()).isNotEqualTo(Exit.OK);
    assertThat(refused.err()).contains("conv1d1 would shorten the sequences of sequence(≤ 8, 1, lengths)");
  }

  @Test
  void aSeriesWithoutANumberIsRefusedWithItsRow() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(table).subList(0, 20));
    lines.set(4, ",".repeat(STEPS) + "up");
    Path empty = Files.write(folder.resolve("empty.csv"), lines);
    Outcome refused = Outcome.of("train", empty, "--target", "kind", "--series", "8", "--layers", "gru 2");
    assertThat(refused.code()).isEqualTo(Exit.DATA);
    assertThat(refused.err()).contains("row 4: the series has no number, which is a series of length 0: leave it out");
  }

  @Test
  void aStudyKnowsThem() {
    Outcome told = Outcome.of("fit", table, "--target", "kind", "--series", "8", "--dry-run", "--quick");
    assertThat(told.code()).as(told.err()).isEqualTo(Exit.OK);
    assertThat(told.out()).contains("network sequence 8 lengths, gru 32");
  }
}
