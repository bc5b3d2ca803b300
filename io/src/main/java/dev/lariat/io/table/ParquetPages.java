package dev.lariat.io.table;

import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.ColumnMetaData;
import dev.hardwood.metadata.FileMetaData;
import dev.hardwood.metadata.RowGroup;
import dev.lariat.data.DataException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Walks over the pages of a Parquet file before it is read: the sizes that their headers state must lie within the
 * file. The library that reads them believes the sizes, and would wait without end for bytes that are not there.
 */
final class ParquetPages {
  /** A header is tried with so many bytes, then with more: it holds statistics, which may be long texts. */
  private static final int[] WINDOWS = {256, 1 << 16, 1 << 24};
  /** Fields of a page header, by parquet.thrift. */
  private static final int UNPACKED = 2;
  private static final int SIZE = 3;
  private static final int DATA_PAGE = 5;
  private static final int DATA_PAGE_V2 = 8;
  /** Types of the compact protocol. */
  private static final int I32 = 5;
  private static final int STRUCT = 12;
  /** The head of a structure's field 1 of type i32. */
  private static final int FIRST_I32 = 0x15;
  /** Structures within structures: a page header has two levels. */
  private static final int DEEPEST = 16;

  private final FileChannel channel;
  private final long length;

  /**
   * A page's header.
   *
   * @param bytes that the header itself takes
   * @param size of the page behind it
   * @param unpacked its size when it is unpacked
   * @param values in it, 0 for a dictionary
   */
  private record Header(int bytes, int size, long unpacked, long values) {}

  /** What the compact protocol of Thrift has; only these are looked at. */
  private static final class Fields {
    private long size = -1;
    private long unpacked;
    private long values;
  }

  private ParquetPages(FileChannel channel) throws IOException {
    this.channel = channel;
    this.length = channel.size();
  }

  /**
   * Checks a file.
   *
   * @return how many bytes the largest page of each column takes when its values can be read
   * @throws DataException which says of what column the pages are damaged
   */
  static Map<String, Long> check(Path file, FileMetaData metadata, String name) throws IOException {
    Map<String, Long> largest = new HashMap<>();
    try (FileChannel channel = FileChannel.open(file)) {
      var pages = new ParquetPages(channel);
      for (RowGroup group : metadata.rowGroups()) {
        for (ColumnChunk chunk : group.columns()) {
          long bytes = pages.check(chunk.metaData(), name);
          largest.merge(chunk.metaData().pathInSchema().elements().getFirst(), bytes, Math::max);
        }
      }
    }
    return largest;
  }

  /** How many bytes a value takes at least. */
  private static int width(ColumnMetaData chunk) {
    return switch (chunk.type()) {
      case INT32, FLOAT -> Integer.BYTES;
      case INT64, DOUBLE -> Long.BYTES;
      case BOOLEAN -> Byte.BYTES;
      case INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> Integer.BYTES; // where it ends
    };
  }

  private long check(ColumnMetaData chunk, String name) throws IOException {
    Long dictionary = chunk.dictionaryPageOffset();
    long at = dictionary != null && dictionary > 0
        ? Math.min(dictionary, chunk.dataPageOffset())
        : chunk.dataPageOffset();
    long end = at + chunk.totalCompressedSize();
    boolean inside = at >= 0 && chunk.totalCompressedSize() >= 0 && end >= at && end <= length;
    long values = 0;
    long largest = 0;
    while (inside && values < chunk.numValues()) {
      Header header = at < end ? header(at, end) : null;
      inside = header != null && header.size <= end - at - header.bytes;
      if (inside) {
        at += header.bytes + header.size;
        values += header.values;
        largest = Math.max(largest,
            Math.max(header.unpacked, Math.min(header.values, Integer.MAX_VALUE) * width(chunk)));
      }
    }
    if (!inside) {
      throw new DataException(
          name + " cannot be read as Parquet: the pages of column '" + String.join(".", chunk.pathInSchema().elements())
              + "' are damaged, or the file was cut; write or download it again");
    }
    return largest;
  }

