package dev.lariat.io.stream;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.TextColumn;
import dev.lariat.data.stream.BlockSums;
import dev.lariat.data.stream.RowSource;
import dev.lariat.io.column.DecidedColumn;
import dev.lariat.io.table.FieldRows;
import dev.lariat.io.table.TableOptions;
import dev.lariat.io.table.TableReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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
  /** No number has more characters: where fields are longer on average there are texts. */
  private static final double LONGEST_NUMBER = 24;
  /** Bytes that a byte of texts takes in memory, those of its words included. */
  private static final double TEXT = 4;

  private final DecidedTable decided;
  private final Passes passes;
  private final TableOptions options;
  private final long rows;

  private StreamedTable(DecidedTable decided, Passes passes, TableOptions options, long rows) {
    this.decided = decided;
    this.passes = passes;
    this.options = options;
    this.rows = rows;
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
    return seen(TableFiles.name(files), new FilePasses(parts, progress, chunk(parts, most)), options, dropped, typed);
  }

  /**
   * A table that others hold, after a look at the columns of which that is needed.
   *
   * @param typed columns of which it will do what is known without that
   * @throws DataException if it is a table that cannot be used; the message says where
   */
  public static StreamedTable packed(PackedTable table, TableOptions options, Set<String> dropped,
      PassProgress progress, Predicate<String> typed) {
    return seen(table.layout().name(), new PackedPasses(table, options, progress), options, dropped, typed);
  }

  private static StreamedTable seen(String name, Passes passes, TableOptions options, Set<String> dropped,
      Predicate<String> typed) {
    var survey = new TableSurvey(name, passes, dropped, typed);
    return new StreamedTable(new DecidedTable(name, survey.decided(), survey.notes()), passes, options, survey.rows());
  }

  private static int chunk(List<FilePasses.Part> parts, int most) {
    return Math.min(most, chunk(parts.getFirst().reader().names().size()));
  }

  /** {@return how many rows of so many columns are computed with at once} */
  static int chunk(int columns) {
    return Math.min(MOST_ROWS, Math.max(LEAST_ROWS, CHUNK / columns));
  }

  /**
   * A table of which another machine has looked at all rows.
   *
   * @param parts that have rows
   * @param columns in their order
   */
  static StreamedTable known(String name, List<FilePasses.Part> parts, TableOptions options,
      List<DecidedColumn> columns, long rows) {
    return new StreamedTable(new DecidedTable(name, columns),
        new FilePasses(parts, (_, _, _) -> {}, chunk(parts, MOST_ROWS)), options, rows);
  }

  /** The files that the rows are in. */
  FilePasses files() {
    return switch (passes) {
      case FilePasses files -> files;
      case PackedPasses _ -> throw new IllegalStateException("the rows are in no file");
    };
  }

  TableOptions options() {
    return options;
  }

  /** The packed rows that it has. */
  PackedPasses pieces() {
    return switch (passes) {
      case PackedPasses packed -> packed;
      case FilePasses _ -> throw new IllegalStateException("the rows are in files");
    };
  }

  DecidedTable decided() {
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
    return EmptyParts.without(files, options).stream().mapToDouble(file -> {
      long fields = TableReader.of(file, options).size();
      double length = file.toFile().length();
      return length > LONGEST_NUMBER * fields ? TEXT * length : (double) Double.BYTES * fields;
    }).sum() > bytes;
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
    return EmptyParts.without(files, options).stream().map(file -> TableReader.of(file, options)).mapToLong(table -> {
      int columns = table.names().size();
      return columns == 0 ? 0 : table.size() / columns;
    }).sum();
  }

  @Override
  public Dataset specimen() {
    return decided.specimen();
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public int passes() {
    return passes.passes();
  }

  @Override
  public void pass(Consumer<Dataset> visitor) {
    var seen = new long[1];
    passes.all(decided::plan, part -> {
      seen[0] += part.rows();
      visitor.accept(decided.rows(part));
      return true;
    });
    requireRows(seen[0]);
  }

  private void requireRows(long seen) {
    if (seen != rows) {
      throw new DataException(
          decided.name() + " changed while it was read: it had " + rows + " rows, and now has " + seen);
    }
  }

  @Override
  public void first(Predicate<Dataset> enough) {
    passes.first(decided::plan, part -> !enough.test(decided.rows(part)));
  }

  @Override
  public <S> void sum(BlockSums<S> sums) {
    var blocks = new SummedBlocks<>(sums, leastRows());
    passes.all(decided::plan, new Passes.Visitor() {
      @Override
      public boolean take(FieldRows.Part part) {
        blocks.add(decided.rows(part), part.mayEnd());
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
    return RowBlock.leastRows(passes.columns());
  }

  /**
   * {@return the blocks of {@link #sum}, by which others read the table; none where a file is read from its start only}
   */
  public List<RowBlock> blocks() {
    return RowBlock.of(passes.groups(), leastRows());
  }

  /** Adds the rows of a block. */
  <S> void sum(BlockSums<S> sums, S to, RowBlock block) {
    long seen = 0;
    try (FieldRows fields = files().some(block.file(), decided::plan, block.groups())) {
      for (FieldRows.Part part = fields.next(); part != null; part = fields.next()) {
        sums.add(to, decided.rows(part), block.first() + seen);
        seen += part.rows();
      }
    }
    if (seen != block.rows()) {
      throw new DataException(
          decided.name() + " changed while it was read: a block had " + block.rows() + " rows, and now has " + seen);
    }
  }

  /** Begins a pass that other machines make. */
  public void passElsewhere() {
    passes.passElsewhere();
  }

  /**
   * Tells how far such a pass is.
   *
   * @param rows of it that were added up
   */
  public void passed(long rows) {
    passes.progress((double) rows / Math.max(1, this.rows));
  }

  /** {@return all rows as one table in memory} */
  public Dataset read() {
    return sample(_ -> true);
  }

  /**
   * All rows as one table, whose texts are in files: in memory are the other columns, and 12 bytes for each text.
   *
   * @param folder for the files, which go with the table
   * @throws UncheckedIOException if the folder has no room for them
   */
  public Dataset readBesideTexts(Path folder) {
    Map<String, TextFile> files = new LinkedHashMap<>();
    try {
      for (Column column : specimen().columns()) {
        if (column instanceof TextColumn) {
          files.put(column.name(), new TextFile(folder, files.size()));
        }
      }
      List<Column> others = joined(part -> {
        boolean first = files.values().stream().allMatch(file -> file.rows() == 0);
        files.forEach((column, file) -> {
          Column texts = part.column(column);
          for (int row = 0; row < texts.rows(); row++) {
            file.add(texts.text(row));
          }
        });
        if (first) {
          expect(files.values(), part.rows());
        }
        return part.allRows();
      }, files.keySet());
      files.values().forEach(TextFile::end);
      var other = others.iterator();
      return noted(specimen().columns()
          .stream()
          .map(column -> files.containsKey(column.name())
              ? TextColumn.of(column.name(), files.get(column.name()))
              : other.next())
          .toList());
    } finally {
      files.values().forEach(TextFile::close);
    }
  }

  /** Looks whether the disk has room for texts as the first ones are; their words will need more than that. */
  private void expect(Collection<TextFile> files, int seen) {
    double bytes = files.stream().mapToLong(TextFile::written).sum();
    files.stream().findFirst().ifPresent(file -> file.expect(bytes * (rows - seen) / Math.max(1, seen)));
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
    return noted(joined(which, Set.of()));
  }

  /** @param without columns that are left out */
  private List<Column> joined(Function<Dataset, int[]> which, Set<String> without) {
    String[] names = without.toArray(String[]::new);
    var chunks = new ArrayList<Dataset>();
    pass(part -> {
      int[] chosen = which.apply(part);
      Dataset kept = part.without(names);
      chunks.add(chosen.length == part.rows() ? kept : kept.select(chosen));
    });
    var columns = new ArrayList<Column>();
    for (Column column : chunks.getFirst().columns()) {
      columns.add(JoinedColumns.of(chunks.stream().map(rows -> rows.column(column.name())).toList()));
    }
    return columns;
  }

  private Dataset noted(List<? extends Column> columns) {
    Dataset data = Dataset.of(decided.name(), columns);
    for (String note : specimen().notes()) {
      data = data.note(note);
    }
    return data;
  }
}
