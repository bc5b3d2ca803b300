package dev.lariat.study;

import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.study.warning.TableWarnings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which rows train, validate and test.
 *
 * @param folds how many, at least 2; empty for 5, or one split where rows are many
 * @param foldColumn says the fold of every row; it is not learnt from
 * @param groupColumn rows with the same value stay together; it is not learnt from
 * @param timeColumn splits in its order
 * @param testShare of the rows that are kept out of everything; 0 for none
 * @param testRows of another table, in place of the share
 */
record RowSplit(Optional<Integer> folds, Optional<String> foldColumn, Optional<String> groupColumn,
    Optional<String> timeColumn, double testShare, Optional<Dataset> testRows) {
  /** Stratified folds, or one split where rows are many, and no test rows. */
  static final RowSplit DEFAULT = new RowSplit(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
      0, Optional.empty());

  /** Up to so many rows folds are the default, above one split. */
  private static final int MOST_ROWS_FOR_FOLDS = 5_000;
  private static final int DEFAULT_FOLDS = 5;
  private static final double VALIDATION_SHARE = 0.2;
  /** Validation rows of one split: more make intervals no shorter than anyone needs. */
  private static final int MOST_VALIDATION_ROWS = 20_000;
  /** Below so many rows folds are drawn several times: what is chosen depends less on how rows fell. */
  private static final int FEWEST_ROWS_FOR_ONE_DRAW = 1_000;
  private static final int MOST_DRAWS = 4;
  /** What all draws may cost: two of breast-cancer, 569 rows of 30 columns and two classes. */
  private static final double MOST_WORK = 6e5;
  /** Multiplications of a row between the two hidden layers of the recipe, 128 · 64. */
  private static final double HIDDEN_WORK = 8192;
  private static final double WORK_PER_COLUMN = 128;
  private static final double WORK_PER_CLASS = 64;

  RowSplit {
    if (folds.isPresent() && folds.get() < 2) {
      throw new IllegalArgumentException("folds must be at least 2, not " + folds.get());
    }
    List<String> parting = Stream.of(foldColumn, groupColumn, timeColumn).flatMap(Optional::stream).toList();
    if (parting.size() > 1) {
      throw new IllegalArgumentException("one column parts the rows: '" + parting.get(0) + "' or '" + parting.get(1)
          + "', as folds, as groups or by time");
    }
    if (foldColumn.isPresent() && folds.isPresent()) {
      throw new IllegalArgumentException(
          "'" + foldColumn.get() + "' says each row's fold: leave the number of folds out");
    }
    if (!(testShare >= 0 && testShare < 1)) {
      throw new IllegalArgumentException("the share of test rows must be between 0 and 1, not " + testShare);
    }
  }

  RowSplit withFolds(int count) {
    return new RowSplit(Optional.of(count), foldColumn, groupColumn, timeColumn, testShare, testRows);
  }

  RowSplit byColumn(String column) {
    return new RowSplit(folds, Optional.of(column), groupColumn, timeColumn, testShare, testRows);
  }

  RowSplit byGroup(String column) {
    return new RowSplit(folds, foldColumn, Optional.of(column), timeColumn, testShare, testRows);
  }

  RowSplit byTime(String column) {
    return new RowSplit(folds, foldColumn, groupColumn, Optional.of(column), testShare, testRows);
  }

  RowSplit withTestShare(double share) {
    if (share == 0) {
      throw new IllegalArgumentException("the share of test rows must be between 0 and 1, not 0");
    }
    return new RowSplit(folds, foldColumn, groupColumn, timeColumn, share, testRows);
  }

  RowSplit withTestRows(Dataset rows) {
    return new RowSplit(folds, foldColumn, groupColumn, timeColumn, testShare, Optional.of(rows));
  }

  /**
   * How often folds are drawn: by rows, columns and classes alone, so that the result does not depend on the machine.
   * The steps of a schedule go by √rows, and a step by the weights.
   */
  int repeats(int rows, int columns, int classes) {
    if (rows >= FEWEST_ROWS_FOR_ONE_DRAW || folds.isPresent()
        || Stream.of(foldColumn, groupColumn, timeColumn).anyMatch(Optional::isPresent)) {
      return 1;
    }
    double work = StrictMath.sqrt(rows) * (WORK_PER_COLUMN * columns + HIDDEN_WORK + WORK_PER_CLASS * classes);
    return (int) Math.clamp(MOST_WORK / work, 1, MOST_DRAWS);
  }

  /**
   * The folds of the rows that are learnt from.
   *
   * @param repeats how often they are drawn where no column parts the rows
   * @throws IllegalArgumentException if a column that parts them is the target
   */
  Folds of(Dataset rows, int repeats, long seed) {
    Stream.of(foldColumn, groupColumn, timeColumn)
        .flatMap(Optional::stream)
        .filter(column -> column.equals(rows.target().name()))
        .findFirst()
        .ifPresent(column -> {
          throw new IllegalArgumentException("'" + column + "' is the target: rows must be parted by another column");
        });
    if (foldColumn.isPresent()) {
      return Folds.given(rows.column(foldColumn.get()));
    }
    if (groupColumn.isPresent()) {
      return Folds.grouped(rows.column(groupColumn.get()), folds.orElse(DEFAULT_FOLDS), seed);
    }
    boolean once = folds.isEmpty() && rows.rows() > MOST_ROWS_FOR_FOLDS;
    double share = Math.min(VALIDATION_SHARE, MOST_VALIDATION_ROWS / (double) rows.rows());
    if (timeColumn.isPresent()) {
      return once
          ? Folds.orderedSplit(rows.column(timeColumn.get()), share)
          : Folds.ordered(rows.column(timeColumn.get()), folds.orElse(DEFAULT_FOLDS));
    }
    return once
        ? Folds.split(rows.target(), share, seed)
        : Folds.repeated(rows.target(), folds.orElse(DEFAULT_FOLDS), repeats, seed);
  }

  /**
   * The folds beside one split, on which the best of it are compared once more; empty where there are folds anyway, and
   * where rows are parted by a column: rows in the order of time have no others.
   */
  Optional<Folds> others(Folds folds, Dataset rows, long seed) {
    return folds.count() == 1 && Stream.of(foldColumn, groupColumn, timeColumn).allMatch(Optional::isEmpty)
        ? Optional.of(folds.others(rows.target(), DEFAULT_FOLDS - 1, seed))
        : Optional.empty();
  }

  /** {@return how the rows are parted, for what is asked about them} */
  TableWarnings.Parted parted() {
    return new TableWarnings.Parted(timeColumn.isPresent() || foldColumn.isPresent(),
        groupColumn.isPresent() || foldColumn.isPresent());
  }

  /** The table without the columns that only say which rows belong together. */
  Dataset learntFrom(Dataset rows) {
    String[] structural = Stream.of(foldColumn, groupColumn).flatMap(Optional::stream).toArray(String[]::new);
    return structural.length == 0 ? rows : rows.without(structural);
  }

  /** All that decides the result. */
  @Override
  public String toString() {
    return folds.map(count -> "(" + count + ")").orElse("") + foldColumn.map(c -> " by " + c).orElse("")
        + groupColumn.map(c -> " groups " + c).orElse("") + timeColumn.map(c -> " time " + c).orElse("") + ", test "
        + testRows.map(Dataset::name).orElse(Double.toString(testShare));
  }
}
