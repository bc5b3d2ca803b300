package dev.lariat.io.table;

import dev.lariat.data.DataException;
import dev.lariat.io.column.ColumnBuilder;
import dev.lariat.io.column.ColumnPlan;
import java.util.function.UnaryOperator;

/**
 * A table's fields some rows at a time, for who decides by himself what the columns are. Reading it again from the
 * start is opening it again.
 */
public interface FieldRows extends AutoCloseable {
  /** Which columns to read, and how: from the plan of a column of which nothing is known; null to leave it out. */
  interface Wish extends UnaryOperator<ColumnPlan> {}

  /**
   * Rows that were read.
   *
   * @param mayEnd whether what follows can be read without what is before, so that a block of rows may end here
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
  record Part(int rows, ColumnBuilder[] columns, boolean mayEnd) {}

  /**
   * The next rows; null after the last.
   *
   * @throws DataException if they are no rows of this table; the message says where
   */
  Part next();

  /** {@return how much of the file has been read, from 0 to 1} */
  double share();

  /**
   * {@return what is said where memory was too little while these rows were read and computed with} By default that
   * there was no memory left, and no more.
   */
  default Throwable said(OutOfMemoryError failure) {
    return failure;
  }

  @Override
  void close();
}
