package dev.lariat.io.table;

import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowGroupPredicate;
import dev.hardwood.reader.Validity;
import dev.hardwood.schema.ColumnProjection;
import dev.lariat.io.column.ColumnBuilder;
import java.util.List;

/**
 * The columns of numbers of a Parquet file, column by column: many rows of one cost a tenth of one row after the other.
 */
final class ParquetNumbers implements AutoCloseable {
  private static final int BATCH = 1 << 13;

  /**
   * The library unpacks pages ahead, so many of each column: with its own 8 a hundred columns of a million numbers a
   * row group fill a gigabyte.
   */
  private static final String PAGES_AHEAD = "hardwood.internal.maxOutstanding";

  static {
    if (System.getProperty(PAGES_AHEAD) == null) {
      System.setProperty(PAGES_AHEAD, "2");
    }
  }

  private final ColumnReaders readers;
  private int at; // in the batch
  private int size; // of the batch
  private final double[] scratch = new double[BATCH];

  /** @param some null for all groups of rows */
  ParquetNumbers(ParquetFileReader file, List<String> columns, RowGroupPredicate some) {
    var builder = file.buildColumnReaders(ColumnProjection.columns(columns.toArray(String[]::new))).batchSize(BATCH);
    readers = (some == null ? builder : builder.filter(some)).build();
  }

  /** Makes the library unpack little ahead; before it is used at all. */
  static void frugal() {
    // The class is there now, which is all.
  }

  /** How a column's values become numbers. */
  enum Access {
    INT, UNSIGNED_INT, LONG, FLOAT, DOUBLE
  }

  /**
   * Takes rows.
   *
   * @param builders of the columns, in the order in which they were named
   * @param first the number of the first row, from 1
   * @param moved told that rows have come
   */
  void take(ColumnBuilder[] builders, Access[] access, long first, int count, Runnable moved) {
    int taken = 0;
    while (taken < count) {
      if (at == size) {
        if (!readers.nextBatch()) {
          throw new IllegalStateException("the rows end before their number");
        }
        moved.run();
        at = 0;
        size = readers.getRecordCount();
      }
      int n = Math.min(Math.min(size - at, count - taken), BATCH);
      for (int i = 0; i < builders.length; i++) {
        take(builders[i], readers.getColumnReader(i), access[i], first + taken, n);
      }
      at += n;
      taken += n;
    }
  }

  private void take(ColumnBuilder builder, ColumnReader column, Access access, long line, int n) {
    Validity there = column.getLeafValidity();
    switch (access) {
      case DOUBLE -> System.arraycopy(column.getDoubles(), at, scratch, 0, n);
      case FLOAT -> {
        float[] values = column.getFloats();
        for (int i = 0; i < n; i++) {
          scratch[i] = values[at + i];
        }
      }
      case INT -> {
        int[] values = column.getInts();
        for (int i = 0; i < n; i++) {
          scratch[i] = values[at + i];
        }
      }
      case UNSIGNED_INT -> {
        int[] values = column.getInts();
        for (int i = 0; i < n; i++) {
          scratch[i] = Integer.toUnsignedLong(values[at + i]);
        }
      }
      case LONG -> {
        long[] values = column.getLongs();
        for (int i = 0; i < n; i++) {
          if (there.isNull(at + i)) {
            builder.add(Double.NaN, line + i);
          } else {
            builder.add(values[at + i], line + i); // beyond 2⁵³ it is no number
          }
        }
        return;
      }
    }
    if (there.hasNulls()) {
      for (int i = 0; i < n; i++) {
        if (there.isNull(at + i)) {
          scratch[i] = Double.NaN;
        }
      }
    }
    builder.add(scratch, n, line);
  }

  @Override
  public void close() {
    readers.close();
  }
}
