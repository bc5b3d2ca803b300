package dev.lariat.cli;

import static dev.lariat.net.layer.Activation.RELU;
import static dev.lariat.net.layer.Layer.dense;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.Task;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.data.encoding.Scale;
import dev.lariat.io.Tables;
import dev.lariat.io.model.SafeTensors;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.Provenance;
import dev.lariat.model.Temperature;
import dev.lariat.model.Trainer;
import dev.lariat.model.TrivialModel;
import dev.lariat.net.Network;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the exported files run in the frameworks is tried in conformance. */
final class ExportCommandTest {
  private static final Path REPOSITORY = Path.of(System.getProperty("lariat.repository"));
  private static final String KERAS = REPOSITORY
      .resolve("handover/src/test/resources/dev/lariat/handover/keras/sequential.keras")
      .toString();
  private static final String WINE = REPOSITORY.resolve("examples/data/wine.csv").toString();

  private StringWriter out;
  private StringWriter err;

  @TempDir
  Path folder;

  @BeforeEach
  void silence() {
    out = new StringWriter();
    err = new StringWriter();
  }

  private int run(String... words) {
    return Main.run(new PrintWriter(out), new PrintWriter(err), words);
  }

  @Test
  void everyFormOfATrainedModel() throws Exception {
    String run = folder.resolve("run").toString();
    String board = folder.resolve("board").toString();
    assertThat(run("train", WINE, "--target", "cultivar", "--hidden", "8", "--epochs", "2", "--out", run, "--quiet",
        "--tensorboard", board)).as(err.toString()).isZero();
    try (var files = Files.list(Path.of(board))) {
      assertThat(files.map(file -> file.getFileName().toString())).singleElement().asString().contains("tfevents");
    }
    for (String form : new String[]{"keras", "pytorch", "mlx", "java", "onnx", "safetensors"}) {
      assertThat(run("export", run, "--to", form)).as(form + ": " + err).isZero();
    }
    assertThat(Files.readString(Path.of(run, "model_keras.py"))).contains("keras.Sequential", "validationLoss");
    assertThat(Files.readString(Path.of(run, "model_mlx.py"))).contains("nn.value_and_grad", "bias_correction=True");
    assertThat(Files.readString(Path.of(run, "Train.java"))).contains("Trainer.of(network)");
    var tensors = SafeTensors.read(ByteBuffer.wrap(Files.readAllBytes(Path.of(run, "model.safetensors"))), "exported");
    assertThat(tensors).containsKeys("dense1.kernel", "output.bias");
    assertThat(tensors.get("dense1.kernel").shape()).containsExactly(13, 8);
    assertThat(run("export", run, "--to", "onnx")).isEqualTo(Exit.IO);
    assertThat(err.toString()).contains("--force");
  }

  @Test
  void anEnsembleIsServedWholeAndTrainsAsOneOfItsNetworks() throws Exception {
    var table = Tables.read(Path.of(WINE)).target("cultivar");
    var trainer = Trainer.of(Network.of(dense(4, RELU))).epochs(2);
    List<NetworkModel> members = LongStream.range(0, 3)
        .mapToObj(seed -> trainer.seed(seed).train(table).model())
        .toList();
    var ensemble = new EnsembleModel(members, Optional.of(new Temperature(0.5, 100)), Optional.empty(),
        members.getFirst().provenance());
    Path whole = folder.resolve("whole.lariat");
    ensemble.save(whole);
    Path alone = folder.resolve("alone.lariat");
    members.getFirst().save(alone);
    for (String form : new String[]{"onnx", "safetensors"}) {
      assertThat(run("export", whole.toString(), "--to", form)).as(err.toString()).isZero();
    }
    for (String form : new String[]{"keras", "pytorch", "mlx"}) {
      err.getBuffer().setLength(0);
      assertThat(run("export", whole.toString(), "--to", form)).as(form).isZero();
      assertThat(err.toString())
          .contains("this trains the first network of the average of 3 networks, calibrated; --members writes all");
      Path program = folder.resolve("whole_" + form + ".py");
      assertThat(Files.readString(program)).contains("train(arguments, SEED)").doesNotContain("SEEDS");
      assertThat(run("export", whole.toString(), "--to", form, "--members", "--force")).as(err.toString()).isZero();
      assertThat(Files.readString(program)).contains("SEEDS = [0, 1, 2]", "f\"member{number}.\"",
          "np.maximum(predicted, 1e-30)");
    }
    err.getBuffer().setLength(0);
    assertThat(run("export", whole.toString(), "--to", "java")).isEqualTo(Exit.DATA);
    assertThat(err.toString()).contains("the average of 3 networks, calibrated", "--single", "--members");
    for (String[] wrong : new String[][]{{"--to", "onnx", "--members", "onnx holds all networks anyway"},
        {"--to", "java", "--members", "java trains one network"}}) {
      err.getBuffer().setLength(0);
      assertThat(run("export", whole.toString(), wrong[0], wrong[1], wrong[2])).isEqualTo(Exit.USAGE);
      assertThat(err.toString()).contains("--members is for keras, pytorch and mlx; " + wrong[3]);
    }
    assertThat(run("export", whole.toString(), "--to", "onnx", "--single", "--force")).as(err.toString()).isZero();
    assertThat(run("export", alone.toString(), "--to", "onnx")).as(err.toString()).isZero();
    assertThat(folder.resolve("whole.onnx")).hasSameBinaryContentAs(folder.resolve("alone.onnx"));
    assertThat(run("predict", whole.toString(), WINE)).as(err.toString()).isZero();
  }

