package dev.lariat.io.table;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Schema;

/** A table in a Parquet file, read by Hardwood if that is on the class path. */
final class ParquetTable implements TableReader {
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
    return new ParquetTable(source, options);
  }

  @Override
  public Dataset read() {
    try (ParquetRows rows = ParquetRows.all(source, options)) {
      Dataset data = rows.next();
      for (String column : rows.nested()) {
        data = data.note("column '" + column + "' is nested and is left out");
      }
      return data;
    }
  }

  @Override
  public TableStream stream(Schema schema, int rows) {
    return new TableStream(ParquetRows.of(source, schema, rows));
  }
}
