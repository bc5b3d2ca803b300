package dev.lariat.handover.pytorch;

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
import java.util.Locale;

/** The network of an emitted PyTorch file: its layers, and those that PyTorch has not. */
final class PyTorchLayers {
  private static final TemplateFile TEMPLATES = TemplateFile.of(PyTorchLayers.class, "layers.py");

  private final ScriptPlan plan;
  private final ProgramText script;

  PyTorchLayers(ScriptPlan plan, ProgramText script) {
    this.plan = plan;
    this.script = script;
  }

  /** Classes that PyTorch has not. */
  void parts() {
    script.addIf(plan.normalizesBatches(), TEMPLATES.part("BatchNorm"));
    script.addIf(plan.originalDropout(), TEMPLATES.part("OriginalDropout"));
    script.addIf(plan.embeds(), TEMPLATES.part("Embeddings"));
  }

  /** The function that makes the network. */
  void network() {
    var layers = new ProgramText();
    for (Stage stage : plan.architecture.stages()) {
      String name = stage.name().replace('.', '_');
      switch (stage.layer()) {
        case Dense dense -> {
          layers.add("    model.add_module(\"$NAME\", nn.Linear($IN, $OUT$BIAS))\n", "NAME", name, "IN", stage.inputs(),
              "OUT", stage.outputs(), "BIAS", dense.bias() ? "" : ", bias=False");
          activation(layers, name + "_" + dense.activation().name().toLowerCase(Locale.ROOT), dense.activation());
        }
        case ActivationLayer activate -> activation(layers, name, activate.activation());
        case Dropout dropout -> layers.addIf(dropout.rate() > 0, "    model.add_module(\"$NAME\", $KIND($RATE))\n",
            "NAME", name, "KIND", dropout.form() == Dropout.Form.INVERTED ? "nn.Dropout" : "OriginalDropout", "RATE",
            NumberLiteral.of(dropout.rate()));
        case BatchNorm norm ->
          layers.add("    model.add_module(\"$NAME\", BatchNorm($N, eps=$EPS, momentum=$MOMENTUM))\n", "NAME", name,
              "N", stage.outputs(), "EPS", NumberLiteral.of(norm.epsilon()), "MOMENTUM",
              NumberLiteral.tidy(1 - norm.momentum()));
        case LayerNorm norm -> layers.add("    model.add_module(\"$NAME\", nn.LayerNorm($N, eps=$EPS))\n", "NAME", name,
            "N", stage.outputs(), "EPS", NumberLiteral.of(norm.epsilon()));
        case Embedding embedding -> {
          layers.add("    model.add_module(\"$NAME\", Embeddings([$CODES], $IN))\n", "NAME", name, "CODES",
              ScriptPlan.codes(embedding), "IN", stage.inputs());
        }
      }
    }
    script.add(TEMPLATES.part("network"), "LAYERS", layers, "INIT", initializers());
  }

  private static void activation(ProgramText layers, String name, Activation activation) {
    String module = switch (activation) {
      case LINEAR -> "";
      case RELU -> "nn.ReLU()";
      case LEAKY_RELU -> "nn.LeakyReLU(0.01)";
      case GELU -> "nn.GELU()";
      case SILU -> "nn.SiLU()";
      case SELU -> "nn.SELU()";
      case ELU -> "nn.ELU()";
      case MISH -> "nn.Mish()";
      case TANH -> "nn.Tanh()";
      case SIGMOID -> "nn.Sigmoid()";
    };
    layers.addIf(!module.isEmpty(), "    model.add_module(\"$NAME\", $MODULE)\n", "NAME", name, "MODULE", module);
  }

  private String initializers() {
    var lines = new ProgramText();
    for (Stage stage : plan.architecture.stages()) {
      if (!(stage.layer() instanceof Dense dense) || dense.initializer() == Initializer.PYTORCH) {
        continue;
      }
      String weight = "model." + stage.name() + ".weight";
      lines.append(switch (dense.initializer()) {
        case GLOROT_UNIFORM -> "    nn.init.xavier_uniform_(" + weight + ")\n";
        case HE_UNIFORM -> "    nn.init.kaiming_uniform_(" + weight + ", nonlinearity=\"relu\")\n";
        case LECUN_UNIFORM, PYTORCH -> "    nn.init.kaiming_uniform_(" + weight + ", nonlinearity=\"linear\")\n";
        case GLOROT_NORMAL, HE_NORMAL, LECUN_NORMAL -> ProgramText.fill(TEMPLATES.part("cut normal"), "WEIGHT", weight,
            "STD", NumberLiteral.tidy(ScriptPlan.deviation(stage, dense) / ScriptPlan.CUT_NORMAL));
      });
      lines.addIf(dense.bias(), "    nn.init.zeros_(model.$NAME.bias)\n", "NAME", stage.name());
    }
    return lines.toString();
  }
}
