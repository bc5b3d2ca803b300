package dev.lariat.io.table;

import dev.hardwood.HardwoodContext;
import dev.hardwood.InputFile;
import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowGroupPredicate;
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
import dev.lariat.io.watch.LibraryWatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The rows of a Parquet file: numbers as they are, everything else by the text that names it. */
final class ParquetRows implements Chunks {
  /** How a column's values are taken. */
  private enum Access {
    INT, UNSIGNED_INT, LONG, UNSIGNED_LONG, FLOAT, DOUBLE, NUMBER, TEXT
  }

  /** After so many rows and one it is said that there are some. */
  private static final int MOVED = (1 << 10) - 1;

  private final Source source;
  private final int chunk;
  private final List<String> nested;
  private final List<String> names = new ArrayList<>();
  private final List<Access> access = new ArrayList<>();
  private final ColumnPlan[] plans;
  private final HardwoodContext library;
  private final ParquetFailure failures;
  private final LibraryWatch watch;
  private final ParquetFileReader file;
  private final RowReader rows; // of the columns that are not numbers; null where there are none
  private final ParquetNumbers numbers; // null where there are none
  private final List<Integer> numeric = new ArrayList<>(); // the columns that are numbers
  private long row;
  private final long end; // behind the last row that is read
  private final long[] ends; // of the groups of rows, over which no chunk goes; none where chunks may

  private final int[] fields; // per column its place in the rows that are read, −1 where it is not among them

