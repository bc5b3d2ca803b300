package dev.lariat.handover.mlx;

import dev.lariat.handover.python.RecurrentArguments;
import dev.lariat.handover.python.ScriptPlan;
import dev.lariat.handover.python.Untranslated;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.ProgramText;
import dev.lariat.handover.source.TemplateFile;
import dev.lariat.net.Architecture.Stage;
import dev.lariat.net.layer.Initializer;
import dev.lariat.net.layer.Recurrent;

/** Recurrent layers of an emitted MLX file, which brings them: MLX' own read one way, without any dropout. */
final class MlxRecurrent {
  private static final TemplateFile TEMPLATES = TemplateFile.of(MlxRecurrent.class, "layers.py");

  private MlxRecurrent() {}

  /** Classes that MLX has not. */
  static void parts(ScriptPlan plan, ProgramText script) {
    script.addIf(!plan.recurrent().isEmpty(), TEMPLATES.part("Recurrent"));
  }

  /**
   * Adds a layer.
   *
   * @param kernel what fills an array of the shape of a kernel's
   */
  static void add(ProgramText made, Stage stage, Recurrent layer, String kernel) {
    if (layer.cell() == Recurrent.Cell.GRU_RESET_BEFORE) {
      throw Untranslated.resetsBefore("mlx");
    }
    made.add("        self.$NAME = Recurrent($GATES, $IN, $UNITS$MORE)\n", "NAME", stage.name(), "GATES",
        layer.cell().gates(), "IN", stage.input().channels(), "UNITS", layer.units(), "MORE",
        RecurrentArguments.of(layer));
    if (layer.initializer() == Initializer.PYTORCH) {
      made.add(TEMPLATES.part("recurrent uniform"), "NAME", stage.name(), "BOUND",
          NumberLiteral.tidy(1 / Math.sqrt(layer.units())));
    } else {
      made.add(TEMPLATES.part("recurrent kernel"), "NAME", stage.name(), "KERNEL", kernel);
    }
  }
}
