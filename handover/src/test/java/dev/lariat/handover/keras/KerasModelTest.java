package dev.lariat.handover.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.DataException;
import dev.lariat.loss.BinaryCrossEntropy;
import dev.lariat.loss.SoftmaxCrossEntropy;
import dev.lariat.loss.SquaredError;
import dev.lariat.net.Architecture;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.net.training.Predictor;
import dev.lariat.optim.Adam;
import dev.lariat.optim.AdamW;
import dev.lariat.optim.Dialect;
import dev.lariat.optim.Sgd;
import dev.lariat.penalty.ElasticNet;
import dev.lariat.penalty.L1;
import dev.lariat.penalty.L2;
import dev.lariat.penalty.MaxNorm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * On files that Keras saved, with its own predictions beside them: {@code conformance/handover/make_keras_files.py}
 * makes them.
 */
class KerasModelTest {
  @TempDir
  Path folder;

  static Path file(String name) {
    try {
      return Path.of(KerasModelTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sequential", "functional", "binary", "embedding", "recurrent", "reset-before", "words"})
  void predictsWhatKerasPredicts(String name) throws IOException {
    var model = KerasModel.read(file(name + ".keras"));
    JsonNode golden = new JsonMapper().readTree(Files.readAllBytes(file(name + ".json")));
    assertThat(golden.path("tool").asString("")).isEqualTo("keras 3.15.1");
    int rows = golden.path("inputs").size();
    double[] numbers = numbers(golden.path("inputs")).toArray();
    assertThat(numbers).hasSize(rows * model.inputs());
    float[] inputs = new float[numbers.length];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) numbers[i];
    }
    var architecture = Architecture.of(model.network(), model.inputs(), model.outputs());
    float[] predictions = new Predictor(architecture, model.weights(), model.loss().orElseThrow()).predict(inputs,
        rows);
    for (int i = 0; i < predictions.length; i++) {
      double expected = golden.path("predictions").get(i / model.outputs()).get(i % model.outputs()).asDouble(0);
      assertThat((double) predictions[i]).isCloseTo(expected, within(1e-5));
    }
  }

  /** The numbers of a list of lists, however deep. */
  private static DoubleStream numbers(JsonNode node) {
    return node.isArray()
        ? node.valueStream().flatMapToDouble(KerasModelTest::numbers)
        : DoubleStream.of(node.asDouble(0));
  }

  /** Both cells, both directions; the rules of each kernel, the dropouts, and a bias that is not there. */
  @Test
  void recurrentLayersAreRead() {
    KerasModel model = KerasModel.read(file("recurrent.keras"));
    assertThat(model.network().layers()).containsExactly(Layer.sequence(11, 3),
        Layer.gru(4).sequence().bidirectional().noise(new Recurrent.Noise(0.1, 0, 0)).inputKernel(new L2(0.02)),
        Layer.lstm(3).sequence().bidirectional().recurrentKernel(new MaxNorm(1.5)),
        Layer.lstm(5).sequence().noise(new Recurrent.Noise(0, 0.2, 0)).recurrentKernel(new L1(0.001)),
        Layer.gru(4).bidirectional());
    assertThat(model.notes()).containsExactly("layer forward_gru_1 has no bias; Lariat trains one, from 0");
    assertThat(model.clipNorm()).isEqualTo(1);
  }

  /** A mask is what lengths are here; the last row of the table is the file's last word. */
  @Test
  void anEmbeddingOfSeveralNumbersReadsWords() {
    KerasModel model = KerasModel.read(file("words.keras"));
    assertThat(model.inputs()).isEqualTo(13);
    assertThat(model.network().layers()).containsExactly(Layer.sequences(12, 1),
        new Embedding.Words(5, 19, 0, List.of(new L2(0.002))), Layer.gru(4).sequence().bidirectional(), Layer.lstm(3));
    assertThat(model.notes()).isEmpty();
  }

  @Test
  void translatesRegularizersOptimizerAndLoss() {
    var sequential = KerasModel.read(file("sequential.keras"));
    assertThat(((Dense) sequential.network().layers().getFirst()).kernelRegularizers()).containsExactly(new L2(0.02));
    assertThat(sequential.network().layers().get(1)).isEqualTo(new Dropout(0.5, Dropout.Form.INVERTED));
    assertThat(sequential.optimizer()).contains(Adam.of(1e-3, Dialect.KERAS));
    assertThat(sequential.loss()).get().isInstanceOf(SoftmaxCrossEntropy.class);
    var functional = KerasModel.read(file("functional.keras"));
    assertThat(functional.optimizer().orElseThrow()).isInstanceOfSatisfying(AdamW.class,
        adamW -> assertThat(adamW.decay()).isEqualTo(0.02));
    assertThat(functional.loss()).get().isInstanceOf(SquaredError.class);
    assertThat(functional.network().output()).containsExactly(new L1(0.003));
    assertThat(
        functional.network().layers().stream().filter(Dense.class::isInstance).map(Dense.class::cast).toList().get(1))
        .satisfies(dense -> {
          assertThat(dense.kernelRegularizers()).hasSize(2).contains(new MaxNorm(2));
          assertThat(((ElasticNet) dense.kernelRegularizers().getFirst()).l1()).isCloseTo(1e-3, within(1e-15));
          assertThat(((ElasticNet) dense.kernelRegularizers().getFirst()).l2()).isCloseTo(4e-3, within(1e-15));
          assertThat(dense.biasRegularizers()).containsExactly(new L2(2e-4));
        });
    var binary = KerasModel.read(file("binary.keras"));
    assertThat(binary.optimizer()).contains(Sgd.of(0.05, 0.8, true, Dialect.KERAS));
    assertThat(binary.loss()).get().isInstanceOf(BinaryCrossEntropy.class);
  }

  /** Its kernel has four axes, and its image is a row of numbers here. */
  @Test
  void convolutionsAreRead() {
    KerasModel model = KerasModel.read(file("convolution.keras"));
    assertThat(model.inputs()).isEqualTo(64);
    assertThat(model.network().layers()).containsExactly(Layer.image(8, 8, 1), Layer.conv(2, 3, Activation.LINEAR),
        Layer.flatten());
    assertThat(model.weights().parameter("conv1.kernel").shape()).containsExactly(9, 2);
  }

  @Test
  void unsupportedLayersAreNamedWithTheirPlace() {
    assertThatThrownBy(() -> KerasModel.read(file("branching.keras"))).isInstanceOf(DataException.class)
        .hasMessageContaining("skip (Add, config/layers/2)");
  }

  @Test
  void noZipAndNoEntriesAreRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("text.keras"), "import os");
    assertThatThrownBy(() -> KerasModel.read(text)).isInstanceOf(DataException.class).hasMessageContaining("no zip");
    assertThatThrownBy(() -> KerasModel.read(zip("a.keras", "config.json", "{}")))
        .hasMessageContaining("model.weights.h5");
    assertThatThrownBy(() -> KerasModel.read(zip("b.keras", "../config.json", "{}"))).hasMessageContaining("odd path");
    assertThatThrownBy(() -> KerasModel.read(folder)).isInstanceOf(DataException.class).hasMessageContaining("folder");
    assertThatThrownBy(() -> KerasModel.read(folder.resolve("none.keras"))).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void bombsAreRefused() throws IOException {
    Path bomb = folder.resolve("bomb.keras");
    try (var out = new ZipOutputStream(Files.newOutputStream(bomb))) {
      out.putNextEntry(new ZipEntry("config.json"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        out.write(zeros);
      }
      out.closeEntry();
    }
    assertThatThrownBy(() -> KerasModel.read(bomb)).isInstanceOf(DataException.class).hasMessageContaining("bytes");
  }

  private Path zip(String name, String entry, String content) throws IOException {
    Path file = folder.resolve(name);
    try (var out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(new ZipEntry(entry));
      out.write(content.getBytes(StandardCharsets.UTF_8));
      out.closeEntry();
    }
    return file;
  }
}
