package dev.lariat.data;

import dev.lariat.kernel.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Splits of the rows into training and validation rows. Deterministic: the same rows, settings and seed give the same
 * folds under every JDK. Row lists ascend.
 */
public final class Folds {
  private final int[][] training;
  private final int[][] validation;
  private final List<String> notes;
  private final int repeats;

  private Folds(List<int[]> training, List<int[]> validation, List<String> notes) {
    this(training, validation, notes, 1);
  }

  private Folds(List<int[]> training, List<int[]> validation, List<String> notes, int repeats) {
    this.training = training.toArray(int[][]::new);
    this.validation = validation.toArray(int[][]::new);
    this.notes = List.copyOf(notes);
    this.repeats = repeats;
  }

  /**
   * {@link #stratified Stratified} folds that are drawn several times: those of the first time, then those of the next.
   * Each row is validated once each time.
   *
   * @param folds k ≥ 2, each time
   * @param repeats how often, at least 1
   */
  public static Folds repeated(Target target, int folds, int repeats, long seed) {
    Folds first = stratified(target, folds, seed);
    List<int[]> trained = new ArrayList<>();
    List<int[]> validated = new ArrayList<>();
    for (int time = 0; time < repeats; time++) {
      Folds drawn = time == 0 ? first : stratified(target, folds, seed + time * SplitMix64.GAMMA);
      trained.addAll(List.of(drawn.training));
      validated.addAll(List.of(drawn.validation));
    }
    return new Folds(trained, validated, first.notes, repeats);
  }

  /**
   * K folds in which every class has its share; for regression plain random folds. Each row is validated once, but for
   * the only row of a class, which stays with the training rows. A class with fewer rows than k is in as many folds as
   * it has rows, with a note.
   *
   * @param folds k ≥ 2
   * @throws DataException if there are fewer than 2 rows
   */
  public static Folds stratified(Target target, int folds, long seed) {
    atLeastTwo(folds);
    List<String> notes = new ArrayList<>();
    int k = Math.min(folds, target.rows());
    if (target.rows() < 2) {
      throw new DataException("target '" + target.name() + "': 1 row cannot be split into folds");
    }
    List<int[]> strata = strata(target);
    for (int c = 0; c < strata.size(); c++) {
      int count = strata.get(c).length;
      if (target.task() == Task.CLASSIFICATION && count == 1) {
        notes.add(only(target, c));
      } else if (target.task() == Task.CLASSIFICATION && count > 1 && count < k) {
        notes.add("class '" + target.classes().get(c) + "' of '" + target.name() + "' has " + count + " rows, so that "
            + (k - count) + " of " + k + (k - count == 1 ? " folds is" : " folds are") + " validated without it");
      }
    }
    if (k < folds) {
      notes.add(k + " folds instead of " + folds + ": there are " + k + " rows");
    }
    int[] fold = new int[target.rows()];
    int turn = 0;
    for (int c = 0; c < strata.size(); c++) {
      int[] rows = strata.get(c);
      new Shuffle(seed, c).apply(rows);
      for (int row : rows) {
        fold[row] = strata.size() > 1 && rows.length == 1 ? -1 : turn++ % k;
      }
    }
    return of(fold, k, notes);
  }

  /**
   * One split: a share of the rows, of each class for classification, is for validation.
   *
   * @param share between 0 and 1, both excluded
   * @throws DataException if no row would be left on one of the sides
   */
  public static Folds split(Target target, double share, long seed) {
    inside(share);
    int[] fold = new int[target.rows()];
    Arrays.fill(fold, -1);
    List<String> notes = new ArrayList<>();
    List<int[]> strata = strata(target);
    int validated = 0;
    long seen = 0;
    for (int c = 0; c < strata.size(); c++) {
      int[] rows = strata.get(c);
      new Shuffle(seed, c).apply(rows);
      if (rows.length == 1 && strata.size() > 1) {
        notes.add(only(target, c));
        continue;
      }
      seen += rows.length;
      // What the running total lacks, so that rounding does not add up over many classes.
      int take = Math.clamp(Math.round(share * seen) - validated, Math.min(1, rows.length - 1),
          Math.max(0, rows.length - 1));
      for (int i = 0; i < take; i++) {
        fold[rows[i]] = 0;
      }
      validated += take;
    }
    if (validated == 0) {
      throw new DataException(
          "target '" + target.name() + "': " + target.rows() + " rows are too few for a validation share");
    }
    return of(fold, 1, notes);
  }

