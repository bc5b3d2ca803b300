package dev.lariat.model;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * What each column adds to one prediction, compared with other rows: Shapley values by sampling (Štrumbelj and
 * Kononenko 2014, "Explaining prediction models and individual predictions with feature contributions"). In a random
 * order one column after the other is given the row's value in place of another row's; what the prediction moves by is
 * the column's. The mean over orders and other rows is its contribution. They add up to the prediction less the mean
 * prediction of the other rows, for any model. What columns say together is shared among them; nothing is claimed about
 * cause.
 *
 * @param prediction of the row: a number, or the probability of the class that is explained
 * @param base mean of the same over the rows that it is compared with
 * @param rows how many these are: all of the table, or 100 that are spread evenly over it
 * @param columns largest first, by size
 */
public record Contributions(double prediction, double base, int rows, List<Contribution> columns) {
  /** Orders at least, each walked forwards and backwards, which cancels most of the error of smooth models. */
  private static final int ORDERS = 100;

  /** Two walks an order, by which an error is known. */
  private static final int WALKS = 2;

  /**
   * A column's part.
   *
   * @param column its name
   * @param value what the row holds; null where it is missing
   * @param amount in the unit of the prediction
   * @param standardError of the amount, from the orders that were drawn
   */
  public record Contribution(String column, String value, double amount, double standardError) {}

  /** Copies the list. */
  public Contributions {
    columns = List.copyOf(columns);
  }

  /**
   * Explains the prediction of one row by comparing it with the rows of its table, with 100 of them where there are
   * more.
   *
   * @param data with the columns that the model uses
   * @param row from 0
   * @param output which of the model's numbers: the place of a class, 0 for regression
   * @throws IndexOutOfBoundsException if there is no such row or output
   * @throws dev.lariat.data.DataException if the table lacks a column
   */
  public static Contributions of(Model model, Dataset data, int row, int output) {
    return of(model, data, row, 0, output);
  }

  /**
   * The same compared with the rows from one on alone: those before it are no part of the table.
   *
   * @param first that a row is compared with, from 0
   * @throws IndexOutOfBoundsException if there is no such row or output
   * @throws dev.lariat.data.DataException if the table lacks a column
   */
  public static Contributions of(Model model, Dataset data, int row, int first, int output) {
    Objects.checkIndex(row, data.rows());
    Objects.checkIndex(first, data.rows());
    Objects.checkIndex(output, model.target().width());
    List<Column> used = model.schema()
        .fields()
        .stream()
        .map(Schema.Field::name)
        .filter(name -> data.has(name) && !model.target().all().contains(name))
        .map(data::column)
        .toList();
    double[] sums = new double[used.size()];
    double[] squares = new double[used.size()];
    double base = 0;
    double prediction = 0;
    var random = new SplittableRandom(row);
    int known = data.rows() - first;
    int compared = Math.min(ORDERS, known);
    int orders = compared * Math.ceilDiv(ORDERS, compared); // each of the rows as often as the others
    for (int draw = 0; draw < orders; draw++) {
      int other = first + (int) ((2L * draw + 1) * known / (2L * orders)); // spread evenly over the table
      int[] order = order(used.size(), random);
      double[] forwards = walk(model, used, row, other, order, output);
      double[] backwards = walk(model, used, row, other, reversed(order), output);
      for (int c = 0; c < sums.length; c++) {
        double mean = (forwards[c] + backwards[c]) / WALKS;
        sums[c] += mean;
        squares[c] += mean * mean;
      }
      base += forwards[sums.length];
      prediction = forwards[sums.length + 1];
    }
    var columns = new ArrayList<Contribution>();
    for (int c = 0; c < sums.length; c++) {
      double mean = sums[c] / orders;
      double variance = Math.max(0, squares[c] / orders - mean * mean) / (orders - 1);
      columns.add(new Contribution(used.get(c).name(), used.get(c).text(row), mean, Math.sqrt(variance)));
    }
    columns.sort(Comparator.comparingDouble((Contribution each) -> -Math.abs(each.amount)));
    return new Contributions(prediction, base / orders, compared, columns);
  }

  private static int[] order(int columns, SplittableRandom random) {
    int[] order = new int[columns];
    Arrays.setAll(order, i -> i);
    for (int i = columns - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }

  private static int[] reversed(int[] order) {
    int[] reversed = new int[order.length];
    Arrays.setAll(reversed, i -> order[order.length - 1 - i]);
    return reversed;
  }

  /**
   * From the other row to the row, column by column: what each step moves the prediction by, per column; then where the
   * walk begins and where it ends.
   */
  private static double[] walk(Model model, List<Column> columns, int row, int other, int[] order, int output) {
    int count = order.length;
    int[] place = new int[count];
    for (int step = 0; step < count; step++) {
      place[order[step]] = step;
    }
    var mixed = new ArrayList<Column>(count);
    for (int c = 0; c < count; c++) {
      int[] rows = new int[count + 1];
      // After k steps the first k columns of the order hold the row's own value.
      Arrays.fill(rows, 0, place[c] + 1, other);
      Arrays.fill(rows, place[c] + 1, count + 1, row);
      mixed.add(columns.get(c).select(rows));
    }
    double[] predictions = model.predict(Dataset.of("rows between two rows", mixed));
    int width = model.target().width();
    double[] moved = new double[count + 2];
    for (int step = 0; step < count; step++) {
      moved[order[step]] = predictions[(step + 1) * width + output] - predictions[step * width + output];
    }
    moved[count] = predictions[output];
    moved[count + 1] = predictions[count * width + output];
    return moved;
  }
}
