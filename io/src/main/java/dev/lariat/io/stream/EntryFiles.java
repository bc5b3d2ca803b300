package dev.lariat.io.stream;

import dev.lariat.data.text.KeptTexts;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Two files that grow in place, an int and a double for each entry. Only one grows at a time, so that what is free is
 * free for all that it asks for.
 */
final class EntryFiles implements KeptTexts.Room {
  private static final AtomicLong NUMBER = new AtomicLong();
  private static final ReentrantLock GROWING = new ReentrantLock();
  private static final String WHAT = "the words of texts";

  private final CacheFile intFile;
  private final CacheFile doubleFile;
  private Mapping mapping = new Mapping(); // of the segments, until writing ends
  private MemorySegment ints = MemorySegment.NULL;
  private MemorySegment doubles = MemorySegment.NULL;

  private EntryFiles(CacheFile intFile, CacheFile doubleFile) {
    this.intFile = intFile;
    this.doubleFile = doubleFile;
  }

  /**
   * Empty ones.
   *
   * @throws java.io.UncheckedIOException if they cannot be made
   */
  static EntryFiles in(Path folder) {
    CacheFile ints = CacheFile.open(folder.resolve("words-" + NUMBER.getAndIncrement() + ".cache"), WHAT);
    try {
      return new EntryFiles(ints, CacheFile.open(folder.resolve("words-" + NUMBER.getAndIncrement() + ".cache"), WHAT));
    } catch (RuntimeException e) {
      ints.close();
      throw e;
    }
  }

  @Override
  public void grow(long entries) {
    GROWING.lock();
    try {
      intFile.expect((Integer.BYTES + Double.BYTES) * (double) entries - intFile.size() - doubleFile.size());
      intFile.fill(Integer.BYTES * entries);
      doubleFile.fill(Double.BYTES * entries);
    } finally {
      GROWING.unlock();
    }
    mapping.close();
    mapping = new Mapping();
    map(mapping.arena);
  }

  private void map(Arena as) {
    ints = intFile.bytes(MapMode.READ_WRITE, as);
    doubles = doubleFile.bytes(MapMode.READ_WRITE, as);
  }

  @Override
  public void end(long entries) {
    mapping.close();
    intFile.truncate(Integer.BYTES * entries);
    doubleFile.truncate(Double.BYTES * entries);
    map(Arena.ofAuto());
  }

  @Override
  public MemorySegment ints() {
    return ints;
  }

  @Override
  public MemorySegment doubles() {
    return doubles;
  }

  @Override
  public void close() {
    mapping.close();
    intFile.close();
    doubleFile.close();
  }

  /** Lasts until the files grow. */
  private static final class Mapping implements AutoCloseable {
    private final Arena arena = Arena.ofShared();

    @Override
    public void close() {
      if (arena.scope().isAlive()) {
        arena.close();
      }
    }
  }
}
