package dev.lariat.data.stream;

import dev.lariat.data.Dataset;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A table that is passed over, without some of its columns.
 *
 * @param table with them
 * @param without their names
 */
public record FewerColumns(RowSource table, Set<String> without) implements RowSource {
  /** Copies the names. */
  public FewerColumns {
    without = Set.copyOf(without);
  }

  private Dataset fewer(Dataset rows) {
    return rows.without(without.toArray(String[]::new));
  }

  @Override
  public Dataset specimen() {
    return fewer(table.specimen());
  }

  @Override
  public void pass(Consumer<Dataset> visitor) {
    table.pass(part -> visitor.accept(fewer(part)));
  }

  @Override
  public <S> void sum(BlockSums<S> sums) {
    table.sum(new BlockSums<S>() {
      @Override
      public S empty() {
        return sums.empty();
      }

      @Override
      public void add(S block, Dataset rows, long first) {
        sums.add(block, fewer(rows), first);
      }

      @Override
      public void join(S block) {
        sums.join(block);
      }

      @Override
      public void writeAsked(DataOutput to) throws IOException {
        sums.writeAsked(to);
      }

      @Override
      public void write(S block, DataOutput to) throws IOException {
        sums.write(block, to);
      }

      @Override
      public S read(DataInput from) throws IOException {
        return sums.read(from);
      }
    });
  }

  @Override
  public void first(Predicate<Dataset> enough) {
    table.first(rows -> enough.test(fewer(rows)));
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
