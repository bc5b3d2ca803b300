package dev.lariat.io.stream;

import dev.lariat.data.stream.FloatStore;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Numbers in a file that goes when it is closed. The system keeps in memory what it has room for. One thread writes.
 */
public final class FloatFile implements FloatStore, AutoCloseable {
  private static final int BUFFER = 1 << 18;

  private final CacheFile file;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(Float.BYTES * BUFFER).order(ByteOrder.nativeOrder());

  private FloatFile(CacheFile file) {
    this.file = file;
  }

  /**
   * An empty file; one that an interrupted run left is emptied.
   *
   * @throws UncheckedIOException if it cannot be made
   */
  public static FloatFile open(Path path) {
    return new FloatFile(CacheFile.open(path, "the encoded rows"));
  }

  @Override
  public void expect(long numbers) {
    file.expect((double) Float.BYTES * numbers);
  }

  @Override
  public void add(float[] numbers, int count) {
    for (int from = 0; from < count; from += BUFFER) {
      int some = Math.min(BUFFER, count - from);
      buffer.clear();
      buffer.asFloatBuffer().put(numbers, from, some);
      buffer.limit(Float.BYTES * some);
      file.add(buffer);
    }
  }

  @Override
  public void add(int[] numbers, int count) {
    for (int from = 0; from < count; from += BUFFER) {
      int some = Math.min(BUFFER, count - from);
      buffer.clear();
      buffer.asIntBuffer().put(numbers, from, some);
      buffer.limit(Integer.BYTES * some);
      file.add(buffer);
    }
  }

  @Override
  public MemorySegment numbers() {
    return file.bytes();
  }

  @Override
  public void close() {
    file.close();
  }
}
