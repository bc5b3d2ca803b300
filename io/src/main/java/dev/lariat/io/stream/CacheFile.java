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

/** A file of rows that goes when it is closed. The system keeps in memory what it has room for. One thread writes. */
final class CacheFile implements AutoCloseable {
  private static final double MEGA = 1 << 20;

  private final Path path;
  private final FileChannel channel;
  private final Arena arena = Arena.ofShared();

  private CacheFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * An empty file; one that an interrupted run left is emptied.
   *
   * @throws FolderInUseException if another process, or this one, has it open
   * @throws UncheckedIOException if it cannot be made
   */
  static CacheFile open(Path path) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ,
          StandardOpenOption.WRITE);
      try {
        FolderInUseException.unlessLocked(channel, path.toAbsolutePath().getParent());
        channel.truncate(0); // not before: another one may have mapped it
      } catch (FolderInUseException | IOException e) {
        channel.close();
        throw e;
      }
      path.toFile().deleteOnExit(); // after Ctrl-C, too
      return new CacheFile(path, channel);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path + ": " + e.getMessage(), e);
    }
  }

  /**
   * Tells how many bytes will come.
   *
   * @throws UncheckedIOException if there is no room for them
   */
  void expect(double bytes) {
    try {
      long free = Files.getFileStore(path).getUsableSpace();
      if (free < bytes) {
        throw full(String.format(Locale.ROOT, "%.1f MB are needed, and %.1f MB are free", bytes / MEGA, free / MEGA),
            null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + path + ": " + e.getMessage(), e);
    }
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

  /** Nothing is wrong with the file. */
  private static CancellationException interrupted(IOException cause) {
    var interrupted = new CancellationException("interrupted");
    interrupted.initCause(cause);
    return interrupted;
  }

  private UncheckedIOException full(String why, IOException cause) {
    return new UncheckedIOException(new IOException(
        "the encoded rows cannot be kept in " + path + ": " + why + "; --out takes a folder on another disk", cause));
  }

  /** {@return all bytes} */
  MemorySegment bytes() {
    try {
      return channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (ClosedByInterruptException e) {
      throw interrupted(e);
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
