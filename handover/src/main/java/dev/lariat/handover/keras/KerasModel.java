package dev.lariat.handover.keras;

import dev.lariat.loss.Loss;
import dev.lariat.net.Network;
import dev.lariat.net.Weights;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.Schedule;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code .keras} file holds, in Lariat's terms: λs are on Lariat's scale, the optimizer is in Keras' dialect.
 *
 * @param network its hidden layers, and the regularizers and initialiser of its last one
 * @param inputs columns that it takes
 * @param outputs units of its last layer
 * @param weights its weights
 * @param loss what it was compiled with, or what goes with its last activation; empty where neither says it
 * @param optimizer what it was compiled with, if it was and Lariat has it
 * @param schedule of the learning rate
 * @param clipNorm the norm to which gradients are clipped; infinite for none
 * @param notes what Lariat does otherwise when it trains, one sentence each
 */
public record KerasModel(Network network, int inputs, int outputs, Weights weights, Optional<Loss> loss,
    Optional<Optimizer> optimizer, Schedule schedule, double clipNorm, List<String> notes) {
  /** Copies the notes. */
  public KerasModel {
    notes = List.copyOf(notes);
  }

  /**
   * Reads a file that Keras 3 saved: a Sequential model or a functional chain of Dense, Dropout, BatchNormalization,
   * LayerNormalization, Activation, Embedding, Conv1D, Conv2D, pools, GRU, LSTM, Bidirectional and the like, that ends
   * in a Dense layer. Where it takes images or sequences, {@code inputs} counts all of their numbers, and the network
   * begins with a {@code Reshape}. Where an Embedding takes several numbers, they are words: {@code inputs} are their
   * numbers and, last, how many there are.
   *
   * @throws dev.lariat.data.DataException if it is damaged or hostile, or has a layer that Lariat has not, which is
   * named with its place in the file
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static KerasModel read(Path file) {
    KerasArchive archive = KerasArchive.read(file);
    try (KerasWeights weights = KerasWeights.of(file, archive.weights())) {
      return new KerasReader(file, weights).read(archive.config());
    }
  }
}
