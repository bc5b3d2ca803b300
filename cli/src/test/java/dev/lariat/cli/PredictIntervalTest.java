package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code predict --interval}. */
class PredictIntervalTest {
  @TempDir
  Path folder;

  private Path data;

  @BeforeEach
  void table() throws IOException {
    var random = new Random(8);
    var lines = new StringBuilder("x,colour,y,class\n");
    for (int row = 0; row < 60; row++) {
      double x = random.nextDouble();
      boolean red = random.nextBoolean();
      lines.append(x)
          .append(red ? ",red," : ",blue,")
          .append(3 * x + (red ? 1 : 0) + 0.1 * random.nextGaussian())
          .append(red ? ",a" : ",b")
          .append('\n');
    }
    data = Files.writeString(folder.resolve("table.csv"), lines);
  }

  @Test
  @Tag("slow")
  void fitKeepsWhatIntervalsNeed() throws IOException {
    Path run = folder.resolve("run");
    for (String more : new String[]{"--models=network", "--models=linear", "--average=1"}) {
      Outcome fit = Outcome.of("fit", data, "--target", "y", "--drop", "class", "--quick", "--quiet", more,
          "--regularizers", "l2", "--force", "--out", run);
      assertThat(fit.code()).as(fit.err()).isZero();
      Outcome predict = Outcome.of("predict", run, data, "--interval", "0.9");
      assertThat(predict.code()).as(predict.err()).isZero();
      assertThat(predict.err()).containsPattern("(?m)^inside +(0\\.[89]|1)");
      var lines = predict.out().lines().toList();
      assertThat(lines.getFirst()).isEqualTo("prediction,lower,upper");
      assertThat(lines).hasSize(61);
      for (String line : lines.subList(1, lines.size())) {
        String[] fields = line.split(",", -1);
        assertThat(Double.parseDouble(fields[1])).isLessThan(Double.parseDouble(fields[2]));
      }
      Outcome onnx = Outcome.of("export", run, "--to", "onnx", "--force");
      assertThat(onnx.code()).as(onnx.err()).isZero();
      assertThat(onnx.err())
          .contains("note: the graph has no prediction intervals: lariat predict --interval takes them from");
      assertThat(Outcome.of("predict", run, data, "--interval", "0.99").err())
          .contains("an interval of 0.99 needs at least 99 rows, and the study had 60: ask for a smaller one");
    }
  }

  @Test
  void badInputIsSaidInOneLine() {
    Path number = folder.resolve("number");
    Path classes = folder.resolve("classes");
    assertThat(Outcome.of("train", data, "--target", "y", "--epochs", "1", "--quiet", "--out", number).code()).isZero();
    assertThat(Outcome.of("train", data, "--target", "class", "--epochs", "1", "--quiet", "--out", classes).code())
        .isZero();
    refused(Exit.USAGE, "--interval: the share of rows that an interval holds is between 0 and 1, such as 0.9; not 1.2",
        number, data, "--interval", "1.2");
    refused(Exit.USAGE, "--interval: the share of rows that an interval holds is between 0 and 1, such as 0.9; not 0.0",
        number, data, "--interval", "0");
    refused(Exit.USAGE, "--interval belongs to the predictions of a model as it is: leave out --lambda", number, data,
        "--interval", "0.9", "--lambda", "1");
    refused(Exit.USAGE, "predicts classes, and says how sure it is by their probabilities", classes, data, "--interval",
        "0.9");
    refused(Exit.DATA, "keeps no prediction intervals: they come from the folds of 'lariat fit' on a number", number,
        data, "--interval", "0.9");
  }

  private static void refused(int code, String message, Object... arguments) {
    Object[] all = new Object[arguments.length + 1];
    all[0] = "predict";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    Outcome outcome = Outcome.of(all);
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines()).singleElement().asString().contains(message);
  }
}
