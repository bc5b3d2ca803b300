package dev.lariat.io.table;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import dev.lariat.data.DataException;
import dev.lariat.io.column.ColumnBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Hands the fields of each record to the columns' builders; gives a record out only where a chunk of rows is full. */
final class CsvRows extends CsvCallbackHandler<Integer> {
  private final String file;
  private final long skipped;
  private final int fields;
  private final int chunk;
  private final List<char[]> kept; // fields of the record, where bad records are left out; else null
  private ColumnBuilder[] builders; // [fields] null for columns that are not read
  private int headers;
  private int rows;
  private int left;
  private int field;
  private long line;
  private long start; // the line of the first record since the builders were set; 0 where none has begun
  private RecordType type = RecordType.DATA;

  /**
   * Of a table, or of a part of it.
   *
   * @param header whether a header comes first
   * @param skipped how many lines stand before what is read
   * @param chunk after how many rows to give a record out
   */
  CsvRows(String file, boolean header, long skipped, TableOptions.BadRows bad, int chunk, ColumnBuilder[] builders) {
    this.file = file;
    kept = switch (bad) {
      case REFUSE -> null;
      case SKIP -> new ArrayList<>();
    };
    this.skipped = skipped;
    headers = header ? 1 : 0;
    fields = builders.length;
    this.chunk = chunk;
    this.builders = builders;
  }

  /** How many rows were read since the builders were set. */
  int rows() {
    return rows;
  }

  /** How many records were left out. */
  int left() {
    return left;
  }

  /** {@return the line that they begin with, from 1} */
  long start() {
    return start;
  }

  /** Starts a new chunk. */
  void builders(ColumnBuilder[] fresh) {
    builders = fresh;
    rows = 0;
    start = 0;
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
    line = startingLineNumber + skipped;
    start = start == 0 && headers == 0 ? line : start;
    if (kept != null) {
      kept.clear();
    }
    field = 0;
    type = RecordType.DATA;
  }

  @Override
  protected void addField(char[] text, int offset, int length, boolean quoted) {
    if (kept != null && headers == 0) {
      kept.add(Arrays.copyOfRange(text, offset, offset + length));
    } else if (field < fields && headers == 0) {
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
    if (kept != null) {
      if (field != fields) {
        left++;
        return null;
      }
      for (int i = 0; i < fields; i++) {
        if (builders[i] != null) {
          builders[i].add(kept.get(i), 0, kept.get(i).length, line);
        }
      }
    }
    if (field != fields) {
      throw new DataException(file + ", line " + line + ": " + field + (field == 1 ? " field" : " fields")
          + ", where the table has " + fields + "; mend the line, or leave such lines out with --on-bad-rows skip");
    }
    rows++;
    return rows % chunk == 0 ? rows : null;
  }
}
