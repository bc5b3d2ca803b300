package dev.lariat.io.stream;

import dev.lariat.data.ColumnKind;
import dev.lariat.data.Dataset;
import dev.lariat.data.stream.BlockSums;
import dev.lariat.io.column.DecidedColumn;
import dev.lariat.io.table.RowGroups;
import dev.lariat.io.table.TableOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A table of which another machine reads some blocks: what all rows showed travels as text, the rows do not. Its files
 * must lie under the same paths on all machines.
 */
public final class TravellingTable implements BlockRows {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  /** Bytes of a text that tell how it is laid out, at least. */
  private static final long LAYOUT = 1 << 18;

  private final StreamedTable table;
  private final List<RowBlock> blocks;
  private final List<List<RowGroups.Group>> groups; // [files]
  private final List<FilePieces> pieces; // [files]
  private final List<BitSet> same = new ArrayList<>(); // [files] pieces that were compared

  private TravellingTable(StreamedTable table, List<FilePieces> pieces) {
    this.table = table;
    this.pieces = pieces;
    blocks = table.blocks();
    groups = table.files().parts().stream().map(table.files()::groups).toList();
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
      if (table.files().groups(part).isEmpty()) {
        throw new IllegalArgumentException("--on: " + part.path() + " can only be read from its start, as it is packed,"
            + " a pipe or UTF-16: unpack it, or save it as UTF-8 or Parquet");
      }
      FilePieces own = FilePieces.of(part.path());
      ObjectNode file = files.addObject()
          .put("path", part.path().toAbsolutePath().normalize().toString())
          .put("bytes", own.bytes());
      ArrayNode sums = file.putArray("pieces");
      own.sums().forEach(sums::add);
      table.files().cuts(part).ifPresent(cuts -> write(cuts, file.putObject("text")));
    }
    write(table.options(), text.putObject("options"));
    ArrayNode columns = text.putArray("columns");
    table.decided().columns().forEach(column -> columns.add(column.text()));
    return MAPPER.writeValueAsString(text);
  }

  private static void write(RowGroups.Cuts cuts, ObjectNode to) {
    to.put("charset", cuts.charset().name());
    ArrayNode columns = to.putArray("columns");
    cuts.columns().forEach(columns::add);
    ArrayNode groups = to.putArray("groups");
    cuts.groups().forEach(group -> groups.addArray().add(group.rows()).add(group.start()).add(group.line()));
  }

  /** @param bytes that the file has */
  private static RowGroups.Cuts cuts(JsonNode from, long bytes) {
    JsonNode groups = from.required("groups");
    var made = new ArrayList<RowGroups.Group>();
    for (int i = 0; i < groups.size(); i++) {
      JsonNode group = groups.get(i);
      long end = i + 1 < groups.size() ? groups.get(i + 1).get(1).asLong() : bytes;
      made.add(new RowGroups.Group(group.get(0).asLong(), group.get(1).asLong(), end, group.get(2).asLong()));
    }
    return new RowGroups.Cuts(Charset.forName(from.required("charset").asString()),
        from.required("columns").valueStream().map(JsonNode::asString).toList(), made);
  }

  private static void write(TableOptions options, ObjectNode to) {
    ObjectNode kinds = to.putObject("kinds");
    options.kinds().forEach((column, kind) -> kinds.put(column, kind.name()));
    options.separator().ifPresent(separator -> to.put("separator", separator.toString()));
    options.header().ifPresent(header -> to.put("header", header));
    to.put("badRows", options.badRows().name());
  }

  private static TableOptions options(JsonNode from) {
    TableOptions options = TableOptions.none()
        .badRows(TableOptions.BadRows.valueOf(from.required("badRows").asString()));
    for (var kind : from.required("kinds").properties()) {
      options = options.kind(kind.getKey(), ColumnKind.valueOf(kind.getValue().asString()));
    }
    if (from.has("separator")) {
      options = options.separator(from.get("separator").asString().charAt(0));
    }
    return from.has("header") ? options.header(from.get("header").asBoolean()) : options;
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
    var cuts = new ArrayList<Optional<RowGroups.Cuts>>();
    for (JsonNode file : read.required("files")) {
      Path path = Path.of(file.required("path").asString());
      requireThere(path);
      files.add(path);
      long bytes = file.required("bytes").asLong();
      pieces.add(new FilePieces(bytes, file.required("pieces").valueStream().map(JsonNode::asLong).toList()));
      cuts.add(file.has("text") ? Optional.of(cuts(file.get("text"), bytes)) : Optional.empty());
      // Of a text its start tells how it is read.
      long start = cuts.getLast().map(known -> Math.max(LAYOUT, known.groups().getFirst().end())).orElse(0L);
      if (!pieces.getLast().areOf(path, 0, start, new BitSet())) {
        throw another(path);
      }
    }
    TableOptions options = options(read.required("options"));
    var columns = new ArrayList<DecidedColumn>();
    read.required("columns").forEach(column -> columns.add(DecidedColumn.of(column.asString())));
    var table = new TravellingTable(StreamedTable.known(read.required("name").asString(),
        FilePasses.known(files, options, cuts), options, columns, read.required("rows").asLong()), pieces);
    for (int file = 0; file < files.size(); file++) {
      // What the file says of itself.
      table.requireSame(file, table.groups.get(file).getLast().end(), pieces.get(file).bytes());
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

  /** @throws AnotherException if the rows are others than where the table came from */
  @Override
  public <S> S sum(BlockSums<S> sums, int number) {
    RowBlock block = blocks.get(number);
    table.files().requireUnchanged();
    List<RowGroups.Group> own = groups.get(block.file());
    requireSame(block.file(), own.get(block.groups().first()).start(), own.get(block.groups().end() - 1).end());
    S made = sums.empty();
    table.sum(sums, made, block);
    table.files().requireUnchanged();
    return made;
  }
}
