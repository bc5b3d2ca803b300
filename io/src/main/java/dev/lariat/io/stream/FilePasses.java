package dev.lariat.io.stream;

import dev.lariat.data.DataException;
import dev.lariat.io.column.ColumnPlan;
import dev.lariat.io.column.ColumnRange;
import dev.lariat.io.column.TableMarks;
import dev.lariat.io.table.FieldRows;
import dev.lariat.io.table.RowGroups;
import dev.lariat.io.table.TableOptions;
import dev.lariat.io.table.TableReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** The files of a table, from their first row to the last, any number of times, as long as nobody changes them. */
final class FilePasses implements Passes {
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
    List<Part> parts = written.stream().map(file -> part(file, TableReader.of(file, options))).toList();
    List<Part> used = parts.size() == 1
        ? parts
        : parts.stream().filter(part -> part.reader().ranges().map(TableReader.Ranges::rows).orElse(1L) > 0).toList();
    return used.isEmpty() ? parts.subList(0, 1) : used;
  }

  /**
   * The files of a table that another machine has looked at.
   *
   * @param cuts of each file where it is a text
   */
  static List<Part> known(List<Path> files, TableOptions options, List<Optional<RowGroups.Cuts>> cuts) {
    var parts = new ArrayList<Part>();
    for (int i = 0; i < files.size(); i++) {
      Path file = files.get(i);
      parts.add(part(file,
          cuts.get(i)
              .map(known -> TableReader.of(file, options, known))
              .orElseGet(() -> TableReader.of(file, options))));
    }
    return parts;
  }

  private static Part part(Path file, TableReader reader) {
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

  @Override
  public int passes() {
    return passes;
  }

  @Override
  public int columns() {
    return parts.getFirst().reader().names().size();
  }

  @Override
  public TableMarks marks() {
    return parts.getFirst().reader().marks();
  }

  @Override
  public List<String> notes() {
    return parts.stream().flatMap(part -> part.reader().notes().stream()).distinct().toList();
  }

  /** What all files say of a column. */
  @Override
  public Optional<TableReader.Ranges> ranges() {
    Map<String, ColumnRange> known = new LinkedHashMap<>();
    List<ColumnPlan> plans = List.of();
    long rows = 0;
    for (Part part : parts) {
      TableReader.Ranges own = part.reader().ranges().orElse(null);
      if (own == null) {
        return Optional.empty();
      }
      rows += own.rows();
      if (plans.isEmpty()) {
        plans = own.plans();
        known.putAll(own.columns());
      } else {
        known.keySet().retainAll(own.columns().keySet());
        known.replaceAll((column, range) -> range.plus(own.columns().get(column)));
      }
    }
    return Optional.of(new TableReader.Ranges(rows, plans, known));
  }

  /** Reads the files one after the other, one part ahead of the visitor. */
  @Override
  public void all(FieldRows.Wish wish, Visitor visitor) {
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
          long begun = before;
          pass(fields, ahead, next -> {
            visitor.take(next);
            progress.read(passes, begun + (long) (fields.share() * part.bytes()), all);
          });
        }
        visitor.fileEnds();
        before += part.bytes();
      }
    } catch (DataException e) {
      requireUnchanged(); // what seems wrong in a table may be that somebody writes it
      throw e;
    }
    requireUnchanged();
  }

  private static void pass(FieldRows fields, ExecutorService ahead, Consumer<FieldRows.Part> visitor) {
    Callable<FieldRows.Part> read = fields::next;
    try {
      FieldRows.Part next = await(ahead.submit(read));
      while (next != null) {
        Future<FieldRows.Part> following = ahead.submit(read);
        try {
          visitor.accept(next);
        } catch (RuntimeException | Error e) {
          awaitQuietly(following);
          throw e;
        }
        next = await(following);
      }
    } catch (OutOfMemoryError e) {
      throw rethrow(fields.said(e)); // what is read ahead takes most of it
    }
  }

  @Override
  public void first(FieldRows.Wish wish, Visitor visitor) {
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

  @Override
  public void passElsewhere() {
    requireUnchanged();
    passes++;
  }

  @Override
  public void progress(double share) {
    progress.read(passes, (long) (share * bytes()), bytes());
  }

  private long bytes() {
    return parts.stream().mapToLong(Part::bytes).sum();
  }

  /** The groups of rows of a file that can be read by themselves; none where it is read from its start only. */
  List<RowGroups.Group> groups(Part part) {
    return part.reader().groups(chunk);
  }

  @Override
  public List<List<RowGroups.Group>> groups() {
    return parts.stream().map(this::groups).toList();
  }

  /** Where a text is cut into these; empty for other files. */
  Optional<RowGroups.Cuts> cuts(Part part) {
    return part.reader().cuts(chunk);
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
      throw rethrow(e.getCause());
    }
  }

  private static RuntimeException rethrow(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
  }

  /** The reader must not be closed while it reads. */
  private static void awaitQuietly(Future<FieldRows.Part> part) {
    if (part != null) {
      try {
        await(part);
      } catch (RuntimeException | Error _) {
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
