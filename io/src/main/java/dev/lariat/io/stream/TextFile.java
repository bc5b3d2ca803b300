package dev.lariat.io.stream;

import dev.lariat.data.text.KeptTexts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;

/**
 * Texts of a column in a file in UTF-8, one behind the other; in memory is where each ends. The file has a name only
 * while it is written, and goes with whoever reads it. The system keeps in memory what it has room for. One thread
 * writes.
 */
final class TextFile implements KeptTexts {
  private static final double MEGA = 1 << 20;
  private static final int BUFFER = 1 << 20;

  private final Path folder;
  private final Path path;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private long[] ends = new long[1 << 10]; // [rows] doubled, + 1 where the text is missing
  private int rows;
  private long written;
  private MemorySegment bytes; // null while it is written

  /**
   * An empty file.
   *
   * @param folder where it and the room beside it are
   * @throws UncheckedIOException if it cannot be made
   */
  TextFile(Path folder) {
    this.folder = folder;
    try {
      path = temporary(folder);
      channel = open(path);
    } catch (IOException e) {
      throw cannot(e.getMessage(), e);
    }
  }

  private static Path temporary(Path folder) throws IOException {
    Path path = Files.createTempFile(folder, "lariat-texts", ".cache");
    path.toFile().deleteOnExit(); // after Ctrl-C, too, and where a file that is open cannot go
    return path;
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private UncheckedIOException cannot(String why, IOException cause) {
    return new UncheckedIOException(new IOException(
        "texts cannot be kept in " + folder.toAbsolutePath() + ": " + why + "; --out takes a folder on another disk",
        cause));
  }

  /** Adds a row's text, null where it is missing. */
  void add(String text) {
    byte[] utf8 = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length > buffer.remaining()) {
      flush();
    }
    if (utf8.length > buffer.remaining()) {
      write(ByteBuffer.wrap(utf8));
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
    write(buffer.flip());
    buffer.clear();
  }

  private void write(ByteBuffer from) {
    try {
      while (from.hasRemaining()) {
        channel.write(from);
      }
    } catch (IOException e) {
      throw cannot(e.getMessage(), e);
    }
  }

  /** Ends writing; from here on the texts can be read. */
  void end() {
    flush();
    try {
      bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
    } catch (IOException e) {
      throw cannot(e.getMessage(), e);
    }
    close();
  }

  /** Lets go of the file, which others may still read. */
  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw cannot(e.getMessage(), e);
    }
    var _ = path.toFile().delete(); // a mapped file may not go everywhere; then it goes in the end
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
  public MemorySegment room(long size) {
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      if (free < size) {
        throw cannot(String.format(Locale.ROOT, "%.1f MB are needed beside them, and %.1f MB are free", size / MEGA,
            free / MEGA), null);
      }
      Path own = temporary(folder);
      try (FileChannel room = open(own)) {
        return room.map(MapMode.READ_WRITE, 0, size, Arena.ofAuto());
      } finally {
        var _ = own.toFile().delete();
      }
    } catch (IOException e) {
      throw cannot(e.getMessage(), e);
    }
  }
}