  /**
   * K folds that keep the rows of a group together, as even in size as the groups allow.
   *
   * @param folds k ≥ 2; fewer, with a note, where there are fewer groups
   * @throws DataException if there is one group only, or a row has none
   */
  public static Folds grouped(Column groups, int folds, long seed) {
    atLeastTwo(folds);
    List<int[]> sets = new ArrayList<>(rowsByText(groups, "group").values());
    if (sets.size() < 2) {
      throw new DataException("group column '" + groups.name() + "' has one group only, and folds need two");
    }
    int k = Math.min(folds, sets.size());
    int[] order = IntStream.range(0, sets.size()).toArray();
    new Shuffle(seed, 0).apply(order);
    // Largest group first, into the smallest fold so far; the shuffle decides among equals.
    List<int[]> shuffled = new ArrayList<>(Arrays.stream(order).mapToObj(sets::get).toList());
    shuffled.sort((a, b) -> Integer.compare(b.length, a.length));
    int[] sizes = new int[k];
    int[] fold = new int[groups.rows()];
    for (int[] rows : shuffled) {
      int smallest = 0;
      for (int f = 1; f < k; f++) {
        smallest = sizes[f] < sizes[smallest] ? f : smallest;
      }
      sizes[smallest] += rows.length;
      for (int row : rows) {
        fold[row] = smallest;
      }
    }
    return of(fold, k,
        k < folds
            ? List.of(k + " folds instead of " + folds + ": '" + groups.name() + "' has " + k + " groups")
            : List.of());
  }

  /**
   * K folds in the order of time: the rows are cut into k + 1 spans, and fold i trains on the spans up to i and
   * validates on the next. Rows of the same time are never parted.
   *
   * @throws DataException if a time is missing or no number or date, or there are too few different times
   */
  public static Folds ordered(Column time, int folds) {
    if (folds < 1) {
      throw new IllegalArgumentException("folds must be at least 1, not " + folds);
    }
    int[] rows = byTime(time);
    List<int[]> training = new ArrayList<>();
    List<int[]> validation = new ArrayList<>();
    int[] cuts = new int[folds + 2];
    cuts[folds + 1] = rows.length;
    for (int i = 1; i <= folds; i++) {
      cuts[i] = cut(time, rows, (int) ((long) rows.length * i / (folds + 1)));
      if (cuts[i] <= cuts[i - 1] || cuts[i] >= rows.length) {
        throw new DataException(
            "time column '" + time.name() + "' has too few different times for " + folds + " folds");
      }
    }
    for (int i = 1; i <= folds; i++) {
      training.add(ascending(rows, 0, cuts[i]));
      validation.add(ascending(rows, cuts[i], cuts[i + 1]));
    }
    return new Folds(training, validation, List.of());
  }

  /**
   * One split in the order of time: the last share of the rows is for validation. Rows of the same time are never
   * parted.
   *
   * @throws DataException if a time is missing or no number or date, or all are the same
   */
  public static Folds orderedSplit(Column time, double share) {
    inside(share);
    int[] rows = byTime(time);
    int cut = cut(time, rows, (int) Math.round(rows.length * (1 - share)));
    if (cut <= 0 || cut >= rows.length) {
      throw new DataException("time column '" + time.name() + "' has too few different times to be split");
    }
    return new Folds(List.of(ascending(rows, 0, cut)), List.of(ascending(rows, cut, rows.length)), List.of());
  }

  /**
   * The user's own folds: rows of the same value are one fold, in the order of the values.
   *
   * @throws DataException if there is one value only, or one is missing
   */
  public static Folds given(Column column) {
    Map<String, int[]> sets = rowsByText(column, "fold");
    if (sets.size() < 2) {
      throw new DataException("fold column '" + column.name() + "' has one value only, and folds need two");
    }
    List<String> names = new ArrayList<>(sets.keySet());
    names.sort(NaturalOrder.of(names));
    int[] fold = new int[column.rows()];
    for (int f = 0; f < names.size(); f++) {
      for (int row : sets.get(names.get(f))) {
        fold[row] = f;
      }
    }
    return of(fold, names.size(), List.of());
  }

  private static Folds of(int[] fold, int count, List<String> notes) {
    List<int[]> training = new ArrayList<>();
    List<int[]> validation = new ArrayList<>();
    for (int f = 0; f < count; f++) {
      int wanted = f;
      training.add(IntStream.range(0, fold.length).filter(row -> fold[row] != wanted).toArray());
      validation.add(IntStream.range(0, fold.length).filter(row -> fold[row] == wanted).toArray());
    }
    return new Folds(training, validation, notes);
  }

  private static String only(Target target, int c) {
    return "class '" + target.classes().get(c) + "' of '" + target.name() + "' has 1 row, which is only trained on";
  }

  /** Rows by class; all rows for regression. */
  private static List<int[]> strata(Target target) {
    if (target.task() == Task.REGRESSION) {
      return List.of(IntStream.range(0, target.rows()).toArray());
    }
    int[] labels = target.labels();
    int[] counts = target.classCounts();
    List<int[]> strata = new ArrayList<>();
    for (int count : counts) {
      strata.add(new int[count]);
    }
    int[] filled = new int[counts.length];
    for (int row = 0; row < labels.length; row++) {
      strata.get(labels[row])[filled[labels[row]]++] = row;
    }
    return strata;
  }

