package dev.lariat.linear;

import java.util.Arrays;
import java.util.List;

/**
 * A fitted path: for every λ the coefficients, how much deviance they explain, and the certificate.
 *
 * @param family the target's distribution
 * @param features the number of features
 * @param nullDeviance the deviance of the intercept alone (of the offset alone without one), −2·log-likelihood summed
 * over the rows
 * @param points one a λ, strongest first
 * @param notes what a reader should know: constant columns, λs that did not converge
 */
public record LinearPath(Family family, int features, double nullDeviance, List<Point> points, List<String> notes) {
  /**
   * The fit at one λ, on the original scale.
   *
   * @param lambda the strength
   * @param gap the relative duality gap (P − D)/P(null); at λ = 0 the largest gradient over that of the null model
   * @param converged the gap is within the tolerance
   * @param devianceRatio the share of the null deviance explained
   * @param intercepts [predictors]
   * @param index [predictors][non-zeros] features with a coefficient, ascending
   * @param coefficient [predictors][non-zeros]
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
  public record Point(double lambda, double gap, boolean converged, double devianceRatio, double[] intercepts,
      int[][] index, double[][] coefficient) {
    /** The number of features with a non-zero coefficient (for several predictors: in any of them). */
    public int nonZeros() {
      if (index.length == 1) {
        return index[0].length;
      }
      return (int) Arrays.stream(index).flatMapToInt(Arrays::stream).distinct().count();
    }

    /** All coefficients of predictor k, zeros included. */
    public double[] dense(int k, int features) {
      double[] out = new double[features];
      for (int a = 0; a < index[k].length; a++) {
        out[index[k][a]] = coefficient[k][a];
      }
      return out;
    }

    /** The point a share of the way to another one: coefficients are linear in between, the certificate is gone. */
    public Point towards(Point other, double share, int features) {
      int predictors = intercepts.length;
      double[] newIntercepts = new double[predictors];
      int[][] newIndex = new int[predictors][];
      double[][] newCoefficient = new double[predictors][];
      for (int k = 0; k < predictors; k++) {
        newIntercepts[k] = (1 - share) * intercepts[k] + share * other.intercepts[k];
        double[] mine = dense(k, features);
        double[] theirs = other.dense(k, features);
        int[] found = new int[features];
        int count = 0;
        for (int j = 0; j < features; j++) {
          mine[j] = (1 - share) * mine[j] + share * theirs[j];
          if (mine[j] != 0) {
            found[count++] = j;
          }
        }
        newIndex[k] = Arrays.copyOf(found, count);
        newCoefficient[k] = Arrays.stream(newIndex[k]).mapToDouble(j -> mine[j]).toArray();
      }
      double at = lambda == other.lambda ? lambda : (1 - share) * lambda + share * other.lambda;
      return new Point(at, Double.NaN, false, (1 - share) * devianceRatio + share * other.devianceRatio, newIntercepts,
          newIndex, newCoefficient);
    }

    /** η = intercept + xβ, [predictors][rows], without an offset. */
    public double[][] predict(DesignMatrix x) {
      double[][] eta = new double[intercepts.length][x.rows()];
      for (int k = 0; k < eta.length; k++) {
        Arrays.fill(eta[k], intercepts[k]);
        for (int a = 0; a < index[k].length; a++) {
          x.addColumn(index[k][a], coefficient[k][a], eta[k]);
        }
      }
      return eta;
    }
  }

  /** Copies the lists. */
  public LinearPath {
    points = List.copyOf(points);
    notes = List.copyOf(notes);
  }

  /**
   * Where a λ stands among those of the path.
   *
   * @param index the first point whose λ is not above it; the last one where all are
   * @param share of the way from the point before it to it, in λ; 1 where the λ is a point's own or outside the path
   */
  public record Place(int index, double share) {
    /** {@return whether the λ lies between two points} */
    public boolean between() {
      return share < 1;
    }
  }

  /** {@return where λ stands among the points: outside the path its nearest end stands for it} */
  public Place place(double lambda) {
    int weaker = 0;
    while (weaker < points.size() && points.get(weaker).lambda() > lambda) {
      weaker++;
    }
    if (weaker == 0 || weaker == points.size() || points.get(weaker).lambda() == lambda) {
      return new Place(Math.min(weaker, points.size() - 1), 1);
    }
    double from = points.get(weaker - 1).lambda();
    return new Place(weaker, (from - lambda) / (from - points.get(weaker).lambda()));
  }

  /** The fit at a λ: between two points linear in λ, outside the path that of its nearest end. */
  public Point at(double lambda) {
    Place place = place(lambda);
    Point point = points.get(place.index());
    return place.between() ? points.get(place.index() - 1).towards(point, place.share(), features) : point;
  }

  /** The λs, strongest first. */
  public double[] lambdas() {
    return points.stream().mapToDouble(Point::lambda).toArray();
  }
}
