package dev.lariat.data.stream;

import dev.lariat.data.Dataset;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A table that is passed over, whose rows are changed on the way: columns are left out of them, or added.
 *
 * @param table as it is
 * @param specimen of the changed one
 * @param change of some rows, by the number of the first of them in the table, from 0
 */
public record ChangedRows(RowSource table, Dataset specimen, Change change) implements RowSource {
  /** What becomes of some rows, one by one. */
  @FunctionalInterface
  public interface Change {
    /**
     * {@return the rows, changed}
     *
     * @param first the number of the first of them in the table, from 0
     */
    Dataset of(Dataset rows, long first);
  }

  /** {@return a table without some of its columns} */
  public static ChangedRows without(RowSource table, Set<String> columns) {
    String[] names = columns.toArray(String[]::new);
    return new ChangedRows(table, table.specimen().without(names), (rows, _) -> rows.without(names));
  }

  @Override
  public void pass(Consumer<Dataset> visitor) {
    var first = new long[1];
    table.pass(part -> {
      Dataset changed = change.of(part, first[0]);
      first[0] += part.rows();
      visitor.accept(changed);
    });
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
        sums.add(block, change.of(rows, first), first);
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
    var first = new long[1];
    table.first(part -> {
      Dataset changed = change.of(part, first[0]);
      first[0] += part.rows();
      return enough.test(changed);
    });
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
