package dev.lariat.io.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/**
 * A file beside a run that goes when it is closed, or the process ends in any way: where the system allows it, it has
 * no name from the beginning. The system keeps in memory what it has room for. One thread writes.
 */
final class CacheFile implements AutoCloseable {
  private static final double MEGA = 1 << 20;
  private static final int BLOCK = 1 << 20;
  /** So often Java is asked to let go of files that nobody reads any more. */
  private static final int TRIES = 9;

  private final Path path;
  private final String what;
  private final FileChannel channel;
  private final Arena arena = Arena.ofShared();

  private CacheFile(Path path, String what, FileChannel channel) {
    this.path = path;
    this.what = what;
    this.channel = channel;
  }

  /**
   * An empty file; one that an interrupted run left is emptied.
   *
   * @param what is kept in it
   * @throws UncheckedIOException if it cannot be made
   */
  static CacheFile open(Path path, String what) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
      path.toFile().deleteOnExit(); // where a file that is mapped does not go earlier
      return new CacheFile(path, what, channel);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path + ": " + e.getMessage(), e);
    }
  }

  /**
   * Tells how many bytes will come, about.
   *
   * @throws UncheckedIOException if there is no room for them
   */
  void expect(double bytes) {
    try {
      for (int tries = 0; usable() < bytes; tries++) {
        if (tries == TRIES) {
          throw full(
              String.format(Locale.ROOT, "%.1f MB are needed, and %.1f MB are free", bytes / MEGA, usable() / MEGA),
              null);
        }
        System.gc(); // what is read until nobody has it any more is on the same disk
        Thread.sleep(1L << tries);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + path + ": " + e.getMessage(), e);
    }
  }

  private double usable() throws IOException {
    return Files.getFileStore(path.toAbsolutePath().getParent()).getUsableSpace();
  }

  /** Adds what a buffer has left. */
  void add(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (ClosedByInterruptException e) {
      throw interrupted(e);
    } catch (IOException e) {
      throw full(e.getMessage(), e);
    }
  }

  /** Adds zeros up to a size. They are written, so that a full disk is told here and not by a fault of memory later. */
  void fill(long size) {
    long left = size - size();
    for (ByteBuffer zeros = ByteBuffer.allocate(Math.clamp(left, 0, BLOCK)); left > 0; left -= zeros.limit()) {
      add(zeros.clear().limit((int) Math.min(left, zeros.capacity())));
    }
  }

  /** Lets go of what is behind so many bytes, which nobody has mapped. */
  void truncate(long size) {
    try {
      channel.truncate(size);
    } catch (ClosedByInterruptException e) {
      throw interrupted(e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + path + ": " + e.getMessage(), e);
    }
  }

  /** {@return how many bytes there are} */
  long size() {
    try {
      return channel.size();
    } catch (ClosedByInterruptException e) {
      throw interrupted(e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + path + ": " + e.getMessage(), e);
    }
  }

  /** Nothing is wrong with the file. */
  private static CancellationException interrupted(Exception cause) {
    var interrupted = new CancellationException("interrupted");
    interrupted.initCause(cause);
    return interrupted;
  }

  private UncheckedIOException full(String why, IOException cause) {
    return new UncheckedIOException(new IOException(
        what + " cannot be kept in " + path + ": " + why + "; --out takes a folder on another disk", cause));
  }

  /** {@return all bytes, until this is closed} */
  MemorySegment bytes() {
    return bytes(MapMode.READ_ONLY, arena);
  }

  /** {@return all bytes, as long as the arena is there} */
  MemorySegment bytes(MapMode mode, Arena as) {
    try {
      return channel.map(mode, 0, channel.size(), as);
    } catch (ClosedByInterruptException e) {
      throw interrupted(e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + path + ": " + e.getMessage(), e);
    }
    var _ = path.toFile().delete(); // a mapped file may not go everywhere; then it goes in the end
  }
}
