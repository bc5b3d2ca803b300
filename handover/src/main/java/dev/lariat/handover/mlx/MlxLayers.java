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
import dev.lariat.net.layer.Window;
import dev.lariat.net.layer.SpatialDropout;
import dev.lariat.net.layer.Shape;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.net.layer.Reshape;
import dev.lariat.net.layer.Pooling;
import dev.lariat.net.layer.Pool;
import dev.lariat.net.layer.Reshape.Join;
import dev.lariat.net.layer.MapLayer;
import dev.lariat.net.layer.LayerParameter.Start;
import dev.lariat.net.layer.GlobalPool;
import dev.lariat.net.layer.Flatten;
import dev.lariat.net.layer.Conv2D;
import dev.lariat.net.layer.Conv1D;

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
    script.addIf(plan.onMaps(), TEMPLATES.part("Maps"));
    script.addIf(plan.plan.network().padded(), TEMPLATES.part("Padded"));
    script.addIf(plan.plan.network().words().isPresent(), TEMPLATES.part("Words"));
    MlxRecurrent.parts(plan, script);
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
          initializer(made, stage);
          called.add("        x = $CALL\n", "CALL", activated(dense.activation(), "self." + name + "(x)"));
        }
        case ActivationLayer activate ->
          called.add("        x = $CALL\n", "CALL", cleared(stage, activated(activate.activation(), "x")));
        case Dropout dropout -> {
          if (dropout.rate() > 0) {
            made.add("        self.$NAME = $KIND($RATE)\n", "NAME", name, "KIND",
                dropout.form() == Dropout.Form.INVERTED ? "nn.Dropout" : "OriginalDropout", "RATE",
                NumberLiteral.of(dropout.rate()));
            called.add("        x = self.$NAME(x)\n", "NAME", name);
          }
        }
        case BatchNorm norm -> {
          made.add("        self.$NAME = BatchNorm($N, eps=$E, momentum=$M)\n", "NAME", name, "N",
              stage.output().channels(), "E", NumberLiteral.of(norm.epsilon()), "M",
              NumberLiteral.tidy(1 - norm.momentum()));
          called.add("        x = self.$NAME(x)\n", "NAME", name);
        }
        case MapLayer map -> mapLayer(made, called, stage, name, map);
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

  private static String cleared(Stage stage, String x) {
    return stage.output().hasPadding() ? "cleared(" + x + ", lengths)" : x;
  }

  /** MLX has a map's channels last, as Lariat. */
  private static void mapLayer(ProgramText made, ProgramText called, Stage stage, String name, MapLayer layer) {
    String x = switch (layer) {
      case Conv2D conv -> {
        Window window = conv.window(stage.input(), stage.name());
        made.add("        self.$NAME = nn.Conv2d($IN, $OUT, ($H, $W), stride=$STRIDE$BIAS)\n", "NAME", name, "IN",
            window.channels(), "OUT", conv.units(), "H", conv.height(), "W", conv.width(), "STRIDE", conv.stride(),
            "BIAS", conv.bias() ? "" : ", bias=False");
        initializer(made, stage);
        yield activated(conv.activation(), "self." + name + "(" + padded(window, true) + ")");
      }
      case Conv1D conv -> {
        Window window = conv.window(stage.input(), stage.name());
        made.add("        self.$NAME = nn.Conv1d($IN, $OUT, $SIZE, stride=$STRIDE, dilation=$DILATION$BIAS)\n", "NAME",
            name, "IN", window.channels(), "OUT", conv.units(), "SIZE", conv.size(), "STRIDE", conv.stride(),
            "DILATION", conv.dilation(), "BIAS", conv.bias() ? "" : ", bias=False");
        initializer(made, stage);
        yield cleared(stage, activated(conv.activation(), "self." + name + "(" + padded(window, false) + ")"));
      }
      case Pool pool when stage.input().hasPadding() -> {
        called.add("        x, lengths = pooled(x, lengths, $SIZE, $HOW)\n", "SIZE", pool.size(), "HOW",
            pool.pooling() == Pooling.MAX ? "largest" : "mean");
        yield "";
      }
      case GlobalPool pool when stage.input().hasPadding() -> pool.pooling() == Pooling.MAX
          ? "mx.where(lengths[:, None] > 0, largest(cleared(x, lengths, -mx.inf)[:, None])[:, 0], 0.0)"
          : "cleared(x, lengths).sum(axis=1) / mx.maximum(lengths, 1)[:, None]";
      case Pool pool -> (pool.pooling() == Pooling.MAX ? "largest(" : "mean(") + "windows(x, " + pool.size() + "))";
      case GlobalPool pool ->
        (pool.pooling() == Pooling.MAX ? "largest(" : "mean(") + "x.reshape(len(x), -1, x.shape[-1]))";
      case Join _ -> "mx.concatenate([x, beside], axis=1)";
      case Flatten _ -> "x.reshape(len(x), -1)";
      case Reshape(Shape shape) when shape.hasPadding() -> {
        called.add("        lengths, beside = mx.round(x[:, $N]).astype(mx.int32), x[:, $N + 1 :]\n", "N",
            shape.size());
        yield "cleared(x[:, :" + shape.size() + "].reshape(len(x), *" + ScriptPlan.sizes(shape) + "), lengths)";
      }
      case Reshape(Shape shape) -> "x.reshape(len(x), *" + ScriptPlan.sizes(shape) + ")";
      case SpatialDropout dropout -> {
        made.add("        self.$NAME = SpatialDropout($RATE)\n", "NAME", name, "RATE",
            NumberLiteral.of(dropout.rate()));
        yield "self." + name + "(x)";
      }
      case Embedding.Words words -> {
        made.add("        self.$NAME = Words($WORDS, $DIMENSION, $RATE)\n", "NAME", name, "WORDS", words.words(),
            "DIMENSION", words.dimension(), "RATE", NumberLiteral.of(words.dropout()));
        yield "cleared(self." + name + "(x), lengths)";
      }
      case Recurrent recurrent -> {
        MlxRecurrent.add(made, stage, recurrent,
            ScriptPlan.start(stage).map(start -> drawn(start, "direction.kernel.shape")).orElse(""));
        yield "self." + name + (stage.input().hasPadding() ? "(x, lengths)" : "(x)");
      }
    };
    called.addIf(!x.isEmpty(), "        x = $CALL\n", "CALL", x);
  }

  /** The input with its zeros, of which MLX' own padding has as many on either side. */
  private static String padded(Window window, boolean lines) {
    Window.Axis down = window.vertical();
    Window.Axis along = window.horizontal();
    if (down.before() + down.after() + along.before() + along.after() == 0) {
      return "x";
    }
    return "mx.pad(x, [(0, 0), " + (lines ? "(" + down.before() + ", " + down.after() + "), " : "") + "("
        + along.before() + ", " + along.after() + "), (0, 0)])";
  }

  private static void initializer(ProgramText made, Stage stage) {
    Start.Kernel start = ScriptPlan.start(stage).orElseThrow();
    boolean biased = ScriptPlan.biased(stage);
    if (start.initializer() == Initializer.PYTORCH) { // MLX's own, but for the biases of its convolutions
      String bound = NumberLiteral.tidy(1 / Math.sqrt(start.inputs()));
      made.addIf(biased && stage.layer() instanceof MapLayer,
          "        self.$NAME.bias = mx.random.uniform(-$BOUND, $BOUND, self.$NAME.bias.shape)\n", "NAME", stage.name(),
          "BOUND", bound);
      return;
    }
    String weight = "self." + stage.name() + ".weight";
    made.append("        " + weight + " = " + drawn(start, weight + ".shape") + "\n");
    made.addIf(biased, "        self.$NAME.bias = mx.zeros($OUT)\n", "NAME", stage.name(), "OUT",
        stage.output().channels());
  }

  /** Numbers of an array with a shape. */
  private static String drawn(Start.Kernel start, String shape) {
    double deviation = ScriptPlan.deviation(start);
    return switch (start.initializer()) {
      case GLOROT_UNIFORM, HE_UNIFORM, LECUN_UNIFORM, PYTORCH -> {
        String bound = NumberLiteral.tidy(Math.sqrt(3) * deviation); // of a uniform distribution with that deviation
        yield "mx.random.uniform(-" + bound + ", " + bound + ", " + shape + ")";
      }
      case GLOROT_NORMAL, HE_NORMAL, LECUN_NORMAL -> NumberLiteral.tidy(deviation / ScriptPlan.CUT_NORMAL)
          + " * mx.random.truncated_normal(-2.0, 2.0, " + shape + ")";
    };
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
