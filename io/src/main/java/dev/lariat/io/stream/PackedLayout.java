package dev.lariat.io.stream;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What packed rows hold, and how many of them lie together.
 *
 * @param name of the table, for messages
 * @param columns in their order
 */
public record PackedLayout(String name, List<Column> columns) {
  /** What the values of a column are. */
  public enum Kind {
    /** Numbers with fractions. */
    NUMBER,
    /** Whole numbers. */
    WHOLE,
    /** Texts, and what is written as one. */
    TEXT
  }

  /** A column. */
  public record Column(String name, Kind kind) {}

  private static final JsonMapper MAPPER = JsonMapper.shared();

  /** Refuses a table without columns. */
  public PackedLayout {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException(name + ": there are no columns to read");
    }
  }

  /**
   * {@return how many rows a piece has at most: a piece begins where their number is a multiple of it, at the latest}
   */
  public int chunk() {
    return StreamedTable.chunk(columns.size());
  }

  /** {@return how many rows a block has; the last has fewer. It is a multiple of {@link #chunk}} */
  public int block() {
    long chunks = (RowBlock.leastRows(columns.size()) + chunk() - 1) / chunk();
    return Math.toIntExact(chunks * chunk());
  }

  void write(ObjectNode to) {
    to.put("name", name);
    ArrayNode all = to.putArray("layout");
    columns.forEach(column -> all.addObject().put("name", column.name).put("kind", column.kind.name()));
  }

  static PackedLayout read(JsonNode from) {
    return new PackedLayout(from.required("name").asString(), from.required("layout")
        .valueStream()
        .map(column -> new Column(column.required("name").asString(), Kind.valueOf(column.required("kind").asString())))
        .toList());
  }

  /** {@return all of it as one line} */
  public String text() {
    ObjectNode text = MAPPER.createObjectNode();
    write(text);
    return MAPPER.writeValueAsString(text);
  }

  /** {@return what a line of {@link #text} tells} */
  public static PackedLayout of(String text) {
    return read(MAPPER.readTree(text));
  }
}