  /** The header at a place; null where there is none. */
  private Header header(long at, long end) throws IOException {
    for (int window : WINDOWS) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(window, end - at));
      while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) > 0) {
        // until the window is full
      }
      bytes.flip();
      try {
        var fields = new Fields();
        struct(bytes, fields, 0);
        return fields.size < 0 || fields.size > Integer.MAX_VALUE || fields.unpacked < 0 || fields.values < 0
            ? null
            : new Header(bytes.position(), (int) fields.size, fields.unpacked, fields.values);
      } catch (BufferUnderflowException _) {
        if (bytes.limit() == end - at) {
          return null;
        }
      } catch (IllegalArgumentException _) {
        return null;
      }
    }
    return null;
  }

  /**
   * Reads over a structure.
   *
   * @param fields of a page header what is kept of it; null for any other structure
   */
  private static void struct(ByteBuffer bytes, Fields fields, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("too deep");
    }
    long id = 0;
    for (int head = bytes.get(); head != 0; head = bytes.get()) {
      int delta = (head & 0xF0) >> 4;
      id = delta == 0 ? zigzag(bytes) : id + delta;
      int type = head & 0x0F;
      if (fields != null && id == SIZE && type == I32) {
        fields.size = zigzag(bytes);
      } else if (fields != null && id == UNPACKED && type == I32) {
        fields.unpacked = zigzag(bytes);
      } else if (fields != null && (id == DATA_PAGE || id == DATA_PAGE_V2) && type == STRUCT) {
        fields.values = firstNumber(bytes, depth + 1);
      } else {
        skip(bytes, type, depth);
      }
    }
  }

  /** Reads over a data page's own header, whose first field is how many values it has. */
  private static long firstNumber(ByteBuffer bytes, int depth) {
    bytes.mark();
    long number = bytes.get() == FIRST_I32 ? zigzag(bytes) : 0;
    bytes.reset();
    struct(bytes, null, depth);
    return number;
  }

  private static void skip(ByteBuffer bytes, int type, int depth) {
    switch (type) {
      case 1, 2 -> {
        // a truth is in the field's head
      }
      case 3 -> bytes.get();
      case 4, 5, 6 -> zigzag(bytes);
      case 7 -> skip(bytes, Double.BYTES);
      case 8 -> skip(bytes, varint(bytes));
      case 9, 10 -> {
        int head = bytes.get();
        long size = (head & 0xF0) == 0xF0 ? varint(bytes) : (head & 0xF0) >> 4;
        elements(bytes, head & 0x0F, size, depth);
      }
      case 11 -> {
        long size = varint(bytes);
        int types = size == 0 ? 0 : bytes.get();
        for (long i = 0; i < size; i++) {
          elements(bytes, (types & 0xF0) >> 4, 1, depth);
          elements(bytes, types & 0x0F, 1, depth);
        }
      }
      case 12 -> struct(bytes, null, depth + 1);
      default -> throw new IllegalArgumentException("no such type");
    }
  }

  /** Elements of a list have no heads of their own: a truth takes a byte there. */
  private static void elements(ByteBuffer bytes, int type, long count, int depth) {
    for (long i = 0; i < count; i++) {
      if (type == 1 || type == 2) {
        bytes.get();
      } else {
        skip(bytes, type, depth + 1);
      }
    }
  }

  private static void skip(ByteBuffer bytes, long count) {
    if (count < 0) {
      throw new IllegalArgumentException("a negative length");
    }
    if (count > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    bytes.position(bytes.position() + (int) count);
  }

  private static long zigzag(ByteBuffer bytes) {
    long number = varint(bytes);
    return (number >>> 1) ^ -(number & 1);
  }

  private static long varint(ByteBuffer bytes) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int part = bytes.get();
      number |= (long) (part & 0x7F) << shift;
      if (part >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number too long");
  }
}
