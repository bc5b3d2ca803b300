package dev.lariat.io.stream;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.stream.RowSource;
import dev.lariat.io.column.ColumnPlan;
import dev.lariat.io.column.ColumnSurvey;
import dev.lariat.io.column.TableMarks;
import dev.lariat.io.table.FieldRows;
import dev.lariat.io.table.TableOptions;
import dev.lariat.io.table.TableReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongPredicate;

/**
 * A table of one or many files that is passed over: first to see what its columns hold, as if it were read as a whole,
 * then as often as somebody wants its rows. While rows are computed with, the next ones are read.
 */
public final class StreamedTable implements RowSource {
  /** Numbers that are in memory at once, three times over: being read, waiting, and being computed with. */
  private static final int CHUNK = 1 << 19;
  private static final int MOST_ROWS = 1 << 13;
  private static final int LEAST_ROWS = 64;
  /** A table's bytes in memory are hardly ever more than so many for each in its file. */
  private static final double MOST_PACKED = 200;
  /** A byte of a file is hardly ever more than so many rows. */
  private static final double LEAST_PACKED = 10;

  /** A file as it was when it was opened. */
  private record Part(Path path, TableReader reader, long bytes, FileTime changed) {}

  private final String name;
  private final List<Part> parts;
  private final Set<String> dropped;
  private final PassProgress progress;
  private final int chunk;
  private final Map<String, ColumnSurvey> surveys = new LinkedHashMap<>();
  private Dataset specimen;
  private long rows;
  private int passes;

  private StreamedTable(String name, List<Part> parts, Set<String> dropped, PassProgress progress, int chunk) {
    this.name = name;
    this.parts = parts;
    this.dropped = dropped;
    this.progress = progress;
    this.chunk = chunk;
  }

  /**
   * Opens a table, and passes over it to see what its columns hold.
   *
   * @param files with the same columns, in any order
   * @param dropped columns that are not read
   * @throws DataException if they are no table, or one that cannot be used; the message says where
   * @throws UncheckedIOException if one cannot be read
   */
  public static StreamedTable open(List<Path> files, TableOptions options, Set<String> dropped, PassProgress progress) {
    return open(files, options, dropped, progress, MOST_ROWS);
  }

  /** @param most rows of a chunk */
  static StreamedTable open(List<Path> files, TableOptions options, Set<String> dropped, PassProgress progress,
      int most) {
    List<Part> parts = files.stream().map(file -> part(file, options)).toList();
    List<String> names = parts.getFirst().reader().names();
    var table = new StreamedTable(TableFiles.name(files), parts, dropped, progress,
        Math.min(most, Math.max(LEAST_ROWS, CHUNK / names.size())));
    table.requireSameColumns(names);
    table.survey();
    return table;
  }

