package dev.lariat.io.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.ColumnKind;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.io.column.ColumnRange;
import dev.lariat.io.table.TableOptions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packed rows are computed with in the parts and blocks of a file with the same columns. */
class PackedLayoutTest {
  private static final int COLUMNS = 101;
  private static final int ROWS = 68_000; // two blocks

  @TempDir
  Path folder;

  /** The second column counts the rows, as those do that only number them where they come first. */
  private static long value(long row, int column) {
    return column == 1 ? row : (row + column) % 7;
  }

  private static PackedLayout layout(int columns) {
    return new PackedLayout("rows", columns,
        IntStream.range(1, columns)
            .mapToObj(column -> new PackedLayout.Column("c" + column, PackedLayout.Kind.WHOLE, column))
            .toList());
  }

  /** Rows that are packed when they are asked for. */
  private record Held(PackedLayout layout, long rows) implements PackedTable {
    @Override
    public Map<String, ColumnRange> ranges() {
      return Map.of();
    }

    @Override
    public Iterator<byte[]> pieces(Set<String> columns) {
      return IntStream.range(0, Math.toIntExact((rows + layout.chunk() - 1) / layout.chunk())).mapToObj(piece -> {
        long first = (long) piece * layout.chunk();
        return PackedRows.only(piece(first, Math.min(rows, first + layout.chunk())), layout, columns);
      }).iterator();
    }

    byte[] piece(long first, long end) {
      var packing = new PackedRows(layout);
      for (long row = first; row < end; row++) {
        long own = row;
        packing.add(layout.columns().stream().map(column -> (Object) value(own, column.place())).toArray());
      }
      return packing.take(first);
    }
  }

  /** Which rows were added at once, block by block. */
  private static final class Parts extends LocalLines {
    final List<List<String>> blocks = new ArrayList<>();

    @Override
    public void add(List<String> block, Dataset rows, long first) {
      block.add(first + " to " + (first + rows.rows()));
    }

    @Override
    public void join(List<String> block) {
      blocks.add(block);
    }
  }

  private static StreamedTable packed(PackedTable table) {
    return StreamedTable.packed(table, TableOptions.none(), Set.of(), (_, _, _) -> {}, _ -> false);
  }

  private static List<String> kinds(StreamedTable table) {
    return table.specimen().columns().stream().map(column -> column.name() + " " + column.kind()).toList();
  }

  @Test
  void columnsThatAreDroppedCountAsInAFile() throws IOException {
    Path file = folder.resolve("rows.csv");
    try (BufferedWriter to = Files.newBufferedWriter(file)) {
      for (int column = 0; column < COLUMNS; column++) {
        to.append(column == 0 ? "c0" : ",c" + column);
      }
      to.append('\n');
      for (long row = 0; row < ROWS; row++) {
        for (int column = 0; column < COLUMNS; column++) {
          to.append(column == 0 ? "" : ",").append(Long.toString(value(row, column)));
        }
        to.append('\n');
      }
    }
    StreamedTable ofFile = StreamedTable.open(List.of(file), TableOptions.none(), Set.of("c0"), (_, _, _) -> {});
    PackedLayout layout = layout(COLUMNS);
    StreamedTable ofPieces = packed(new Held(layout, ROWS));

    assertThat(layout.chunk()).isEqualTo(StreamedTable.chunk(COLUMNS)).isNotEqualTo(StreamedTable.chunk(COLUMNS - 1));
    assertThat(kinds(ofPieces)).isEqualTo(kinds(ofFile)).first().isEqualTo("c1 " + ColumnKind.NUMERIC);
    var parts = new Parts();
    ofFile.sum(parts);
    var own = new Parts();
    ofPieces.sum(own);
    assertThat(own.blocks).isEqualTo(parts.blocks).hasSize(2);
    assertThat(parts.blocks.getFirst().getFirst()).isEqualTo("0 to " + layout.chunk());
    assertThat(parts.blocks.getFirst().getLast()).endsWith(" to " + layout.block());
    // As others add them up.
    assertThat(ofPieces.blocks().stream().map(RowBlock::first).toList())
        .isEqualTo(ofFile.blocks().stream().map(RowBlock::first).toList())
        .containsExactly(0L, (long) layout.block());
  }

  @Test
  void aBlockWithTooFewRowsIsRefused() {
    var held = new Held(layout(4), 100);
    TravellingPieces there = TravellingPieces.of(TravellingPieces.text(packed(held)));
    assertThat(there.sum(new Parts(), 0, List.of(held.piece(0, 40), held.piece(40, 100)).iterator()))
        .containsExactly("0 to 100");
    assertThatThrownBy(() -> there.sum(new Parts(), 0, List.of(held.piece(0, 40)).iterator()))
        .isInstanceOf(DataException.class)
        .hasMessage("rows: block 1 has 40 rows, and should have 100: its rows changed their order or number");
    assertThatThrownBy(() -> there.sum(new Parts(), 0, List.of(held.piece(50, 100)).iterator()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("row 51 comes where row 1 should");
  }

  @Test
  void aNameThatComesTwiceIsRefused() {
    var one = new PackedLayout.Column("k", PackedLayout.Kind.NUMBER, 0);
    assertThatThrownBy(
        () -> new PackedLayout("rows", 2, List.of(one, new PackedLayout.Column("k", PackedLayout.Kind.TEXT, 1))))
        .isInstanceOf(DataException.class)
        .hasMessage("rows: two columns are named 'k': rename one of them, or drop it beforehand");
    assertThatThrownBy(() -> new PackedLayout("rows", 0, List.of(one))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'k' has place 0");
    assertThat(PackedLayout.of(layout(5).text())).isEqualTo(layout(5));
  }
}
