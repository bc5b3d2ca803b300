package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code train --layers} and {@code --image}. */
class LayersOptionTest {
  @TempDir
  private static Path folder;

  /** Images of 6 × 5 with a bright line, which lies across or upright; the corner is the same in all. */
  private static Path lines() throws IOException {
    var random = new SplittableRandom(5);
    var csv = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      csv.append("pixel").append(i).append(',');
    }
    csv.append("line\n");
    for (int row = 0; row < 240; row++) {
      boolean across = random.nextBoolean();
      int place = 1 + random.nextInt(across ? 5 : 4);
      for (int i = 0; i < 30; i++) {
        boolean bright = (across ? i / 5 : i % 5) == place;
        csv.append(i == 0 ? "0" : String.format(Locale.ROOT, "%.2f", (bright ? 200 : 40) + 20 * random.nextGaussian()))
            .append(',');
      }
      csv.append(across ? "across" : "upright").append('\n');
    }
    return Files.writeString(folder.resolve("lines.csv"), csv);
  }

  private static Outcome train(Path table, Object... more) {
    Object[] words = new Object[more.length + 7];
    System.arraycopy(new Object[]{"train", table, "--target", "line", "--out", folder.resolve("run"), "--force"}, 0,
        words, 0, 7);
    System.arraycopy(more, 0, words, 7, more.length);
    return Outcome.of(words);
  }

  @Test
  void aNetworkOnImagesIsTrainedSavedAndPredictsAgain() throws IOException {
    Path table = lines();
    Outcome trained = train(table, "--image", "6x5", "--layers", "conv 8 3, spatial-dropout 0.1, global-max",
        "--epochs", "12", "--lr", "0.02");
    assertThat(trained.err()).isEmpty();
    assertThat(trained.code()).isEqualTo(Exit.OK);
    assertThat(trained.out()).contains("30 columns make 30 inputs\n",
        "network image 6x5, conv 8 3, spatial-dropout 0.1, global-max, dense 2 linear; adam");
    Outcome predicted = Outcome.of("predict", folder.resolve("run"), table);
    assertThat(predicted.code()).as(predicted.err()).isEqualTo(Exit.OK);
    long right = predicted.out().lines().skip(1).filter(line -> line.startsWith("across")).count();
    assertThat(right).isBetween(90L, 150L);
    for (String form : new String[]{"onnx", "safetensors", "keras", "pytorch", "mlx", "java"}) {
      Outcome exported = Outcome.of("export", folder.resolve("run"), "--to", form, "-o", folder.resolve("Out." + form));
      assertThat(exported.code()).as(form + exported.err()).isEqualTo(Exit.OK);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "--layers;conv 8 3;--hidden;16 | --layers says all of the layers: leave out --hidden",
      "--layers;dense 8;--dropout;0.5 | leave out --dropout",
      "--layers;dense 8;--activation;tanh | leave out --activation",
      "--layers;dense 8;--batch-norm | leave out --batch-norm", "--image;6x5 | --image needs --layers",
      "--image;6by5;--layers;conv 8 3 | --image '6by5' is no size, as in --image 28x28",
      "--image;6x5;--layers;image 6x5, conv 8 3 | leave out --image",
      "--image;6x6;--layers;conv 8 3, flatten | image(6, 6, 1) has 36 numbers, and lines.csv has 30 columns",
      "--image;6x5;--layers;conv 8 3 | output takes a vector, not image(4, 3, 8): put flatten, global-average or global-max before it",
      "--layers;conv 8 3, flatten | conv1 takes an image(height, width, channels), not vector(29)",
      "--image;6x5;--layers;conv 8 7, flatten | conv1 has a kernel of 7x7, larger than its input image(6, 5, 1)",
      "--image;6x5;--layers;conv 8 3, flatten;--group-lasso;0.1 | take --group-by unit",
      "--image;6x5;--layers;pool 6, flatten | maxPool1 joins 6, which leaves nothing",
      "--layers;dense 8, conf 3 | --layers: no layer 'conf': did you mean 'conv'?"})
  void mistakesAreUsageErrorsThatNameWhatToDo(String words, String said) throws IOException {
    Outcome outcome = train(lines(), (Object[]) words.split(";"));
    assertThat(outcome.err()).contains(said);
    assertThat(outcome.code()).isEqualTo(Exit.USAGE);
  }

  @Test
  void aMistakeIsShownWithACaret() throws IOException {
    Outcome outcome = train(lines(), "--layers", "dense 8, conf 3");
    assertThat(outcome.err().lines().skip(1)).startsWith("  dense 8, conf 3", "           ^");
  }
}
