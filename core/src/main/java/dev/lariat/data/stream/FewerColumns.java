package dev.lariat.data.stream;

import dev.lariat.data.Dataset;
import java.util.Set;
import java.util.function.Consumer;

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
  public long rows() {
    return table.rows();
  }

  @Override
  public int passes() {
    return table.passes();
  }
}
