package dev.lariat.io.stream;

import dev.lariat.data.DataException;
import dev.lariat.io.table.FieldRows;
import dev.lariat.io.table.RowGroups;
import dev.lariat.io.table.TableOptions;
import dev.lariat.io.table.TableReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The files of a table, from their first row to the last, any number of times, as long as nobody changes them. */
final class FilePasses {
  /** A file as it was when it was opened. */
  record Part(Path path, TableReader reader, long bytes, FileTime changed) {}

  private final List<Part> parts;
  private final PassProgress progress;
  private final int chunk;
  private int passes;

  /** @param chunk rows that are read at once */
  FilePasses(List<Part> parts, PassProgress progress, int chunk) {
    this.parts = parts;
    this.progress = progress;
    this.chunk = chunk;
    requireSameColumns(parts.getFirst().reader().names());
  }

  /** The files that have rows: of those that a cluster writes some are often empty. One is there in any case. */
  static List<Part> parts(List<Path> files, TableOptions options) {
    List<Path> written = EmptyParts.without(files, options);
    List<Part> parts = written.stream().map(file -> part(file, options)).toList();
    List<Part> used = parts.size() == 1
        ? parts
        : parts.stream().filter(part -> part.reader().ranges().map(TableReader.Ranges::rows).orElse(1L) > 0).toList();
    return used.isEmpty() ? parts.subList(0, 1) : used;
  }

  private static Part part(Path file, TableOptions options) {
    TableReader reader = TableReader.of(file, options);
    try {
      return new Part(file, reader, Files.size(file), Files.getLastModifiedTime(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private void requireSameColumns(List<String> names) {
    for (Part part : parts.subList(1, parts.size())) {
      List<String> own = part.reader().names();
      for (String column : names) {
        if (!own.contains(column)) {
          throw new DataException(part.path() + " has no column '" + column + "', which " + parts.getFirst().path()
              + " has: parts of one table have the same columns");
        }
      }
      for (String column : own) {
        if (!names.contains(column)) {
          throw new DataException(part.path() + " has a column '" + column + "', which " + parts.getFirst().path()
              + " lacks: parts of one table have the same columns");
        }
      }
    }
  }

  List<Part> parts() {
    return parts;
  }

  int passes() {
    return passes;
  }

  /** Takes the rows of files. */
  interface Visitor {
    /** {@return whether more rows are wanted} */
    boolean take(FieldRows.Part part);

    /** A file ends. */
    default void fileEnds() {
      // Mostly it does not matter.
    }
  }

  /** Reads the files one after the other, one part ahead of the visitor. */
  void all(FieldRows.Wish wish, Visitor visitor) {
    requireUnchanged();
    passes++;
    long all = bytes();
    long before = 0;
    try (ExecutorService ahead = Executors.newSingleThreadExecutor(task -> {
      var thread = new Thread(task, "lariat-reader");
      thread.setDaemon(true);
      return thread;
    })) {
      for (Part part : parts) {
        try (FieldRows fields = part.reader().fields(wish, chunk)) {
          Callable<FieldRows.Part> read = fields::next;
          FieldRows.Part next = await(ahead.submit(read));
          while (next != null) {
            Future<FieldRows.Part> following = ahead.submit(read);
            try {
              visitor.take(next);
              progress.read(passes, before + (long) (fields.share() * part.bytes()), all);
            } catch (RuntimeException e) {
              awaitQuietly(following);
              throw e;
            }
            next = await(following);
          }
        }
        visitor.fileEnds();
        before += part.bytes();
      }
    }
    requireUnchanged();
  }

  /** Reads the first rows, as many as the visitor wants. */
  void first(FieldRows.Wish wish, Visitor visitor) {
    requireUnchanged();
    for (Part part : parts) {
      try (FieldRows fields = part.reader().fields(wish, chunk)) {
        for (FieldRows.Part next = fields.next(); next != null; next = fields.next()) {
          if (!visitor.take(next)) {
            return;
          }
        }
      }
    }
  }

  /** Begins a pass that others make. */
  void passElsewhere() {
    requireUnchanged();
    passes++;
  }

  /** What is read of a pass that others make. */
  void progress(double share) {
    progress.read(passes, (long) (share * bytes()), bytes());
  }

  private long bytes() {
    return parts.stream().mapToLong(Part::bytes).sum();
  }

  /** Reads some groups of rows of a file. */
  FieldRows some(int file, FieldRows.Wish wish, RowGroups groups) {
    return parts.get(file).reader().fields(wish, chunk, groups);
  }

  private static FieldRows.Part await(Future<FieldRows.Part> part) {
    try {
      return part.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var interrupted = new CancellationException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
    }
  }

  /** The reader must not be closed while it reads. */
  private static void awaitQuietly(Future<FieldRows.Part> part) {
    if (part != null) {
      try {
        await(part);
      } catch (RuntimeException _) {
        // What went wrong first is thrown.
      }
    }
  }

  void requireUnchanged() {
    for (Part part : parts) {
      try {
        if (Files.size(part.path()) != part.bytes() || !Files.getLastModifiedTime(part.path()).equals(part.changed())) {
          throw new DataException(part.path() + " changed while it was read; start again when the file is complete");
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + part.path() + " any more: " + e.getMessage(), e);
      }
    }
  }
}
