package dev.lariat.cli;

import dev.lariat.handover.tensorboard.TensorBoardRun;
import dev.lariat.model.NetworkModel;
import dev.lariat.net.Epoch;
import dev.lariat.net.TrainingPlan;
import java.nio.file.Path;

/** Where {@code --tensorboard} writes, if it was given. */
final class TensorBoardOutput implements AutoCloseable {
  private final Path folder; // null for none
  private TensorBoardRun run;

  TensorBoardOutput(Path folder) {
    this.folder = folder;
  }

  void begin(TrainingPlan plan) {
    if (folder != null) {
      run = new TensorBoardRun(folder, plan);
    }
  }

  void epoch(Epoch epoch) {
    if (run != null) {
      run.epoch(epoch);
    }
  }

  /** The weights before and after. */
  void end(NetworkModel model, int epochs) {
    if (run != null) {
      run.initialWeights(model.architecture(), model.plan());
      run.weights(epochs, model.weights());
    }
  }

  @Override
  public void close() {
    if (run != null) {
      run.close();
    }
  }
}
