package dev.lariat.handover.mlx;

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

/** The network of an emitted MLX file: its layers, and those that MLX has not. */
final class MlxLayers {
  private final ScriptPlan plan;
  private final Script script;

  MlxLayers(ScriptPlan plan, Script script) {
    this.plan = plan;
    this.script = script;
  }

  /** Classes that MLX has not. */
  void parts() {
    script.addIf(plan.normalizesBatches(), """


        class BatchNorm(nn.BatchNorm):
            \"""MLX's running variance divides by n - 1; Lariat's and Keras' by n.\"""

            def __call__(self, x):
                mean, var = self.running_mean, self.running_var
                if self.training:
                    mean, var = x.mean(axis=0), x.var(axis=0)
                    self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mx.stop_gradient(mean)
                    self.running_var = (1 - self.momentum) * self.running_var + self.momentum * mx.stop_gradient(var)
                return (x - mean) * mx.rsqrt(var + self.eps) * self.weight + self.bias
        """);
    script.addIf(plan.originalDropout(), """


        class OriginalDropout(nn.Module):
            \"""The paper's form: scales by 1 - p at test time instead of by 1/(1 - p) in training.\"""

            def __init__(self, p):
                super().__init__()
                self._p = p

            def __call__(self, x):
                return x * mx.random.bernoulli(1 - self._p, x.shape) if self.training else x * (1 - self._p)
        """);
    script.addIf(plan.embeds(), """


        class Embeddings(nn.Module):
            \"""Replaces inputs that carry codes by learned vectors, which come after the other inputs.\"""

            def __init__(self, codes, inputs):
                super().__init__()
                self._codes = [code for code, _, _ in codes]
                self._plain = [i for i in range(inputs) if i not in self._codes]
                for code, levels, dimension in codes:
                    table = nn.Embedding(levels, dimension)
                    table.weight = mx.random.uniform(-0.05, 0.05, table.weight.shape)
                    setattr(self, f"table{code}", table)

            def __call__(self, x):
                vectors = [getattr(self, f"table{code}")(x[:, code].astype(mx.int32)) for code in self._codes]
                return mx.concatenate([x[:, mx.array(self._plain)], *vectors] if self._plain else vectors, axis=1)
        """);
  }

  /** The class of the network. */
  void network() {
    var made = new Script();
    var called = new Script();
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
    script.add("""


        class Network(nn.Module):
            def __init__(self):
                super().__init__()
        $MADE
            def __call__(self, x):
        $CALLED        return x
        """, "MADE", made, "CALLED", called);
  }

  private static void initializer(Script made, Stage stage, Dense dense) {
    if (dense.initializer() == Initializer.PYTORCH) {
      return; // MLX's own
    }
    double deviation = ScriptPlan.deviation(stage, dense);
    String weight = "self." + stage.name() + ".weight";
    made.add(switch (dense.initializer()) {
      case GLOROT_UNIFORM, HE_UNIFORM, LECUN_UNIFORM, PYTORCH ->
        "        $WEIGHT = mx.random.uniform(-$BOUND, $BOUND, $WEIGHT.shape)\n";
      case GLOROT_NORMAL, HE_NORMAL, LECUN_NORMAL ->
        "        $WEIGHT = $STD * mx.random.truncated_normal(-2.0, 2.0, $WEIGHT.shape)\n";
    }, "WEIGHT", weight, "BOUND", NumberLiteral.tidy(Math.sqrt(3) * deviation), "STD",
        NumberLiteral.tidy(deviation / ScriptPlan.CUT_NORMAL));
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
      case TANH -> "mx.tanh(" + x + ")";
      case SIGMOID -> "mx.sigmoid(" + x + ")";
    };
  }
}
