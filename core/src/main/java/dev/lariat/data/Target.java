package dev.lariat.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What is to be learnt: one class or one number per row. */
public final class Target {
  /** A column of whole numbers with at most this many different values is taken for classes. */
  public static final int MOST_NUMERIC_CLASSES = 20;

  /** What a model learns of a target's numbers. What is compared and predicted are the numbers themselves. */
  public enum Transform {
    /** The numbers. */
    NONE,
    /**
     * Their logarithms. The exponential of what the model then says is the median, where the logarithm is symmetric.
     */
    LOG;

    /** {@return what is learnt of a number} */
    public double learnt(double number) {
      return switch (this) {
        case NONE -> number;
        case LOG -> StrictMath.log(number);
      };
    }

    /** {@return the number of which this was learnt} */
    public double number(double learnt) {
      return switch (this) {
        case NONE -> learnt;
        case LOG -> StrictMath.exp(learnt);
      };
    }
  }

  private final String name;
  private final Task task;
  private final List<String> classes;
  private final int[] labels;
  private final double[] values;
  private final Transform transform;

  private Target(String name, Task task, List<String> classes, int[] labels, double[] values) {
    this(name, task, classes, labels, values, Transform.NONE);
  }

  private Target(String name, Task task, List<String> classes, int[] labels, double[] values, Transform transform) {
    this.name = name;
    this.task = task;
    this.classes = List.copyOf(classes);
    this.labels = labels;
    this.values = values;
    this.transform = transform;
  }

  /**
   * The target in a column of training rows.
   *
   * @param told the task, or null to find it: names, yes or no, and whole numbers with few different values are classes
   * @throws DataException if a value is missing, all are the same, or the column does not suit the told task
   */
  public static Target of(Column column, Task told) {
    if (column.rows() < 2) {
      throw new DataException("target '" + column.name() + "': " + column.rows() + " row"
          + (column.rows() == 1 ? " is" : "s are") + " not enough to learn from");
    }
    int missing = column.missing();
    if (missing == column.rows()) {
      throw new DataException("target '" + column.name() + "': every value is missing");
    }
    if (missing > 0) {
      int first = 0;
      while (!column.isMissing(first)) {
        first++;
      }
      throw new DataException("target '" + column.name() + "' is missing in row " + (first + 1)
          + (missing == 1 ? "" : " and " + (missing - 1) + " more of " + column.rows() + " rows")
          + "; take those rows out (--target-missing drop does)");
    }
    if (column.kind() == ColumnKind.CONSTANT) {
      throw constant(column);
    }
    return (told == null ? find(column, column.rows()) : told) == Task.CLASSIFICATION
        ? classes(column)
        : numbers(column);
  }

  /**
   * What is to be said of how a column is learnt as numbers: of words that have none of their own.
   *
   * @param told the task, or null to find it
   */
  public static Optional<String> reading(Column column, Task told) {
    return told == Task.REGRESSION && column instanceof BooleanColumn truths
        ? Optional.of("target '" + truths.name() + "': its words '" + truths.falseWord() + "' and '" + truths.trueWord()
            + "' are learnt as the numbers 0 and 1")
        : Optional.empty();
  }

  /**
   * The target in a column of new rows, by the classes of the training rows. A row that is missing, or of a class that
   * was not there, has label −1 or value NaN.
   *
   * @param classes as {@link #classes()} gave them; empty for regression
   * @throws DataException if regression meets a value that is not a number
   */
  public static Target known(Column column, Task task, List<String> classes) {
    if (task == Task.REGRESSION) {
      return new Target(column.name(), task, List.of(), null, readNumbers(column));
    }
    LevelIndex places = new LevelIndex(classes);
    int[] labels = new int[column.rows()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = column.isMissing(row) ? -1 : places.of(column.text(row));
    }
    return new Target(column.name(), task, classes, labels, null);
  }

  private static DataException constant(Column column) {
    return new DataException(
        "target '" + column.name() + "' is '" + column.text(0) + "' in every row: there is nothing to learn");
  }

  /**
   * What is to be learnt from a column of which not all rows are there.
   *
   * @param column holds every value of the column, if it has few different ones
   * @param rows how many there are in all
   * @throws DataException if it cannot be learnt
   */
  public static Task find(Column column, long rows) {
    return switch (column) {
      case CategoryColumn _,BooleanColumn _,ConstantColumn _ -> Task.CLASSIFICATION;
      case DateColumn _ -> throw date(column);
      case TextColumn _ -> throw new DataException("target '" + column.name()
          + "' is text; a target is a class or a number. Where the texts are names of classes, say so with "
          + Suggestions.kinds("category", column.name()));
      case IdentifierColumn identifier -> find(identifier.values(), rows);
      case NumericColumn _,SparseColumn _ -> fewWholeNumbers(column, rows) ? Task.CLASSIFICATION : Task.REGRESSION;
    };
  }

  private static DataException date(Column column) {
    return new DataException("target '" + column.name() + "' is a date; a target is a class or a number");
  }

