package dev.lariat.io.stream;

import dev.lariat.io.column.ColumnRange;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** A table whose rows others hold, packed, in an order that stays the same. */
public interface PackedTable {
  /** {@return what the rows hold} */
  PackedLayout layout();

  /** {@return how many rows there are} */
  long rows();

  /** {@return the least and the largest number of columns of numbers with fractions, and how many are missing} */
  Map<String, ColumnRange> ranges();

  /**
   * The rows, packed by {@link PackedRows}, in their order.
   *
   * @param columns that are wanted; the others may be left out
   */
  Iterator<byte[]> pieces(Set<String> columns);
}
