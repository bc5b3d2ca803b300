package dev.lariat.handover.keras;

import dev.lariat.handover.source.TemplateFile;
import dev.lariat.handover.python.ScriptPlan;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.ProgramText;
import dev.lariat.handover.translation.PenaltyStrength;
import dev.lariat.handover.python.ScriptPlan.Kind;
import dev.lariat.handover.python.ScriptPlan.Rules;
import dev.lariat.net.layer.ActivationLayer;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.Architecture.Stage;
import dev.lariat.net.layer.BatchNorm;
import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.LayerNorm;
import dev.lariat.net.layer.SpatialDropout;
import dev.lariat.net.layer.Shape;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.net.layer.Reshape;
import dev.lariat.net.layer.Pooling;
import dev.lariat.net.layer.Pool;
import dev.lariat.net.layer.Padding;
import dev.lariat.net.layer.Reshape.Join;
import dev.lariat.net.layer.MapLayer;
import dev.lariat.net.layer.LayerParameter.Start;
import dev.lariat.net.layer.GlobalPool;
import dev.lariat.net.layer.Flatten;
import dev.lariat.net.layer.Convolution;
import dev.lariat.net.layer.Conv2D;
import dev.lariat.net.layer.Conv1D;
import dev.lariat.penalty.ZeroRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The network of an emitted Keras file: its layers, and those that Keras has not. */
final class KerasLayers {
  private static final TemplateFile TEMPLATES = TemplateFile.of(KerasLayers.class, "layers.py");

  private final ScriptPlan plan;
  private final ProgramText script;
  private final boolean subgradient;
  private final boolean bare;
  private final KerasRecurrentText recurrent;

  /** @param bare whether the optimizer carries the penalties */
  KerasLayers(ScriptPlan plan, ProgramText script, boolean bare) {
    this.plan = plan;
    this.script = script;
    this.bare = bare;
    this.recurrent = new KerasRecurrentText(plan, this);
    this.subgradient = plan.plan.zeroRule() == ZeroRule.SUBGRADIENT;
  }

  /** Classes that Keras has not. */
  void parts() {
    script.addIf(plan.originalDropout(), TEMPLATES.part("OriginalDropout"));
    script.addIf(plan.plan.network().padded(), TEMPLATES.part("Padded"));
    script.addIf(plan.plan.network().words().isPresent(), TEMPLATES.part("Words"));
    script.addIf(plan.embeds(), TEMPLATES.part("Embeddings"));
    script.addIf(subgradient && plan.any(Kind.GROUPS), TEMPLATES.part("GroupLasso"));
    recurrent.parts(script);
  }

  /** The function that makes the network. */
  void network() {
    if (plan.plan.network().padded()) {
      var lines = new ProgramText();
      plan.architecture.stages().forEach(stage -> padded(stage, lines));
      script.add(TEMPLATES.part("padded network"), "IN", plan.architecture.inputs(), "LIST", lines);
      return;
    }
    var list = new ProgramText();
    plan.architecture.stages().forEach(stage -> layer(stage, list));
    script.add(TEMPLATES.part("network"), "IN", plan.architecture.inputs(), "LIST", list);
  }

  /** A layer of a network whose rows have lengths of their own, called with where their steps are. */
  private void padded(Stage stage, ProgramText lines) {
    String name = "name=\"" + stage.name().replace('.', '_') + "\"";
    boolean padding = stage.input().hasPadding();
    switch (stage.layer()) {
      case Reshape(Shape shape) -> lines.add("    x, there, beside = Sequences($T, $C, $NAME)(rows)\n", "T",
          shape.size() / shape.channels(), "C", shape.channels(), "NAME", name);
      case Pool pool when padding -> lines.add("    x, there = Pool($SIZE$MORE, $NAME)(x, there)\n", "SIZE",
          pool.size(), "MORE", pool.pooling() == Pooling.MAX ? ", largest=True" : "", "NAME", name);
      case GlobalPool pool when padding -> lines.add("    x = Pool($MORE$NAME)(x, there)\n", "MORE",
          pool.pooling() == Pooling.MAX ? "largest=True, " : "", "NAME", name);
      case Join _ ->
        lines.addIf(stage.inputs() < stage.outputs(), "    x = layers.Concatenate($NAME)([x, beside])\n", "NAME", name);
      case Dense _,Dropout _,BatchNorm _,LayerNorm _,Embedding _,ActivationLayer _,Convolution _,Pool _,GlobalPool _,Flatten _,SpatialDropout _,Recurrent _,Embedding.Words _ -> {
        var one = new ProgramText();
        layer(stage, one);
        String made = one.toString().strip().replaceFirst(",$", "");
        lines.addIf(!made.isEmpty(), "    x = $MADE(x$MASK)\n", "MADE", made, "MASK",
            padding && stage.layer() instanceof Recurrent
                ? ", mask=there"
                : stage.layer() instanceof Embedding.Words ? ", there" : "");
        boolean computes = stage.layer() instanceof Recurrent || stage.layer() instanceof Convolution
            || stage.layer() instanceof ActivationLayer;
        lines.addIf(computes && stage.output().hasPadding(), "    x = Cleared()(x, there)\n");
      }
    }
  }