  private static Map<String, int[]> rowsByText(Column column, String what) {
    Map<String, IntStream.Builder> sets = new LinkedHashMap<>();
    for (int row = 0; row < column.rows(); row++) {
      String text = column.text(row);
      if (text == null) {
        throw new DataException(what + " column '" + column.name() + "', row " + (row + 1) + ": the value is missing");
      }
      sets.computeIfAbsent(text, _ -> IntStream.builder()).add(row);
    }
    Map<String, int[]> rows = new LinkedHashMap<>();
    sets.forEach((text, builder) -> rows.put(text, builder.build().toArray()));
    return rows;
  }

  private static int[] byTime(Column time) {
    TreeMap<Double, IntStream.Builder> rows = new TreeMap<>();
    for (int row = 0; row < time.rows(); row++) {
      double at = time.number(row);
      if (Double.isNaN(at)) {
        throw new DataException("time column '" + time.name() + "', row " + (row + 1) + ": "
            + (time.isMissing(row)
                ? "the time is missing"
                : "'" + time.text(row) + "' is neither a date nor a number"));
      }
      rows.computeIfAbsent(at, _ -> IntStream.builder()).add(row);
    }
    return rows.values().stream().flatMapToInt(IntStream.Builder::build).toArray();
  }

  /** The first place at or after the wanted one where the time changes. */
  private static int cut(Column time, int[] rows, int wanted) {
    int cut = wanted;
    while (cut > 0 && cut < rows.length && time.number(rows[cut]) == time.number(rows[cut - 1])) {
      cut++;
    }
    return cut;
  }

  private static int[] ascending(int[] rows, int from, int to) {
    int[] part = Arrays.copyOfRange(rows, from, to);
    Arrays.sort(part);
    return part;
  }

  /**
   * Of one split: its training rows in k parts, each part validated by models of all other rows, those of the split's
   * validation side included.
   *
   * @param target of all rows
   * @param k at least 2
   */
  public Folds others(Target target, int k, long seed) {
    int[] rest = training[0];
    int[] all = IntStream.concat(IntStream.of(rest), IntStream.of(validation[0])).sorted().toArray();
    Folds parts = stratified(target.select(rest), k, seed);
    List<int[]> trained = new ArrayList<>();
    List<int[]> validated = new ArrayList<>();
    for (int part = 0; part < parts.count(); part++) {
      int[] rows = Arrays.stream(parts.validation(part)).map(i -> rest[i]).toArray();
      validated.add(rows);
      trained.add(Arrays.stream(all).filter(row -> Arrays.binarySearch(rows, row) < 0).toArray());
    }
    return new Folds(trained, validated, List.of());
  }

  /**
   * The same validation rows, with a share of the training rows of each fold, of each class for classification.
   *
   * @param target of all rows
   * @param share between 0 and 1, both excluded
   * @throws DataException if a fold would be left without training rows
   */
  public Folds fewer(Target target, double share, long seed) {
    List<int[]> some = Arrays.stream(training).map(rows -> {
      int[] kept = split(target.select(rows), 1 - share, seed).training(0);
      return Arrays.stream(kept).map(i -> rows[i]).toArray();
    }).toList();
    return new Folds(some, List.of(validation), List.of());
  }

  private static void atLeastTwo(int folds) {
    if (folds < 2) {
      throw new IllegalArgumentException("folds must be at least 2, not " + folds);
    }
  }

  private static void inside(double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("a validation share is between 0 and 1, not " + share);
    }
  }

  /** How many folds there are, all times together. */
  public int count() {
    return training.length;
  }

  /** How often they were drawn. */
  public int repeats() {
    return repeats;
  }

  /** The folds of the first time. */
  public Folds first() {
    int each = count() / repeats;
    return new Folds(List.of(training).subList(0, each), List.of(validation).subList(0, each), notes);
  }

  /** Of values of all folds, in their order, those of the first time: each time the same rows are validated. */
  public double[] ofFirst(double[] values) {
    return Arrays.copyOf(values, values.length / repeats);
  }

  /** The rows that fold {@code fold} trains on, ascending; a copy. */
  public int[] training(int fold) {
    return training[Objects.checkIndex(fold, training.length)].clone();
  }

  /** The rows that fold {@code fold} validates on, ascending; a copy. */
  public int[] validation(int fold) {
    return validation[Objects.checkIndex(fold, validation.length)].clone();
  }

  /** What should be said about these folds, such as that there are fewer than asked for. */
  public List<String> notes() {
    return notes;
  }

  @Override
  public String toString() {
    return count() + (count() == 1 ? " split" : " folds");
  }
}
