package dev.lariat.handover.pytorch;

import dev.lariat.handover.python.LinearBackend;
import dev.lariat.handover.source.TemplateFile;

/** What a linear fit needs of PyTorch. */
public final class PyTorchLinear {
  private static final TemplateFile TEMPLATES = TemplateFile.of(PyTorchLinear.class, "linear.py");

  /** Its words. */
  public static final LinearBackend BACKEND = new LinearBackend("PyTorch",
      "numpy, pandas, torch and, with --weights, safetensors", TEMPLATES.part("imports"), TEMPLATES.part("network"),
      "torch", "torch.relu", "$TENSOR.numpy()", "f\"torch {torch.__version__}\"", "1e-10");

  private PyTorchLinear() {}
}
