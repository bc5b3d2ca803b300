package dev.lariat.io.stream;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.stream.BlockSums;
import dev.lariat.data.stream.RowSource;
import dev.lariat.io.column.ColumnPlan;
import dev.lariat.io.column.DecidedColumn;
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
  private final TableOptions options;
  private final Map<String, DecidedColumn> decided = new LinkedHashMap<>();
  private Dataset specimen;
  private long rows;

  private StreamedTable(String name, FilePasses files, TableOptions options) {
    this.name = name;
    this.files = files;
    this.options = options;
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
    var table = new StreamedTable(TableFiles.name(files), new FilePasses(parts, progress, chunk(parts, most)), options);
    var survey = new TableSurvey(table.name, table.files, dropped, typed);
    table.know(survey.decided(), survey.rows());
    for (String note : survey.notes()) {
      table.specimen = table.specimen.note(note);
    }
    return table;
  }

  private static int chunk(List<FilePasses.Part> parts, int most) {
    return Math.min(most, Math.max(LEAST_ROWS, CHUNK / parts.getFirst().reader().names().size()));
  }

  /**
   * A table of which another machine has looked at all rows.
   *
   * @param files that have rows
   * @param columns in their order
   */
  static StreamedTable known(String name, List<Path> files, TableOptions options, List<DecidedColumn> columns,
      long rows) {
    List<FilePasses.Part> parts = FilePasses.parts(files, options);
    var table = new StreamedTable(name, new FilePasses(parts, (_, _, _) -> {}, chunk(parts, MOST_ROWS)), options);
    Map<String, DecidedColumn> known = new LinkedHashMap<>();
    columns.forEach(column -> known.put(column.specimen().name(), column));
    table.know(known, rows);
    return table;
  }

  private void know(Map<String, DecidedColumn> columns, long count) {
    decided.putAll(columns);
    rows = count;
    List<Column> specimens = decided.values().stream().map(DecidedColumn::specimen).toList();
    int longest = specimens.stream().mapToInt(Column::rows).max().orElse(1);
    specimen = Dataset.of(name, specimens.stream().map(column -> stretched(column, longest)).toList());
  }

  FilePasses files() {
    return files;
  }

  TableOptions options() {
    return options;
  }

  Map<String, DecidedColumn> decided() {
    return decided;
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

  private static Column stretched(Column column, int rows) {
    int[] chosen = new int[rows];
    Arrays.setAll(chosen, row -> Math.min(row, column.rows() - 1));
    return column.select(chosen);
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
    DecidedColumn column = decided.get(plan.name());
    return column == null ? null : column.plan(plan);
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
    var blocks = new SummedBlocks<>(sums, leastRows());
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

  private long leastRows() {
    return RowBlock.leastRows(files.parts().getFirst().reader().names().size());
  }

  /**
   * {@return the blocks of {@link #sum}, by which others read the table; none where a file is read from its start only}
   */
  public List<RowBlock> blocks() {
    return RowBlock.of(files.parts().stream().map(part -> part.reader().groups()).toList(), leastRows());
  }

  /** Adds the rows of a block. */
  <S> void sum(BlockSums<S> sums, S to, RowBlock block) {
    long seen = 0;
    try (FieldRows fields = files.some(block.file(), this::decided, block.groups())) {
      for (FieldRows.Part part = fields.next(); part != null; part = fields.next()) {
        sums.add(to, rows(part), block.first() + seen);
        seen += part.rows();
      }
    }
    if (seen != block.rows()) {
      throw new DataException(
          name + " changed while it was read: a block had " + block.rows() + " rows, and now has " + seen);
    }
  }

  /** Begins a pass that other machines make. */
  public void passElsewhere() {
    files.passElsewhere();
  }

  /**
   * Tells how far such a pass is.
   *
   * @param rows of it that were added up
   */
  public void passed(long rows) {
    files.progress((double) rows / Math.max(1, this.rows));
  }

  private Dataset rows(FieldRows.Part part) {
    Map<String, Column> made = new LinkedHashMap<>();
    for (var builder : part.columns()) {
      if (builder != null) {
        String column = builder.plan().name();
        made.put(column, decided.get(column).column(builder, part.rows()));
      }
    }
    var columns = new ArrayList<Column>();
    decided.forEach(
        (column, known) -> columns.add(made.containsKey(column) ? made.get(column) : known.column(null, part.rows())));
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
