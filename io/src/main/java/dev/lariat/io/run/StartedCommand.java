package dev.lariat.io.run;

import dev.lariat.data.DataException;
import dev.lariat.io.AtomicFile;
import dev.lariat.io.JsonText;
import dev.lariat.io.NewerFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * By which words a study was begun, so that it can be gone on with by whoever finds its run directory:
 * {@code command.json} with {@code format, data} (the table's path, seen from the run directory) and {@code options}.
 *
 * @param data the table
 * @param options the words of {@code lariat fit} behind it
 */
public record StartedCommand(Path data, List<String> options) {
  /** Its name in a run directory. */
  public static final String NAME = "command.json";

  private static final int FORMAT = 1;

  /** Copies the words. */
  public StartedCommand {
    options = List.copyOf(options);
  }

  /** Writes it, in place of what an earlier start wrote. */
  public void write(Path runDirectory) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    Path table = data.toAbsolutePath().normalize();
    Path here = runDirectory.toAbsolutePath().normalize();
    boolean near = here.getRoot().equals(table.getRoot());
    json.put("format", FORMAT).put("data", (near ? here.relativize(table) : table).toString().replace('\\', '/'));
    options.forEach(json.putArray("options")::add);
    byte[] bytes = JsonMapper.shared().writeValueAsBytes(json);
    AtomicFile.write(runDirectory.resolve(NAME), true, out -> out.write(bytes));
  }

  /**
   * Reads it.
   *
   * @return empty where it is not there: an earlier version wrote none
   * @throws DataException if it is damaged, or of a newer format
   */
  public static Optional<StartedCommand> read(Path runDirectory) {
    Path file = runDirectory.resolve(NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String remedy = "start the study by its command";
    try {
      JsonNode json = JsonText.object(file, JsonMapper.shared(), "command of a study", remedy);
      NewerFormat.refuse(file, json.path("format").asInt(0), FORMAT);
      var options = new ArrayList<String>();
      json.path("options").forEach(word -> options.add(word.asString("")));
      return Optional
          .of(new StartedCommand(runDirectory.resolve(json.required("data").asString()).normalize(), options));
    } catch (JacksonException e) {
      throw new DataException(file + JsonText.where(e) + ": no command of a study; " + remedy, e);
    }
  }
}
