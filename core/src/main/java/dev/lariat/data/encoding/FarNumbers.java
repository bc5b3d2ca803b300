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
 * @param certain how many of them are outside of what the training rows had, or at least {@value #FARTHER} times the
 * spread out ({@value #FARTHER_OF_QUANTILES} times one of quantiles): so many are not how the column is distributed
 * @param example the number that is farthest out
 */
public record FarNumbers(String column, int rows, int certain, double example) {
  /** So far out is nowhere near the training rows, whatever their distribution. */
  private static final double FAR = 10;
  /** Columns that are the same in most rows have their other values up to some thirty spreads out. */
  private static final double FARTHER = 100;
  /**
   * A scale with a clip is the distance of quantiles, and a quarter of the training rows may lie any number of these
   * beyond: a pixel that is 0 or 1 in most pictures is up to 255 of them out.
   */
  private static final double FARTHER_OF_QUANTILES = 1000;

  /** {@return the columns of a table in which there are such numbers, as far as their spread is known} */
  public static List<FarNumbers> of(Preprocessing preprocessing, Dataset data) {
    List<FarNumbers> far = new ArrayList<>();
    for (Encoding encoding : preprocessing.encodings()) {
      switch (encoding) {
        case Encoding.Numeric numeric when data.has(encoding.column()) ->
          add(preprocessing, data, numeric.column(), numeric.scale(), far);
        case Encoding.Hinges hinges when data.has(encoding.column()) ->
          add(preprocessing, data, hinges.column(), hinges.scale(), far);
        case Encoding _ -> {
          // Levels, dates and words are not far from each other.
        }
      }
    }
    return List.copyOf(far);
  }

  private static void add(Preprocessing preprocessing, Dataset data, String column, Scale scale, List<FarNumbers> far) {
    Spread spread = preprocessing.spreads().get(column);
    if (spread != null) {
      DoublePredicate outside = number -> spread.isFar(number, FAR);
      add(data.column(column), spread.mean(), outside, outside, far);
    } else if (!scale.leavesAsTheyAre()) {
      add(data.column(column), scale.center(), number -> spreads(scale, number) > FAR,
          number -> spreads(scale, number) > (scale.clip() == 0 ? FARTHER : FARTHER_OF_QUANTILES), far);
    }
  }

  private static double spreads(Scale scale, double number) {
    return Math.abs(number - scale.center()) * scale.factor();
  }

  private static void add(Column column, double middle, DoublePredicate isFar, DoublePredicate isCertain,
      List<FarNumbers> far) {
    int rows = 0;
    int certain = 0;
    double farthest = middle;
    for (int row = 0; row < column.rows(); row++) {
      double number = column.number(row);
      if (isFar.test(number)) {
        rows++;
        certain += isCertain.test(number) ? 1 : 0;
        farthest = Math.abs(number - middle) > Math.abs(farthest - middle) ? number : farthest;
      }
    }
    if (rows > 0) {
      far.add(new FarNumbers(column.name(), rows, certain, farthest));
    }
  }
}
