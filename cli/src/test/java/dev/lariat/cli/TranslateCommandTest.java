package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class TranslateCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... words) {
    return Main.run(new PrintWriter(out), new PrintWriter(err), words);
  }

  @Test
  void saysTheEquivalentTheFormulaAndTheDifference() {
    int code = run("translate", "--from", "keras", "--to", "pytorch", "--optimizer", "adam", "--l2", "0.01",
        "--dropout", "0.5");
    assertThat(err.toString()).isEmpty();
    assertThat(code).isEqualTo(Exit.OK);
    assertThat(out.toString()).contains("Keras → PyTorch", "\"weight_decay\": 0.02", "nn.Dropout(0.5)",
        "twice Keras' number", "100 steps", "g ← g + λ·w");
  }

  @Test
  void dropoutsOfLayersOnSequencesAreToldApart() {
    assertThat(run("translate", "--from", "pytorch", "--to", "lariat", "--rnn-dropout", "0.3", "--rnn-layers", "2",
        "--spatial-dropout-1d", "0.2")).isZero();
    assertThat(out.toString()).contains("num_layers=2, dropout=0.3", "gru UNITS sequence, dropout 0.3, gru UNITS",
        "spatial-dropout 0.2");
    assertThat(run("translate", "--from", "mlx", "--to", "keras", "--lr", "0.1", "--rnn-dropout", "0.3"))
        .isEqualTo(Exit.USAGE);
    assertThat(err.toString()).contains("MLX's recurrent layers have no dropout argument");
  }

  @Test
  void jsonIsOneObject() {
    assertThat(run("translate", "--from", "sklearn", "--to", "glmnet", "--C", "0.5", "--rows", "569", "--json"))
        .isZero();
    var json = new JsonMapper().readTree(out.toString());
    assertThat(json.path("settings").get(1).path("to").asString("")).startsWith("lambda=0.00351493848858");
    assertThat(json.path("differences").get(0).path("translated").asDouble(1)).isLessThan(1e-9);
  }

  @Test
  void wrongUsageIsOneLine() {
    assertThat(run("translate", "--from", "caffe", "--to", "keras")).isEqualTo(Exit.USAGE);
    assertThat(run("translate", "--from", "keras", "--to", "mlx", "--alpha", "1")).isEqualTo(Exit.USAGE);
    assertThat(run("translate", "--from", "keras", "--to", "mlx", "--dropout", "1")).isEqualTo(Exit.USAGE);
    assertThat(err.toString().lines()).hasSize(3);
    assertThat(err.toString()).contains("no framework 'caffe'", "--alpha is not a setting of Keras",
        "dropout cannot be 1.0");
  }
}
