package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The network's, the regularizers' and the optimizer's options of {@code train}, each on the wine table. */
class TrainOptionsTest {
  private static final Path WINE = Path.of(System.getProperty("lariat.repository"), "examples", "data", "wine.csv");

  @TempDir
  Path folder;

  private Outcome train(String words, Object... more) {
    return Outcome
        .of(Stream
            .of(Stream.of("train", WINE, "--target", "cultivar", "--lr", "0.01", "--hidden", "16"),
                Stream.of(words.split(" ")), Stream.of(more))
            .flatMap(s -> s)
            .toArray());
  }

  private JsonNode json(String words) {
    Outcome outcome = train(words, "--json", "--out", folder.resolve("run"), "--force");
    assertThat(outcome.err()).as(words).isEmpty();
    assertThat(outcome.code()).as(words).isZero();
    return new JsonMapper().readTree(outcome.out());
  }

  /** Each trains, is saved, and the saved model predicts again. */
  @ParameterizedTest
  @ValueSource(strings = {"--l1 0.005", "--l2 0.02", "--elastic-net 0.01 --l1-share 0.9", "--max-norm 2",
      "--group-lasso 0.01 --group-by unit", "--group-lasso 0.01 --group-by input", "--dropout 0.2",
      "--dropout 0.2 --dropout-form original", "--optimizer adamw --weight-decay 0.1", "--label-smoothing 0.1",
      "--l1 0.005 --zero-rule clipped", "--l1 0.005 --zero-rule subgradient", "--dialect keras", "--dialect mlx",
      "--optimizer nesterov --momentum 0.8", "--activation leaky-relu", "--activation gelu", "--activation silu",
      "--activation selu --init lecun-normal", "--activation tanh --init pytorch", "--activation sigmoid",
      "--batch-norm", "--layer-norm", "--schedule cosine:1", "--schedule step:5:0.5", "--schedule exponential:0.95",
      "--clip-norm 1", "--mixup 0.2", "--cutmix 0.5"})
  void trains(String words) {
    var last = json(words + " --epochs 15").path("epochs").get(14);
    assertThat(last.path("validationAccuracy").asDouble()).as(words).isGreaterThan(0.7);
    Outcome predict = Outcome.of("predict", folder.resolve("run"), WINE);
    assertThat(predict.code()).as(predict.err()).isZero();
    assertThat(predict.out().lines()).hasSize(179);
  }

  @Test
  void l1AndTheGroupLassoMakeZeros() {
    assertThat(json("--l1 0.02 --epochs 30").path("epochs").get(29).path("zeroShare").asDouble()).isGreaterThan(0.3);
    assertThat(
        json("--l1 0.02 --epochs 30 --zero-rule subgradient").path("epochs").get(29).path("zeroShare").asDouble())
        .isZero();
    String text = train("--l1 0.02 --epochs 30", "--out", folder.resolve("text")).out();
    assertThat(text).containsPattern("weights: [\\d,]+ of [\\d,]+ are not exactly zero; \\d+ inputs are used");
    assertThat(train("--l2 0.02 --epochs 2", "--out", folder.resolve("l2")).out()).doesNotContain("exactly zero");
  }

  @Test
  void earlyStoppingStops() {
    JsonNode run = json("--early-stopping 2 --epochs 500");
    assertThat(run.path("end").asString()).isEqualTo("stopped_early");
    assertThat(run.path("epochs").size()).isEqualTo(run.path("bestEpoch").asInt() + 2);
    assertThat(run.path("settings").path("earlyStopping").asInt()).isEqualTo(2);
  }

  @Test
  void theSettingsSayWhatWasAsked() {
    JsonNode settings = json("--l1 0.1 --dialect keras --zero-rule clipped --epochs 1").path("settings");
    assertThat(settings.path("dialect").asString()).isEqualTo("keras");
    assertThat(settings.path("zeroRule").asString()).isEqualTo("clipped");
    assertThat(settings.path("layers").toString()).contains("L1[lambda=0.1]");
    assertThat(settings.path("outputRegularizers").toString()).isEqualTo("[\"l1(0.1)\"]");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"--l1 -1|L1 strength", "--elastic-net -1|elastic-net strength",
      "--elastic-net 1 --l1-share 2|L1 share", "--group-lasso -1|group-lasso strength",
      "--group-lasso 1 --group-by row|--group-by: no 'row'; there are input, column, unit", "--max-norm 0|max-norm",
      "--activation relo|--activation: no 'relo'", "--init zero|--init: no 'zero'", "--dialect jax|keras, pytorch, mlx",
      "--zero-rule soft|subgradient, clipped, proximal", "--schedule step|cannot read 'step'",
      "--schedule cosine:x|cannot read", "--schedule exponential:2|exponential schedule's factor",
      "--early-stopping 0|patience", "--clip-norm -1|clip", "--label-smoothing 1|below 1", "--momentum 1|momentum",
      "--batch-norm --layer-norm|choose one", "--loss hinge|no 'hinge'", "--dropout-form half|no 'half'",
      "--loss squared-error --label-smoothing 0.1|goes with classes"})
  void aSettingOutOfRangeIsWrongUsage(String words, String said) {
    Outcome outcome = train(words.startsWith("--momentum") ? "--optimizer momentum " + words : words, "--out",
        folder.resolve("run"));
    assertThat(outcome.err()).contains(said);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.code()).isEqualTo(Exit.USAGE);
    assertThat(folder.resolve("run")).doesNotExist();
  }
}