  private void layer(Stage stage, ProgramText list) {
    String name = ", name=\"" + stage.name().replace('.', '_') + "\"";
    switch (stage.layer()) {
      case Dense dense -> list.add("            layers.Dense($UNITS$OPTIONS$NAME),\n", "UNITS", dense.units(),
          "OPTIONS", options(stage, dense.activation()), "NAME", name);
      case ActivationLayer activate ->
        list.addIf(activate.activation() != Activation.LINEAR, "            $LAYER,\n", "LAYER",
            activate.activation() == Activation.LEAKY_RELU
                ? "layers.LeakyReLU(0.01" + name + ")"
                : "layers.Activation(" + activation(activate.activation()) + name + ")");
      case Dropout dropout -> list.addIf(dropout.rate() > 0, "            $KIND($RATE$NAME),\n", "KIND",
          dropout.form() == Dropout.Form.INVERTED ? "layers.Dropout" : "OriginalDropout", "RATE",
          NumberLiteral.of(dropout.rate()), "NAME", name);
      case BatchNorm norm -> list.add("            layers.BatchNormalization(momentum=$M, epsilon=$E$NAME),\n", "M",
          NumberLiteral.of(norm.momentum()), "E", NumberLiteral.of(norm.epsilon()), "NAME", name);
      case MapLayer map -> list.add("            $LAYER$NAME),\n", "LAYER", mapLayer(stage, map), "NAME",
          separated(map) ? name : name.substring(2));
      case LayerNorm norm -> list.add("            layers.LayerNormalization(epsilon=$E$NAME),\n", "E",
          NumberLiteral.of(norm.epsilon()), "NAME", name);
      case Embedding embedding -> {
        Rules rules = plan.rules.get(stage.parameters().getFirst().name());
        String regularizer = rules == null ? "" : regularizer(stage.parameters().getFirst().name(), rules);
        list.add("            Embeddings([$CODES], $IN$REG$NAME),\n", "CODES", ScriptPlan.codes(embedding), "IN",
            stage.inputs(), "REG", regularizer.isEmpty() ? "" : ", " + regularizer, "NAME", name);
      }
    }
  }

  private static String activation(Activation activation) {
    return activation == Activation.LEAKY_RELU
        ? "lambda z: keras.activations.leaky_relu(z, 0.01)"
        : "\"" + activation.name().toLowerCase(Locale.ROOT) + "\"";
  }

  /** Whether the layer has arguments before its name. */
  private static boolean separated(MapLayer layer) {
    return switch (layer) {
      case Convolution _,Pool _,Reshape _,SpatialDropout _,Recurrent _,Embedding.Words _ -> true;
      case GlobalPool _,Flatten _,Join _ -> false;
    };
  }

  /** A layer on maps without its name and closing bracket. */
  private String mapLayer(Stage stage, MapLayer layer) {
    String axes = stage.input() instanceof Shape.Sequence ? "1D" : "2D";
    return switch (layer) {
      case Conv2D conv -> "layers.Conv2D(" + conv.units() + ", (" + conv.height() + ", " + conv.width() + ")"
          + moved(conv.stride(), 1, conv.padding()) + options(stage, conv.activation());
      case Conv1D conv -> "layers.Conv1D(" + conv.units() + ", " + conv.size()
          + moved(conv.stride(), conv.dilation(), conv.padding()) + options(stage, conv.activation());
      case Pool pool ->
        "layers." + (pool.pooling() == Pooling.MAX ? "Max" : "Average") + "Pooling" + axes + "(" + pool.size();
      case GlobalPool pool ->
        "layers.Global" + (pool.pooling() == Pooling.MAX ? "Max" : "Average") + "Pooling" + axes + "(";
      case Join _ -> throw new IllegalStateException("a join is called with what stands beside the sequences");
      case Flatten _ -> "layers.Flatten(";
      case Reshape(Shape shape) -> "layers.Reshape(" + ScriptPlan.sizes(shape);
      case SpatialDropout dropout -> "layers.SpatialDropout" + axes + "(" + NumberLiteral.of(dropout.rate());
      case Recurrent recurrent -> this.recurrent.layer(stage, recurrent);
      case Embedding.Words words -> {
        String parameter = stage.parameters().getFirst().name();
        Rules rules = plan.rules.get(parameter);
        String regularizer = rules == null ? "" : regularizer(parameter, rules);
        yield "Words(" + words.words() + ", " + words.dimension()
            + (words.dropout() > 0 ? ", " + NumberLiteral.of(words.dropout()) : "")
            + (regularizer.isEmpty() ? "" : ", " + regularizer);
      }
    };
  }

