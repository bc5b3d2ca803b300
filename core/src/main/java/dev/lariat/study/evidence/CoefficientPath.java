package dev.lariat.study.evidence;

import dev.lariat.linear.LinearPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the coefficients of a linear candidate change along its path on all rows.
 *
 * @param regularizer {@code l1}, {@code l2} or {@code elastic-net}
 * @param outputs linear predictors: 1, or the number of classes
 * @param lambdas the strongest first
 * @param nonZero features with a coefficient, by λ
 * @param features names of those that are shown, the largest first
 * @param coefficients [features shown][λ], of features scaled to unit variance; of several predictors the Euclidean
 * norm over them
 */
public record CoefficientPath(String regularizer, int outputs, List<Double> lambdas, List<Integer> nonZero,
    List<String> features, List<List<Double>> coefficients) {
  private static final int MOST = 100;

  /**
   * Of a path.
   *
   * @param names of the features
   * @param deviations of the features: coefficients are multiplied by them
   */
  public static CoefficientPath of(String regularizer, LinearPath path, List<String> names, double[] deviations) {
    List<LinearPath.Point> points = path.points();
    double[][] sizes = new double[names.size()][points.size()];
    for (int l = 0; l < points.size(); l++) {
      LinearPath.Point point = points.get(l);
      int outputs = point.index().length;
      for (int k = 0; k < outputs; k++) {
        for (int a = 0; a < point.index()[k].length; a++) {
          double scaled = point.coefficient()[k][a] * deviations[point.index()[k][a]];
          sizes[point.index()[k][a]][l] += outputs == 1 ? scaled : scaled * scaled;
        }
      }
      if (outputs > 1) {
        for (double[] line : sizes) {
          line[l] = Math.sqrt(line[l]);
        }
      }
    }
    int[] shown = IntStream.range(0, names.size())
        .boxed()
        .sorted(Comparator.comparingDouble(j -> -largest(sizes[j])))
        .limit(MOST)
        .mapToInt(j -> j)
        .toArray();
    var coefficients = new ArrayList<List<Double>>();
    for (int j : shown) {
      coefficients.add(IntStream.range(0, points.size()).mapToObj(l -> sizes[j][l]).toList());
    }
    return new CoefficientPath(regularizer, points.getFirst().index().length,
        points.stream().map(LinearPath.Point::lambda).toList(),
        points.stream().map(LinearPath.Point::nonZeros).toList(), IntStream.of(shown).mapToObj(names::get).toList(),
        coefficients);
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