  @Test
  void everyFormOfALinearModel() throws Exception {
    String run = folder.resolve("run").toString();
    assertThat(run("linear", WINE, "--target", "cultivar", "--lambda", "0.5,0.1", "--out", run, "--quiet"))
        .as(err.toString())
        .isZero();
    for (String form : new String[]{"keras", "pytorch", "mlx", "java", "onnx", "safetensors"}) {
      assertThat(run("export", run, "--to", form)).as(form + ": " + err).isZero();
    }
    assertThat(Files.readString(Path.of(run, "model_keras.py"))).contains("layers.Dense(3", "LAMBDA, ALPHA = 0.1, 1.0");
    assertThat(Files.readString(Path.of(run, "Train.java"))).contains("Family.multinomial()", "withLambdas(0.1)");
    byte[] weights = Files.readAllBytes(Path.of(run, "model.safetensors"));
    assertThat(SafeTensors.read(ByteBuffer.wrap(weights), "exported").get("output.kernel").shape()[1]).isEqualTo(3);
    assertThat(new String(weights, StandardCharsets.UTF_8)).contains("\\\"proline\\\"");
  }

  @Test
  void aTrivialModelIsServedButNotTrained() {
    var model = new TrivialModel(new ModelTarget("y", Task.REGRESSION, List.of()),
        new Preprocessing(PreprocessingOptions.linear(),
            List.of(new Encoding.Numeric("x", new Scale(0, 0, 1, 0), false)), Set.of(), List.of()),
        List.of(2.5), Provenance.now("test", 0, "", ""));
    Path file = folder.resolve("model.lariat");
    model.save(file);
    assertThat(run("export", file.toString(), "--to", "onnx")).isZero();
    assertThat(run("export", file.toString(), "--to", "safetensors")).isZero();
    assertThat(run("export", file.toString(), "--to", "keras")).isEqualTo(Exit.DATA);
    assertThat(err.toString()).contains("there is nothing to train; --to onnx serves it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"keras", "pytorch", "mlx", "java", "onnx", "safetensors"})
  void everyFormOfAKerasFile(String form) {
    Path file = folder.resolve("Out.py");
    assertThat(run("export", KERAS, "--to", form, "-o", file.toString())).as(err.toString()).isZero();
    assertThat(file).isNotEmptyFile();
  }

  @Test
  void aKerasNetworkIsTrained() {
    int code = run("train", WINE, "--target", "cultivar", "--network", KERAS, "--epochs", "1", "--out",
        folder.resolve("run").toString());
    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString()).contains("13-8 relu (dropout 0.5)-6 relu-3");
    assertThat(run("train", WINE, "--target", "cultivar", "--network", KERAS, "--l2", "0.1")).isEqualTo(Exit.USAGE);
  }

  @Test
  void whatCannotBeExportedIsOneLine() {
    assertThat(run("export", KERAS, "--to", "caffe")).isEqualTo(Exit.USAGE);
    assertThat(run("export", folder.resolve("model.h5").toString(), "--to", "onnx")).isEqualTo(Exit.DATA);
    assertThat(run("export", folder.resolve("none.lariat").toString(), "--to", "onnx")).isEqualTo(Exit.IO);
    assertThat(err.toString().lines()).hasSize(3);
  }
}
