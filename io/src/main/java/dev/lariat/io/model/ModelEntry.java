package dev.lariat.io.model;

import dev.lariat.io.AtomicFile;
import dev.lariat.io.JsonText;
import dev.lariat.io.NewerFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Something that stands in a model file beside the model, with a format of its own. */
final class ModelEntry {
  private ModelEntry() {}

  /** Adds it, or puts it in place of what is there; the file is replaced as a whole. */
  static void add(Path fileOrDirectory, String name, ObjectNode json) {
    Path file = ModelFile.of(fileOrDirectory);
    Map<String, byte[]> entries = new LinkedHashMap<>(ModelArchive.read(file));
    entries.put(name, ModelJson.MAPPER.writeValueAsBytes(json));
    AtomicFile.write(file, true, out -> ModelArchive.write(entries, out));
  }

  /**
   * {@return what stands there; empty where nothing does}
   *
   * @param format the newest that can be read
   * @throws dev.lariat.data.DataException if the file is broken, or of a newer format
   */
  static Optional<JsonNode> read(Path fileOrDirectory, String name, int format) {
    Path file = ModelFile.of(fileOrDirectory);
    byte[] entry = ModelArchive.read(file).get(name);
    if (entry == null) {
      return Optional.empty();
    }
    try {
      JsonNode json = ModelJson.MAPPER.readTree(entry);
      NewerFormat.refuse(file, json.path("format").asInt(0), format);
      return Optional.of(json);
    } catch (JacksonException e) {
      throw ModelFile.broken(file, name + JsonText.where(e), e);
    }
  }

  /** {@return a list of names} */
  static List<String> names(JsonNode json, String key) {
    var names = new ArrayList<String>();
    json.path(key).forEach(name -> names.add(name.asString("")));
    return names;
  }
}
