package dev.lariat.io.stream;

import dev.lariat.data.stream.FloatStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Numbers in a file that goes when it is closed. The system keeps in memory what it has room for. One thread writes.
 */
public final class FloatFile implements FloatStore, AutoCloseable {
  private static final double MEGA = 1 << 20;

  private static final int BUFFER = 1 << 18;

  private final Path path;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(Float.BYTES * BUFFER).order(ByteOrder.nativeOrder());
  private final Arena arena = Arena.ofShared();

  private FloatFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * An empty file; one that an interrupted run left is emptied.
   *
   * @throws UncheckedIOException if it cannot be made
   */
  public static FloatFile open(Path path) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.READ, StandardOpenOption.WRITE);
      path.toFile().deleteOnExit(); // after Ctrl-C, too
      return new FloatFile(path, channel);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void expect(long numbers) {
    try {
      long free = Files.getFileStore(path).getUsableSpace();
      long needed = Float.BYTES * numbers;
      if (free < needed) {
        throw full(String.format(Locale.ROOT, "%.1f MB are needed, and %.1f MB are free", needed / MEGA, free / MEGA),
            null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void add(float[] numbers, int count) {
    try {
      for (int from = 0; from < count; from += BUFFER) {
        int some = Math.min(BUFFER, count - from);
        buffer.clear();
        buffer.asFloatBuffer().put(numbers, from, some);
        buffer.limit(Float.BYTES * some);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
    } catch (IOException e) {
      throw full(e.getMessage(), e);
    }
  }

  private UncheckedIOException full(String why, IOException cause) {
    return new UncheckedIOException(new IOException(
        "the encoded rows cannot be kept in " + path + ": " + why + "; --out takes a folder on another disk", cause));
  }

  @Override
  public MemorySegment numbers() {
    try {
      return channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    arena.close();
    try {
      channel.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + path + ": " + e.getMessage(), e);
    }
  }
}
