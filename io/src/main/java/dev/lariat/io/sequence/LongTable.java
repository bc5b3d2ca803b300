package dev.lariat.io.sequence;

import dev.lariat.data.Suggestions;
import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.ConstantColumn;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.DateColumn;
import dev.lariat.data.BooleanColumn;
import dev.lariat.data.IdentifierColumn;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.SparseColumn;
import dev.lariat.data.TextColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A table with a row for each step of a sequence: one column says which sequence a row is of, another one when. The
 * sequences are in the order in which they come first, their steps in the order of time.
 */
public final class LongTable {
  /** More numbers than the pixels of a large picture would make every step of training slow. */
  private static final int MOST_NUMBERS = 1 << 16;
  /** Each level of a category is a number of each step. */
  private static final int MOST_LEVELS = 100;
  /** Times are taken as evenly spaced where so large a share of the steps is as long as the usual one. */
  private static final double EVEN = 0.8;
  /** A step of so many usual ones has left one out. */
  private static final double GAP = 1.5;
  /** Times that are written in decimals differ by rounding. */
  private static final double ROUNDING = 1e-6;

  private final Dataset table;
  private final String id;
  private final String time;
  private final List<int[]> sequences = new ArrayList<>(); // rows by time
  private final List<String> notes = new ArrayList<>();

  /**
   * Finds the sequences.
   *
   * @param id the column that says which sequence a row is of
   * @param time the column that says when: numbers or dates
   * @throws DataException with the row, if one has no sequence or no time, or a sequence a time twice
   */
  public LongTable(Dataset table, String id, String time) {
    this.table = table;
    this.id = id;
    this.time = time;
    double[] times = times();
    int unsorted = 0;
    int first = -1;
    for (List<Integer> rows : rowsById().values()) {
      int[] sorted = rows.stream()
          .sorted(Comparator.comparingDouble(row -> times[row]))
          .mapToInt(Integer::intValue)
          .toArray();
      requireDifferent(sorted, times);
      sequences.add(sorted);
      for (int t = 0; t < sorted.length; t++) {
        if (sorted[t] != rows.get(t)) {
          unsorted++;
          first = first < 0 ? rows.get(t) : first;
          break;
        }
      }
    }
    if (unsorted > 0) {
      notes.add((unsorted == 1 ? "1 sequence was" : unsorted + " sequences were") + " not in the order of '" + time
          + "', the first at row " + (first + 1) + "; the rows were sorted");
    }
    gaps(times);
  }

  private double[] times() {
    Column column = values(table.column(time));
    double[] times = new double[table.rows()];
    for (int row = 0; row < times.length; row++) {
      if (column.isMissing(row)) {
        throw wrong(row, "it has no '" + time + "'");
      }
      times[row] = column.number(row);
      if (Double.isNaN(times[row])) {
        throw wrong(row, "its '" + time + "' is '" + column.text(row) + "', no number and no date");
      }
    }
    return times;
  }

  private Map<String, List<Integer>> rowsById() {
    Column ids = table.column(id);
    Map<String, List<Integer>> rows = new LinkedHashMap<>();
    for (int row = 0; row < table.rows(); row++) {
      if (ids.isMissing(row)) {
        throw wrong(row, "it has no '" + id + "', which says of which sequence it is");
      }
      rows.computeIfAbsent(ids.text(row), _ -> new ArrayList<>()).add(row);
    }
    return rows;
  }

  private void requireDifferent(int[] sorted, double[] times) {
    for (int t = 1; t < sorted.length; t++) {
      if (times[sorted[t]] == times[sorted[t - 1]]) {
        throw wrong(sorted[t], "sequence '" + name(sorted) + "' has the '" + time + "' "
            + table.column(time).text(sorted[t]) + " twice, in row " + (sorted[t - 1] + 1) + " too");
      }
    }
  }

  /** Says where steps are left out, if times are evenly spaced. */
  private void gaps(double[] times) {
    double[] lengths = sequences.stream().flatMapToDouble(rows -> {
      double[] own = new double[rows.length - 1];
      Arrays.setAll(own, t -> times[rows[t + 1]] - times[rows[t]]);
      return Arrays.stream(own);
    }).sorted().toArray();
    if (lengths.length == 0) {
      return;
    }
    double usual = lengths[lengths.length / 2];
    long even = Arrays.stream(lengths).filter(length -> Math.abs(length - usual) <= ROUNDING * usual).count();
    if (even < EVEN * lengths.length) {
      return;
    }
    int gaps = 0;
    String first = "";
    for (int[] rows : sequences) {
      for (int t = 1; t < rows.length; t++) {
        if (times[rows[t]] - times[rows[t - 1]] > GAP * usual) {
          first = gaps++ > 0
              ? first
              : "sequence '" + name(rows) + "' has none between the '" + time + "' "
                  + table.column(time).text(rows[t - 1]) + " and " + table.column(time).text(rows[t]) + " (row "
                  + (rows[t] + 1) + ")";
        }
      }
    }
    if (gaps > 0) {
      notes.add("steps are missing where times are evenly spaced: " + first
          + (gaps == 1 ? "" : ", and there are " + (gaps - 1) + " such gaps more")
          + "; steps are read one after the other");
    }
  }

