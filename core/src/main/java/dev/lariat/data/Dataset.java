package dev.lariat.data;

import dev.lariat.data.text.TextOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A table: named columns of the same length, one of which may be marked as the target and one as the rows' weights.
 * Immutable; what seems to change it returns another table that shares its columns.
 */
public final class Dataset {
  private final String name;
  private final int rows;
  private final List<Column> columns;
  private final Map<String, Integer> places;
  private final String target;
  private final Task task;
  private final Target.Transform transform;
  private final String weights;
  private final List<String> notes;
  private Target learnt; // found at the first question, by looking at every row; two threads find equal ones

  private Dataset(String name, int rows, List<Column> columns, String target, Task task, Target.Transform transform,
      String weights, List<String> notes) {
    this.name = Objects.requireNonNull(name);
    this.rows = rows;
    this.columns = List.copyOf(columns);
    this.target = target;
    this.task = task;
    this.transform = transform;
    this.weights = weights;
    this.notes = List.copyOf(notes);
    places = HashMap.newHashMap(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      if (column.rows() != rows) {
        throw new IllegalArgumentException(
            "column '" + column.name() + "' has " + column.rows() + " rows, the table " + rows);
      }
      if (places.put(column.name(), i) != null) {
        throw new DataException(name + ": column '" + column.name() + "' is there twice; rename one");
      }
    }
  }

  /**
   * A table from columns of the same length.
   *
   * @param name how messages call it, such as its file name
   * @throws DataException if there is no column, or two have the same name
   */
  public static Dataset of(String name, List<? extends Column> columns) {
    if (columns.isEmpty()) {
      throw new DataException(name + ": there are no columns");
    }
    return new Dataset(name, columns.getFirst().rows(), List.copyOf(columns), null, null, Target.Transform.NONE, null,
        List.of());
  }

  /** How messages call the table, such as its file name. */
  public String name() {
    return name;
  }

  /** How many rows there are. */
  public int rows() {
    return rows;
  }

  /** All columns, in the table's order. */
  public List<Column> columns() {
    return columns;
  }

  /** The columns that a model may learn from: all but the target and the weights. */
  public List<Column> features() {
    List<Column> features = new ArrayList<>(columns);
    features.removeIf(column -> column.name().equals(target) || column.name().equals(weights));
    return List.copyOf(features);
  }

