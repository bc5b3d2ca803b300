package dev.lariat.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.Dataset;
import dev.lariat.io.cluster.CellWorker;
import dev.lariat.io.cluster.TravellingStudy;
import dev.lariat.io.cluster.TravellingStudy.TravellingFile;
import dev.lariat.study.Study;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellPlace.Part;
import java.awt.image.BufferedImage;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Pictures, series, sequences and folders of tables, whose cells another machine computes from what it is sent. */
class TravellingRowsTest {
  /** None, on the first fold, for two epochs. */
  private static final String CELL = "{\"part\":\"sweep\",\"model\":\"network\",\"regularizer\":\"none\",\"strength\":[],"
      + "\"fold\":0,\"seed\":0,\"until\":2}";

  @TempDir
  private Path folder;

  @Command(name = "fit")
  private static final class Typed {
    @Mixin
    private FitOptions options;

    @Mixin
    private TableInput input;
  }

  /** Asks for a cell there, and compares it with the one of this machine. */
  private TravellingStudy sameThere(String... words) throws IOException {
    var typed = new Typed();
    var line = new CommandLine(typed);
    line.parseArgs(words);
    typed.input.check();
    typed.options.check(typed.input);
    Dataset data = typed.options.lengths(typed.input.read(), _ -> {});
    Study here = typed.options.study(data, typed.input);
    TravellingStudy travelling = ClusterStudy.of(line.getCommandSpec(), typed.options, typed.input, here);
    Path there = Files.createTempDirectory(folder, "there");
    for (Path file : ClusterStudy.files(typed.options, typed.input)) {
      Files.copy(file, there.resolve(file.getFileName()));
    }
    String text = travelling.text();
    assertThat(ask(text, there, CellWorker.HELLO)).isEqualTo(CellWorker.READY);
    double loss = here.cells(Part.SWEEP)
        .run(new Cell(Candidate.none().trial(Strength.ZERO), 0, 0), 2, () -> false)
        .last()
        .validationLoss();
    assertThat(ask(text, there, CELL)).startsWith("{\"RESULT\":").contains(String.valueOf(loss));
    return travelling;
  }

  private static String ask(String text, Path there, String asked) {
    return CellWorker.answer(text, name -> there.resolve(name).toString(), "executor 1 on there", asked, () -> false);
  }

  private static void draw(Path to, int count) throws IOException {
    var random = new SplittableRandom(7);
    for (int number = 0; number < count; number++) {
      boolean across = number % 2 == 0;
      int place = random.nextInt(8);
      var picture = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
      for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 8; x++) {
          picture.getRaster().setSample(x, y, 0, ((across ? y : x) == place ? 200 : 60) + random.nextInt(20));
        }
      }
      Path file = to.resolve(across ? "across" : "upright").resolve(number + ".png");
      Files.createDirectories(file.getParent());
      assertThat(ImageIO.write(picture, "png", file.toFile())).isTrue();
    }
  }

  @Test
  void aFolderOfPicturesTravelsAsTheTableThatItBecame() throws IOException {
    Path lines = folder.resolve("lines");
    draw(lines, 40);
    Path held = folder.resolve("held");
    draw(held, 8);
    TravellingStudy whole = sameThere(lines.toString(), "--folds", "2", "--quick", "--test", held.toString());
    assertThat(whole.words()).contains("--target=class", "--kinds=class=category");
    assertThat(whole.files()).extracting(TravellingFile::option).containsExactly("", "--test");
    sameThere(lines.toString(), "--folds", "2", "--quick", "--image", "6x6", "--layers", "conv 4 3, flatten");
  }

  /** Labels that look like numbers are classes there, too. */
  @Test
  void anIdxFileTakesItsLabelsAlong() throws IOException {
    var random = new SplittableRandom(3);
    try (var images = new DataOutputStream(Files.newOutputStream(folder.resolve("images-idx3-ubyte")));
        var labels = new DataOutputStream(Files.newOutputStream(folder.resolve("labels-idx1-ubyte")))) {
      for (int number : new int[]{0x803, 30, 6, 6}) {
        images.writeInt(number);
      }
      labels.writeInt(0x801);
      labels.writeInt(30);
      for (int i = 0; i < 30; i++) {
        for (int pixel = 0; pixel < 36; pixel++) {
          images.write(random.nextInt(100) + 50 * (i % 3));
        }
        labels.write(i % 3);
      }
    }
    sameThere(folder.resolve("images-idx3-ubyte").toString(), "--folds", "2", "--quick");
  }

  @Test
  void aLongTableTravelsAsItIs() throws IOException {
    var random = new SplittableRandom(6);
    var rows = new StringBuilder("run,second,force,gear,age,state\n");
    for (int run = 0; run < 40; run++) {
      int steps = 3 + random.nextInt(5);
      boolean old = random.nextBoolean();
      for (int t = 0; t < steps; t++) {
        rows.append("r" + run + "," + t + "," + random.nextGaussian() + "," + (random.nextBoolean() ? "low" : "high")
            + "," + (old ? "old" : "new") + "," + (run % 2 == 0 ? "good" : "bad") + "\n");
      }
    }
    Path table = Files.writeString(folder.resolve("runs.csv"), rows);
    TravellingStudy travelling = sameThere(table.toString(), "--target", "state", "--sequence-id", "run",
        "--sequence-time", "second", "--folds", "2", "--quick");
    assertThat(travelling.files()).extracting(TravellingFile::name).containsExactly("runs.csv");
  }

  @Test
  void seriesEndThereToo() throws IOException {
    var random = new SplittableRandom(9);
    var rows = new StringBuilder("a,b,c,d,kind\n");
    for (int row = 0; row < 40; row++) {
      for (int t = 0; t < 4; t++) {
        rows.append(t > 0 && t > row % 4 ? "" : String.valueOf(random.nextGaussian())).append(',');
      }
      rows.append(row % 2 == 0 ? "up\n" : "down\n");
    }
    Path table = Files.writeString(folder.resolve("ended.csv"), rows);
    TravellingStudy travelling = sameThere(table.toString(), "--target", "kind", "--series", "4", "--folds", "2",
        "--quick");
    assertThat(travelling.settings()).contains("sequence(≤ 4, 1, lengths)");
  }

  @Test
  void aFolderOfTablesTravelsFileByFile() throws IOException {
    var random = new SplittableRandom(2);
    Path parts = Files.createDirectory(folder.resolve("parts"));
    var names = new ArrayList<String>();
    for (int part = 0; part < 3; part++) {
      var rows = new StringBuilder("x,z,y\n");
      for (int row = 0; row < 20; row++) {
        rows.append(random.nextGaussian() + "," + random.nextGaussian() + "," + (row % 2 == 0 ? "yes" : "no") + "\n");
      }
      names.add("part-" + part + ".csv");
      Files.writeString(parts.resolve(names.getLast()), rows);
    }
    TravellingStudy travelling = sameThere(parts.toString(), "--target", "y", "--folds", "2", "--quick", "--hidden",
        "4");
    assertThat(travelling.files()).extracting(TravellingFile::name).isEqualTo(List.copyOf(names));
  }
}
