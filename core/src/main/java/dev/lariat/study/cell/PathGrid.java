package dev.lariat.study.cell;

import dev.lariat.linear.LambdaGrid;
import dev.lariat.linear.PathOptions;
import dev.lariat.study.candidate.LinearRegularizer;
import java.util.stream.IntStream;

/**
 * At which of its strengths a path is fitted: at all, or, where that would take too long, those of ridge at half
 * decades, from where on they leave coefficients of note.
 *
 * @param regularizer whose strengths they are
 * @param hurried whether all would take too long
 * @param largest λ of the strongest of all; NaN where it is left to the path
 */
public record PathGrid(LinearRegularizer regularizer, boolean hurried, double largest) {
  /** Strengths from one half decade to the next. */
  private static final int HALF_DECADE = 5;
  /** Ridge's path begins three decades above where its coefficients say anything. */
  private static final int RIDGE_BEGINS = 30;

  static PathGrid all(LinearRegularizer regularizer) {
    return new PathGrid(regularizer, false, Double.NaN);
  }

  static PathGrid hurried(LinearRegularizer regularizer, double largest) {
    return new PathGrid(regularizer, true, largest);
  }

  /** {@return how many strengths are fitted} */
  int points() {
    return (regularizer.points() - 1 - begins()) / step() + 1;
  }

  private boolean fewer() {
    return switch (regularizer) {
      case NONE -> false; // it has one a decade
      case L1, ELASTIC_NET -> false; // the next strength costs what is between, too
      case L2 -> hurried;
    };
  }

  private int begins() {
    return fewer() ? RIDGE_BEGINS : 0;
  }

  /** {@return how many strengths it is from one that is fitted to the next} */
  int step() {
    return fewer() ? HALF_DECADE : 1;
  }

  /** {@return which strength stands at a place of the path, counted from the strongest of all} */
  int fromStrong(int place) {
    return begins() + place * step();
  }

  /** {@return where on the path a strength stands, counted from the strongest of all; −1 where it is not fitted} */
  int place(int fromStrong) {
    int place = (fromStrong - begins()) / step();
    return fromStrong >= begins() && fromStrong(place) == fromStrong ? place : -1;
  }

  /** {@return how a path is fitted at these strengths, to a relative duality gap} */
  PathOptions options(double gap) {
    PathOptions all = PathOptions.DEFAULT.withGrid(regularizer.points(), regularizer.lowest())
        .withTolerance(gap)
        .withEarlyStop(false)
        .withDialect(PathOptions.Dialect.GLMNET);
    if (!fewer()) {
      return all;
    }
    double[] lambdas = LambdaGrid.geometric(largest, regularizer.lowest(), regularizer.points());
    return all.withLambdas(IntStream.range(0, points()).mapToDouble(place -> lambdas[fromStrong(place)]).toArray());
  }
}
