package dev.lariat.handover.pytorch;

import dev.lariat.handover.python.ScriptPlan;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.Script;
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
  private final ScriptPlan plan;
  private final Script script;

  PyTorchLayers(ScriptPlan plan, Script script) {
    this.plan = plan;
    this.script = script;
  }

  /** Classes that PyTorch has not. */
  void parts() {
    script.addIf(plan.normalizesBatches(), """


        class BatchNorm(nn.BatchNorm1d):
            \"""PyTorch's running variance divides by n - 1; Lariat's and Keras' by n.\"""

            def forward(self, x):
                mean, var = self.running_mean, self.running_var
                if self.training:
                    mean, var = x.mean(0), x.var(0, unbiased=False)
                    self.running_mean.lerp_(mean.detach(), self.momentum)
                    self.running_var.lerp_(var.detach(), self.momentum)
                return (x - mean) / torch.sqrt(var + self.eps) * self.weight + self.bias
        """);
    script.addIf(plan.originalDropout(), """


        class OriginalDropout(nn.Module):
            \"""The paper's form: scales by 1 - p at test time instead of by 1/(1 - p) in training.\"""

            def __init__(self, p):
                super().__init__()
                self.p = p

            def forward(self, x):
                return x * (torch.rand_like(x) >= self.p) if self.training else x * (1 - self.p)
        """);
    script.addIf(plan.embeds(), """


        class Embeddings(nn.Module):
            \"""Replaces inputs that carry codes by learned vectors, which come after the other inputs.\"""

            def __init__(self, codes, inputs):
                super().__init__()
                self.codes = codes
                self.plain = [i for i in range(inputs) if i not in [code for code, _, _ in codes]]
                for code, levels, dimension in codes:
                    table = nn.Embedding(levels, dimension)
                    nn.init.uniform_(table.weight, -0.05, 0.05)
                    self.add_module(f"table{code}", table)

            def forward(self, x):
                vectors = [getattr(self, f"table{code}")(x[:, code].long()) for code, _, _ in self.codes]
                return torch.cat([x[:, self.plain], *vectors], dim=1)
        """);
  }

  /** The function that makes the network. */
  void network() {
    var layers = new Script();
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
    script.add("""


        def network():
            model = nn.Sequential()
        $LAYERS$INIT    return model
        """, "LAYERS", layers, "INIT", initializers());
  }

  private static void activation(Script layers, String name, Activation activation) {
    String module = switch (activation) {
      case LINEAR -> "";
      case RELU -> "nn.ReLU()";
      case LEAKY_RELU -> "nn.LeakyReLU(0.01)";
      case GELU -> "nn.GELU()";
      case SILU -> "nn.SiLU()";
      case SELU -> "nn.SELU()";
      case TANH -> "nn.Tanh()";
      case SIGMOID -> "nn.Sigmoid()";
    };
    layers.addIf(!module.isEmpty(), "    model.add_module(\"$NAME\", $MODULE)\n", "NAME", name, "MODULE", module);
  }

  private String initializers() {
    var lines = new Script();
    for (Stage stage : plan.architecture.stages()) {
      if (!(stage.layer() instanceof Dense dense) || dense.initializer() == Initializer.PYTORCH) {
        continue;
      }
      String weight = "model." + stage.name() + ".weight";
      double deviation = ScriptPlan.deviation(stage, dense);
      lines.add(switch (dense.initializer()) {
        case GLOROT_UNIFORM -> "    nn.init.xavier_uniform_($WEIGHT)\n";
        case HE_UNIFORM -> "    nn.init.kaiming_uniform_($WEIGHT, nonlinearity=\"relu\")\n";
        case LECUN_UNIFORM, PYTORCH -> "    nn.init.kaiming_uniform_($WEIGHT, nonlinearity=\"linear\")\n";
        case GLOROT_NORMAL, HE_NORMAL, LECUN_NORMAL -> """
                  # A normal distribution cut at two standard deviations, widened to keep its variance.
                  nn.init.trunc_normal_($WEIGHT, std=$STD, a=-2 * $STD, b=2 * $STD)
              """;
      }, "WEIGHT", weight, "STD", NumberLiteral.tidy(deviation / ScriptPlan.CUT_NORMAL));
      lines.addIf(dense.bias(), "    nn.init.zeros_(model.$NAME.bias)\n", "NAME", stage.name());
    }
    return lines.toString();
  }
}
