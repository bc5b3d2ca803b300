package dev.lariat.studio.web;

import dev.lariat.data.DataException;
import dev.lariat.data.encoding.Sizes;
import dev.lariat.io.run.FolderInUseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;

/** What a page is told of a failure: a status and one line, without a trace and without this machine's paths. */
public final class FailureLine {
  private static final System.Logger LOG = System.getLogger(FailureLine.class.getName());

  private final String root;

  /** Lines in which paths are shown relative to a folder. */
  public FailureLine(Path folder) {
    this.root = folder.toString();
  }

  /** {@return the answer to a request that failed} */
  Answer answer(Throwable failure) {
    return Answer.text(status(failure), of(failure));
  }

  private static int status(Throwable failure) {
    return switch (failure) {
      case Refusal refusal -> refusal.status();
      case FolderInUseException _ -> 409;
      case InvalidPathException _ -> 400;
      case IllegalArgumentException _ -> 400;
      case DataException _ -> 422;
      case ArithmeticException size when Sizes.isOverflow(size) -> 422;
      case UncheckedIOException _ -> 500;
      case IOException _ -> 500;
      default -> 500;
    };
  }

  /** {@return the line of a failure} */
  public String of(Throwable failure) {
    String line = switch (failure) {
      case Refusal refusal -> refusal.getMessage();
      case FolderInUseException _ -> "the run is at work in another lariat: follow it there, or end that one";
      case InvalidPathException _ -> "that is no name of a file";
      case IllegalArgumentException setting -> said(setting);
      case DataException data -> said(data);
      case ArithmeticException size when Sizes.isOverflow(size) -> Sizes.overflow();
      case CancellationException _ -> "interrupted";
      case UncheckedIOException wrapper -> file(wrapper.getCause(), said(wrapper));
      case IOException file -> file(file, said(file));
      case OutOfMemoryError _ -> "out of memory: give Java more, or use a smaller table";
      default -> defect(failure);
    };
    return PageWords.of(line.replace(root + "/", "")
        .replace(root + "\\", "")
        .replace(root, ".")
        .strip()
        .replaceAll("\\s*\\R\\s*", " "));
  }

  private static String said(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  private static String file(IOException failure, String message) {
    return failure instanceof NoSuchFileException missing
        ? "no such file or folder: " + missing.getFile()
        : message.replaceFirst("^[\\w.]+Exception: ", "");
  }

  /** Where it happened is for the terminal, and not for the page. */
  private static String defect(Throwable failure) {
    LOG.log(System.Logger.Level.ERROR, "a defect of lariat studio: " + failure, failure);
    return "a defect of lariat, which the terminal says more about: please report it";
  }
}