  /** @param groups null for all, whose bounds do not matter */
  private ParquetRows(Source source, int chunk, RowGroups groups, Function<List<String>, ColumnPlan[]> plan) {
    this.source = source;
    this.chunk = chunk;
    ParquetNumbers.frugal();
    ParquetFailure known = ParquetFailure.of(source);
    HardwoodContext threads = HardwoodContext.create();
    ParquetFileReader opened = null;
    LibraryWatch watching = null;
    try {
      opened = ParquetFileReader.open(InputFile.of(source.bytes()), threads);
      Map<String, Long> pages = ParquetPages.check(source.bytes(), opened.getFileMetaData(), source.name());
      List<RowGroup> all = opened.getFileMetaData().rowGroups();
      ends = groups == null ? new long[0] : ends(all);
      boolean some = groups != null && !groups.equals(RowGroups.ALL);
      if (some && !(0 <= groups.first() && groups.first() < groups.end() && groups.end() <= all.size())) {
        throw new DataException(source.name() + " changed while it was read: it has " + all.size() + " row groups");
      }
      row = some && groups.first() > 0 ? ends[groups.first() - 1] : 0;
      end = some ? ends[groups.end() - 1] : opened.getFileMetaData().numRows();
      RowGroupPredicate chosen = some
          ? RowGroupPredicate.byteRange(middle(all.get(groups.first())), middle(all.get(groups.end() - 1)) + 1)
          : null;
      List<String> left = new ArrayList<>();
      for (ColumnSchema column : opened.getFileSchema().getColumns()) {
        if (ParquetFooter.isNested(column)) {
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
      // The library takes a name with a point for a path into groups.
      boolean paths = IntStream.range(0, plans.length)
          .anyMatch(i -> plans[i] != null && names.get(i).indexOf('.') >= 0);
      for (int i = 0; i < plans.length; i++) {
        fields[i] = -1;
        if (plans[i] != null && !paths && !plans[i].readsText() && numbers(access.get(i)) != null) {
          numeric.add(i);
        } else if (plans[i] != null) {
          plans[i] = access.get(i) == Access.TEXT && plans[i].pass() == ColumnPlan.Pass.FIRST
              ? plans[i].pass(ColumnPlan.Pass.NAMES)
              : plans[i];
          read.add(names.get(i));
        }
      }
      if (read.isEmpty() && numeric.isEmpty()) {
        throw new DataException(source.name() + ": there are no columns to read");
      }
      known = ParquetFailure.of(source, pages,
          IntStream.range(0, plans.length).filter(i -> plans[i] != null).mapToObj(names::get).toList());
      known.requireMemory();
      watching = new LibraryWatch(known, threads.executor());
      ParquetFileReader from = opened;
      // The library begins at once.
      numbers = watching.await(
          () -> numeric.isEmpty() ? null : new ParquetNumbers(from, numeric.stream().map(names::get).toList(), chosen));
      rows = watching
          .await(() -> read.isEmpty()
              ? null
              : rows(from.buildRowReader()
                  .projection(paths ? ColumnProjection.all() : ColumnProjection.columns(read.toArray(String[]::new))),
                  chosen));
      for (int field = 0; rows != null && field < rows.getFieldCount(); field++) {
        int column = names.indexOf(rows.getFieldName(field));
        if (column >= 0 && plans[column] != null) {
          fields[column] = field;
        }
      }
      file = opened;
      library = threads;
      failures = known;
      watch = watching;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      if (watching != null) {
        watching.close();
      }
      if (LibraryWatch.root(e) instanceof OutOfMemoryError) {
        threads.executor().shutdownNow(); // nobody waits for its threads, of which one may never end
      } else {
        close(opened);
        threads.close();
      }
      throw known.of(e);
    }
  }

  private static RowReader rows(ParquetFileReader.RowReaderBuilder builder, RowGroupPredicate chosen) {
    return (chosen == null ? builder : builder.filter(chosen)).build();
  }

  private static long[] ends(List<RowGroup> groups) {
    long[] ends = new long[groups.size()];
    long end = 0;
    for (int group = 0; group < ends.length; group++) {
      end += groups.get(group).numRows();
      ends[group] = end;
    }
    return ends;
  }

  /** The place in the file by which the library chooses groups. */
  private static long middle(RowGroup group) {
    return group.columns().getFirst().chunkStartOffset()
        + group.columns().stream().mapToLong(column -> column.metaData().totalCompressedSize()).sum() / 2;
  }

  /** All rows at once, kinds found. */
  static ParquetRows all(Source source, TableOptions options) {
    return fields(source, options, plan -> plan, Integer.MAX_VALUE, null);
  }

  /**
   * Some rows at a time, kinds undecided.
   *
   * @param groups of rows, over which no chunk goes; null for all rows at once
   */
  static ParquetRows fields(Source source, TableOptions options, FieldRows.Wish wish, int chunk, RowGroups groups) {
    return new ParquetRows(source, chunk, groups, names -> {
      options.kinds().keySet().stream().filter(told -> !names.contains(told)).findFirst().ifPresent(told -> {
        throw new DataException("no column '" + told + "' in " + source.name() + ": "
            + Suggestions.suggest(told, names, Suggestions.Kind.COLUMNS));
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
    return new ParquetRows(source, Integer.MAX_VALUE, null, names -> {
      ColumnPlan[] plans = plans(source, options, names);
      for (int i = 0; i < plans.length; i++) {
        plans[i] = columns.contains(names.get(i)) ? plans[i].pass(ColumnPlan.Pass.TEXTS) : null;
      }
      return plans;
    });
  }

  static ColumnPlan[] plans(Source source, TableOptions options, List<String> names) {
    ColumnPlan[] plans = new ColumnPlan[names.size()];
    for (int i = 0; i < plans.length; i++) {
      plans[i] = ColumnPlan.first(source.name(), "row", names.get(i), i, plans.length,
          options.kinds().get(names.get(i)));
    }
    return plans;
  }

  /** Some rows at a time, by the schema's kinds. */
  static ParquetRows of(Source source, Schema schema, int chunk) {
    return new ParquetRows(source, chunk, null, names -> {
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
    int count = (int) Math.min(chunk, limit() - row);
    ColumnBuilder[] builders = ReadColumns.builders(plans, count);
    watch.await(() -> {
      take(builders, count);
      return builders;
    });
    row += count;
    if (count == 0 && end == 0) {
      throw new DataException(source.name() + ": there are no rows");
    }
    return count == 0 ? null : builders;
  }

  /** {@return what is said where memory was too little beside these rows} */
  RuntimeException said(OutOfMemoryError failure) {
    return failures.of(failure);
  }

  private void take(ColumnBuilder[] builders, int count) {
    if (numbers != null && count > 0) {
      numbers.take(numeric.stream().map(i -> builders[i]).toArray(ColumnBuilder[]::new),
          numeric.stream().map(i -> numbers(access.get(i))).toArray(ParquetNumbers.Access[]::new), row + 1, count,
          watch::moved);
    }
    for (int taken = 0; rows != null && taken < count; taken++) {
      if (!rows.hasNext()) { // which is what makes the library go on to its next batch
        throw new IllegalStateException("the rows end before their number");
      }
      rows.next();
      for (int i = 0; i < builders.length; i++) {
        if (builders[i] != null && fields[i] >= 0) {
          take(builders[i], fields[i], access.get(i), row + taken + 1);
        }
      }
      if ((taken & MOVED) == 0) {
        watch.moved();
      }
    }
  }

  /** Up to where the next chunk may go. */
  private long limit() {
    for (long group : ends) {
      if (group > row) {
        return Math.min(group, end);
      }
    }
    return end;
  }

  /** {@return whether the rows that were read end with a group of rows} */
  boolean isAtGroupEnd() {
    return Arrays.stream(ends).anyMatch(group -> group == row);
  }

  private static ParquetNumbers.Access numbers(Access how) {
    return switch (how) {
      case INT -> ParquetNumbers.Access.INT;
      case UNSIGNED_INT -> ParquetNumbers.Access.UNSIGNED_INT;
      case LONG -> ParquetNumbers.Access.LONG;
      case FLOAT -> ParquetNumbers.Access.FLOAT;
      case DOUBLE -> ParquetNumbers.Access.DOUBLE;
      case UNSIGNED_LONG, NUMBER, TEXT -> null;
    };
  }

  private void take(ColumnBuilder builder, int field, Access how, long line) {
    if (rows.isNull(field)) {
      builder.add(Double.NaN, line);
      return;
    }
    switch (how) {
      case INT -> builder.add((double) rows.getInt(field), line);
      case UNSIGNED_INT -> builder.add((double) Integer.toUnsignedLong(rows.getInt(field)), line);
      case LONG -> builder.add(rows.getLong(field), line);
      case UNSIGNED_LONG -> {
        char[] text = Long.toUnsignedString(rows.getLong(field)).toCharArray();
        builder.add(text, 0, text.length, line);
      }
      case FLOAT -> builder.add((double) rows.getFloat(field), line);
      case DOUBLE -> builder.add(rows.getDouble(field), line);
      case NUMBER -> builder.add(((Number) rows.getValue(field)).doubleValue(), line);
      case TEXT -> {
        char[] text = text(rows.getValue(field)).toCharArray();
        builder.add(text, 0, text.length, line);
      }
    }
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value.toString();
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
    watch.close();
    if (watch.isLost()) {
      // The library waits for its threads, of which one may never end.
      Thread.ofPlatform().name("lariat-parquet-end").daemon().start(this::end);
    } else {
      end();
    }
  }

  private void end() {
    if (numbers != null) {
      numbers.close();
    }
    if (rows != null) {
      rows.close();
    }
    close(file);
    library.close();
  }
}
