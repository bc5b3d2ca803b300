package dev.lariat.io.table;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import dev.lariat.data.DataException;
import dev.lariat.io.column.ColumnBuilder;

/** Hands the fields of each record to the columns' builders; gives a record out only where a chunk of rows is full. */
final class CsvRows extends CsvCallbackHandler<Integer> {
  private final String file;
  private final int fields;
  private final int chunk;
  private ColumnBuilder[] builders; // [fields] null for columns that are not read
  private int headers;
  private int rows;
  private int field;
  private long line;
  private RecordType type = RecordType.DATA;

  /**
   * @param headers how many records to skip
   * @param fields how many fields a record has
   * @param chunk after how many rows to give a record out
   */
  CsvRows(String file, int headers, int fields, int chunk, ColumnBuilder[] builders) {
    this.file = file;
    this.headers = headers;
    this.fields = fields;
    this.chunk = chunk;
    this.builders = builders;
  }

  /** How many rows were read since the builders were set. */
  int rows() {
    return rows;
  }

  /** Starts a new chunk. */
  void builders(ColumnBuilder[] fresh) {
    builders = fresh;
    rows = 0;
  }

  @Override
  protected RecordType getRecordType() {
    return type;
  }

  @Override
  protected int getFieldCount() {
    return field;
  }

  @Override
  protected void beginRecord(long startingLineNumber) {
    line = startingLineNumber;
    field = 0;
    type = RecordType.DATA;
  }

  @Override
  protected void addField(char[] text, int offset, int length, boolean quoted) {
    if (field < fields && headers == 0) {
      ColumnBuilder builder = builders[field];
      if (builder != null) {
        builder.add(text, offset, length, line);
      }
    }
    field++;
  }

  @Override
  protected void setComment(char[] text, int offset, int length) {
    type = RecordType.COMMENT;
  }

  @Override
  protected void setEmpty() {
    type = RecordType.EMPTY;
  }

  @Override
  protected Integer buildRecord() {
    if (type != RecordType.DATA) {
      return null;
    }
    if (headers > 0) {
      headers--;
      return null;
    }
    if (field != fields) {
      throw new DataException(file + ", line " + line + ": " + field + (field == 1 ? " field" : " fields")
          + ", where the table has " + fields);
    }
    rows++;
    return rows % chunk == 0 ? rows : null;
  }
}