  private static boolean fewWholeNumbers(Column column, long rows) {
    TreeSet<Double> different = new TreeSet<>();
    for (int row = 0; row < column.rows(); row++) {
      double value = column.number(row);
      if (value != Math.rint(value) || (different.add(value) && different.size() > MOST_NUMERIC_CLASSES)) {
        return false;
      }
    }
    return different.size() <= Math.max(2, rows / 4);
  }

  /**
   * Refuses a column whose values are too many to be classes.
   *
   * @param different how many values it has
   * @param rows of the table
   */
  public static void requireFew(Column column, int different, long rows) {
    if (different > Math.max(MOST_NUMERIC_CLASSES, rows / 2)) {
      throw new DataException("target '" + column.name() + "' has " + different + " different values in " + rows
          + " rows: too many to be classes; use another target"
          + (Double.isNaN(column.number(0)) ? "" : ", or the task regression"));
    }
  }

  private static Target classes(Column column) {
    Map<String, Integer> seen = new HashMap<>();
    int[] codes = new int[column.rows()];
    for (int row = 0; row < codes.length; row++) {
      codes[row] = seen.computeIfAbsent(column.text(row), _ -> seen.size());
    }
    if (seen.size() < 2) {
      throw constant(column);
    }
    requireFew(column, seen.size(), column.rows());
    List<String> classes = new ArrayList<>(seen.keySet());
    classes.sort(NaturalOrder.of(classes));
    int[] place = new int[classes.size()];
    for (int i = 0; i < place.length; i++) {
      place[seen.get(classes.get(i))] = i;
    }
    Arrays.setAll(codes, row -> place[codes[row]]);
    return new Target(column.name(), Task.CLASSIFICATION, classes, codes, null);
  }

  private static Target numbers(Column column) {
    double[] values = readNumbers(column);
    double first = values[0];
    if (Arrays.stream(values).allMatch(value -> value == first)) {
      throw constant(column);
    }
    return new Target(column.name(), Task.REGRESSION, List.of(), null, values);
  }

  private static double[] readNumbers(Column column) {
    if (column.kind() == ColumnKind.DATE) {
      throw date(column);
    }
    double[] values = new double[column.rows()];
    for (int row = 0; row < values.length; row++) {
      values[row] = column.number(row);
      if (Double.isNaN(values[row]) && !column.isMissing(row)) {
        throw new DataException("target '" + column.name() + "', row " + (row + 1) + ": '" + column.text(row)
            + "' is not a number, as regression needs it; for classes use the task classification");
      }
    }
    return values;
  }

  /**
   * The same target, of which models learn the transformed numbers.
   *
   * @throws DataException if it is a class, or one of its numbers has no logarithm
   */
  public Target transformed(Transform by) {
    if (by == Transform.NONE) {
      return this;
    }
    if (task == Task.CLASSIFICATION) {
      throw new DataException("target '" + name + "' is a class: the logarithm is of numbers");
    }
    for (int row = 0; row < values.length; row++) {
      if (values[row] <= 0) {
        throw new DataException("target '" + name + "', row " + (row + 1) + " is " + NumberText.setting(values[row])
            + ", which has no logarithm: learn the number itself, without --log-target, or take such rows out");
      }
    }
    return new Target(name, task, classes, null, values, by);
  }

  /** What models learn of the numbers. */
  public Transform transform() {
    return transform;
  }

  /** The column's name. */
  public String name() {
    return name;
  }

  /** What is asked of a model. */
  public Task task() {
    return task;
  }

  /** How many rows there are. */
  public int rows() {
    return task == Task.CLASSIFICATION ? labels.length : values.length;
  }

  /** The class names, sorted, numbers by value; of two the last is the positive one. Empty for regression. */
  public List<String> classes() {
    return classes;
  }

  /**
   * Per row the index of its class; a copy.
   *
   * @throws IllegalStateException for regression
   */
  public int[] labels() {
    if (task != Task.CLASSIFICATION) {
      throw new IllegalStateException("target '" + name + "' is a number and has no classes");
    }
    return labels.clone();
  }

  /** Per row the number that is predicted; for classes their index; a copy. */
  public double[] values() {
    return task == Task.REGRESSION ? values.clone() : Arrays.stream(labels).mapToDouble(label -> label).toArray();
  }

  /** Per row what a model learns: the number or its transform; for classes their index; a copy. */
  public double[] learnt() {
    return Arrays.stream(values()).map(transform::learnt).toArray();
  }

  /** How many rows each class has, in the order of {@link #classes()}. */
  public int[] classCounts() {
    int[] counts = new int[classes.size()];
    for (int label : labels()) {
      if (label >= 0) {
        counts[label]++;
      }
    }
    return counts;
  }

  /** The target of the given rows, with the same classes. */
  public Target select(int[] rows) {
    return task == Task.CLASSIFICATION
        ? new Target(name, task, classes, Arrays.stream(rows).map(row -> labels[row]).toArray(), null)
        : new Target(name, task, classes, null, Arrays.stream(rows).mapToDouble(row -> values[row]).toArray(),
            transform);
  }

  @Override
  public String toString() {
    return name + ": " + (task == Task.REGRESSION ? "regression" : classes.size() + " classes") + ", " + rows()
        + " rows";
  }
}
