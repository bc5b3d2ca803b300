package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders of pictures and IDX files as DATA of the commands. */
class PicturesCommandTest {
  @TempDir
  private static Path folder;
  private static Path lines;
  private static Path other;

  /** Pictures of 6 × 5 with a bright line, which lies across or upright, in noise. */
  @BeforeAll
  static void draw() throws IOException {
    lines = folder.resolve("lines");
    draw(lines, 6, 5, 60, 5);
    other = folder.resolve("other");
    draw(other, 12, 10, 8, 6);
  }

  private static void draw(Path to, int height, int width, int count, int seed) throws IOException {
    var random = new SplittableRandom(seed);
    for (int number = 0; number < count; number++) {
      boolean across = number % 2 == 0;
      int place = random.nextInt(across ? 6 : 5);
      var picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          boolean bright = (across ? y * 6 / height : x * 5 / width) == place;
          picture.getRaster().setSample(x, y, 0, (bright ? 200 : 60) + random.nextInt(20));
        }
      }
      Path file = to.resolve(across ? "across" : "upright").resolve(number + ".png");
      Files.createDirectories(file.getParent());
      assertThat(ImageIO.write(picture, "png", file.toFile())).isTrue();
    }
  }

  private static Path out(String name) {
    return folder.resolve(name);
  }

  @Test
  void aFolderOfPicturesIsTrainedOnAndPredicted() {
    Outcome trained = Outcome.of("train", lines, "--layers", "conv 8 3, global-max", "--epochs", "40", "--batch", "8",
        "--lr", "0.02", "--out", out("trained"));
    assertThat(trained.err()).isEqualTo("note: lines: 60 pictures of 2 classes, a folder for each\n");
    assertThat(trained.code()).isZero();
    assertThat(trained.out()).contains("image 6x5, conv 8 3, global-max").contains("lines-6x5: 60 rows");
    Outcome refused = Outcome.of("predict", out("trained"), other);
    assertThat(refused.code()).isEqualTo(Exit.DATA);
    assertThat(refused.err()).contains(Path.of("across", "0.png") + " has 12x10 pixels, not 6x5: --image 6x5 brings");
    Outcome predicted = Outcome.of("predict", out("trained"), other, "--image", "6x5");
    assertThat(predicted.code()).as(predicted.err()).isZero();
    assertThat(predicted.out()).contains("file,prediction,probability_across,probability_upright",
        "across/0.png,across,");
    assertThat(predicted.err()).contains("accuracy  1.0");
    Outcome wrong = Outcome.of("predict", out("trained"), other, "--image", "12x10");
    assertThat(wrong.err()).contains("--image 12x10: " + out("trained") + " takes pictures of 6x5");
    assertThat(wrong.code()).isEqualTo(Exit.USAGE);
  }

  @Test
  void picturesWithoutFoldersArePredicted() throws IOException {
    Path loose = out("loose");
    Files.createDirectories(loose);
    Files.copy(lines.resolve("across/0.png"), loose.resolve("x.png"));
    Outcome fit = Outcome.of("linear", lines, "--out", out("path"));
    assertThat(fit.code()).as(fit.err()).isZero();
    Outcome predicted = Outcome.of("predict", out("path"), loose);
    assertThat(predicted.out()).startsWith("file,prediction").contains("x.png,across");
    Outcome smaller = Outcome.of("predict", out("path"), other);
    assertThat(smaller.err()).contains("has 12x10 pixels, not 6x5");
    Outcome nothing = Outcome.of("train", loose);
    assertThat(nothing.err()).contains("nothing says their classes: put them into a folder for each class");
    assertThat(nothing.code()).isEqualTo(Exit.DATA);
  }

  @Test
  void anIdxFileIsPairedWithItsLabelsAndPredictedByAModelOfATable() throws IOException {
    Path images = folder.resolve("t-images-idx3-ubyte");
    Path labels = folder.resolve("t-labels-idx1-ubyte");
    var random = new SplittableRandom(1);
    var csv = new StringBuilder("digit,p0,p1,p2,p3\n");
    try (var pixels = new DataOutputStream(Files.newOutputStream(images));
        var classes = new DataOutputStream(Files.newOutputStream(labels))) {
      for (int number : new int[]{0x0803, 40, 2, 2}) {
        pixels.writeInt(number);
      }
      classes.writeInt(0x0801);
      classes.writeInt(40);
      for (int row = 0; row < 40; row++) {
        int label = random.nextInt(2);
        csv.append(label);
        for (int i = 0; i < 4; i++) {
          int value = random.nextInt(100) + (i == 0 ? 150 * label : 0);
          pixels.write(value);
          csv.append(',').append(value);
        }
        classes.write(label);
        csv.append('\n');
      }
    }
    Path table = Files.writeString(folder.resolve("t.csv"), csv);
    Outcome trained = Outcome.of("train", images, "--hidden", "4", "--epochs", "30", "--lr", "0.05", "--out",
        out("idx"));
    assertThat(trained.err()).contains("40 pictures, labels from t-labels-idx1-ubyte beside it");
    assertThat(trained.code()).isZero();
    assertThat(trained.out()).contains("target class: 2 classes");
    Outcome ofTable = Outcome.of("train", table, "--target", "digit", "--image", "2x2", "--layers", "conv 4 2, flatten",
        "--epochs", "30", "--lr", "0.05", "--out", out("of-table"));
    assertThat(ofTable.code()).as(ofTable.err()).isZero();
    Outcome predicted = Outcome.of("predict", out("of-table"), images);
    assertThat(predicted.code()).as(predicted.err()).isZero();
    assertThat(predicted.out().lines()).hasSize(41);
    Outcome sameRows = Outcome.of("predict", out("of-table"), table);
    assertThat(predicted.out()).isEqualTo(sameRows.out());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "train;--layers;conv 8 7, flatten | conv1 has a kernel of 7x7, larger than its input image(6, 5, 1)",
      "fit;--image;6x5x2 | pictures have at least 1x1 pixels, of 1 channel (gray) or 3, not 6x5x2",
      "fit;--target;clas | no column 'clas' in lines-6x5"})
  void mistakesAreSaid(String words, String said) {
    var line = new ArrayList<Object>(List.of(words.split(";")));
    line.add(1, lines);
    Outcome outcome = Outcome.of(line.toArray());
    assertThat(outcome.err()).contains(said);
    assertThat(outcome.code()).isIn(Exit.USAGE, Exit.DATA);
  }

  @Test
  void aFolderIsATablePicturesOrAnError() throws IOException {
    Path far = Files.createDirectories(out("far/all/a"));
    Files.copy(lines.resolve("across/0.png"), far.resolve("0.png"));
    Outcome above = Outcome.of("train", out("far"), "--target", "class");
    assertThat(above.err())
        .contains("has no tables, and no folders with PNG or JPEG pictures; " + out("far/all") + " has");
    assertThat(above.code()).isEqualTo(Exit.DATA);
    Path parts = Files.createDirectories(out("parts"));
    Files.writeString(parts.resolve("1.csv"), "x,y\n1,2\n2,4\n3,6\n4,8\n5,10\n");
    Files.writeString(parts.resolve("2.csv"), "x,y\n6,12\n7,14\n8,16\n9,18\n10,20\n");
    Files.createDirectories(parts.resolve("a"));
    Files.copy(lines.resolve("across/0.png"), parts.resolve("a/0.png"));
    Outcome table = Outcome.of("train", parts, "--target", "y", "--out", out("joined"));
    assertThat(table.code()).as(table.err()).isZero();
    assertThat(table.out()).contains("10 rows");
    Path one = Files.createDirectories(out("one/a"));
    Files.copy(lines.resolve("across/0.png"), one.resolve("0.png"));
    assertThat(Outcome.of("fit", one.getParent()).err()).contains("has pictures of one class only, 'a'");
  }

  @Test
  void aStudyOfPicturesIsSaid() {
    Outcome told = Outcome.of("fit", lines, "--quick", "--dry-run", "--epochs", "1");
    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.out()).contains("network image 6x5, conv 16 3 same, pool 2, flatten, dense 64, 1 epoch")
        .containsPattern("network spatial-dropout +");
    Outcome flat = Outcome.of("fit", lines, "--quick", "--dry-run", "--epochs", "1", "--hidden", "8");
    assertThat(flat.out()).contains("network 8 relu, 1 epoch");
    Outcome resized = Outcome.of("fit", other, "--image", "6x5x3", "--quick", "--dry-run", "--epochs", "1");
    assertThat(resized.out()).contains("network image 6x5x3, conv 16 3 same");
  }

  @Test
  @Tag("slow")
  void aStudyOfPicturesRunsAndItsTestPicturesAreBroughtToTheirSize() throws IOException {
    Outcome fit = Outcome.of("fit", lines, "--models", "network", "--regularizers", "spatial-dropout", "--epochs", "8",
        "--lr", "0.01", "--batch", "8", "--folds", "2", "--average", "2", "--test", other, "--image", "6x5", "--out",
        out("study"));
    assertThat(fit.code()).as(fit.err()).isZero();
    assertThat(Files.readString(out("study").resolve("command.json"))).contains("lines\"");
    Outcome predicted = Outcome.of("predict", out("study"), other, "--image", "6x5");
    assertThat(predicted.err()).contains("accuracy  1.0");
  }
}
