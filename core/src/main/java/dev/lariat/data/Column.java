package dev.lariat.data;

/**
 * A named column of a table: immutable, one value per row, any of which may be missing. Rows count from 0.
 *
 * <p>Every kind can be read as a number and as text, so that a table whose kinds were found anew can be used where
 * another kind was trained on: {@link #number} is NaN, {@link #text} null, where there is no such value.
 */
public sealed interface Column permits NumericColumn, SparseColumn, CategoryColumn, BooleanColumn, DateColumn,
    TextColumn, ConstantColumn, IdentifierColumn {
  /** The column's name, unique in its table. */
  String name();

  /** How many rows there are. */
  int rows();

  /** What it holds. */
  ColumnKind kind();

  /** Whether the row has no value. */
  boolean isMissing(int row);

  /** The row's value as a number; NaN where it is missing or is not a number. */
  double number(int row);

  /** The row's value as text; null where it is missing. */
  String text(int row);

  /** The given rows, in that order; a row may come more than once. */
  Column select(int[] rows);

  /** How many rows have no value. */
  default int missing() {
    int count = 0;
    for (int row = 0; row < rows(); row++) {
      if (isMissing(row)) {
        count++;
      }
    }
    return count;
  }
}
