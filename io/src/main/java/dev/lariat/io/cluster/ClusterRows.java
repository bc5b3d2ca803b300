package dev.lariat.io.cluster;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.stream.BlockSums;
import dev.lariat.data.stream.RowSource;
import dev.lariat.io.stream.RowBlock;
import dev.lariat.io.stream.StreamedTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A table whose blocks are added up by other machines, and joined here in their order: so the sums are those of
 * {@link StreamedTable#sum} to the bit, whoever computes which block.
 */
public final class ClusterRows implements RowSource {
  /** Blocks that are under way or wait for one before them, for each that can be added up at once. */
  private static final int AHEAD = 2;

  private final StreamedTable table;
  private final RowPlace place;
  private final List<RowBlock> blocks;

  /**
   * A table and those who add up its rows.
   *
   * @param table of files that all of them can read
   */
  public ClusterRows(StreamedTable table, RowPlace place) {
    this.table = table;
    this.place = place;
    blocks = table.blocks();
  }

  @Override
  public <S> void sum(BlockSums<S> sums) {
    table.passElsewhere();
    place.pass(asked(sums));
    try {
      Queue<Supplier<byte[]>> underWay = new ArrayDeque<>();
      int next = 0;
      for (RowBlock block : blocks) {
        while (next < blocks.size() && underWay.size() < AHEAD * place.slots()) {
          underWay.add(place.begin(next, "pass " + table.passes() + ", block " + (next + 1) + " of " + blocks.size()));
          next++;
        }
        byte[] answer = underWay.remove().get();
        RowAnswer.requireSums(answer);
        sums.join(sums.read(new DataInputStream(new ByteArrayInputStream(answer, 1, answer.length - 1))));
        table.passed(block.first() + block.rows());
      }
    } catch (IOException e) {
      throw new DataException("the sums of a block are not what was asked for: " + e.getMessage(), e);
    } finally {
      place.passEnds();
    }
  }

  private static byte[] asked(BlockSums<?> sums) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      sums.writeAsked(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public Dataset specimen() {
    return table.specimen();
  }

  @Override
  public void first(Predicate<Dataset> enough) {
    table.first(enough);
  }

  @Override
  public void pass(Consumer<Dataset> visitor) {
    table.pass(visitor);
  }

  @Override
  public long rows() {
    return table.rows();
  }

  @Override
  public int passes() {
    return table.passes();
  }
}
