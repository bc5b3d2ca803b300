package dev.lariat.io.stream;

import dev.lariat.data.text.KeptTexts;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Texts of a column in a file in UTF-8, one behind the other; in memory is where each ends. The file goes with whoever
 * reads it. One thread writes.
 */
final class TextFile implements KeptTexts, AutoCloseable {
  private static final int BUFFER = 1 << 20;

  private final Path folder;
  private final CacheFile file;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private long[] ends = new long[1 << 10]; // [rows] doubled, + 1 where the text is missing
  private int rows;
  private long written;
  private MemorySegment bytes; // null while it is written

  /**
   * An empty file.
   *
   * @param folder where it and the room beside it are
   * @param number of this column among those of texts
   * @throws UncheckedIOException if it cannot be made
   */
  TextFile(Path folder, int number) {
    this.folder = folder;
    file = CacheFile.open(folder.resolve("texts-" + number + ".cache"), "texts");
  }

  /** Adds a row's text, null where it is missing. */
  void add(String text) {
    byte[] utf8 = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length > buffer.remaining()) {
      flush();
    }
    if (utf8.length > buffer.remaining()) {
      file.add(ByteBuffer.wrap(utf8));
    } else {
      buffer.put(utf8);
    }
    written += utf8.length;
    if (rows == ends.length) {
      ends = Arrays.copyOf(ends, 2 * rows);
    }
    ends[rows++] = 2 * written + (text == null ? 1 : 0);
  }

  private void flush() {
    file.add(buffer.flip());
    buffer.clear();
  }

  /** {@return how many bytes the texts have so far} */
  long written() {
    return written;
  }

  /**
   * Tells how many bytes will come, about, here and in other such files.
   *
   * @throws UncheckedIOException if there is no room for them
   */
  void expect(double size) {
    file.expect(size);
  }

  /** Ends writing; from here on the texts can be read. */
  void end() {
    flush();
    bytes = file.bytes(MapMode.READ_ONLY, Arena.ofAuto());
    close();
  }

  /** Lets go of the file, which others may still read. */
  @Override
  public void close() {
    file.close();
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public boolean isMissing(int row) {
    return (ends[row] & 1) == 1;
  }

  @Override
  public String text(int row) {
    if (isMissing(row)) {
      return null;
    }
    long from = row == 0 ? 0 : ends[row - 1] >> 1;
    byte[] utf8 = new byte[Math.toIntExact((ends[row] >> 1) - from)];
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, from, utf8, 0, utf8.length);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  @Override
  public Room room() {
    return EntryFiles.in(folder);
  }
}
