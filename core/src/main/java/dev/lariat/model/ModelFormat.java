package dev.lariat.model;

import java.nio.file.Path;
import java.util.ServiceLoader;

/**
 * Writes and reads model files. The module {@code lariat-io} brings one; {@code core} itself has no library that reads
 * JSON.
 */
public interface ModelFormat {
  /**
   * Writes a model so that the file is whole or not there.
   *
   * @param overwrite whether an existing file may be replaced
   * @throws java.io.UncheckedIOException if it exists and may not be replaced, or cannot be written
   */
  void write(Model model, Path file, boolean overwrite);

  /**
   * Reads a model.
   *
   * @param file a model file, or the directory of the run that made it
   * @throws dev.lariat.data.DataException if it is no model, cut, hostile, or of a newer format
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  Model read(Path file);

  /**
   * The installed format.
   *
   * @throws IllegalStateException if none is on the class path
   */
  static ModelFormat installed() {
    return ServiceLoader.load(ModelFormat.class)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(
            "no model format is installed: add dev.lariat:lariat-io to the class path"));
  }
}