  private static String moved(int stride, int dilation, Padding padding) {
    return (stride == 1 ? "" : ", strides=" + stride) + (dilation == 1 ? "" : ", dilation_rate=" + dilation)
        + (padding == Padding.VALID ? "" : ", padding=\"" + padding.name().toLowerCase(Locale.ROOT) + "\"");
  }

  private String options(Stage stage, Activation function) {
    var options = new ArrayList<String>();
    if (function != Activation.LINEAR) {
      options.add("activation=" + activation(function));
    }
    boolean biased = ScriptPlan.biased(stage);
    if (!biased) {
      options.add("use_bias=False");
    }
    Start.Kernel start = ScriptPlan.start(stage).orElseThrow();
    switch (start.initializer()) {
      case GLOROT_UNIFORM -> {
      }
      case PYTORCH -> {
        options.add("kernel_initializer=keras.initializers.VarianceScaling(1 / 3, \"fan_in\", \"uniform\")");
        String bound = NumberLiteral.tidy(1 / Math.sqrt(start.inputs()));
        if (biased) {
          options.add("bias_initializer=keras.initializers.RandomUniform(-" + bound + ", " + bound + ")");
        }
      }
      case GLOROT_NORMAL, HE_UNIFORM, HE_NORMAL, LECUN_UNIFORM, LECUN_NORMAL ->
        options.add("kernel_initializer=\"" + start.initializer().name().toLowerCase(Locale.ROOT) + "\"");
    }
    for (String what : List.of("kernel", "bias")) {
      String parameter = stage.name() + "." + what;
      Rules rules = plan.rules.get(parameter);
      if (rules != null) {
        String regularizer = regularizer(parameter, rules);
        if (!regularizer.isEmpty()) {
          options.add(what + "_" + regularizer);
        }
        if (rules.maxNorm > 0) {
          options.add(what + "_constraint=keras.constraints.MaxNorm(" + NumberLiteral.of(rules.maxNorm) + ", axis="
              + summed(stage) + ")");
        }
      }
    }
    return options.isEmpty() ? "" : ", " + String.join(", ", options);
  }

  /** The axes of a kernel that end in one unit. */
  private static String summed(Stage stage) {
    return switch (stage.layer()) {
      case Conv2D _ -> "[0, 1, 2]";
      case Conv1D _ -> "[0, 1]";
      case Dense _,Dropout _,BatchNorm _,LayerNorm _,Embedding _,ActivationLayer _,Pool _,GlobalPool _,Flatten _,Reshape _,Join _,SpatialDropout _,Recurrent _,Embedding.Words _ ->
        "0";
    };
  }

  /** {@code regularizer=…} in Keras' constants, or nothing where thresholds do it. */
  String regularizer(String parameter, Rules rules) {
    if (bare) {
      return "";
    }
    var strength = new PenaltyStrength(subgradient ? rules.l1 : 0, rules.l2);
    if (subgradient && !rules.groups.isEmpty()) {
      var lasso = plan.groupLasso(parameter, rules);
      return "regularizer=GroupLasso" + lasso;
    }
    return strength.l1() > 0 && strength.l2() > 0
        ? "regularizer=regularizers.L1L2(" + NumberLiteral.tidy(strength.kerasL1()) + ", "
            + NumberLiteral.tidy(strength.kerasL2()) + ")"
        : strength.l1() > 0
            ? "regularizer=regularizers.L1(" + NumberLiteral.tidy(strength.kerasL1()) + ")"
            : strength.l2() > 0 ? "regularizer=regularizers.L2(" + NumberLiteral.tidy(strength.kerasL2()) + ")" : "";
  }
}
