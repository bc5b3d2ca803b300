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
import dev.lariat.net.layer.Convolution;
import dev.lariat.net.layer.Conv2D;
import dev.lariat.net.layer.Conv1D;
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
    script.addIf(plan.normalizesBatches(), TEMPLATES.part(plan.onMaps() ? "BatchNorm of maps" : "BatchNorm"));
    script.addIf(plan.originalDropout(), TEMPLATES.part("OriginalDropout"));
    script.addIf(plan.embeds(), TEMPLATES.part("Embeddings"));
    script.addIf(plan.onMaps(), TEMPLATES.part("Maps"));
    script.addIf(plan.plan.network().padded(), TEMPLATES.part("Padded"));
    script.addIf(plan.plan.network().words().isPresent(), TEMPLATES.part("Words"));
    PyTorchRecurrent.parts(plan, script);
  }

  /** The function that makes the network. */
  void network() {
    var layers = new ProgramText();
    layers.addIf(plan.plan.network().padded(), "    rows = Rows()\n");
    for (Stage stage : plan.architecture.stages()) {
      String name = stage.name().replace('.', '_');
      switch (stage.layer()) {
        case Dense dense -> {
          layers.add("    model.add_module(\"$NAME\", nn.Linear($IN, $OUT$BIAS))\n", "NAME", name, "IN", stage.inputs(),
              "OUT", stage.outputs(), "BIAS", dense.bias() ? "" : ", bias=False");
          activation(layers, name + "_" + dense.activation().name().toLowerCase(Locale.ROOT), dense.activation());
        }
        case ActivationLayer activate -> {
          activation(layers, name, activate.activation());
          cleared(layers, stage, name);
        }
        case Dropout dropout -> layers.addIf(dropout.rate() > 0, "    model.add_module(\"$NAME\", $KIND($RATE))\n",
            "NAME", name, "KIND", dropout.form() == Dropout.Form.INVERTED ? "nn.Dropout" : "OriginalDropout", "RATE",
            NumberLiteral.of(dropout.rate()));
        case BatchNorm norm ->
          layers.add("    model.add_module(\"$NAME\", BatchNorm($N, eps=$EPS, momentum=$MOMENTUM))\n", "NAME", name,
              "N", stage.output().channels(), "EPS", NumberLiteral.of(norm.epsilon()), "MOMENTUM",
              NumberLiteral.tidy(1 - norm.momentum()));
        case MapLayer map -> {
          mapLayer(layers, stage, name, map);
          if (map instanceof Convolution convolution) {
            activation(layers, name + "_" + convolution.activation().name().toLowerCase(Locale.ROOT),
                convolution.activation());
            cleared(layers, stage, name);
          }
        }
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

  private static void cleared(ProgramText layers, Stage stage, String name) {
    layers.addIf(stage.output().hasPadding(), "    model.add_module(\"$NAME_cleared\", Cleared(rows))\n", "NAME", name);
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

  /** PyTorch has a map's channels before its height and width. */
  private static void mapLayer(ProgramText layers, Stage stage, String name, MapLayer layer) {
    boolean sequence = stage.input() instanceof Shape.Sequence;
    String axes = sequence ? "1d" : "2d";
    String module = switch (layer) {
      case Conv2D conv -> {
        Window window = conv.window(stage.input(), stage.name());
        pad(layers, name, window);
        yield "nn.Conv2d(" + window.channels() + ", " + conv.units() + ", (" + conv.height() + ", " + conv.width() + ")"
            + (conv.stride() == 1 ? "" : ", stride=" + conv.stride()) + bias(conv) + ")";
      }
      case Conv1D conv -> {
        Window window = conv.window(stage.input(), stage.name());
        pad(layers, name, window);
        yield "nn.Conv1d(" + window.channels() + ", " + conv.units() + ", " + conv.size()
            + (conv.stride() == 1 ? "" : ", stride=" + conv.stride())
            + (conv.dilation() == 1 ? "" : ", dilation=" + conv.dilation()) + bias(conv) + ")";
      }
      case Pool pool when stage.input().hasPadding() ->
        "Pool(rows, " + pool.size() + (pool.pooling() == Pooling.MAX ? ", largest=True)" : ")");
      case Pool pool ->
        "nn." + (pool.pooling() == Pooling.MAX ? "Max" : "Avg") + "Pool" + axes + "(" + pool.size() + ")";
      case GlobalPool pool when stage.input().hasPadding() ->
        "Pool(rows" + (pool.pooling() == Pooling.MAX ? ", largest=True)" : ")");
      case GlobalPool pool -> "nn.Sequential(nn.Adaptive" + (pool.pooling() == Pooling.MAX ? "Max" : "Avg") + "Pool"
          + axes + "(1), nn.Flatten())";
      case Join _ -> "Join(rows)";
      case Flatten _ -> "FlattenMaps()";
      case Reshape(Shape shape) -> shape.hasPadding()
          ? "Sequences" + ScriptPlan.sizes(shape).replace("(", "(rows, ")
          : "Maps" + ScriptPlan.sizes(shape);
      case SpatialDropout dropout -> "nn.Dropout" + axes + "(" + NumberLiteral.of(dropout.rate()) + ")";
      case Recurrent recurrent -> PyTorchRecurrent.module(stage, recurrent);
      case Embedding.Words words -> "Words(rows, " + words.words() + ", " + words.dimension()
          + (words.dropout() > 0 ? ", rate=" + NumberLiteral.of(words.dropout()) : "") + ")";
    };
    layers.add("    model.add_module(\"$NAME\", $MODULE)\n", "NAME", name, "MODULE", module);
  }

  private static String bias(Convolution convolution) {
    return convolution.bias() ? "" : ", bias=False";
  }

  /** Zeros before and behind, of which PyTorch's own padding has as many on either side. */
  private static void pad(ProgramText layers, String name, Window window) {
    Window.Axis down = window.vertical();
    Window.Axis along = window.horizontal();
    if (down.before() + down.after() + along.before() + along.after() == 0) {
      return;
    }
    boolean lines = down.inputs() > 1 || down.kernel() > 1;
    layers.add("    model.add_module(\"$NAME\", nn.ConstantPad$AXES(($ZEROS), 0.0))\n", "NAME", name + "_pad", "AXES",
        lines ? "2d" : "1d", "ZEROS",
        along.before() + ", " + along.after() + (lines ? ", " + down.before() + ", " + down.after() : ""));
  }

  private String initializers() {
    var lines = new ProgramText();
    for (Stage stage : plan.architecture.stages()) {
      Start.Kernel start = ScriptPlan.start(stage).orElse(null);
      if (start == null || start.initializer() == Initializer.PYTORCH) {
        continue;
      }
      if (stage.layer() instanceof Recurrent recurrent) {
        lines.append(PyTorchRecurrent.initializer(stage, recurrent, weight -> kernel(start, weight)));
        continue;
      }
      lines.append(kernel(start, "model." + stage.name() + ".weight"));
      lines.addIf(ScriptPlan.biased(stage), "    nn.init.zeros_(model.$NAME.bias)\n", "NAME", stage.name());
    }
    return lines.toString();
  }

  private static String kernel(Start.Kernel start, String weight) {
    return switch (start.initializer()) {
      case GLOROT_UNIFORM -> "    nn.init.xavier_uniform_(" + weight + ")\n";
      case HE_UNIFORM -> "    nn.init.kaiming_uniform_(" + weight + ", nonlinearity=\"relu\")\n";
      case LECUN_UNIFORM, PYTORCH -> "    nn.init.kaiming_uniform_(" + weight + ", nonlinearity=\"linear\")\n";
      case GLOROT_NORMAL, HE_NORMAL, LECUN_NORMAL -> ProgramText.fill(TEMPLATES.part("cut normal"), "WEIGHT", weight,
          "STD", NumberLiteral.tidy(ScriptPlan.deviation(start) / ScriptPlan.CUT_NORMAL));
    };
  }
}
