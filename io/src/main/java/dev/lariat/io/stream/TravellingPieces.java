package dev.lariat.io.stream;

import dev.lariat.data.ColumnKind;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.stream.BlockSums;
import dev.lariat.io.column.DecidedColumn;
import dev.lariat.io.table.FieldRows;
import dev.lariat.io.table.TableOptions;
import java.util.ArrayList;
import java.util.Iterator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A table whose packed rows another machine has: what all of them showed travels to it as text. */
public final class TravellingPieces {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final PackedLayout layout;
  private final TableOptions options;
  private final DecidedTable decided;
  private final long rows;

  private TravellingPieces(PackedLayout layout, TableOptions options, DecidedTable decided, long rows) {
    this.layout = layout;
    this.options = options;
    this.decided = decided;
    this.rows = rows;
  }

  /** {@return a table that was opened by {@link StreamedTable#packed} as it travels, as one line} */
  public static String text(StreamedTable table) {
    PackedPasses packed = table.pieces();
    ObjectNode text = MAPPER.createObjectNode().put("rows", table.rows());
    packed.layout().write(text);
    ObjectNode kinds = text.putObject("kinds");
    packed.options().kinds().forEach((column, kind) -> kinds.put(column, kind.name()));
    ArrayNode columns = text.putArray("columns");
    table.decided().columns().forEach(column -> columns.add(column.text()));
    return MAPPER.writeValueAsString(text);
  }

  /** {@return the table that {@link #text} tells} */
  public static TravellingPieces of(String text) {
    JsonNode read = MAPPER.readTree(text);
    TableOptions options = TableOptions.none();
    for (var kind : read.required("kinds").properties()) {
      options = options.kind(kind.getKey(), ColumnKind.valueOf(kind.getValue().asString()));
    }
    var columns = new ArrayList<DecidedColumn>();
    read.required("columns").forEach(column -> columns.add(DecidedColumn.of(column.asString())));
    PackedLayout layout = PackedLayout.read(read);
    return new TravellingPieces(layout, options, new DecidedTable(layout.name(), columns),
        read.required("rows").asLong());
  }

  /** {@return what the columns hold} */
  public Dataset specimen() {
    return decided.specimen();
  }

  /**
   * The sums of a block.
   *
   * @param block its number
   * @param pieces of its rows, in their order
   * @throws DataException if they are not the rows of this block
   */
  public <S> S sum(BlockSums<S> sums, int block, Iterator<byte[]> pieces) {
    S made = sums.empty();
    var own = new UnpackedRows(layout, options, decided::plan, _ -> pieces);
    long first = (long) block * layout.block();
    while (own.first() >= 0) {
      if (own.first() != first + own.seen()) {
        throw new DataException(layout.name() + ": row " + (own.first() + 1) + " comes where row "
            + (first + own.seen() + 1) + " should: its rows changed their order or number");
      }
      long before = own.first();
      FieldRows.Part part = own.next();
      sums.add(made, decided.rows(part), before);
    }
    long expected = Math.clamp(rows - first, 0, layout.block());
    if (own.seen() != expected) {
      throw new DataException(layout.name() + ": block " + (block + 1) + " has " + own.seen()
          + " rows, and should have " + expected + ": its rows changed their order or number");
    }
    return made;
  }
}
