package dev.lariat.handover.keras;

import dev.lariat.handover.python.ScriptPlan;
import dev.lariat.handover.python.ScriptPlan.Rules;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.ProgramText;
import dev.lariat.handover.source.TemplateFile;
import dev.lariat.net.Architecture.Stage;
import dev.lariat.net.layer.Initializer;
import dev.lariat.net.layer.Recurrent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Recurrent layers of an emitted Keras file, and what Keras' own arguments do not say of them. */
final class KerasRecurrentText {
  private static final TemplateFile TEMPLATES = TemplateFile.of(KerasRecurrentText.class, "layers.py");

  private final ScriptPlan plan;
  private final KerasLayers layers;

  KerasRecurrentText(ScriptPlan plan, KerasLayers layers) {
    this.plan = plan;
    this.layers = layers;
  }

  /** Layers with masks that Keras does not draw. */
  void parts(ProgramText script) {
    var cells = new TreeSet<String>();
    for (Recurrent layer : plan.recurrent()) {
      if (masked(layer)) {
        cells.add(word(layer));
      }
    }
    script.addIf(!cells.isEmpty(), TEMPLATES.part("Masked"));
    cells.forEach(cell -> script.add(TEMPLATES.part("masked cell"), "CELL", cell));
  }

  /**
   * Whether the layer needs masks beside Keras' own: it has none for weights, and where the state has masks those of
   * the inputs differ by gate.
   */
  private static boolean masked(Recurrent layer) {
    Recurrent.Noise noise = layer.noise();
    return noise.weight() > 0 || (noise.input() > 0 && noise.recurrent() > 0);
  }

  private static String word(Recurrent layer) {
    return switch (layer.cell()) {
      case LSTM -> "LSTM";
      case GRU, GRU_RESET_BEFORE -> "GRU";
    };
  }

  /** A layer without its name and closing bracket. */
  String layer(Stage stage, Recurrent layer) {
    var options = new ArrayList<String>();
    options.add(String.valueOf(layer.units()));
    if (layer.output() == Recurrent.Output.SEQUENCE) {
      options.add("return_sequences=True");
    }
    if (layer.cell() == Recurrent.Cell.GRU_RESET_BEFORE) {
      options.add("reset_after=False");
    }
    noise(layer, options);
    initializers(layer, options);
    regularizers(stage, "kernel", "kernel", options);
    regularizers(stage, "recurrentKernel", "recurrent", options);
    String one = (masked(layer) ? "Masked" : "layers.") + word(layer) + "(" + String.join(", ", options);
    return switch (layer.direction()) {
      case FORWARD -> one;
      case BIDIRECTIONAL -> "layers.Bidirectional(" + one + ")";
    };
  }

  private static void noise(Recurrent layer, List<String> options) {
    Recurrent.Noise noise = layer.noise();
    if (noise.input() > 0) {
      options.add((masked(layer) ? "masked_inputs=" : "dropout=") + NumberLiteral.of(noise.input()));
    }
    if (noise.recurrent() > 0) {
      options.add("recurrent_dropout=" + NumberLiteral.of(noise.recurrent()));
    }
    if (noise.weight() > 0) {
      options.add("masked_weights=" + NumberLiteral.of(noise.weight()));
    }
  }

  private static void initializers(Recurrent layer, List<String> options) {
    if (layer.initializer() == Initializer.PYTORCH) {
      String bound = NumberLiteral.tidy(1 / Math.sqrt(layer.units()));
      for (String what : List.of("kernel", "recurrent", "bias")) {
        options.add(what + "_initializer=keras.initializers.RandomUniform(-" + bound + ", " + bound + ")");
      }
      switch (layer.cell()) {
        case LSTM -> options.add("unit_forget_bias=False");
        case GRU, GRU_RESET_BEFORE -> {
          // It has no forget gate.
        }
      }
    } else if (layer.initializer() != Initializer.GLOROT_UNIFORM) {
      options.add("kernel_initializer=\"" + layer.initializer().name().toLowerCase(Locale.ROOT) + "\"");
    }
  }

  private void regularizers(Stage stage, String array, String what, List<String> options) {
    String parameter = stage.name() + "." + array;
    Rules rules = plan.rules.get(parameter);
    if (rules == null) {
      return;
    }
    String regularizer = layers.regularizer(parameter, rules);
    if (!regularizer.isEmpty()) {
      options.add(what + "_" + regularizer);
    }
    if (rules.maxNorm > 0) {
      options.add(what + "_constraint=keras.constraints.MaxNorm(" + NumberLiteral.of(rules.maxNorm) + ", axis=0)");
    }
  }
}