  /** What was noticed when the table was made and its target marked, and should be said to who uses it, each a line. */
  public List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    targetName().flatMap(marked -> Target.reading(column(marked), task)).ifPresent(all::add);
    return List.copyOf(all);
  }

  /** This table with one more note. */
  public Dataset note(String line) {
    List<String> all = new ArrayList<>(notes);
    all.add(line);
    return new Dataset(name, rows, columns, target, task, transform, weights, all);
  }

  /** Whether there is such a column. */
  public boolean has(String column) {
    return places.containsKey(column);
  }

  /**
   * The column of that name.
   *
   * @throws DataException if there is none; the message names the nearest
   */
  public Column column(String column) {
    Integer place = places.get(column);
    if (place == null) {
      throw new DataException("no column '" + column + "' in " + name + ": "
          + Suggestions.suggest(column, columns.stream().map(Column::name).toList(), Suggestions.Kind.COLUMNS));
    }
    return columns.get(place);
  }

  /** All row numbers, 0 to rows − 1. */
  public int[] allRows() {
    int[] all = new int[rows];
    Arrays.setAll(all, row -> row);
    return all;
  }

  /** The given rows, in that order; a row may come more than once. */
  public Dataset select(int[] selected) {
    for (int row : selected) {
      Objects.checkIndex(row, rows);
    }
    RowSelection selection = new RowSelection(rows, selected);
    List<Column> chosen = new ArrayList<>(columns.size());
    for (Column column : columns) {
      chosen.add(column instanceof SparseColumn sparse ? selection.of(sparse) : column.select(selected));
    }
    return new Dataset(name, selected.length, chosen, target, task, transform, weights, notes);
  }

  /**
   * Without the rows in which a column that is to be learnt has no value, with a note of how many these are; the table
   * itself where there are none, or nothing else.
   */
  public Dataset withTarget(String name) {
    Column column = column(name);
    int missing = column.missing();
    if (missing == 0 || missing == rows) {
      return this;
    }
    return select(Arrays.stream(allRows()).filter(row -> !column.isMissing(row)).toArray())
        .note(missing + (missing == 1 ? " row has" : " rows have") + " no target '" + name + "' and "
            + (missing == 1 ? "is" : "are") + " left out");
  }

  /**
   * The table without these columns.
   *
   * @throws DataException if one of them is not there
   */
  public Dataset without(String... names) {
    Set<String> out = new HashSet<>();
    for (String column : names) {
      out.add(column(column).name());
    }
    List<Column> kept = new ArrayList<>(columns);
    kept.removeIf(column -> out.contains(column.name()));
    return new Dataset(name, rows, kept, out.contains(target) ? null : target, out.contains(target) ? null : task,
        out.contains(target) ? Target.Transform.NONE : transform, out.contains(weights) ? null : weights,
        notes.stream().filter(note -> out.stream().noneMatch(column -> isOf(column, note))).toList());
  }

  /** Whether a note is about a column: readers begin it with the column's name. */
  private static boolean isOf(String column, String note) {
    String subject = "column '" + column + "'";
    return note.startsWith(subject + " ") || note.startsWith(subject + ":");
  }

  /** The table with this column in place of the one of the same name, or at the end if there is none. */
  public Dataset with(Column column) {
    List<Column> all = new ArrayList<>(columns);
    Integer place = places.get(column.name());
    if (place == null) {
      all.add(column);
    } else {
      all.set(place, column);
    }
    return new Dataset(name, rows, all, target, task, transform, weights, notes);
  }

  /**
   * The table with this column marked as the target; the task is found from the column.
   *
   * @throws DataException if there is no such column
   */
  public Dataset target(String column) {
    return target(column, null);
  }

  /**
   * The table with this column marked as the target.
   *
   * @param task null to find it from the column
   * @throws DataException if there is no such column
   */
  public Dataset target(String column, Task task) {
    Column found = column(column);
    // An identifier is left out of what is learnt from, and that is noted; what is predicted is not left out.
    List<String> kept = found.kind() == ColumnKind.IDENTIFIER
        ? notes.stream().filter(note -> !isOf(found.name(), note)).toList()
        : notes;
    return new Dataset(name, rows, columns, found.name(), task, Target.Transform.NONE, weights, kept);
  }

  /**
   * The table whose marked target is learnt as its logarithm. Predictions are of the target itself, as medians.
   *
   * @throws IllegalStateException if no column is marked as the target
   */
  public Dataset logTarget() {
    requireTarget();
    return new Dataset(name, rows, columns, target, task, Target.Transform.LOG, weights, notes);
  }

  private void requireTarget() {
    if (target == null) {
      throw new IllegalStateException("no target: call target(column) on " + name);
    }
  }

  /** The name of the target column, if one is marked. */
  public Optional<String> targetName() {
    return Optional.ofNullable(target);
  }

  /**
   * What is to be learnt.
   *
   * @throws IllegalStateException if no column is marked as the target
   * @throws DataException if the marked column cannot be learnt: constant, one class, missing values
   */
  public Target target() {
    requireTarget();
    Target found = learnt;
    if (found == null) {
      found = Target.of(requireNumbers(column(target)), task).transformed(transform);
      learnt = found;
    }
    return found;
  }

  private Column requireNumbers(Column column) {
    if (transform == Target.Transform.LOG && Target.reading(column, task).isPresent()) {
      throw new DataException(
          "target '" + target + "' is yes or no, and a logarithm is of numbers above 0: leave --log-target out");
    }
    return column;
  }

  /**
   * The table with this column marked as the rows' weights.
   *
   * @throws DataException if there is no such column, or a weight is missing, negative or no number, or all are 0
   */
  public Dataset weights(String column) {
    Column values = column(column);
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      double weight = values.number(row);
      if (!(weight >= 0)) {
        throw new DataException("weights column '" + column + "', row " + (row + 1) + ": "
            + (values.isMissing(row) ? "the weight is missing" : "'" + values.text(row) + "' is not a weight")
            + "; weights are numbers ≥ 0");
      }
      sum += weight;
    }
    if (sum == 0) {
      throw new DataException("weights column '" + column + "': all weights are 0");
    }
    return new Dataset(name, rows, columns, target, task, transform, column, notes);
  }

  /**
   * The table whose text columns become features in this way.
   *
   * @throws DataException if there is no text column
   */
  public Dataset texts(TextOptions options) {
    Dataset changed = this;
    for (Column column : columns) {
      if (column instanceof TextColumn text) {
        changed = changed.with(text.options(options));
      }
    }
    if (changed == this) {
      throw new DataException(name + ": no column is text, so there is nothing that settings for texts could change; "
          + "say which one is, as in --kinds COLUMN=text");
    }
    return changed;
  }

  /** The name of the weights column, if one is marked. */
  public Optional<String> weightsName() {
    return Optional.ofNullable(weights);
  }

  /** One weight per row, each ≥ 0; all 1 if no column is marked as weights. */
  public double[] weights() {
    double[] values = new double[rows];
    Column column = weights == null ? null : column(weights);
    Arrays.setAll(values, row -> column == null ? 1 : column.number(row));
    return values;
  }

  @Override
  public String toString() {
    return name + ": " + rows + " rows, " + columns.size() + " columns" + (target == null ? "" : ", target " + target);
  }
}
