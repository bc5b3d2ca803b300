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
      linear -t y --lambda 0.1 --no-early-stop      | --no-early-stop is about a grid of its own, and --lambda says all
      linear -t y --alpha 0 --group x,z             | --group: a ridge penalty (--alpha 0) leaves out no coefficient
      linear --family cox --time x --event kind --no-intercept | --no-intercept: a model of the family cox with ties by breslow has no constant
      linear -t x,y --grouped-classes               | --grouped-classes: of several targets a feature enters for all at once anyway
      train -t y --zero-rule clipped                | --zero-rule is how L1 and the group lasso meet zero: it goes with --l1
      train -t y --zero-rule clipped --l2 0.1       | --zero-rule is how L1
      train -t y --zero-rule clipped --elastic-net 1 --l1-share 0 | --zero-rule is how L1
      train -t y --l1-share 0.3                     | --l1-share goes with --elastic-net
      train -t y --group-by unit                    | --group-by goes with --group-lasso
      train -t y --dropout-form original            | --dropout-form goes with --dropout
      train -t y --hidden none --dropout 0.2        | --dropout is about hidden layers, and --hidden none leaves none
      train -t y --hidden none --activation tanh    | --activation is about hidden layers
      fit -t y --models linear --average 2          | --average is for networks, and --models linear trains none
      fit -t y --models linear --no-halving         | --no-halving is for networks
      fit -t y --models linear --seeds 2            | --seeds is for networks
      fit -t y --models network --no-mixture        | --no-mixture: a mixture needs both a network and a linear or additive model, and --models network
      fit -t y --models linear --no-mixture         | --no-mixture: a mixture needs both a network and a linear or additive model, and --models linear
      fit -t y --strengths cutout=0.2               | leave its strengths out
      fit -t y --no-temperature                     | --no-temperature is about probabilities, and the target 'y' is a number
      fit -t y --models linear --regularizers l1,dropout | no linear model has the regularizer dropout: choose from
      fit -t y --regularizers l2 --strengths l1=0.1 | strengths are given for l1, which is not tried
      fit -t y --strengths shorter=2                | strengths are given for shorter, which is not tried
      fit -t y --fold-column kind --folds 3         | says each row's fold: leave the number of folds out
      fit -t y --group-column kind --time-column x  | one column parts the rows: 'kind' or 'x'
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

  /** To name it among the regularizers would not help: then it is refused, too. */
  @Test
  void strengthsOfWhatDoesNotSuitTheTargetAreRefusedWithTheReason() {
    for (String regularizers : List.of("", " --regularizers l2")) {
      Outcome outcome = run("fit -t y --strengths label-smoothing=0.1" + regularizers);
      assertThat(outcome.code()).as(outcome.err()).isEqualTo(Exit.DATA);
      assertThat(outcome.err())
          .contains("label-smoothing is for classes, and the target is a number: leave its strengths out");
    }
  }

  /** What is empty at the end of a list, or between two commas, was passed over. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      train -t y --hidden 64,                | --hidden: the list '64,' has a comma too many
      train -t y --hidden 64,,32             | --hidden: the list '64,,32' has a comma too many
      fit -t y --hidden 64,                  | --hidden: the list '64,' has a comma too many
      fit -t y --models linear,              | --models: the list 'linear,' has a comma too many
      fit -t y --models linear,,network      | --models: the list 'linear,,network' has a comma too many
      fit -t y --regularizers l1,            | --regularizers: the list 'l1,' has a comma too many
      fit -t y --strengths l2=0.1,           | --strengths: 'l2=0.1,' is not of the form
      fit -t y --drop x,                     | --drop: the list 'x,' has a comma too many
      fit -t y --drop ,x                     | --drop: the list ',x' has a comma too many
      linear -t x,y,                         | --target: the list 'x,y,' has a comma too many
      linear -t y --kinds x=numeric,         | --kinds: the list 'x=numeric,' has a comma too many
      linear -t y --group x,,z               | --group: the list 'x,,z' has a comma too many
      linear -t y --offset z,                | --offset: the list 'z,' has a comma too many
      linear -t y --penalty-factor x=2,      | --penalty-factor: the list 'x=2,' has a comma too many
      linear -t y --lower x=-1,,z=-1         | --lower: the list 'x=-1,,z=-1' has a comma too many
      linear -t y --lambda 0.1,,0.2          | --lambda: the list '0.1,,0.2' has a comma too many
      linear -t y --lambda 0.1,              | --lambda: the list '0.1,' has a comma too many
      linear -t y --upper ,                  | --upper: the list ',' has a comma too many
      """)
  void aCommaTooManyIsRefused(String line, String message) {
    Outcome outcome = run(line);
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(Exit.USAGE);
    assertThat(outcome.err()).contains(message).hasLineCount(1);
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
    assertThat(run("linear -t y --lambda 0.1,0.2 --force").code()).isZero();
    assertThat(run("train -t y --epochs 1 --zero-rule clipped --group-lasso 0.1 --group-by input --force").code())
        .isZero();
    assertThat(run("fit -t kind --quick --dry-run --epochs 1 --no-temperature --no-mixture --average 2").code())
        .isZero();
    assertThat(run("fit -t y --quick --dry-run --epochs 1 --models network --time-limit 30s").out())
        .doesNotContain("folds are drawn once");
    assertThat(run("fit -t y --dry-run --epochs 1 --models network --time-limit 30s").out())
        .contains("folds are drawn once");
  }
}
