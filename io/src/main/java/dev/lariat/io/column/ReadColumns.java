package dev.lariat.io.column;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Schema;
import dev.lariat.data.Suggestions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The columns of a table that is being read. */
public final class ReadColumns {
  private ReadColumns() {}

  /** The table of the builders' columns; the builders let go of them one by one, so that nothing is there twice. */
  public static Dataset finish(String file, ColumnBuilder[] builders, TableMarks marks) {
    marks.requireOneTable(file);
    List<Column> columns = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < builders.length; i++) {
      if (builders[i] != null) {
        Column column = builders[i].finish(marks);
        notes.addAll(builders[i].notes());
        columns.add(column);
        builders[i] = null;
      }
    }
    Dataset data = Dataset.of(file, columns);
    for (String note : notes) {
      data = data.note(note);
    }
    return data;
  }

  /**
   * {@return a builder for each planned column, null where none is planned}
   *
   * @param expected how many rows there will be; 0 if that is not known
   */
  public static ColumnBuilder[] builders(ColumnPlan[] plans, int expected) {
    ColumnBuilder[] builders = new ColumnBuilder[plans.length];
    for (int i = 0; i < plans.length; i++) {
      builders[i] = plans[i] == null ? null : new ColumnBuilder(plans[i], expected);
    }
    return builders;
  }

  /**
   * The schema's field of each of the table's columns, null where the schema has none.
   *
   * @throws DataException if a required field is not there
   */
  public static Schema.Field[] match(String file, List<String> names, Schema schema) {
    Map<String, Schema.Field> wanted = new HashMap<>();
    for (Schema.Field field : schema.fields()) {
      wanted.put(field.name(), field);
    }
    Schema.Field[] fields = new Schema.Field[names.size()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = wanted.remove(names.get(i));
    }
    List<String> lacking = schema.fields()
        .stream()
        .filter(field -> field.required() && wanted.containsKey(field.name()))
        .map(Schema.Field::name)
        .toList();
    if (!lacking.isEmpty()) {
      throw new DataException("no column '" + lacking.getFirst() + "' in " + file
          + (lacking.size() == 1 ? "" : " (and " + (lacking.size() - 1) + " more that are needed)") + ": "
          + Suggestions.suggest(lacking.getFirst(), names, Suggestions.Kind.COLUMNS));
    }
    return fields;
  }
}
