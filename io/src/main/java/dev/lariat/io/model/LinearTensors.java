package dev.lariat.io.model;

import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A linear path as named arrays of doubles; coefficients are listed point by point, predictor by predictor, with their
 * features.
 */
final class LinearTensors {
  private LinearTensors() {}

  static Map<String, Tensor> of(LinearPath path) {
    int points = path.points().size();
    int predictors = path.points().get(0).intercepts().length;
    double[] lambda = new double[points];
    double[] gap = new double[points];
    double[] converged = new double[points];
    double[] ratio = new double[points];
    double[] intercept = new double[points * predictors];
    double[] count = new double[points * predictors];
    int total = 0;
    for (LinearPath.Point point : path.points()) {
      for (int[] index : point.index()) {
        total = Math.addExact(total, index.length);
      }
    }
    double[] feature = new double[total];
    double[] coefficient = new double[total];
    int at = 0;
    for (int p = 0; p < points; p++) {
      LinearPath.Point point = path.points().get(p);
      lambda[p] = point.lambda();
      gap[p] = point.gap();
      converged[p] = point.converged() ? 1 : 0;
      ratio[p] = point.devianceRatio();
      for (int k = 0; k < predictors; k++) {
        intercept[p * predictors + k] = point.intercepts()[k];
        count[p * predictors + k] = point.index()[k].length;
        for (int a = 0; a < point.index()[k].length; a++) {
          feature[at] = point.index()[k][a];
          coefficient[at++] = point.coefficient()[k][a];
        }
      }
    }
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("lambda", vector(lambda));
    tensors.put("gap", vector(gap));
    tensors.put("converged", vector(converged));
    tensors.put("devianceRatio", vector(ratio));
    tensors.put("intercept", new Tensor.F64(new int[]{points, predictors}, intercept));
    tensors.put("nonZeros", new Tensor.F64(new int[]{points, predictors}, count));
    tensors.put("feature", vector(feature));
    tensors.put("coefficient", vector(coefficient));
    return tensors;
  }

  private static Tensor vector(double[] values) {
    return new Tensor.F64(new int[]{values.length}, values);
  }

  /** @throws IllegalArgumentException if the arrays do not fit together */
  static LinearPath read(Map<String, Tensor> tensors, Family family, int features, double nullDeviance,
      List<String> notes) {
    double[] lambda = values(tensors, "lambda");
    double[] gap = values(tensors, "gap");
    double[] converged = values(tensors, "converged");
    double[] ratio = values(tensors, "devianceRatio");
    double[] intercept = values(tensors, "intercept");
    double[] count = values(tensors, "nonZeros");
    double[] feature = values(tensors, "feature");
    double[] coefficient = values(tensors, "coefficient");
    int points = lambda.length;
    if (points == 0 || gap.length != points || converged.length != points || ratio.length != points
        || intercept.length % points != 0 || count.length != intercept.length || feature.length != coefficient.length) {
      throw new IllegalArgumentException("the arrays of the path differ in length");
    }
    int predictors = intercept.length / points;
    List<LinearPath.Point> list = new ArrayList<>();
    int at = 0;
    for (int p = 0; p < points; p++) {
      double[] intercepts = new double[predictors];
      int[][] index = new int[predictors][];
      double[][] values = new double[predictors][];
      for (int k = 0; k < predictors; k++) {
        intercepts[k] = intercept[p * predictors + k];
        int size = (int) count[p * predictors + k];
        if (size < 0 || size > feature.length - at) {
          throw new IllegalArgumentException("the path's coefficients end early");
        }
        index[k] = new int[size];
        values[k] = new double[size];
        for (int a = 0; a < size; a++) {
          index[k][a] = (int) feature[at];
          values[k][a] = coefficient[at++];
          if (index[k][a] < 0 || index[k][a] >= features) {
            throw new IllegalArgumentException("feature " + index[k][a] + " of " + features);
          }
        }
      }
      list.add(new LinearPath.Point(lambda[p], gap[p], converged[p] == 1, ratio[p], intercepts, index, values));
    }
    return new LinearPath(family, features, nullDeviance, list, notes);
  }

  static double[] values(Map<String, Tensor> tensors, String name) {
    if (tensors.get(name) instanceof Tensor.F64(var _, var values)) {
      return values;
    }
    throw new IllegalArgumentException("it lacks the array '" + name + "' of type F64");
  }
}
