package dev.lariat.handover.pytorch;

import dev.lariat.handover.python.RecurrentArguments;
import dev.lariat.handover.python.ScriptPlan;
import dev.lariat.handover.python.Untranslated;
import dev.lariat.handover.source.ProgramText;
import dev.lariat.handover.source.TemplateFile;
import dev.lariat.net.Architecture.Stage;
import dev.lariat.net.layer.Initializer;
import dev.lariat.net.layer.Recurrent;
import java.util.function.Function;

/** Recurrent layers of an emitted PyTorch file. */
final class PyTorchRecurrent {
  private static final TemplateFile TEMPLATES = TemplateFile.of(PyTorchRecurrent.class, "layers.py");

  private PyTorchRecurrent() {}

  /** Classes around PyTorch's layers. */
  static void parts(ScriptPlan plan, ProgramText script) {
    script.addIf(!plan.recurrent().isEmpty(), TEMPLATES.part("Recurrent"));
    script.addIf(plan.recurrent().stream().anyMatch(PyTorchRecurrent::masked), TEMPLATES.part("Masked"));
  }

  private static boolean masked(Recurrent layer) {
    return !layer.noise().equals(Recurrent.Noise.NONE);
  }

  /** A layer's module. */
  static String module(Stage stage, Recurrent layer) {
    String cell = switch (layer.cell()) {
      case LSTM -> "nn.LSTM";
      case GRU -> "nn.GRU";
      case GRU_RESET_BEFORE -> throw Untranslated.resetsBefore("pytorch");
    };
    return (masked(layer) ? "Masked" : "Recurrent") + "(" + cell + ", " + stage.input().channels() + ", "
        + layer.units() + RecurrentArguments.of(layer) + (stage.input().hasPadding() ? ", rows=rows)" : ")");
  }

  /**
   * How it begins, where that is not as in PyTorch.
   *
   * @param kernel the line that fills a weight of a name
   */
  static String initializer(Stage stage, Recurrent layer, Function<String, String> kernel) {
    if (layer.initializer() == Initializer.PYTORCH) {
      return "";
    }
    return ProgramText.fill(TEMPLATES.part("recurrent initializers"), "NAME", stage.name(), "KERNEL",
        kernel.apply("rnn.weight_ih_l0").indent(4), "FORGET", switch (layer.cell()) {
          case LSTM -> "        nn.init.ones_(rnn.bias_ih_l0.data[" + layer.units() + " : " + 2 * layer.units()
              + "])  # of the forget gate\n";
          case GRU, GRU_RESET_BEFORE -> "";
        });
  }
}
