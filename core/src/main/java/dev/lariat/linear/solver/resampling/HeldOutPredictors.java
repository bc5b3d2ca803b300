package dev.lariat.linear.solver.resampling;

import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.Observations;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What a fold's path predicts of its own rows. They lie scattered among all rows: what the path uses of them is copied
 * once, so that every λ reads it in one piece.
 */
final class HeldOutPredictors {
  private HeldOutPredictors() {}

  /**
   * Linear predictors along a path, offset included.
   *
   * @param looked ascending
   * @return [λs][predictors][rows looked at]
   */
  static double[][][] of(Observations data, LinearPath path, int[] looked) {
    int[] used = used(path);
    boolean whole = used.length == 0 || looked.length == data.x().rows();
    DesignMatrix x = whole ? data.x() : data.x().select(used, looked);
    int[] place = new int[data.x().columns()];
    Arrays.setAll(place, column -> column);
    for (int a = 0; a < used.length && !whole; a++) {
      place[used[a]] = a;
    }
    double[][][] eta = new double[path.points().size()][][];
    for (int k = 0; k < eta.length; k++) {
      LinearPath.Point point = path.points().get(k);
      eta[k] = new double[point.intercepts().length][looked.length];
      for (int l = 0; l < eta[k].length; l++) {
        double[] out = eta[k][l];
        Arrays.fill(out, point.intercepts()[l]);
        add(x, place, point.index()[l], point.coefficient()[l], out);
        for (int i = 0; data.offset() != null && i < out.length; i++) {
          out[i] += data.offset()[l][looked[i]];
        }
      }
    }
    return eta;
  }

  private static void add(DesignMatrix x, int[] place, int[] index, double[] coefficient, double[] out) {
    for (int a = 0; a < index.length; a++) {
      x.addColumn(place[index[a]], coefficient[a], out);
    }
  }

  private static int[] used(LinearPath path) {
    var used = new BitSet();
    for (LinearPath.Point point : path.points()) {
      for (int[] index : point.index()) {
        for (int column : index) {
          used.set(column);
        }
      }
    }
    return used.stream().toArray();
  }
}
