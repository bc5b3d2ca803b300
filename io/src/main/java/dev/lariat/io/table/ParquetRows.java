package dev.lariat.io.table;

import dev.hardwood.InputFile;
import dev.hardwood.metadata.LogicalType;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.ColumnSchema;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Schema;
import dev.lariat.data.Suggestions;
import dev.lariat.io.column.ColumnBuilder;
import dev.lariat.io.column.ColumnPlan;
import dev.lariat.io.column.NumberNotation;
import dev.lariat.io.column.ReadColumns;
import dev.lariat.io.column.TableMarks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The rows of a Parquet file: numbers as they are, everything else by the text that names it. */
final class ParquetRows implements Chunks {
  /** How a column's values are taken. */
  private enum Access {
    INT, UNSIGNED_INT, LONG, UNSIGNED_LONG, FLOAT, DOUBLE, NUMBER, TEXT
  }

  private final Source source;
  private final int chunk;
  private final List<String> nested;
  private final List<String> names = new ArrayList<>();
  private final List<Access> access = new ArrayList<>();
  private final ColumnPlan[] plans;
  private final ParquetFileReader file;
  private final RowReader rows;
  private long row;

  private final int[] fields; // per column its place in the rows that are read, −1 where it is not read

  private ParquetRows(Source source, int chunk, Function<List<String>, ColumnPlan[]> plan) {
    this.source = source;
    this.chunk = chunk;
    ParquetFileReader opened = null;
    try {
      opened = ParquetFileReader.open(InputFile.of(source.bytes()));
      ParquetPages.check(source.bytes(), opened.getFileMetaData(), source.name());
      List<String> left = new ArrayList<>();
      for (ColumnSchema column : opened.getFileSchema().getColumns()) {
        if (column.maxRepetitionLevel() > 0 || column.maxDefinitionLevel() > 1
            || column.fieldPath().elements().size() > 1) {
          String name = column.fieldPath().elements().getFirst();
          if (!left.contains(name)) {
            left.add(name);
          }
        } else {
          names.add(column.name());
          access.add(access(column));
        }
      }
      nested = List.copyOf(left);
      plans = plan.apply(names);
      fields = new int[plans.length];
      List<String> read = new ArrayList<>();
      boolean paths = false;
      for (int i = 0; i < plans.length; i++) {
        fields[i] = -1;
        if (plans[i] != null) {
          plans[i] = access.get(i) == Access.TEXT && plans[i].pass() == ColumnPlan.Pass.FIRST
              ? plans[i].pass(ColumnPlan.Pass.NAMES)
              : plans[i];
          read.add(names.get(i));
          // The library takes a name with a point for a path into groups.
          paths |= names.get(i).indexOf('.') >= 0;
        }
      }
      if (read.isEmpty()) {
        throw new DataException(source.name() + ": there are no columns to read");
      }
      ColumnProjection projection = paths
          ? ColumnProjection.all()
          : ColumnProjection.columns(read.toArray(String[]::new));
      rows = opened.buildRowReader().projection(projection).build();
      for (int field = 0; field < rows.getFieldCount(); field++) {
        int column = names.indexOf(rows.getFieldName(field));
        if (column >= 0 && plans[column] != null) {
          fields[column] = field;
        }
      }
      file = opened;
    } catch (IOException | RuntimeException e) {
      close(opened);
      throw broken(e);
    }
  }

  /** All rows at once, kinds found. */
  static ParquetRows all(Source source, TableOptions options) {
    return fields(source, options, plan -> plan, Integer.MAX_VALUE);
  }

  /** Some rows at a time, kinds undecided. */
  static ParquetRows fields(Source source, TableOptions options, FieldRows.Wish wish, int chunk) {
    return new ParquetRows(source, chunk, names -> {
      options.kinds().keySet().stream().filter(told -> !names.contains(told)).findFirst().ifPresent(told -> {
        throw new DataException(
            "no column '" + told + "' in " + source.name() + ": " + Suggestions.suggest(told, names, "its columns"));
      });
      ColumnPlan[] plans = plans(source, options, names);
      for (int i = 0; i < plans.length; i++) {
        plans[i] = wish.apply(plans[i]);
      }
      return plans;
    });
  }

  /** All rows of these columns alone, their values as texts. */
  static ParquetRows again(Source source, TableOptions options, Set<String> columns) {
    return new ParquetRows(source, Integer.MAX_VALUE, names -> {
      ColumnPlan[] plans = plans(source, options, names);
      for (int i = 0; i < plans.length; i++) {
        plans[i] = columns.contains(names.get(i)) ? plans[i].pass(ColumnPlan.Pass.TEXTS) : null;
      }
      return plans;
    });
  }

  private static ColumnPlan[] plans(Source source, TableOptions options, List<String> names) {
    ColumnPlan[] plans = new ColumnPlan[names.size()];
    for (int i = 0; i < plans.length; i++) {
      plans[i] = ColumnPlan.first(source.name(), "row", names.get(i), i, plans.length,
          options.kinds().get(names.get(i)));
    }
    return plans;
  }

