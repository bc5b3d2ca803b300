package dev.lariat.data.encoding;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import java.util.ArrayList;
import java.util.List;

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

  /**
   * {@return the columns of a table in which there are such numbers; of columns without a scale the spread is not
   * known}
   */
  public static List<FarNumbers> of(Preprocessing preprocessing, Dataset data) {
    List<FarNumbers> far = new ArrayList<>();
    for (Encoding encoding : preprocessing.encodings()) {
      switch (encoding) {
        case Encoding.Numeric numeric when numeric.scale().factor() != 1 && data.has(encoding.column()) ->
          add(data.column(encoding.column()), numeric.scale(), far);
        case Encoding _ -> {
          // Levels, dates and words are not far from each other.
        }
      }
    }
    return List.copyOf(far);
  }

  private static void add(Column column, Scale scale, List<FarNumbers> far) {
    int rows = 0;
    double farthest = scale.center();
    for (int row = 0; row < column.rows(); row++) {
      double number = column.number(row);
      double distance = Math.abs(number - scale.center());
      if (distance * scale.factor() > FAR) {
        rows++;
        farthest = distance > Math.abs(farthest - scale.center()) ? number : farthest;
      }
    }
    if (rows > 0) {
      far.add(new FarNumbers(column.name(), rows, farthest));
    }
  }
}
