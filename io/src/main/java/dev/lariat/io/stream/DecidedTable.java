package dev.lariat.io.stream;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.io.column.ColumnPlan;
import dev.lariat.io.column.DecidedColumn;
import dev.lariat.io.table.FieldRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What all rows of a table showed of its columns: turns rows that are read once more into columns of these kinds. */
final class DecidedTable {
  private final String name;
  private final Map<String, DecidedColumn> columns = new LinkedHashMap<>();
  private final Dataset specimen;

  /** @param columns in their order */
  DecidedTable(String name, List<DecidedColumn> columns) {
    this(name, columns, List.of());
  }

  /** @param notes of the table */
  DecidedTable(String name, List<DecidedColumn> columns, List<String> notes) {
    this.name = name;
    columns.forEach(column -> this.columns.put(column.specimen().name(), column));
    List<Column> specimens = columns.stream().map(DecidedColumn::specimen).toList();
    int longest = specimens.stream().mapToInt(Column::rows).max().orElse(1);
    Dataset seen = Dataset.of(name, specimens.stream().map(column -> stretched(column, longest)).toList());
    for (String note : notes) {
      seen = seen.note(note);
    }
    specimen = seen;
  }

  private static Column stretched(Column column, int rows) {
    int[] chosen = new int[rows];
    Arrays.setAll(chosen, row -> Math.min(row, column.rows() - 1));
    return column.select(chosen);
  }

  String name() {
    return name;
  }

  /** The specimens of all columns, as {@link dev.lariat.data.stream.RowSource#specimen} has them. */
  Dataset specimen() {
    return specimen;
  }

  /** In their order. */
  List<DecidedColumn> columns() {
    return List.copyOf(columns.values());
  }

  /** How to read the rows of a column; null where they need not be read. */
  ColumnPlan plan(ColumnPlan first) {
    DecidedColumn column = columns.get(first.name());
    return column == null ? null : column.plan(first);
  }

  /** Rows that were read by {@link #plan}. */
  Dataset rows(FieldRows.Part part) {
    Map<String, Column> made = new LinkedHashMap<>();
    for (var builder : part.columns()) {
      if (builder != null) {
        String column = builder.plan().name();
        made.put(column, columns.get(column).column(builder, part.rows()));
      }
    }
    var all = new ArrayList<Column>();
    columns.forEach(
        (column, known) -> all.add(made.containsKey(column) ? made.get(column) : known.column(null, part.rows())));
    return Dataset.of(name, all);
  }
}
