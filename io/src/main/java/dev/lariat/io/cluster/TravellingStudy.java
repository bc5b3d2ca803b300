package dev.lariat.io.cluster;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A study as it travels: the words that it is made of, and what tells that another machine has made the same one.
 *
 * @param words of the command line, files left out
 * @param files that the words need, those of the table first
 * @param settings of the cells, {@link dev.lariat.study.Study#cellSettings}
 * @param machine that asks for the cells
 */
public record TravellingStudy(List<String> words, List<TravellingFile> files, String settings, Machine machine) {
  /** The version of the lines that travel: both sides must have the same. */
  private static final int FORMAT = 1;
  private static final JsonMapper MAPPER = JsonMapper.shared();

  /** Copies the lists. */
  public TravellingStudy {
    words = List.copyOf(words);
    files = List.copyOf(files);
  }

  /**
   * A file that goes to every machine.
   *
   * @param option that names it on the command line; empty for the table
   * @param name without a folder
   * @param hash of its content
   */
  public record TravellingFile(String option, String name, String hash) {}

  /** {@return the study as one line} */
  public String text() {
    ObjectNode text = MAPPER.createObjectNode().put("format", FORMAT);
    ArrayNode said = text.putArray("words");
    words.forEach(said::add);
    ArrayNode sent = text.putArray("files");
    files.forEach(file -> sent.addObject().put("option", file.option).put("name", file.name).put("hash", file.hash));
    text.put("settings", settings);
    machine.write(text.putObject("machine"));
    return MAPPER.writeValueAsString(text);
  }

  /** {@return the study that a line of {@link #text} tells} */
  static TravellingStudy parse(String text) {
    JsonNode read = MAPPER.readTree(text);
    int format = read.required("format").asInt();
    if (format != FORMAT) {
      throw new IllegalArgumentException("studies travel in format " + format + " there, and in " + FORMAT + " here");
    }
    var words = new ArrayList<String>();
    read.required("words").forEach(word -> words.add(word.asString()));
    var files = new ArrayList<TravellingFile>();
    read.required("files")
        .forEach(file -> files.add(new TravellingFile(file.required("option").asString(),
            file.required("name").asString(), file.required("hash").asString())));
    return new TravellingStudy(words, files, read.required("settings").asString(),
        Machine.read(read.required("machine")));
  }
}
