package dev.lariat.data;

/** A name or number of the row itself. Left out of models unless its kind is told. */
public final class IdentifierColumn implements Column {
  private final Column values;

  /** @param values what the column holds, by the kind that it would have */
  public IdentifierColumn(Column values) {
    this.values = values;
  }

  /** A column that is kept beside the others and not learnt from. */
  public static IdentifierColumn of(Column values) {
    return new IdentifierColumn(values);
  }

  /** The same values by the kind that they would have. */
  public Column values() {
    return values;
  }

  @Override
  public String name() {
    return values.name();
  }

  @Override
  public int rows() {
    return values.rows();
  }

  @Override
  public ColumnKind kind() {
    return ColumnKind.IDENTIFIER;
  }

  @Override
  public boolean isMissing(int row) {
    return values.isMissing(row);
  }

  @Override
  public double number(int row) {
    return values.number(row);
  }

  @Override
  public String text(int row) {
    return values.text(row);
  }

  @Override
  public IdentifierColumn select(int[] rows) {
    return new IdentifierColumn(values.select(rows));
  }

  @Override
  public String toString() {
    return values.name() + ": identifier, " + rows() + " rows";
  }
}
