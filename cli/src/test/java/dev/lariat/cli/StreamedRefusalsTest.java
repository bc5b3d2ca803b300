package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused of a table in memory is refused in the same words where the table is passed over. */
class StreamedRefusalsTest {
  private static final int ROWS = 240;

  @TempDir
  static Path folder;

  private static Path table;

  @BeforeAll
  static void write() throws IOException {
    var random = new Random(12);
    var text = new StringBuilder("x,z,y,kind,three,same,gap,part,below,lots,note\n");
    for (int row = 0; row < ROWS; row++) {
      double x = random.nextGaussian();
      text.append(x).append(',').append(random.nextGaussian()).append(',').append(x + random.nextGaussian());
      text.append(row % 2 == 0 ? ",a" : ",b").append(',').append("rst".charAt(row % 3)).append(",7,");
      text.append(row == 5 ? "" : Integer.toString(row % 4 + 10)).append(',').append(row % 3).append(',');
      text.append(row == 9 ? "-1" : "1.5").append(',').append(row == 0 ? "u" : "v").append(',');
      text.append("word").append(random.nextInt(9)).append(" other").append(random.nextInt(9)).append('\n');
    }
    table = Files.writeString(folder.resolve("t.csv"), text);
  }

  private static Outcome run(String line, String more, String run) {
    var words = new ArrayList<Object>(Arrays.asList(line.split(" ", -1)));
    words.add(1, table);
    words.addAll(List.of("--drop", line.contains("note") ? "lots" : "note", "--out", folder.resolve(run), "--force"));
    words.addAll(more.isEmpty() ? List.of() : Arrays.asList(more.split(" ", -1)));
    return Outcome.of(words.toArray());
  }

  /** What a sample is drawn of is noted before. */
  private static String said(Outcome outcome) {
    return outcome.err().lines().filter(text -> !text.startsWith("note: ")).collect(Collectors.joining("\n"));
  }

  private static void same(String line) {
    Outcome held = run(line, "", "held");
    assertThat(held.code()).as(line + " is refused").isNotZero();
    Outcome passed = run(line, "--stream", "passed");
    assertThat(said(passed)).as(line).isEqualTo(said(held));
    assertThat(passed.code()).as(line).isEqualTo(held.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-t y --label-smoothing 0.1", "-t kind --loss huber", "-t kind --loss squared-error",
      "-t nothing", "-t y --weights nothing", "-t y --weights kind", "-t y --weights below",
      "-t y --class-weight balanced", "-t y --word-dropout 0.1", "-t y --embedding-dropout 0.1",
      "-t y --early-stopping 2 --validation 0", "-t three --task regression", "-t gap", "-t same", "-t x,y",
      "-t y --flip horizontal", "-t y --shift 0.1", "-t y --series 7", "-t y --kinds x=text,nothing=numeric",
      "-t y --zero-rule clipped", "-t y --hidden 8,", "-t y --kinds kind=numeric", "-t lots --task regression",
      "-t y --kinds note=identifier --text-min-df 3"})
  void ofTrain(String line) {
    same("train " + line + " --epochs 1");
  }

  /** More than the specimen of a table has room for: how many there are is not known where rows pass. */
  @Test
  void ofManyNumbersAsClasses() {
    for (String line : List.of("linear -t y --family binomial", "linear -t y --task classification",
        "fit -t y --task classification --dry-run", "train -t y --task classification")) {
      assertThat(run(line, "", "held").err()).as(line).contains("has 240 different values in 240 rows: too many to be");
      Outcome passed = run(line, "--stream", "passed");
      assertThat(passed.code()).isEqualTo(Exit.DATA);
      assertThat(passed.err()).as(line)
          .contains("target 'y' has more than 20 different numbers: for classes of a table"
              + " that is passed over say --kinds y=category; or use the task regression");
    }
  }

  /** In a specimen each of them stands once: that is not a class for each row. */
  @Test
  void manyClassesAreTakenInBothWays() {
    for (String more : List.of("", "--stream")) {
      assertThat(run("linear -t note --kinds note=category --drop x --lambda 0.1", more, "held").err()).isEmpty();
      assertThat(run("train -t note --kinds note=category --epochs 1 -q", more, "held").err()).isEmpty();
      assertThat(said(run("fit -t note --kinds note=category --dry-run --quick --epochs 1", more, "held"))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-t nothing", "-t y --weights nothing", "-t y --weights kind", "-t y --weights below",
      "-t y --offset nothing", "-t y --offset kind", "-t y --fold-column nothing", "-t y --family poisson",
      "-t three --family gaussian", "-t three --task regression", "-t y --penalty-factor nothing=2",
      "-t y --lower nothing=-1", "-t y --lower 1", "-t y --group nothing", "-t y --group x,nothing",
      "-t y --grouped-classes", "-t kind --grouped-classes", "-t kind --measure mse --folds 3 --family poisson",
      "-t y --measure auc --folds 3", "-t gap", "-t same", "-t y --fold-column gap", "-t y --offset gap",
      "-t three --offset x", "-t three --family binomial", "-t y --fold-column y",
      "-t gap --target-missing drop --weights below", "--family cox --time x --event part --no-intercept",
      "-t y --kinds y=category", "-t y --lambda 0.1,", "-t y --lambda 0.1 --no-early-stop",
      "-t lots --family binomial --fold-column part", "-t y --fold-column same",
      "--family cox --time y --event nothing", "--family cox --time y --event part",
      "--family cox --time y --event kind", "--family cox --time gap --event below",
      "-t y --kinds note=identifier --text-min-df 3"})
  void ofLinear(String line) {
    same("linear " + line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-t nothing", "-t y --weights nothing", "-t y --weights kind", "-t y --weights below",
      "-t y --metric auc", "-t three --metric auc", "-t y --regularizers word-dropout",
      "-t y --regularizers label-smoothing", "-t y --group-column nothing", "-t y --fold-column nothing",
      "-t y --time-column nothing", "-t x,y", "-t y --kinds y=category --task classification",
      "-t three --task regression", "-t gap", "-t same", "-t y --no-temperature", "-t y --fold-column part --folds 3",
      "-t y --fold-column part --group-column three", "-t y --fold-column gap", "-t y --group-column y",
      "-t y --regularizers l2,", "-t y --series 7", "-t y --fold-column same",
      "-t y --kinds note=identifier --text-min-df 3"})
  void ofFit(String line) {
    same("fit " + line + " --dry-run --quick --epochs 1 --hidden 4");
  }
}
