package dev.lariat.io.cluster;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A table whose rows others add up, as it travels.
 *
 * @param table {@link dev.lariat.io.stream.TravellingTable#text}
 * @param machine that asks
 */
public record TravellingRows(String table, Machine machine) {
  /** The version of what travels: both sides must have the same. */
  private static final int FORMAT = 2;
  private static final JsonMapper MAPPER = JsonMapper.shared();

  /** {@return all of it as one line} */
  public String text() {
    ObjectNode text = MAPPER.createObjectNode().put("format", FORMAT).put("table", table);
    machine.write(text.putObject("machine"));
    return MAPPER.writeValueAsString(text);
  }

  /** {@return what a line of {@link #text} tells} */
  static TravellingRows parse(String text) {
    JsonNode read = MAPPER.readTree(text);
    int format = read.required("format").asInt();
    if (format != FORMAT) {
      throw new RefusedException("reads tables in format " + FORMAT + ", and here is " + format
          + ": install the same version of lariat on both");
    }
    return new TravellingRows(read.required("table").asString(), Machine.read(read.required("machine")));
  }
}
