package dev.lariat.io.image;

import dev.lariat.data.DataException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An array that NumPy saved (NEP 1, versions 1 to 3): after the mark 6 bytes, a version and the header's length, a line
 * that says type, order and shape, then the numbers.
 *
 * @param file for messages
 * @param type a letter: b boolean, i and u whole numbers, f numbers, U words
 * @param size bytes of an element
 * @param shape lengths of the dimensions
 * @param begin where the elements begin
 */
record NpyArray(Path file, char type, int size, List<Integer> shape, long begin) {
  private static final byte[] MARK = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 1 << 16;
  private static final int UTF_32 = 4;
  private static final Pattern HEADER = Pattern
      .compile("\\{\\s*'descr':\\s*'([<>|=])([biufU])(\\d{1,6})',\\s*'fortran_order':\\s*(True|False),"
          + "\\s*'shape':\\s*\\(([\\d,\\s]*)\\),?\\s*}\\s*");

  /** {@return the array of a file; empty where it is none} */
  static Optional<NpyArray> of(Path file) throws IOException {
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      byte[] mark = in.readNBytes(MARK.length);
      if (!Arrays.equals(mark, MARK)) {
        return Optional.empty();
      }
      int version = in.readUnsignedByte();
      int _ = in.readUnsignedByte();
      long length = version == 1
          ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
          : Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
      if (version < 1 || version > 3 || length > LONGEST_HEADER) {
        throw new DataException(file + " is a NumPy file of a version that is not known, " + version);
      }
      String text = new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
      long begin = MARK.length + 2 + (version == 1 ? Short.BYTES : Integer.BYTES) + length;
      return Optional.of(of(file, text, begin));
    } catch (EOFException e) {
      throw new DataException(file + " ends within its header", e);
    }
  }

  private static NpyArray of(Path file, String text, long begin) {
    Matcher header = HEADER.matcher(text);
    if (text.contains("'|O'")) {
      throw new DataException(file + " holds objects of Python: save array.astype('float32')");
    }
    if (!header.matches()) {
      throw new DataException(file + " is no plain NumPy array of numbers or words: its header is " + text.strip());
    }
    if (header.group(4).equals("True")) {
      throw new DataException(file + " is saved in Fortran's order: save np.ascontiguousarray(array)");
    }
    char type = header.group(2).charAt(0);
    int size = Integer.parseInt(header.group(3));
    if (header.group(1).equals(">") && size > 1) {
      throw new DataException(
          file + " has its bytes in big-endian order: save array.astype(array.dtype.newbyteorder('<'))");
    }
    boolean known = switch (type) {
      case 'b' -> size == 1;
      case 'i', 'u' -> size == 1 || size == 2 || size == 4 || size == 8;
      case 'f' -> size == 4 || size == 8;
      default -> true;
    };
    if (!known) {
      throw new DataException(file + " has elements of the type " + type + size + ": save array.astype('float32')");
    }
    try {
      List<Integer> shape = Arrays.stream(header.group(5).split(",", -1))
          .map(String::strip)
          .filter(word -> !word.isEmpty())
          .map(Integer::valueOf)
          .toList();
      return new NpyArray(file, type, type == 'U' ? Math.multiplyExact(UTF_32, size) : size, shape, begin);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new DataException(file + " is larger than an array may be here", e);
    }
  }

  /** The shape as NumPy writes it, for messages. */
  String words() {
    return shape.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
  }

  /** Takes an element after the other. */
  @FunctionalInterface
  interface Elements {
    /** The next so many elements. */
    void accept(ByteBuffer bytes) throws IOException;
  }

  /** Calls with the bytes of a part of the array after the other, so many elements each. */
  void each(int elements, Elements consumer) throws IOException {
    long parts = 1;
    for (int length : shape) {
      parts = Math.multiplyExact(parts, length);
    }
    parts /= elements;
    byte[] bytes = new byte[Math.multiplyExact(elements, size)];
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      in.skipNBytes(begin);
      for (long part = 0; part < parts; part++) {
        if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
          throw new DataException(file + " ends before the last of its numbers");
        }
        consumer.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
      }
    } catch (EOFException e) {
      throw new DataException(file + " ends before the last of its numbers", e);
    }
  }

  /** {@return the next number} */
  double number(ByteBuffer bytes) {
    return switch (type) {
      case 'b' -> bytes.get() == 0 ? 0 : 1;
      case 'i' -> switch (size) {
        case 1 -> bytes.get();
        case 2 -> bytes.getShort();
        case 4 -> bytes.getInt();
        default -> bytes.getLong();
      };
      case 'u' -> switch (size) {
        case 1 -> Byte.toUnsignedInt(bytes.get());
        case 2 -> Short.toUnsignedInt(bytes.getShort());
        case 4 -> Integer.toUnsignedLong(bytes.getInt());
        default -> bytes.getLong();
      };
      case 'f' -> size == 4 ? bytes.getFloat() : bytes.getDouble();
      default -> throw new DataException(file + " has words where numbers are needed");
    };
  }

  /** {@return the next element as a word: whole numbers without a point} */
  String word(ByteBuffer bytes) {
    if (type != 'U') {
      return NpyPictures.text(number(bytes));
    }
    var word = new StringBuilder();
    for (int i = 0; i < size / UTF_32; i++) {
      int letter = bytes.getInt();
      if (letter != 0) {
        word.appendCodePoint(letter);
      }
    }
    return word.toString();
  }
}
