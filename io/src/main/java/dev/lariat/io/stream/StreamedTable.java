package dev.lariat.io.stream;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.stream.BlockSums;
import dev.lariat.data.stream.RowSource;
import dev.lariat.io.column.ColumnPlan;
import dev.lariat.io.column.ColumnRange;
import dev.lariat.io.column.ColumnSurvey;
import dev.lariat.io.column.TableMarks;
import dev.lariat.io.table.FieldRows;
import dev.lariat.io.table.TableOptions;
import dev.lariat.io.table.TableReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

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

  private final String name;
  private final FilePasses files;
  private final Set<String> dropped;
  private final Map<String, ColumnSurvey> surveys = new LinkedHashMap<>();
  private Dataset specimen;
  private long rows;

  private StreamedTable(String name, FilePasses files, Set<String> dropped) {
    this.name = name;
    this.files = files;
    this.dropped = dropped;
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
    return open(files, options, dropped, progress, MOST_ROWS, _ -> false);
  }

  /**
   * Opens a table without a look at the rows of columns of which files say themselves what they hold, as Parquet does
   * of numbers. A pass throws {@link dev.lariat.io.column.UncountedMissingException} where that was not enough.
   *
   * @param typed columns of which that will do
   * @throws DataException if they are no table, or one that cannot be used; the message says where
   * @throws UncheckedIOException if one cannot be read
   */
  public static StreamedTable typed(List<Path> files, TableOptions options, Set<String> dropped, PassProgress progress,
      Predicate<String> typed) {
    return open(files, options, dropped, progress, MOST_ROWS, typed);
  }

  /** @param most rows of a chunk */
  static StreamedTable open(List<Path> files, TableOptions options, Set<String> dropped, PassProgress progress,
      int most, Predicate<String> typed) {
    List<FilePasses.Part> parts = FilePasses.parts(files, options);
    int columns = parts.getFirst().reader().names().size();
    var table = new StreamedTable(TableFiles.name(files),
        new FilePasses(parts, progress, Math.min(most, Math.max(LEAST_ROWS, CHUNK / columns))), dropped);
    table.readRanges(typed);
    table.survey();
    return table;
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

  /** Takes what the files say themselves of columns. */
  private void readRanges(Predicate<String> typed) {
    Map<String, ColumnRange> known = new LinkedHashMap<>();
    List<ColumnPlan> plans = List.of();
    for (FilePasses.Part part : files.parts()) {
      TableReader.Ranges own = part.reader().ranges().orElse(null);
      if (own == null) {
        return;
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
    for (ColumnPlan plan : plans) {
      if (!dropped.contains(plan.name())) {
        surveys.put(plan.name(),
            Optional.ofNullable(typed.test(plan.name()) ? known.get(plan.name()) : null)
                .flatMap(range -> ColumnSurvey.told(plan, range, rows))
                .orElseGet(() -> new ColumnSurvey(plan)));
      }
    }
  }

  private void survey() {
    look(true);
    // A column of texts mostly shows that it is one in the first rows.
    surveys.replaceAll((_, survey) -> survey.fresh());
    look(false);
    TableMarks marks = files.parts().getFirst().reader().marks();
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
    for (FilePasses.Part part : files.parts()) {
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
    files.all(plan -> wanted.containsKey(plan.name()) ? wanted.get(plan.name()).plan(plan) : null,
        part -> take(part, wanted));
    return true;
  }

  /** Takes in all rows, or only the first few. */
  private void look(boolean first) {
    if (!surveys.isEmpty() && surveys.values().stream().allMatch(ColumnSurvey::isTold)) {
      return;
    }
    rows = 0;
    if (first) {
      files.first(this::planned, part -> !take(part, surveys));
    } else {
      files.all(this::planned, part -> {
        rows += part.rows();
        return take(part, surveys);
      });
    }
  }

  private ColumnPlan planned(ColumnPlan plan) {
    if (dropped.contains(plan.name())) {
      return null;
    }
    ColumnSurvey survey = surveys.computeIfAbsent(plan.name(), _ -> new ColumnSurvey(plan));
    return survey.isTold() ? null : survey.plan(plan);
  }

  private static boolean take(FieldRows.Part part, Map<String, ColumnSurvey> surveys) {
    for (var builder : part.columns()) {
      if (builder != null) {
        surveys.get(builder.plan().name()).add(builder);
      }
    }
    return true;
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
    return files.passes();
  }

  private ColumnPlan decided(ColumnPlan plan) {
    ColumnSurvey survey = surveys.get(plan.name());
    return survey == null || !survey.isRead() ? null : survey.plan(plan);
  }

  @Override
  public void pass(Consumer<Dataset> visitor) {
    var seen = new long[1];
    files.all(this::decided, part -> {
      seen[0] += part.rows();
      visitor.accept(rows(part));
      return true;
    });
    requireRows(seen[0]);
  }

  private void requireRows(long seen) {
    if (seen != rows) {
      throw new DataException(name + " changed while it was read: it had " + rows + " rows, and now has " + seen);
    }
  }

  @Override
  public void first(Predicate<Dataset> enough) {
    files.first(this::decided, part -> !enough.test(rows(part)));
  }

  @Override
  public <S> void sum(BlockSums<S> sums) {
    var blocks = new SummedBlocks<>(sums, RowBlock.leastRows(files.parts().getFirst().reader().names().size()));
    files.all(this::decided, new FilePasses.Visitor() {
      @Override
      public boolean take(FieldRows.Part part) {
        blocks.add(rows(part), part.mayEnd());
        return true;
      }

      @Override
      public void fileEnds() {
        blocks.end();
      }
    });
    requireRows(blocks.rows());
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
