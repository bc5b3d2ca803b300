package dev.lariat.bench;

import dev.lariat.bench.ablation.Ablation;
import java.io.IOException;

/** What parts of the recipe, of regularizers and of the finish are worth: see {@link Ablation}. */
public final class AblationBenchmark {
  private AblationBenchmark() {}

  /** Runs the ablation. */
  public static void main(String[] arguments) throws IOException {
    Ablation.run(arguments);
  }
}