  /** Some rows at a time, by the schema's kinds. */
  static ParquetRows of(Source source, Schema schema, int chunk) {
    return new ParquetRows(source, chunk, names -> {
      Schema.Field[] fields = ReadColumns.match(source.name(), names, schema);
      ColumnPlan[] plans = new ColumnPlan[fields.length];
      for (int i = 0; i < plans.length; i++) {
        plans[i] = fields[i] == null
            ? null
            : ColumnPlan.told(source.name(), "row", i, fields.length, fields[i], NumberNotation.PLAIN);
      }
      return plans;
    });
  }

  /** Columns that hold lists or groups, which are not read. */
  List<String> nested() {
    return nested;
  }

  private static Access access(ColumnSchema column) {
    LogicalType meaning = column.logicalType();
    if (meaning instanceof LogicalType.DecimalType || meaning instanceof LogicalType.Float16Type) {
      return Access.NUMBER;
    }
    boolean unsigned = meaning instanceof LogicalType.IntType whole && !whole.isSigned();
    if (meaning != null && !(meaning instanceof LogicalType.IntType)) {
      return Access.TEXT;
    }
    return switch (column.type()) {
      case INT32 -> unsigned ? Access.UNSIGNED_INT : Access.INT;
      case INT64 -> unsigned ? Access.UNSIGNED_LONG : Access.LONG;
      case FLOAT -> Access.FLOAT;
      case DOUBLE -> Access.DOUBLE;
      case BOOLEAN, INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> Access.TEXT;
    };
  }

  @Override
  public Dataset next() {
    ColumnBuilder[] builders = read();
    return builders == null ? null : ReadColumns.finish(source.name(), builders, new TableMarks(false));
  }

  /** {@return the names of the columns that can be read} */
  List<String> names() {
    return List.copyOf(names);
  }

  /** {@return how many rows the file has} */
  long count() {
    return file.getFileMetaData().numRows();
  }

  /** {@return how many rows have been read} */
  long row() {
    return row;
  }

  /** The columns of the next chunk; null where there are no more rows. */
  ColumnBuilder[] read() {
    ColumnBuilder[] builders = ReadColumns.builders(plans,
        (int) Math.min(chunk, file.getFileMetaData().numRows() - row));
    int count = 0;
    try {
      while (count < chunk && rows.hasNext()) {
        rows.next();
        row++;
        count++;
        for (int i = 0; i < builders.length; i++) {
          if (builders[i] != null) {
            take(builders[i], fields[i], access.get(i));
          }
        }
      }
    } catch (RuntimeException e) {
      throw broken(e);
    }
    if (count == 0 && row == 0) {
      throw new DataException(source.name() + ": there are no rows");
    }
    return count == 0 ? null : builders;
  }

  private void take(ColumnBuilder builder, int field, Access how) {
    if (rows.isNull(field)) {
      builder.add(Double.NaN, row);
      return;
    }
    switch (how) {
      case INT -> builder.add((double) rows.getInt(field), row);
      case UNSIGNED_INT -> builder.add((double) Integer.toUnsignedLong(rows.getInt(field)), row);
      case LONG -> builder.add(rows.getLong(field), row);
      case UNSIGNED_LONG -> {
        char[] text = Long.toUnsignedString(rows.getLong(field)).toCharArray();
        builder.add(text, 0, text.length, row);
      }
      case FLOAT -> builder.add((double) rows.getFloat(field), row);
      case DOUBLE -> builder.add(rows.getDouble(field), row);
      case NUMBER -> builder.add(((Number) rows.getValue(field)).doubleValue(), row);
      case TEXT -> {
        char[] text = text(rows.getValue(field)).toCharArray();
        builder.add(text, 0, text.length, row);
      }
    }
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value.toString();
  }

  private RuntimeException broken(Exception e) {
    if (e instanceof DataException data) {
      return data;
    }
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    String first = message.lines().findFirst().orElse("");
    if (root instanceof UnsupportedOperationException) {
      // Hardwood says so where the library for a compression is not there, and what a build has to add.
      int library = first.lastIndexOf(": ");
      int sentence = first.indexOf(". ");
      return new DataException(
          source.path() + " cannot be read as Parquet: " + (sentence < 0 ? first : first.substring(0, sentence))
              + (library > sentence && sentence >= 0
                  ? "; put " + first.substring(library + 2) + " on the class path, or"
                  : ";")
              + " write the file with another compression, such as zstd",
          e);
    }
    return new DataException(source.path() + " cannot be read as Parquet: " + first + "; write or download it again",
        e);
  }

  private static void close(ParquetFileReader opened) {
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException _) {
        // What went wrong first is thrown.
      }
    }
  }

  @Override
  public void close() {
    rows.close();
    close(file);
  }
}
