package dev.lariat.studio.table;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A few rows of each class, to be drawn as what they are.
 *
 * @param shape what a row is
 * @param low what is drawn darkest or lowest
 * @param high what is drawn brightest or highest
 * @param groups a class each; one group without a name where the target has no classes
 */
record RowSamples(RowShape shape, double low, double high, List<Group> groups) {
  private static final int CLASSES = 12;
  private static final int EACH = 6;
  private static final int WITHOUT_CLASSES = 24;
  /** A page takes so many numbers at once without a wait. */
  private static final int MOST_NUMBERS = 400_000;
  private static final double BRIGHTEST = 255;

  /** Copies the groups. */
  RowSamples {
    groups = List.copyOf(groups);
  }

  /**
   * Rows of one class.
   *
   * @param rows how many there are of it in the table
   */
  record Group(String label, int rows, List<Sample> samples) {}

  /**
   * A row.
   *
   * @param row its number in the table, from 1
   * @param values in the order of the columns; a missing one is the lowest
   */
  record Sample(int row, double[] values) {}

  /**
   * Rows of a table.
   *
   * @param target empty where none is chosen
   * @param without columns that are left out
   * @param image as {@code --image} takes it, or empty
   * @param steps as {@code --series} takes it, or empty
   * @return empty where rows are columns and nothing more
   */
  static Optional<RowSamples> of(Dataset table, String target, Set<String> without, String image, String steps) {
    List<Column> numbers = table.columns()
        .stream()
        .filter(column -> !column.name().equals(target) && !without.contains(column.name()) && isNumbers(column))
        .toList();
    return RowShape.told(image, steps, numbers.stream().map(Column::name).toList())
        .map(shape -> of(shape, numbers, groups(table, target, shape)));
  }

  private static boolean isNumbers(Column column) {
    return switch (column.kind()) {
      case NUMERIC, BOOLEAN -> true;
      case CONSTANT -> column.rows() > 0 && !Double.isNaN(column.number(0));
      case CATEGORY, DATE, TEXT, IDENTIFIER -> false;
    };
  }

  /** The rows of each group that are shown, evenly spread; its number of rows is the last entry. */
  private record Chosen(String label, int[] rows, int of) {}

  private static List<Chosen> groups(Dataset table, String target, RowShape shape) {
    int most = (int) Math.max(1, MOST_NUMBERS / shape.numbers());
    Optional<Target> classes = classes(table, target);
    if (classes.isEmpty()) {
      int[] all = table.allRows();
      return List.of(new Chosen("", spread(all, Math.min(most, WITHOUT_CLASSES)), all.length));
    }
    int[] labels = classes.get().labels();
    int shown = Math.min(Math.min(CLASSES, most), classes.get().classes().size());
    var chosen = new ArrayList<Chosen>();
    for (int c = 0; c < shown; c++) {
      int label = c;
      int[] rows = IntStream.range(0, labels.length).filter(row -> labels[row] == label).toArray();
      chosen.add(
          new Chosen(classes.get().classes().get(c), spread(rows, Math.clamp(most / shown, 1, EACH)), rows.length));
    }
    return chosen;
  }

  private static Optional<Target> classes(Dataset table, String target) {
    try {
      return target.isEmpty()
          ? Optional.empty()
          : Optional.of(table.target(target).target()).filter(found -> found.task() == Task.CLASSIFICATION);
    } catch (DataException | IllegalArgumentException _) {
      return Optional.empty(); // the page says why it is no target
    }
  }

  private static int[] spread(int[] rows, int count) {
    int kept = Math.min(rows.length, count);
    return IntStream.range(0, kept).map(i -> rows[(int) ((long) i * rows.length / kept)]).toArray();
  }

  private static RowSamples of(RowShape shape, List<Column> columns, List<Chosen> chosen) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    var groups = new ArrayList<Group>();
    for (Chosen group : chosen) {
      var samples = new ArrayList<Sample>();
      for (int row : group.rows) {
        double[] values = columns.stream().mapToDouble(column -> column.number(row)).toArray();
        low = Math.min(low, Arrays.stream(values).filter(Double::isFinite).min().orElse(low));
        high = Math.max(high, Arrays.stream(values).filter(Double::isFinite).max().orElse(high));
        samples.add(new Sample(row + 1, values));
      }
      groups.add(new Group(group.label, group.of, samples));
    }
    boolean pixels = shape.kind().equals("image") && low >= 0;
    double bottom = pixels || !(high > low) ? Math.min(0, low) : low;
    double top = pixels && high > 1 && high <= BRIGHTEST ? BRIGHTEST : high > bottom ? high : bottom + 1;
    groups.stream()
        .flatMap(group -> group.samples.stream())
        .forEach(
            sample -> Arrays.setAll(sample.values, i -> Double.isFinite(sample.values[i]) ? sample.values[i] : bottom));
    return new RowSamples(shape, bottom, top, groups);
  }
}
