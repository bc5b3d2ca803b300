package dev.lariat.cli;

import dev.lariat.data.DataException;
import dev.lariat.data.encoding.Sizes;
import dev.lariat.net.LayerText;
import dev.lariat.io.run.FolderInUseException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.ParameterException;

/** The exit codes (those of sysexits.h where it has one), and the one line that a failure says. */
final class Exit {
  /** All went well. */
  static final int OK = 0;
  /** Wrong usage, knowable without opening the data. */
  static final int USAGE = 2;
  /** The data cannot be used as asked. */
  static final int DATA = 65;
  /** A defect of ours. */
  static final int DEFECT = 70;
  /** A file cannot be read or written. */
  static final int IO = 74;
  /** The run directory is in use by another process. */
  static final int BUSY = 75;
  /** Ctrl-C: 128 + SIGINT, as the JVM itself exits. */
  static final int INTERRUPTED = 130;

  private Exit() {}

  /** {@return the exit code that tells a script what kind of failure it was} */
  static int codeOf(Throwable failure) {
    return switch (unwrapped(failure)) {
      case ParameterException _ -> USAGE;
      case FolderInUseException _ -> BUSY;
      case InvalidPathException _ -> USAGE;
      // Ours check settings; what the JDK or a library refuses, we should not have asked it.
      case IllegalArgumentException refused -> thrownByUs(refused) ? USAGE : DEFECT;
      case DataException _ -> DATA;
      case ArithmeticException size when Sizes.isOverflow(size) -> DATA;
      case ClosedByInterruptException _ -> INTERRUPTED;
      case InterruptedException _ -> INTERRUPTED;
      case CancellationException _ -> INTERRUPTED;
      case IOException _ -> IO;
      case UncheckedIOException file when file.getCause() instanceof ClosedByInterruptException -> INTERRUPTED;
      case UncheckedIOException _ -> IO;
      default -> DEFECT;
    };
  }

  /** {@return whether it was our own code that refused, and no method that it called} */
  private static boolean thrownByUs(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith("dev.lariat.");
  }

  /**
   * {@return what went wrong, in one line, without a stack trace and without the name of a Java class where a word will
   * do}
   */
  static String lineOf(Throwable failure) {
    Throwable cause = unwrapped(failure);
    String line = switch (cause) {
      case OutOfMemoryError _ -> "out of memory: Java may use " + Runtime.getRuntime().maxMemory() / (1 << 20)
          + " MB here; give the machine more, or use fewer --threads";
      case UncheckedIOException wrapper -> fileLine(wrapper.getCause(), wrapper.getMessage());
      case IOException file -> fileLine(file, file.getMessage());
      case ArithmeticException size when Sizes.isOverflow(size) -> Sizes.overflow();
      default -> switch (codeOf(cause)) {
        case USAGE, DATA -> cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        case BUSY -> "the run directory is in use by another lariat";
        case INTERRUPTED -> "interrupted";
        default -> "a defect of lariat: " + cause + "; run again with --debug to see where, and please report it";
      };
    };
    boolean marked = cause.getCause() instanceof LayerText.Unreadable; // a caret stands under its place
    return marked ? line.strip() : line.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** The JDK's file exceptions say the file's name and leave the rest to their class. */
  private static String fileLine(IOException failure, String message) {
    return switch (failure) {
      case ClosedByInterruptException _ -> "interrupted";
      case NoSuchFileException missing -> "no such file or folder: " + missing.getFile();
      case AccessDeniedException denied -> "permission denied: " + denied.getFile();
      case FileAlreadyExistsException there -> "exists already: " + there.getFile();
      case NotDirectoryException file -> "not a folder: " + file.getFile();
      case DirectoryNotEmptyException folder -> "folder is not empty: " + folder.getFile();
      case FileSystemException other -> other.getReason() == null
          ? "cannot use " + other.getFile()
          : other.getFile() + ": " + other.getReason().toLowerCase(Locale.ROOT);
      case FileNotFoundException missing -> "cannot open " + missing.getMessage();
      default -> {
        String said = message == null ? failure.getClass().getSimpleName() : message;
        // UncheckedIOException(cause) says cause.toString(): the class name tells a user nothing.
        String prefix = failure.getClass().getName() + ": ";
        yield said.startsWith(prefix) ? said.substring(prefix.length()) : said;
      }
    };
  }

  /** What wraps a failure only because it came from another thread is not the failure. */
  private static Throwable unwrapped(Throwable failure) {
    Throwable inner = failure;
    while ((inner instanceof ExecutionException || inner instanceof CompletionException) && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }
}
