package dev.lariat.handover.keras;

import dev.lariat.handover.python.LinearBackend;
import dev.lariat.handover.source.TemplateFile;

/** What a linear fit needs of Keras. */
public final class KerasLinear {
  private static final TemplateFile TEMPLATES = TemplateFile.of(KerasLinear.class, "linear.py");

  /** Its words. */
  public static final LinearBackend BACKEND = new LinearBackend("Keras",
      "numpy, pandas, keras with a backend and, with --weights, safetensors", TEMPLATES.part("imports"),
      TEMPLATES.part("network"), "ops", "ops.relu", "ops.convert_to_numpy($TENSOR)",
      "f\"keras {keras.__version__} on {keras.backend.backend()}\"", "1e-10");

  private KerasLinear() {}
}
