package dev.lariat.handover.mlx;

import dev.lariat.handover.python.LinearBackend;
import dev.lariat.handover.source.TemplateFile;

/** What a linear fit needs of MLX. */
public final class MlxLinear {
  private static final TemplateFile TEMPLATES = TemplateFile.of(MlxLinear.class, "linear.py");

  /** Its words. */
  public static final LinearBackend BACKEND = new LinearBackend("MLX",
      "numpy, pandas, mlx and, with --weights, safetensors", TEMPLATES.part("imports"), TEMPLATES.part("network"), "mx",
      "nn.relu", "np.array($TENSOR)", "f\"mlx {mx.__version__}\"", "1e-8  # its root is of single precision");

  private MlxLinear() {}
}
