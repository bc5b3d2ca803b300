package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An option that would do nothing is refused, with what it belongs to. */
class IdleOptionsTest {
  @TempDir
  Path folder;

  private Path table;

  @BeforeEach
  void write() throws IOException {
    var random = new Random(8);
    var text = new StringBuilder("x,z,y,kind\n");
    for (int row = 0; row < 40; row++) {
      double x = random.nextGaussian();
      text.append(x).append(',').append(random.nextGaussian()).append(',').append(3 * x + random.nextGaussian());
      text.append(row % 2 == 0 ? ",a\n" : ",b\n");
    }
    table = Files.writeString(folder.resolve("t.csv"), text);
  }

  private Outcome run(String line) {
    var words = new ArrayList<Object>(Arrays.asList(line.split(" ", -1)));
    words.add(1, table);
    words.addAll(List.of("--out", folder.resolve("run")));
    return Outcome.of(words.toArray());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      linear -t y --measure mse                     | --measure is what λs are compared by on folds: give --folds
      linear -t y --lambda 0.1 --lambda-count 5     | --lambda-count is about a grid of its own, and --lambda says all
      linear -t y --lambda 0.1 --lambda-ratio 0.1   | --lambda-ratio is about a grid
      linear -t y --grouped-classes                 | --grouped-classes: a feature of the family gaussian has one coefficient
      linear -t kind --grouped-classes --stream     | --grouped-classes: a feature of the family binomial has one coefficient
      train -t y --momentum 0.8                     | --momentum goes with --optimizer momentum or nesterov, not adam
      train -t y --label-smoothing 0.1              | softmax-cross-entropy with smoothed labels is a loss of classes, and the target 'y' is a number
      train -t kind --loss huber                    | is a loss of numbers, and the target 'kind' is a class
      fit -t y --time-limit 0s                      | the time limit must be above 0, not 0.0 s
      """)
  void whatWouldDoNothingIsRefused(String line, String message) {
    Outcome outcome = run(line);
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(Exit.USAGE);
    assertThat(outcome.err()).contains(message);
  }

  @Test
  void whyIsOfOneRow() {
    assertThat(run("linear -t y --lambda 0.1").code()).isZero();
    for (List<String> idle : List.of(List.of("--keep", "x"), List.of("--threshold", "0.3"), List.of("-o", "p.csv"))) {
      var words = new ArrayList<Object>(List.of("predict", folder.resolve("run"), table, "--why", "1"));
      words.addAll(idle);
      Outcome outcome = Outcome.of(words.toArray());
      assertThat(outcome.code()).isEqualTo(Exit.USAGE);
      assertThat(outcome.err()).contains("--why explains one row and writes no predictions: leave out --");
    }
  }

  @Test
  void whatDoesSomethingIsTaken() {
    assertThat(run("train -t y --epochs 1 --momentum 0.8 --optimizer nesterov").code()).isZero();
    assertThat(run("train -t y --epochs 1 --momentum 0 --optimizer momentum --force").code()).isZero();
    assertThat(run("linear -t y --folds 3 --measure mae --force").code()).isZero();
    assertThat(run("fit -t y --quick --dry-run --epochs 1 --models network --time-limit 30s").out())
        .doesNotContain("folds are drawn once");
    assertThat(run("fit -t y --dry-run --epochs 1 --models network --time-limit 30s").out())
        .contains("folds are drawn once");
  }
}