  /** {@return the table with a row for each step} */
  public Dataset table() {
    return table;
  }

  /** {@return the column that says of which sequence a row is} */
  public String id() {
    return id;
  }

  /** {@return the rows of each sequence, by time} */
  List<int[]> sequences() {
    return sequences;
  }

  /** {@return what was found, each a line} */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** {@return what a sequence is called} */
  String name(int[] rows) {
    return table.column(id).text(rows[0]);
  }

  /**
   * Finds what are numbers of a step and what is the same at all steps of a sequence.
   *
   * @param aside columns that are neither, the target for example; each must be the same at all steps of a sequence
   * @param same columns of which it is told that they are
   * @throws DataException with the row, if a column that has to be the same is not; if nothing is left as numbers of a
   * step, or too much
   */
  public SequenceLayout layout(List<String> aside, List<String> same) {
    aside.forEach(this::requireSame);
    same.forEach(this::requireSame);
    var channels = new ArrayList<SequenceLayout.Channel>();
    var beside = new ArrayList<String>();
    for (Column column : table.columns()) {
      String name = column.name();
      if (name.equals(id) || name.equals(time) || aside.contains(name)) {
        continue;
      }
      if (sequences.stream().allMatch(rows -> differing(column, rows) < 0)) {
        beside.add(name);
      } else {
        channels.addAll(channels(column));
      }
    }
    requireFree(beside, aside);
    int steps = sequences.stream().mapToInt(rows -> rows.length).max().orElse(0);
    if (channels.isEmpty()) {
      throw new DataException(table.name() + ": no column changes within a sequence of '" + id
          + "', so that there is nothing to read step by step" + (steps == 1 ? "; each has one row" : ""));
    }
    if ((long) steps * channels.size() > MOST_NUMBERS) {
      throw new DataException(table.name() + ": " + steps + " steps of " + channels.size() + " numbers are more than "
          + MOST_NUMBERS + " numbers of a sequence: cut the sequences, or leave columns out with --drop");
    }
    return new SequenceLayout(steps, channels, beside);
  }

  private void requireFree(List<String> beside, List<String> aside) {
    var names = new ArrayList<>(beside);
    names.addAll(aside);
    for (String name : names) {
      if (name.equals(SequenceLayout.STEPS) || SequenceLayout.isOfStep(name)) {
        throw new DataException(
            table.name() + ": the column '" + name + "' has the name of a number of a step; give it another");
      }
    }
  }

  private List<SequenceLayout.Channel> channels(Column column) {
    return switch (column) {
      case NumericColumn _,SparseColumn _ -> List.of(new SequenceLayout.Channel(column.name(), Optional.empty()));
      case BooleanColumn _,CategoryColumn _ -> levels(column);
      case IdentifierColumn _ -> leaveOut(column, "is like an identifier");
      case TextColumn _ -> leaveOut(column, "holds texts");
      case DateColumn _ -> leaveOut(column, "holds dates");
      case ConstantColumn _ -> List.of();
    };
  }

  private List<SequenceLayout.Channel> levels(Column column) {
    var levels = new TreeSet<String>();
    for (int row = 0; row < column.rows(); row++) {
      if (!column.isMissing(row)) {
        levels.add(column.text(row));
      }
    }
    if (levels.size() > MOST_LEVELS) {
      throw new DataException(table.name() + ": the column '" + column.name() + "' has " + levels.size()
          + " levels, and each would be a number of each step: leave it out with --drop");
    }
    return levels.stream().map(level -> new SequenceLayout.Channel(column.name(), Optional.of(level))).toList();
  }

  private List<SequenceLayout.Channel> leaveOut(Column column, String why) {
    notes.add("'" + column.name() + "' changes within sequences and " + why + ": it is left out ("
        + Suggestions.kinds("numeric", column.name()) + " or =category keeps it)");
    return List.of();
  }

  /** Checks that a column is the same at all steps of a sequence. */
  void requireSame(String name) {
    Column column = table.column(name);
    for (int[] rows : sequences) {
      int t = differing(column, rows);
      if (t >= 0) {
        throw wrong(rows[t],
            "the '" + name + "' of sequence '" + name(rows) + "' is " + word(column, rows[t]) + ", and "
                + word(column, rows[0]) + " in row " + (rows[0] + 1) + ": it has to be one for all of its steps");
      }
    }
  }

  /** {@return the first step at which a column is other than at the first one; −1 where there is none} */
  private static int differing(Column column, int[] rows) {
    String first = column.text(rows[0]);
    for (int t = 1; t < rows.length; t++) {
      if (!Objects.equals(first, column.text(rows[t]))) {
        return t;
      }
    }
    return -1;
  }

  private static String word(Column column, int row) {
    return column.isMissing(row) ? "missing" : "'" + column.text(row) + "'";
  }

  /** {@return a column, also where it looks like an identifier} */
  static Column values(Column column) {
    return column instanceof IdentifierColumn identifier ? identifier.values() : column;
  }

  DataException wrong(int row, String what) {
    return new DataException(table.name() + ", row " + (row + 1) + ": " + what);
  }
}
