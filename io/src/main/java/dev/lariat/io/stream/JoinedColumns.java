package dev.lariat.io.stream;

import dev.lariat.data.BooleanColumn;
import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.ConstantColumn;
import dev.lariat.data.DateColumn;
import dev.lariat.data.IdentifierColumn;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.SparseColumn;
import dev.lariat.data.TextColumn;
import java.util.ArrayList;
import java.util.List;

/** Columns of parts of one table, one below the other. */
final class JoinedColumns {
  private JoinedColumns() {}

  /** The column of these parts' rows; all are of one kind, and with the same levels. */
  static Column of(List<Column> parts) {
    int rows = Math.toIntExact(parts.stream().mapToLong(Column::rows).sum());
    Column first = parts.getFirst();
    return switch (first) {
      case NumericColumn _,SparseColumn _ -> new NumericColumn(first.name(), numbers(parts, rows));
      case DateColumn date -> new DateColumn(first.name(), numbers(parts, rows), date.order());
      case ConstantColumn constant -> constant.select(new int[rows]);
      case CategoryColumn category -> {
        int[] codes = new int[rows];
        int at = 0;
        for (Column part : parts) {
          CategoryColumn own = (CategoryColumn) part;
          for (int row = 0; row < own.rows(); row++) {
            codes[at++] = own.code(row);
          }
        }
        yield CategoryColumn.of(first.name(), codes, category.levels());
      }
      case BooleanColumn bool -> {
        byte[] values = new byte[rows];
        int at = 0;
        for (Column part : parts) {
          for (int row = 0; row < part.rows(); row++) {
            values[at++] = part.isMissing(row) ? -1 : (byte) part.number(row);
          }
        }
        yield new BooleanColumn(first.name(), values, bool.word(false), bool.word(true));
      }
      case TextColumn _ -> {
        List<String> texts = new ArrayList<>(rows);
        for (Column part : parts) {
          for (int row = 0; row < part.rows(); row++) {
            texts.add(part.text(row));
          }
        }
        yield TextColumn.of(first.name(), texts);
      }
      case IdentifierColumn _ ->
        new IdentifierColumn(of(parts.stream().map(part -> ((IdentifierColumn) part).values()).toList()));
    };
  }

  private static double[] numbers(List<Column> parts, int rows) {
    double[] values = new double[rows];
    int at = 0;
    for (Column part : parts) {
      for (int row = 0; row < part.rows(); row++) {
        values[at++] = part.number(row);
      }
    }
    return values;
  }
}
