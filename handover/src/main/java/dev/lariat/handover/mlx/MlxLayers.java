package dev.lariat.handover.mlx;

import dev.lariat.handover.source.TemplateFile;
import dev.lariat.handover.python.ScriptPlan;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.ProgramText;
import dev.lariat.net.layer.ActivationLayer;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.Architecture.Stage;
import dev.lariat.net.layer.BatchNorm;
import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Initializer;
import dev.lariat.net.layer.LayerNorm;

/** The network of an emitted MLX file: its layers, and those that MLX has not. */
final class MlxLayers {
  private static final TemplateFile TEMPLATES = TemplateFile.of(MlxLayers.class, "layers.py");

  private final ScriptPlan plan;
  private final ProgramText script;

  MlxLayers(ScriptPlan plan, ProgramText script) {
    this.plan = plan;
    this.script = script;
  }

  /** Classes that MLX has not. */
  void parts() {
    script.addIf(plan.normalizesBatches(), TEMPLATES.part("BatchNorm"));
    script.addIf(plan.originalDropout(), TEMPLATES.part("OriginalDropout"));
    script.addIf(plan.embeds(), TEMPLATES.part("Embeddings"));
  }

  /** The class of the network. */
  void network() {
    var made = new ProgramText();
    var called = new ProgramText();
    for (Stage stage : plan.architecture.stages()) {
      String name = stage.name().replace('.', '_');
      switch (stage.layer()) {
        case Dense dense -> {
          made.add("        self.$NAME = nn.Linear($IN, $OUT$BIAS)\n", "NAME", name, "IN", stage.inputs(), "OUT",
              stage.outputs(), "BIAS", dense.bias() ? "" : ", bias=False");
          initializer(made, stage, dense);
          called.add("        x = $CALL\n", "CALL", activated(dense.activation(), "self." + name + "(x)"));
        }
        case ActivationLayer activate ->
          called.add("        x = $CALL\n", "CALL", activated(activate.activation(), "x"));
        case Dropout dropout -> {
          if (dropout.rate() > 0) {
            made.add("        self.$NAME = $KIND($RATE)\n", "NAME", name, "KIND",
                dropout.form() == Dropout.Form.INVERTED ? "nn.Dropout" : "OriginalDropout", "RATE",
                NumberLiteral.of(dropout.rate()));
            called.add("        x = self.$NAME(x)\n", "NAME", name);
          }
        }
        case BatchNorm norm -> {
          made.add("        self.$NAME = BatchNorm($N, eps=$E, momentum=$M)\n", "NAME", name, "N", stage.outputs(), "E",
              NumberLiteral.of(norm.epsilon()), "M", NumberLiteral.tidy(1 - norm.momentum()));
          called.add("        x = self.$NAME(x)\n", "NAME", name);
        }
        case LayerNorm norm -> {
          made.add("        self.$NAME = nn.LayerNorm($N, eps=$E)\n", "NAME", name, "N", stage.outputs(), "E",
              NumberLiteral.of(norm.epsilon()));
          called.add("        x = self.$NAME(x)\n", "NAME", name);
        }
        case Embedding embedding -> {
          made.add("        self.$NAME = Embeddings([$CODES], $IN)\n", "NAME", name, "CODES",
              ScriptPlan.codes(embedding), "IN", stage.inputs());
          called.add("        x = self.$NAME(x)\n", "NAME", name);
        }
      }
    }
    script.add(TEMPLATES.part("Network"), "MADE", made, "CALLED", called);
  }

  private static void initializer(ProgramText made, Stage stage, Dense dense) {
    if (dense.initializer() == Initializer.PYTORCH) {
      return; // MLX's own
    }
    double deviation = ScriptPlan.deviation(stage, dense);
    String weight = "self." + stage.name() + ".weight";
    made.append("        " + weight + " = " + switch (dense.initializer()) {
      case GLOROT_UNIFORM, HE_UNIFORM, LECUN_UNIFORM, PYTORCH -> {
        String bound = NumberLiteral.tidy(Math.sqrt(3) * deviation); // of a uniform distribution with that deviation
        yield "mx.random.uniform(-" + bound + ", " + bound + ", " + weight + ".shape)\n";
      }
      case GLOROT_NORMAL, HE_NORMAL, LECUN_NORMAL -> NumberLiteral.tidy(deviation / ScriptPlan.CUT_NORMAL)
          + " * mx.random.truncated_normal(-2.0, 2.0, " + weight + ".shape)\n";
    });
    made.addIf(dense.bias(), "        self.$NAME.bias = mx.zeros($OUT)\n", "NAME", stage.name(), "OUT",
        stage.outputs());
  }

  private static String activated(Activation activation, String x) {
    return switch (activation) {
      case LINEAR -> x;
      case RELU -> "nn.relu(" + x + ")";
      case LEAKY_RELU -> "nn.leaky_relu(" + x + ", 0.01)";
      case GELU -> "nn.gelu(" + x + ")";
      case SILU -> "nn.silu(" + x + ")";
      case SELU -> "nn.selu(" + x + ")";
      case ELU -> "nn.elu(" + x + ")";
      case MISH -> "nn.mish(" + x + ")";
      case TANH -> "mx.tanh(" + x + ")";
      case SIGMOID -> "mx.sigmoid(" + x + ")";
    };
  }
}
