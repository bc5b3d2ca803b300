package dev.lariat.data.encoding;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;

/**
 * A column in which rows have numbers more than {@value #FAR} times the spread of the training rows from their middle:
 * what a model says there is a guess.
 *
 * @param column its name
 * @param rows how many rows
 * @param example the number that is farthest out
 */
public record FarNumbers(String column, int rows, double example) {
  /** So far out is nowhere near the training rows, whatever their distribution. */
  private static final double FAR = 10;

  /** {@return the columns of a table in which there are such numbers, as far as their spread is known} */
  public static List<FarNumbers> of(Preprocessing preprocessing, Dataset data) {
    List<FarNumbers> far = new ArrayList<>();
    for (Encoding encoding : preprocessing.encodings()) {
      switch (encoding) {
        case Encoding.Numeric numeric when data.has(encoding.column()) -> {
          Spread spread = preprocessing.spreads().get(encoding.column());
          Scale scale = numeric.scale();
          if (spread != null) {
            add(data.column(encoding.column()), spread.mean(), number -> spread.isFar(number, FAR), far);
          } else if (!scale.leavesAsTheyAre()) {
            add(data.column(encoding.column()), scale.center(),
                number -> Math.abs(number - scale.center()) * scale.factor() > FAR, far);
          }
        }
        case Encoding _ -> {
          // Levels, dates and words are not far from each other.
        }
      }
    }
    return List.copyOf(far);
  }

  private static void add(Column column, double middle, DoublePredicate isFar, List<FarNumbers> far) {
    int rows = 0;
    double farthest = middle;
    for (int row = 0; row < column.rows(); row++) {
      double number = column.number(row);
      if (isFar.test(number)) {
        rows++;
        farthest = Math.abs(number - middle) > Math.abs(farthest - middle) ? number : farthest;
      }
    }
    if (rows > 0) {
      far.add(new FarNumbers(column.name(), rows, farthest));
    }
  }
}
