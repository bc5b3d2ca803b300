package dev.lariat.io.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Of which long table a model's sequences were made, in a model file beside the model: {@code sequences.json}. A
 * version that does not know it reads the model and leaves it alone.
 *
 * @param id the column that says which sequence a row is of
 * @param time the column that says when a step is
 * @param same columns of which it was told that they are the same at all steps
 */
public record StepColumns(String id, String time, List<String> same) {
  private static final int FORMAT = 1;
  private static final String ENTRY = "sequences.json";

  /** Copies the list. */
  public StepColumns {
    Objects.requireNonNull(id);
    Objects.requireNonNull(time);
    same = List.copyOf(same);
  }

  /**
   * Adds them to a model file, which is replaced as a whole.
   *
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public void addTo(Path fileOrDirectory) {
    var json = ModelJson.MAPPER.createObjectNode().put("format", FORMAT).put("id", id).put("time", time);
    same.forEach(json.putArray("static")::add);
    ModelEntry.add(fileOrDirectory, ENTRY, json);
  }

  /**
   * {@return those of a model; empty where it was made of a table with a row for each case, or by an earlier version}
   *
   * @throws dev.lariat.data.DataException if the file is broken, or of a newer format
   */
  public static Optional<StepColumns> of(Path fileOrDirectory) {
    return ModelEntry.read(fileOrDirectory, ENTRY, FORMAT).map(json -> {
      if (!json.path("id").isString() || !json.path("time").isString()) {
        throw ModelFile.broken(ModelFile.of(fileOrDirectory), ENTRY + " names no columns", null);
      }
      return new StepColumns(json.path("id").asString(), json.path("time").asString(),
          ModelEntry.names(json, "static"));
    });
  }
}