  private static Part part(Path file, TableOptions options) {
    TableReader reader = TableReader.of(file, options);
    try {
      return new Part(file, reader, Files.size(file), Files.getLastModifiedTime(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Whether a table takes more memory than this, about. Pipes are not looked at: they can be read only once.
   *
   * @throws DataException if a file is no table
   */
  public static boolean isLarger(List<Path> files, TableOptions options, double bytes) {
    if (!files.stream().allMatch(Files::isRegularFile)
        || files.stream().mapToDouble(file -> file.toFile().length()).sum() * MOST_PACKED < bytes) {
      return false;
    }
    return files.stream()
        .mapToDouble(file -> (double) Double.BYTES * TableReader.of(file, options).size())
        .sum() > bytes;
  }

  /**
   * About how many rows files have, without reading them: of Parquet exactly, of texts by their first lines; 0 where
   * they are too small for {@code least}.
   *
   * @param least rows that matter
   * @throws DataException if a file is no table
   */
  public static long rowsAbout(List<Path> files, TableOptions options, long least) {
    if (!files.stream().allMatch(Files::isRegularFile)
        || files.stream().mapToLong(file -> file.toFile().length()).sum() * LEAST_PACKED < least) {
      return 0;
    }
    return files.stream().map(file -> TableReader.of(file, options)).mapToLong(table -> {
      int columns = table.names().size();
      return columns == 0 ? 0 : table.size() / columns;
    }).sum();
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

  private void survey() {
    look(true);
    // A column of texts mostly shows that it is one in the first rows.
    surveys.replaceAll((_, survey) -> survey.fresh());
    look(false);
    TableMarks marks = parts.getFirst().reader().marks();
    while (readAgain(ColumnSurvey::again)) {
      // Until no column turns out to be something else.
    }
    surveys.values().forEach(survey -> survey.show(marks));
    readAgain(survey -> survey.doubts(marks));
    marks.requireOneTable(name);
    var columns = new ArrayList<Column>();
    surveys.values().forEach(survey -> columns.add(survey.decide(marks)));
    int longest = columns.stream().mapToInt(Column::rows).max().orElse(1);
    Dataset data = Dataset.of(name, columns.stream().map(column -> stretched(column, longest)).toList());
    for (Part part : parts) {
      for (String note : part.reader().notes()) {
        data = data.notes().contains(note) ? data : data.note(note);
      }
    }
    for (ColumnSurvey survey : surveys.values()) {
      for (String note : survey.notes()) {
        data = data.note(note);
      }
    }
    specimen = data;
  }

  private static Column stretched(Column column, int rows) {
    int[] chosen = new int[rows];
    Arrays.setAll(chosen, row -> Math.min(row, column.rows() - 1));
    return column.select(chosen);
  }

  private boolean readAgain(Function<ColumnSurvey, Boolean> which) {
    var wanted = new LinkedHashMap<String, ColumnSurvey>();
    surveys.forEach((column, survey) -> {
      if (which.apply(survey)) {
        wanted.put(column, survey);
      }
    });
    if (wanted.isEmpty()) {
      return false;
    }
    each(false, plan -> wanted.containsKey(plan.name()) ? wanted.get(plan.name()).plan(plan) : null,
        part -> take(part, wanted));
    return true;
  }

  /** Takes in all rows, or only the first few. */
  private void look(boolean first) {
    rows = 0;
    each(first, this::planned, part -> {
      rows += part.rows();
      take(part, surveys);
    });
  }

  private ColumnPlan planned(ColumnPlan plan) {
    if (dropped.contains(plan.name())) {
      return null;
    }
    return surveys.computeIfAbsent(plan.name(), _ -> new ColumnSurvey(plan)).plan(plan);
  }

  private static void take(FieldRows.Part part, Map<String, ColumnSurvey> surveys) {
    for (var builder : part.columns()) {
      if (builder != null) {
        surveys.get(builder.plan().name()).add(builder);
      }
    }
  }

  @Override
  public Dataset specimen() {
    return specimen;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public int passes() {
    return passes;
  }

  @Override
  public void pass(Consumer<Dataset> visitor) {
    var seen = new long[1];
    each(false, plan -> {
      ColumnSurvey survey = surveys.get(plan.name());
      return survey == null || !survey.isRead() ? null : survey.plan(plan);
    }, part -> {
      seen[0] += part.rows();
      visitor.accept(rows(part));
    });
    if (seen[0] != rows) {
      throw new DataException(name + " changed while it was read: it had " + rows + " rows, and now has " + seen[0]);
    }
  }

  private Dataset rows(FieldRows.Part part) {
    Map<String, Column> made = new LinkedHashMap<>();
    for (var builder : part.columns()) {
      if (builder != null) {
        String column = builder.plan().name();
        made.put(column, surveys.get(column).column(builder, part.rows()));
      }
    }
    var columns = new ArrayList<Column>();
    surveys.forEach((column, survey) -> columns
        .add(made.containsKey(column) ? made.get(column) : survey.column(null, part.rows())));
    return Dataset.of(name, columns);
  }

  /** Reads the files one after the other, one part ahead of the visitor. */
  private void each(boolean first, FieldRows.Wish wish, Consumer<FieldRows.Part> visitor) {
    requireUnchanged();
    passes += first ? 0 : 1;
    long all = parts.stream().mapToLong(Part::bytes).sum();
    long before = 0;
    try (ExecutorService ahead = Executors.newSingleThreadExecutor(task -> {
      var thread = new Thread(task, "lariat-reader");
      thread.setDaemon(true);
      return thread;
    })) {
      for (Part part : first ? parts.subList(0, 1) : parts) {
        try (FieldRows fields = part.reader().fields(wish, chunk)) {
          Callable<FieldRows.Part> read = fields::next;
          FieldRows.Part next = await(ahead.submit(read));
          while (next != null) {
            Future<FieldRows.Part> following = first ? null : ahead.submit(read);
            try {
              visitor.accept(next);
              progress.read(passes, before + (long) (fields.share() * part.bytes()), all);
            } catch (RuntimeException e) {
              awaitQuietly(following);
              throw e;
            }
            next = first ? null : await(following);
          }
        }
        before += part.bytes();
      }
    }
    requireUnchanged();
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

  private void requireUnchanged() {
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

  /** {@return all rows as one table in memory} */
  public Dataset read() {
    return sample(_ -> true);
  }

  /**
   * Some of the rows as one table in memory.
   *
   * @param which by their numbers, from 0
   */
  public Dataset sample(LongPredicate which) {
    var number = new long[1];
    return chosen(part -> {
      long first = number[0];
      number[0] += part.rows();
      return Arrays.stream(part.allRows()).filter(row -> which.test(first + row)).toArray();
    });
  }

  /**
   * Some of the rows as one table in memory.
   *
   * @param which rows of each part, in order
   */
  public Dataset chosen(Function<Dataset, int[]> which) {
    var chunks = new ArrayList<Dataset>();
    pass(part -> {
      int[] chosen = which.apply(part);
      chunks.add(chosen.length == part.rows() ? part : part.select(chosen));
    });
    var columns = new ArrayList<Column>();
    for (Column column : chunks.getFirst().columns()) {
      columns.add(JoinedColumns.of(chunks.stream().map(rows -> rows.column(column.name())).toList()));
    }
    Dataset data = Dataset.of(name, columns);
    for (String note : specimen.notes()) {
      data = data.note(note);
    }
    return data;
  }
}
