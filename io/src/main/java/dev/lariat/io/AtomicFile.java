package dev.lariat.io;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CancellationException;

/**
 * Writes a file so that it is whole or not there: to a temporary name beside it, synced, moved. An interrupted or
 * failed write leaves what was there before.
 */
public final class AtomicFile {
  /** Writes the content. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes the whole content.
     *
     * @param out buffered; closed by the caller
     */
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes {@code target}.
   *
   * @param overwrite whether an existing file may be replaced
   * @throws UncheckedIOException naming the file: it exists and may not be replaced, the folder is missing, the disk is
   * full
   * @throws CancellationException naming the file: the thread was interrupted meanwhile
   */
  public static void write(Path target, boolean overwrite, Content content) {
    refuseFolder(target);
    refuseExisting(target, overwrite);
    if (isPassing(target)) {
      pass(target, content);
      return;
    }
    Path temporary = target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    // Ctrl-C runs the exit hooks: the part must not stay. After the move there is nothing to delete.
    temporary.toFile().deleteOnExit();
    try {
      try (var channel = FileChannel.open(temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE)) {
        var out = new BufferedOutputStream(new Named(target, Channels.newOutputStream(channel)), 1 << 16);
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      refuseExisting(target, overwrite);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (RuntimeException e) {
      throw isInterrupt(e) ? interrupted(target, e) : e; // as a library wraps it that writes
    } catch (ClosedByInterruptException e) {
      throw interrupted(target, e);
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException(new IOException("cannot write " + target + ": there is no such folder", e));
    } catch (Unwritable e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(new Unwritable(target, e));
    } finally {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException _) {
        // What failed first is what is reported.
      }
    }
  }

  /** Nothing is wrong with the file. */
  private static CancellationException interrupted(Path target, Exception cause) {
    var interrupted = new CancellationException("interrupted while " + target + " was written");
    interrupted.initCause(cause);
    return interrupted;
  }

  private static boolean isInterrupt(Throwable failure) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof ClosedByInterruptException)) {
      cause = cause.getCause();
    }
    return cause != null;
  }

  /**
   * {@return whether what is written goes by: a pipe or a device, such as {@code /dev/null}, which nothing may take the
   * place of}
   */
  private static boolean isPassing(Path target) {
    return Files.exists(target) && !Files.isRegularFile(target) && !Files.isDirectory(target);
  }

  private static void pass(Path target, Content content) {
    try (var out = new BufferedOutputStream(Files.newOutputStream(target, StandardOpenOption.WRITE), 1 << 16)) {
      content.writeTo(out);
    } catch (RuntimeException e) {
      throw isInterrupt(e) ? interrupted(target, e) : e;
    } catch (ClosedByInterruptException e) {
      throw interrupted(target, e);
    } catch (IOException e) {
      throw new UncheckedIOException(new IOException("cannot write " + target + ": " + reason(e), e));
    }
  }

  /**
   * Asks before hours of work whether their result can be written.
   *
   * @throws UncheckedIOException if {@code target} exists and may not be replaced
   */
  public static void refuseExisting(Path target, boolean overwrite) {
    if (!overwrite && Files.exists(target) && !isPassing(target)) {
      throw new UncheckedIOException(
          new IOException(target + " exists already: choose another name, or overwrite it with --force"));
    }
  }

  /**
   * Asks before hours of work whether a file can be written.
   *
   * @throws UncheckedIOException if it is a folder, or exists and may not be replaced, or its folder is not there or
   * cannot be written into
   */
  public static void requireWritable(Path target, boolean overwrite) {
    refuseFolder(target);
    refuseExisting(target, overwrite);
    Path folder = target.toAbsolutePath().getParent();
    if (folder != null && !isPassing(target) && !Files.isWritable(folder)) {
      throw new UncheckedIOException(new IOException("cannot write " + target + ": "
          + (Files.isDirectory(folder) ? "permission denied" : "there is no such folder")));
    }
  }

  private static void refuseFolder(Path target) {
    if (Files.isDirectory(target)) {
      throw new UncheckedIOException(
          new IOException("cannot write " + target + ": it is a folder, and a file is to be written"));
    }
  }

  /** Without the temporary name, which nobody has given. */
  private static String reason(IOException e) {
    String message = e instanceof FileSystemException file && file.getReason() != null
        ? file.getReason()
        : e.getMessage();
    if (message == null) {
      return e.getClass().getSimpleName();
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return message;
  }

  /** Says the file's name where a write fails, whoever catches that on the way. */
  private static final class Named extends FilterOutputStream {
    private final Path target;

    Named(Path target, OutputStream out) {
      super(out);
      this.target = target;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[]{(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (ClosedByInterruptException e) {
        throw e; // nothing is wrong with the file
      } catch (IOException e) {
        throw new Unwritable(target, e);
      }
    }
  }

  private static final class Unwritable extends IOException {
    private static final long serialVersionUID = 1;

    Unwritable(Path target, IOException why) {
      super("cannot write " + target + ": " + reason(why), why);
    }
  }
}
