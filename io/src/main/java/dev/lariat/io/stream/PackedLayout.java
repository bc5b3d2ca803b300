package dev.lariat.io.stream;

import dev.lariat.data.DataException;
import java.util.HashSet;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What packed rows hold, and how many of them lie together.
 *
 * @param name of the table, for messages
 * @param width how many columns the table has, those that are not packed among them: by it rows are computed with
 * together as {@link StreamedTable} does with those of a file
 * @param columns that are packed, in their order
 */
public record PackedLayout(String name, int width, List<Column> columns) {
  /** What the values of a column are. */
  public enum Kind {
    /** Numbers with fractions. */
    NUMBER,
    /** Whole numbers. */
    WHOLE,
    /** Texts, and what is written as one. */
    TEXT
  }

  /**
   * A column.
   *
   * @param place among the table's columns, from 0
   */
  public record Column(String name, Kind kind, int place) {}

  private static final JsonMapper MAPPER = JsonMapper.shared();

  /**
   * What is packed.
   *
   * @throws DataException if two columns have one name
   * @throws IllegalArgumentException if there are no columns, or their places are not those of such a table
   */
  public PackedLayout {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException(name + ": there are no columns to read");
    }
    var names = new HashSet<String>();
    int next = 0;
    for (Column column : columns) {
      if (!names.add(column.name)) {
        throw new DataException(
            name + ": two columns are named '" + column.name + "': rename one of them, or drop it beforehand");
      }
      if (column.place < next || column.place >= width) {
        throw new IllegalArgumentException(name + ": column '" + column.name + "' has place " + column.place
            + ", which is not in [" + next + ", " + width + ")");
      }
      next = column.place + 1;
    }
  }

  /**
   * {@return how many rows a piece has at most: a piece begins where their number is a multiple of it, at the latest}
   */
  public int chunk() {
    return StreamedTable.chunk(width);
  }

  /** {@return how many rows a block has; the last has fewer. It is a multiple of {@link #chunk}} */
  public int block() {
    long chunks = (RowBlock.leastRows(width) + chunk() - 1) / chunk();
    return Math.toIntExact(chunks * chunk());
  }

  void write(ObjectNode to) {
    to.put("name", name).put("width", width);
    ArrayNode all = to.putArray("layout");
    columns.forEach(
        column -> all.addObject().put("name", column.name).put("kind", column.kind.name()).put("place", column.place));
  }

  static PackedLayout read(JsonNode from) {
    return new PackedLayout(from.required("name").asString(), from.required("width").asInt(),
        from.required("layout")
            .valueStream()
            .map(column -> new Column(column.required("name").asString(),
                Kind.valueOf(column.required("kind").asString()), column.required("place").asInt()))
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
