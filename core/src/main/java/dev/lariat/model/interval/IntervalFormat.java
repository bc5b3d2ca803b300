package dev.lariat.model.interval;

import dev.lariat.model.Model;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/** Keeps intervals in the file of their model. The module {@code lariat-io} brings it. */
public interface IntervalFormat {
  /**
   * Writes a model with its intervals so that the file is whole or not there.
   *
   * @param overwrite whether an existing file may be replaced
   * @throws java.io.UncheckedIOException if it exists and may not be replaced, or cannot be written
   */
  void write(Model model, PredictionIntervals intervals, Path file, boolean overwrite);

  /**
   * Reads intervals; empty where the file has none.
   *
   * @param file a model file, or the directory of the run that made it
   * @throws dev.lariat.data.DataException if it is no model, cut, hostile, or of a newer format
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  Optional<PredictionIntervals> intervals(Path file);

  /**
   * The installed format.
   *
   * @throws IllegalStateException if none is on the class path
   */
  static IntervalFormat installed() {
    return ServiceLoader.load(IntervalFormat.class)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(
            "no model format is installed: add dev.lariat:lariat-io to the class path"));
  }
}
