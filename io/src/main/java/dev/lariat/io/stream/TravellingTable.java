package dev.lariat.io.stream;

import dev.lariat.data.ColumnKind;
import dev.lariat.data.Dataset;
import dev.lariat.data.stream.BlockSums;
import dev.lariat.io.column.DecidedColumn;
import dev.lariat.io.table.RowGroups;
import dev.lariat.io.table.TableOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A table of which another machine reads some blocks: what all rows showed travels as text, the rows do not. Its files
 * must lie under the same paths on all machines.
 */
public final class TravellingTable {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final StreamedTable table;
  private final List<RowBlock> blocks;
  private final List<FilePieces> pieces; // [files]
  private final List<BitSet> same = new ArrayList<>(); // [files] pieces that were compared

  private TravellingTable(StreamedTable table, List<FilePieces> pieces) {
    this.table = table;
    this.pieces = pieces;
    blocks = table.blocks();
    pieces.forEach(_ -> same.add(new BitSet()));
  }

  /**
   * A table as it travels, as one line.
   *
   * @throws IllegalArgumentException if one of its files can only be read from its start
   */
  public static String text(StreamedTable table) {
    ObjectNode text = MAPPER.createObjectNode().put("name", table.specimen().name()).put("rows", table.rows());
    ArrayNode files = text.putArray("files");
    for (FilePasses.Part part : table.files().parts()) {
      if (part.reader().groups().isEmpty()) {
        throw new IllegalArgumentException("--on: " + part.path()
            + " can only be read from its start; save it as Parquet, of which each machine reads some row groups");
      }
      FilePieces own = FilePieces.of(part.path());
      ArrayNode sums = files.addObject()
          .put("path", part.path().toAbsolutePath().normalize().toString())
          .put("bytes", own.bytes())
          .putArray("pieces");
      own.sums().forEach(sums::add);
    }
    ObjectNode kinds = text.putObject("kinds");
    table.options().kinds().forEach((column, kind) -> kinds.put(column, kind.name()));
    ArrayNode columns = text.putArray("columns");
    table.decided().values().forEach(column -> columns.add(column.text()));
    return MAPPER.writeValueAsString(text);
  }

  /**
   * The table that {@link #text} tells, on another machine.
   *
   * @throws UncheckedIOException if one of the files is not there or cannot be read
   * @throws AnotherException if one is another file
   */
  public static TravellingTable of(String text) {
    JsonNode read = MAPPER.readTree(text);
    var files = new ArrayList<Path>();
    var pieces = new ArrayList<FilePieces>();
    for (JsonNode file : read.required("files")) {
      Path path = Path.of(file.required("path").asString());
      requireThere(path);
      files.add(path);
      pieces.add(new FilePieces(file.required("bytes").asLong(),
          file.required("pieces").valueStream().map(JsonNode::asLong).toList()));
      if (!pieces.getLast().areOf(path, 0, 0, new BitSet())) {
        throw another(path);
      }
    }
    TableOptions options = TableOptions.none();
    for (var kind : read.required("kinds").properties()) {
      options = options.kind(kind.getKey(), ColumnKind.valueOf(kind.getValue().asString()));
    }
    var columns = new ArrayList<DecidedColumn>();
    read.required("columns").forEach(column -> columns.add(DecidedColumn.of(column.asString())));
    var table = new TravellingTable(
        StreamedTable.known(read.required("name").asString(), files, options, columns, read.required("rows").asLong()),
        pieces);
    for (int file = 0; file < files.size(); file++) {
      List<RowGroups.Group> groups = table.table.files().parts().get(file).reader().groups();
      table.requireSame(file, groups.getLast().end(), pieces.get(file).bytes()); // what the file says of itself
    }
    return table;
  }

  private static void requireThere(Path path) {
    if (!Files.isReadable(path)) {
      throw new UncheckedIOException(
          new IOException("cannot read " + path + " (" + (Files.exists(path) ? "it may not" : "there is no such file")
              + "): a table has to lie under the same path on all machines, as on a file system" + " that they share"));
    }
  }

  /** The files of this machine are others. */
  public static final class AnotherException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AnotherException(String message) {
      super(message);
    }
  }

  private static AnotherException another(Path path) {
    return new AnotherException(
        "has another " + path + ": it was changed after the start, or another file of this name is there; start again");
  }

  private void requireSame(int file, long from, long to) {
    Path path = table.files().parts().get(file).path();
    if (!pieces.get(file).areOf(path, from, to, same.get(file))) {
      throw another(path);
    }
  }

  /** {@return what the columns hold} */
  public Dataset specimen() {
    return table.specimen();
  }

  /**
   * The sums of a block, by its number.
   *
   * @throws AnotherException if the rows are others than where the table came from
   */
  public <S> S sum(BlockSums<S> sums, int number) {
    RowBlock block = blocks.get(number);
    table.files().requireUnchanged();
    List<RowGroups.Group> groups = table.files().parts().get(block.file()).reader().groups();
    requireSame(block.file(), groups.get(block.groups().first()).start(), groups.get(block.groups().end() - 1).end());
    S made = sums.empty();
    table.sum(sums, made, block);
    table.files().requireUnchanged();
    return made;
  }
}
