package dev.lariat.io.table;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.io.column.ColumnBuilder;
import dev.lariat.io.column.ColumnPlan;
import dev.lariat.io.column.ReadColumns;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;

/** Rows of a text with separators, some at a time: of a whole file or of a part of it. */
final class CsvChunks implements Chunks {
  /** A chunk of more rows than this is not made room for before it is read. */
  private static final int LARGEST_CHUNK = 1 << 16;

  private final Source source;
  private final CsvLayout layout;
  private final ColumnPlan[] plans;
  private final int size;
  private final CsvRows rows;
  private final long before; // lines that stand before what is read
  private final Reader reader;
  private final CloseableIterator<Integer> records;
  private ColumnBuilder[] builders;
  private boolean any;

  /**
   * What a reader gives.
   *
   * @param plans of the columns; null for those that are not read
   * @param size how many rows a chunk has
   * @param header whether a header comes first
   * @param before how many lines stand before what is read
   */
  CsvChunks(Source source, TableOptions.BadRows bad, CsvLayout layout, ColumnPlan[] plans, int size, Reader reader,
      boolean header, long before) {
    this.source = source;
    this.layout = layout;
    this.plans = plans;
    this.size = size;
    this.reader = reader;
    this.before = before;
    builders = ReadColumns.builders(plans, size <= LARGEST_CHUNK ? size : 0);
    rows = new CsvRows(source.name(), header, before, bad, size, builders);
    records = records(layout, rows, reader);
  }

  @Override
  public Dataset next() {
    return fill() ? ReadColumns.finish(source.name(), part().columns(), layout.marks()) : null;
  }

  /** Reads the next rows; {@return whether there are any} */
  boolean fill() {
    try {
      if (records.hasNext()) {
        records.next();
      }
    } catch (CsvParseException e) {
      throw translate(source, e, before);
    } catch (UncheckedIOException e) {
      throw source.failure(e.getCause());
    }
    if (rows.rows() == 0 && !any) {
      throw noRows(source);
    }
    any = true;
    return rows.rows() > 0;
  }

  /** {@return what was read, the kinds undecided} */
  FieldRows.Part part() {
    var part = new FieldRows.Part(rows.rows(), builders, true);
    builders = ReadColumns.builders(plans, size <= LARGEST_CHUNK ? size : 0);
    rows.builders(builders);
    return part;
  }

  @Override
  public void close() {
    try (reader) {
      records.close();
    } catch (IOException e) {
      throw source.failure(e);
    }
  }

  /** {@return how many rows were read} */
  int rows() {
    return rows.rows();
  }

  /** {@return the line that they begin with, from 1} */
  long start() {
    return rows.start();
  }

  /** {@return how many records were left out so far} */
  int left() {
    return rows.left();
  }

  static DataException noRows(Source source) {
    return new DataException(source.name() + ": there are no rows");
  }

  static CloseableIterator<Integer> records(CsvLayout layout, CsvRows rows, Reader reader) {
    return CsvLayout.reader(layout.separator(), layout.quote(), layout.blanks())
        .allowUnclosedQuote(false)
        .build(rows, reader)
        .iterator();
  }

  static RuntimeException translate(Source source, CsvParseException e, long skipped) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    source.requireIntact();
    if (e.getCause() instanceof DataException data) {
      return data;
    }
    return CsvErrors.translate(source.name(), e, skipped);
  }
}
