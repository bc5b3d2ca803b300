package dev.lariat.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntToDoubleFunction;

/** Parquet files of numbers, plain and unpacked, one row group of one page a column: the format's compact Thrift. */
final class PlainParquet {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int STRUCT = 12;
  private static final int DOUBLE = 5;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int last; // field of the structure that is written

  private PlainParquet() {}

  /**
   * Writes a file.
   *
   * @param columns called x0, x1, …
   * @param value of a row, the same in all columns but for their sign, which alternates
   */
  static Path write(Path file, int columns, int rows, IntToDoubleFunction value) {
    ByteBuffer even = ByteBuffer.allocate(Double.BYTES * rows).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer odd = ByteBuffer.allocate(Double.BYTES * rows).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < rows; row++) {
      even.putDouble(value.applyAsDouble(row));
      odd.putDouble(-value.applyAsDouble(row));
    }
    byte[] header = new PlainParquet().header(rows);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(MAGIC);
      for (int column = 0; column < columns; column++) {
        out.write(header);
        out.write(column % 2 == 0 ? even.array() : odd.array());
      }
      byte[] footer = new PlainParquet().footer(columns, rows, header.length + (long) Double.BYTES * rows);
      out.write(footer);
      out.write(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(footer.length).array());
      out.write(MAGIC);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private byte[] header(int rows) {
    number(1, I32, 0); // a data page
    number(2, I32, (long) Double.BYTES * rows);
    number(3, I32, (long) Double.BYTES * rows);
    field(5, STRUCT);
    int outer = begin();
    number(1, I32, rows);
    number(2, I32, 0); // plain
    number(3, I32, 3);
    number(4, I32, 3);
    end(outer);
    return ended();
  }

  private byte[] footer(int columns, int rows, long chunk) {
    number(1, I32, 1);
    list(2, STRUCT, columns + 1);
    int outer = begin();
    text(4, "schema");
    number(5, I32, columns);
    end(outer);
    for (int column = 0; column < columns; column++) {
      begin();
      number(1, I32, DOUBLE);
      number(3, I32, 0); // always there
      text(4, "x" + column);
      end(outer);
    }
    number(3, I64, rows);
    list(4, STRUCT, 1);
    int file = begin();
    list(1, STRUCT, columns);
    for (int column = 0; column < columns; column++) {
      int group = begin();
      long start = MAGIC.length + column * chunk;
      number(2, I64, start);
      field(3, STRUCT);
      int one = begin();
      number(1, I32, DOUBLE);
      list(2, I32, 1);
      zigzag(0);
      list(3, BINARY, 1);
      text("x" + column);
      number(4, I32, 0);
      number(5, I64, rows);
      number(6, I64, chunk);
      number(7, I64, chunk);
      number(9, I64, start);
      end(one);
      end(group);
    }
    number(2, I64, columns * chunk);
    number(3, I64, rows);
    end(file);
    return ended();
  }

  private void field(int id, int type) {
    bytes.write((id - last) << 4 | type);
    last = id;
  }

  private void number(int id, int type, long value) {
    field(id, type);
    zigzag(value);
  }

  private void text(int id, String text) {
    field(id, BINARY);
    text(text);
  }

  private void text(String text) {
    varint(text.length());
    bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void list(int id, int type, int size) {
    field(id, LIST);
    bytes.write(Math.min(size, 15) << 4 | type);
    if (size >= 15) { // else it is in the head
      varint(size);
    }
  }

  /** {@return what {@link #end} takes} */
  private int begin() {
    int outer = last;
    last = 0;
    return outer;
  }

  private void end(int outer) {
    bytes.write(0);
    last = outer;
  }

  private byte[] ended() {
    bytes.write(0);
    return bytes.toByteArray();
  }

  private void zigzag(long value) {
    varint((value << 1) ^ (value >> (Long.SIZE - 1)));
  }

  private void varint(long value) {
    long left = value;
    while (left >= 0x80 || left < 0) {
      bytes.write((int) ((left & 0x7F) | 0x80));
      left >>>= 7;
    }
    bytes.write((int) left);
  }
}
