package dev.lariat.io.model;

import dev.lariat.io.AtomicFile;
import dev.lariat.io.NewerFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

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
    Path file = ModelFile.of(fileOrDirectory);
    Map<String, byte[]> entries = new LinkedHashMap<>(ModelArchive.read(file));
    var json = ModelJson.MAPPER.createObjectNode().put("format", FORMAT).put("id", id).put("time", time);
    same.forEach(json.putArray("static")::add);
    entries.put(ENTRY, ModelJson.MAPPER.writeValueAsBytes(json));
    AtomicFile.write(file, true, out -> ModelArchive.write(entries, out));
  }

  /**
   * {@return those of a model; empty where it was made of a table with a row for each case, or by an earlier version}
   *
   * @throws dev.lariat.data.DataException if the file is broken, or of a newer format
   */
  public static Optional<StepColumns> of(Path fileOrDirectory) {
    Path file = ModelFile.of(fileOrDirectory);
    byte[] entry = ModelArchive.read(file).get(ENTRY);
    if (entry == null) {
      return Optional.empty();
    }
    try {
      JsonNode json = ModelJson.MAPPER.readTree(entry);
      NewerFormat.refuse(file, json.path("format").asInt(0), FORMAT);
      if (!json.path("id").isString() || !json.path("time").isString()) {
        throw ModelFile.broken(file, ENTRY + " names no columns", null);
      }
      var same = new ArrayList<String>();
      json.path("static").forEach(name -> same.add(name.asString("")));
      return Optional.of(new StepColumns(json.path("id").asString(), json.path("time").asString(), same));
    } catch (JacksonException e) {
      throw ModelFile.broken(file, ENTRY + " is not what it should be: " + e.getOriginalMessage(), e);
    }
  }
}
