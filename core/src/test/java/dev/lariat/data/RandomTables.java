package dev.lariat.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Tables of every kind of column with missing values, for tests of what holds for all tables. */
public final class RandomTables {
  private RandomTables() {}

  public static Dataset mixed(SplittableRandom random, int rows) {
    double[] numbers = new double[rows];
    double[] days = new double[rows];
    byte[] yes = new byte[rows];
    List<String> texts = new ArrayList<>();
    List<Integer> entries = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      numbers[row] = random.nextInt(8) == 0 ? Double.NaN : random.nextGaussian(3, 10);
      days[row] = random.nextInt(8) == 0 ? Double.NaN : random.nextInt(20_000) + random.nextInt(4) / 4.0;
      yes[row] = (byte) (random.nextInt(3) - 1);
      texts.add(random.nextInt(8) == 0 ? null : "level" + random.nextInt(1 + random.nextInt(40)));
      if (random.nextInt(6) == 0) {
        entries.add(row);
      }
    }
    double[] values = new double[entries.size()];
    Arrays.setAll(values, i -> random.nextInt(9) == 0 ? Double.NaN : random.nextGaussian());
    return Dataset.of("t",
        List.of(new NumericColumn("number", numbers), new DateColumn("date", days, DateOrder.YEAR_FIRST),
            new BooleanColumn("yes", yes, "no", "yes"), CategoryColumn.of("category", texts),
            new SparseColumn("sparse", rows, entries.stream().mapToInt(row -> row).toArray(), values)));
  }

  /** The first rows of one column, then the rest of the other. */
  public static Column join(Column first, Column second, int at) {
    int rows = first.rows();
    return switch (first) {
      case NumericColumn _ -> new NumericColumn(first.name(), numbers(first, second, at));
      case DateColumn date -> new DateColumn(date.name(), numbers(first, second, at), date.order());
      case CategoryColumn _ -> {
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
          texts.add((row < at ? first : second).text(row));
        }
        yield CategoryColumn.of(first.name(), texts);
      }
      case BooleanColumn _ -> {
        byte[] yes = new byte[rows];
        for (int row = 0; row < rows; row++) {
          double value = (row < at ? first : second).number(row);
          yes[row] = (byte) (Double.isNaN(value) ? -1 : value);
        }
        yield new BooleanColumn(first.name(), yes, "no", "yes");
      }
      case SparseColumn _ -> {
        double[] all = numbers(first, second, at);
        List<Integer> entries = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
          if (all[row] != 0) {
            entries.add(row);
          }
        }
        int[] indices = entries.stream().mapToInt(row -> row).toArray();
        yield new SparseColumn(first.name(), rows, indices,
            Arrays.stream(indices).mapToDouble(row -> all[row]).toArray());
      }
      case TextColumn text -> {
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
          texts.add((row < at ? first : second).text(row));
        }
        yield TextColumn.of(text.name(), texts);
      }
      case ConstantColumn _,IdentifierColumn _ -> throw new IllegalArgumentException(first.name());
    };
  }

  private static double[] numbers(Column first, Column second, int at) {
    double[] numbers = new double[first.rows()];
    Arrays.setAll(numbers, row -> (row < at ? first : second).number(row));
    return numbers;
  }
}
