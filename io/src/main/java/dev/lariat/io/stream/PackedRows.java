package dev.lariat.io.stream;

import dev.lariat.io.column.ColumnRange;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Packs some rows that lie together. A piece has the number of its first row, how many rows it has, and for each column
 * its size in bytes and its values.
 */
public final class PackedRows {
  /** What the size of a column is that is left out. */
  static final int LEFT_OUT = -1;
  private static final int MISSING = 0;
  private static final int THERE = 1;

  private final PackedLayout layout;
  private final List<ByteArrayOutputStream> bytes = new ArrayList<>();
  private final List<DataOutputStream> columns = new ArrayList<>();
  private int rows;

  /** Packs rows of a table. */
  public PackedRows(PackedLayout layout) {
    this.layout = layout;
    for (int column = 0; column < layout.columns().size(); column++) {
      bytes.add(new ByteArrayOutputStream());
      columns.add(new DataOutputStream(bytes.getLast()));
    }
  }

  /** {@return how many rows have been packed} */
  public int rows() {
    return rows;
  }

  /**
   * Takes the next row.
   *
   * @param values of the columns: {@link Number}s, for a column of texts anything that is written as one; null where
   * one is missing
   */
  public void add(Object[] values) {
    try {
      for (int column = 0; column < values.length; column++) {
        Object value = values[column];
        DataOutputStream to = columns.get(column);
        switch (layout.columns().get(column).kind()) {
          case NUMBER -> to.writeDouble(value == null ? Double.NaN : ((Number) value).doubleValue());
          case WHOLE -> {
            to.writeByte(value == null ? MISSING : THERE);
            if (value != null) {
              to.writeLong(((Number) value).longValue());
            }
          }
          case TEXT -> {
            to.writeByte(value == null ? MISSING : THERE);
            if (value != null) {
              byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
              to.writeInt(text.length);
              to.write(text);
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it is all in memory
    }
    rows++;
  }

  /**
   * The rows that were packed; the next ones begin anew.
   *
   * @param first the number of the first one in the table, from 0
   */
  public byte[] take(long first) {
    ByteBuffer piece = ByteBuffer.allocate(Long.BYTES + Integer.BYTES
        + bytes.stream().mapToInt(column -> Math.addExact(Integer.BYTES, column.size())).reduce(0, Math::addExact));
    piece.putLong(first).putInt(rows);
    for (ByteArrayOutputStream column : bytes) {
      piece.putInt(column.size()).put(column.toByteArray());
      column.reset();
    }
    rows = 0;
    return piece.array();
  }

  /** {@return the number of the first row of a piece} */
  public static long first(byte[] piece) {
    return ByteBuffer.wrap(piece).getLong();
  }

  /** {@return how many rows a piece has} */
  public static int rows(byte[] piece) {
    return ByteBuffer.wrap(piece).getInt(Long.BYTES);
  }

  /** {@return a piece with these columns alone} */
  public static byte[] only(byte[] piece, PackedLayout layout, Set<String> wanted) {
    ByteBuffer from = ByteBuffer.wrap(piece);
    ByteBuffer to = ByteBuffer.allocate(piece.length);
    to.putLong(from.getLong()).putInt(from.getInt());
    for (PackedLayout.Column column : layout.columns()) {
      int size = from.getInt();
      if (size == LEFT_OUT || !wanted.contains(column.name())) {
        to.putInt(LEFT_OUT);
        from.position(from.position() + Math.max(0, size));
      } else {
        to.putInt(size).put(from.slice(from.position(), size));
        from.position(from.position() + size);
      }
    }
    byte[] only = new byte[to.position()];
    to.flip().get(only);
    return only;
  }

  /**
   * {@return of the columns of numbers with fractions the least and the largest in a piece, and how many are missing}
   */
  public static Map<String, ColumnRange> ranges(byte[] piece, PackedLayout layout) {
    var ranges = new LinkedHashMap<String, ColumnRange>();
    ByteBuffer from = ByteBuffer.wrap(piece);
    from.position(Long.BYTES + Integer.BYTES);
    for (PackedLayout.Column column : layout.columns()) {
      int size = from.getInt();
      int next = from.position() + size;
      if (column.kind() == PackedLayout.Kind.NUMBER) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        long missing = 0;
        while (from.position() < next) {
          double value = from.getDouble();
          missing += Double.isNaN(value) ? 1 : 0;
          least = value < least ? value : least;
          most = value > most ? value : most;
        }
        ranges.put(column.name(), new ColumnRange(least, most, missing));
      }
      from.position(next);
    }
    return ranges;
  }

  /** A column of a piece, value by value. */
  static boolean isThere(ByteBuffer from) {
    return from.get() == THERE;
  }
}
