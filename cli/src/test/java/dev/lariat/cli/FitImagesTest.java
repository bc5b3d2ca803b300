package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.io.Tables;
import dev.lariat.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fit --image} and {@code --layers}. */
class FitImagesTest {
  private static final String TRIED = "spatial-dropout,shift,cutout,flip,flip-vertical,cutmix,mixup,group-lasso";

  @TempDir
  private static Path folder;
  private static Path table;

  /** Images of 6 × 5 with a bright line, which lies across or upright, in noise. */
  @BeforeAll
  static void lines() throws IOException {
    var random = new SplittableRandom(5);
    var csv = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      csv.append("pixel").append(i).append(',');
    }
    csv.append("line\n");
    for (int row = 0; row < 120; row++) {
      boolean across = random.nextBoolean();
      int place = random.nextInt(across ? 6 : 5);
      for (int i = 0; i < 30; i++) {
        boolean bright = (across ? i / 5 : i % 5) == place;
        csv.append(String.format(Locale.ROOT, "%.1f,", (bright ? 160 : 60) + 40 * random.nextGaussian()));
      }
      csv.append(across ? "across" : "upright").append('\n');
    }
    table = Files.writeString(folder.resolve("lines.csv"), csv);
  }

  private static Outcome fit(Object... more) {
    var words = new ArrayList<Object>(List.of("fit", table, "--target", "line", "--quick"));
    words.addAll(List.of(more));
    return Outcome.of(words.toArray());
  }

  @Test
  void theNetworkAndItsCandidatesAreSaid() {
    Outcome told = fit("--image", "6x5", "--dry-run", "--epochs", "1");
    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.out()).contains("network image 6x5, conv 16 3 same, pool 2, flatten, dense 64, 1 epoch")
        .containsPattern("network dropout +")
        .containsPattern("network spatial-dropout +")
        .containsPattern("network shift +")
        .containsPattern("network cutout +")
        .doesNotContain("cutmix", "mixup");
    Outcome own = fit("--layers", "image 6x5, conv 4 3, spatial-dropout 0.3, flatten", "--dry-run", "--epochs", "1");
    assertThat(own.code()).as(own.err()).isZero();
    assertThat(own.out()).contains("network image 6x5, conv 4 3, flatten, 1 epoch").contains("network own");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "--layers;dense 8;--hidden;16 | --layers says all of the layers: leave out --hidden",
      "--layers;dense 8;--network;x.keras | --network has layers of its own: leave out --layers",
      "--image;6x5;--hidden;16 | --hidden is for tables", "--image;6 by 5 | is no size, as in --image 28x28",
      "--image;6x6 | image(6, 6, 1) has 36 numbers, and lines.csv has 30 columns",
      "--image;6x5;--layers;conv 8 7, flatten | conv1 has a kernel of 7x7, larger than its input image(6, 5, 1)",
      "--image;6x5;--layers;pool 6, flatten | maxPool1 joins 6, which leaves nothing",
      "--image;6x5;--layers;conv 8 3 | put flatten, global-average or global-max before it",
      "--regularizers;spatial-dropout | spatial-dropout is for convolutions: say --image HxW, or --layers with conv",
      "--image;6x5;--models;linear | --image is for networks",
      "--layers;dense 8, conf 3 | --layers: no layer 'conf': did you mean 'conv'?"})
  void mistakesAreUsageErrorsThatNameWhatToDo(String words, String said) {
    Outcome outcome = fit((Object[]) words.split(";"));
    assertThat(outcome.err()).contains(said);
    assertThat(outcome.code()).isEqualTo(Exit.USAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dropout", "spatial-dropout", "group-lasso", "shift", "cutout", "flip", "flip-vertical",
      "cutmix", "mixup"})
  void eachCandidateOfImagesIsTriedByItsName(String name) {
    Outcome told = fit("--image", "6x5", "--dry-run", "--epochs", "1", "--models", "network", "--regularizers", name);
    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.out()).containsPattern("network " + name + " +");
  }

  @Test
  @Tag("slow")
  void aStudyOnImagesGoesOnWhereItStoppedAndIsHandedOver() throws IOException {
    Object[] words = {"--image", "6x5", "--models", "network", "--regularizers", TRIED, "--epochs", "8", "--lr", "0.01",
        "--batch", "8", "--folds", "2", "--average", "1", "--no-temperature", "-q", "--out"};
    Path whole = folder.resolve("whole");
    assertThat(fit(with(words, whole)).code()).isZero();
    String verdict = Files.readString(whole.resolve("verdict.json"));
    String report = Files.readString(whole.resolve("report.html"));
    for (String name : TRIED.split(",", -1)) {
      assertThat(verdict).contains("\"" + name + "\"");
      assertThat(report).contains(name);
    }
    assertThat(report).contains("What does the network look at?", "gradient × input");
    // A run that was stopped after some cells.
    Path stopped = Files.createDirectory(folder.resolve("stopped"));
    List<String> log = Files.readAllLines(whole.resolve("trials.jsonl"));
    Files.write(stopped.resolve("trials.jsonl"), log.subList(0, 5));
    Outcome goesOn = fit(with(words, stopped));
    assertThat(goesOn.code()).as(goesOn.err()).isZero();
    assertThat(SmallStudy.essence(stopped)).isEqualTo(SmallStudy.essence(whole));
    var rows = Tables.read(table);
    assertThat(Model.load(stopped.resolve("model.lariat")).predict(rows))
        .isEqualTo(Model.load(whole.resolve("model.lariat")).predict(rows));
    for (String form : new String[]{"onnx", "safetensors", "keras", "pytorch", "mlx", "java"}) {
      Outcome exported = Outcome.of("export", whole, "--to", form, "-o", folder.resolve("Out." + form));
      assertThat(exported.code()).as(form + exported.err()).isZero();
    }
  }

  private static Object[] with(Object[] words, Object last) {
    var all = new ArrayList<>(List.of(words));
    all.add(last);
    return all.toArray();
  }
}
