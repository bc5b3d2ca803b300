package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.io.Tables;
import dev.lariat.data.Task;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.model.LinearTrainer;
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
import org.junit.jupiter.params.provider.ValueSource;

/** A target of yes and no that is learnt as 1 and 0: which is which is said, once. */
class WordsAsNumbersTest {
  private static final String SAID = "target 'well': its words 'No' and 'Yes' are learnt as the numbers 0 and 1";

  @TempDir
  Path folder;

  private Path table;

  @BeforeEach
  void write() throws IOException {
    var random = new Random(2);
    var text = new StringBuilder("x,z,dose,well\n");
    for (int row = 0; row < 40; row++) {
      double x = random.nextGaussian();
      text.append(x).append(',').append(random.nextGaussian()).append(',').append(3 * x + random.nextGaussian());
      text.append(x + random.nextGaussian() > 0 ? ",Yes\n" : ",No\n");
    }
    table = Files.writeString(folder.resolve("t.csv"), text);
  }

  private Outcome run(String line) {
    var words = new ArrayList<Object>(Arrays.asList(line.split(" ", -1)));
    words.add(1, table);
    words.addAll(List.of("--out", folder.resolve("run")));
    Outcome outcome = Outcome.of(words.toArray());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome;
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear -t dose,well", "linear -t well,dose", "linear -t well --family gaussian",
      "linear -t well --family poisson --stream", "linear -t well --task regression",
      "train -t well --task regression --epochs 1", "train -t well --task regression --epochs 1 --stream",
      "fit -t well --task regression --dry-run --quick --epochs 1"})
  void whichIsWhichIsSaidOnce(String line) {
    assertThat(run(line).err().lines().filter(("note: " + SAID)::equals)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear -t well", "linear -t dose", "train -t well --epochs 1"})
  void ofClassesThereIsNothingToSay(String line) {
    assertThat(run(line).err()).doesNotContain("learnt as the numbers");
  }

  @Test
  void itIsAmongTheNotesOfTheLibrary() {
    var data = Tables.read(table).target("dose");
    assertThat(data.notes()).isEmpty();
    assertThat(LinearTrainer.of(data, Family.multiGaussian(), LinearPenalty.lasso()).targets("well").fit().notes())
        .contains(SAID);
    assertThat(data.target("well", Task.REGRESSION).notes()).containsExactly(SAID);
    assertThat(data.target("well").notes()).isEmpty();
  }
}
