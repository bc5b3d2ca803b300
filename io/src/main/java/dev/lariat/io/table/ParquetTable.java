package dev.lariat.io.table;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Schema;
import dev.lariat.io.column.ColumnBuilder;
import dev.lariat.io.column.ReadColumns;
import dev.lariat.io.column.TableMarks;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** A table in a Parquet file, read by Hardwood if that is on the class path. */
final class ParquetTable implements TableReader {
  /** Kept, so that its level is: the library tells on every read which instructions it uses. */
  private static final Logger LIBRARY = Logger.getLogger("dev.hardwood");

  private final Source source;
  private final TableOptions options;

  private ParquetTable(Source source, TableOptions options) {
    this.source = source;
    this.options = options;
  }

  /**
   * The table in this file.
   *
   * @throws DataException if Hardwood is not on the class path, or the file is packed once more
   */
  static ParquetTable open(Source source, TableOptions options) {
    if (source.isPacked()) {
      throw new DataException(source.path() + " is a gzipped Parquet file; unpack it first");
    }
    try {
      Class.forName("dev.hardwood.reader.ParquetFileReader", false, ParquetTable.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new DataException(
          source.path() + " is a Parquet file: to read those, put dev.hardwood:hardwood-core on the class path,"
              + " or save the table as CSV",
          e);
    }
    LIBRARY.setLevel(Level.WARNING);
    return new ParquetTable(source, options);
  }

  @Override
  public Dataset read() {
    ColumnBuilder[] builders;
    List<String> nested;
    try (ParquetRows rows = ParquetRows.all(source, options)) {
      builders = rows.read();
      nested = rows.nested();
    }
    Set<String> texts = Arrays.stream(builders)
        .filter(ColumnBuilder::again)
        .map(builder -> builder.plan().name())
        .collect(Collectors.toSet());
    if (!texts.isEmpty()) {
      try (ParquetRows rows = ParquetRows.again(source, options, texts)) {
        ColumnBuilder[] seconds = rows.read();
        for (int i = 0; i < builders.length; i++) {
          builders[i] = seconds[i] == null ? builders[i] : seconds[i];
        }
      }
    }
    TableMarks marks = new TableMarks(false);
    for (ColumnBuilder builder : builders) {
      builder.show(marks);
    }
    Dataset data = ReadColumns.finish(source.name(), builders, marks);
    for (String column : nested) {
      data = data.note(nestedNote(column));
    }
    return data;
  }

  @Override
  public List<String> names() {
    return ParquetFooter.of(source).names();
  }

  @Override
  public long size() {
    ParquetFooter footer = ParquetFooter.of(source);
    return footer.rows() * footer.names().size();
  }

  @Override
  public Optional<Ranges> ranges() {
    ParquetFooter footer = ParquetFooter.of(source);
    return Optional
        .of(new Ranges(footer.rows(), List.of(ParquetRows.plans(source, options, footer.names())), footer.ranges()));
  }

  @Override
  public List<String> notes() {
    return ParquetFooter.of(source).nested().stream().map(ParquetTable::nestedNote).toList();
  }

  @Override
  public FieldRows fields(FieldRows.Wish wish, int rows) {
    return fields(wish, rows, RowGroups.ALL);
  }

  @Override
  public List<RowGroups.Group> groups(int rows) {
    return ParquetFooter.of(source).groups();
  }

  @Override
  public FieldRows fields(FieldRows.Wish wish, int rows, RowGroups groups) {
    ParquetRows opened = ParquetRows.fields(source, options, wish, rows, groups);
    return new FieldRows() {
      @Override
      public Part next() {
        long before = opened.row();
        ColumnBuilder[] columns = opened.read();
        return columns == null ? null : new Part((int) (opened.row() - before), columns, opened.isAtGroupEnd());
      }

      @Override
      public double share() {
        return (double) opened.row() / opened.count();
      }

      @Override
      public Throwable said(OutOfMemoryError failure) {
        return opened.said(failure);
      }

      @Override
      public void close() {
        opened.close();
      }
    };
  }

  private static String nestedNote(String column) {
    return "column '" + column + "' is nested and is left out";
  }

  @Override
  public TableStream stream(Schema schema, int rows) {
    return new TableStream(ParquetRows.of(source, schema, rows));
  }
}
