package dev.lariat.metric;

import dev.lariat.data.Target;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Metrics of predicted numbers, in the target's own units.
 *
 * @param rows number of rows
 * @param rmse root of the mean squared error
 * @param mae mean absolute error
 * @param rSquared 1 − Σ(y−ŷ)²/Σ(y−ȳ)², with ȳ over these rows; NaN where y does not vary
 */
public record RegressionMetrics(int rows, double rmse, double mae, double rSquared) implements Metrics {
  @Override
  public Map<String, Double> values() {
    var values = new LinkedHashMap<String, Double>();
    values.put(Metric.SQUARED_ERROR.key(), rmse);
    values.put(Metric.ABSOLUTE_ERROR.key(), mae);
    if (!Double.isNaN(rSquared)) {
      values.put(Metric.R_SQUARED.key(), rSquared);
    }
    return values;
  }

  /** {@return the rows and the figures that are defined} */
  @Override
  public String toString() {
    return "rows=" + rows + " " + values();
  }

  /** Collects rows one at a time, in constant memory (Welford's recurrence for the spread of y). */
  public static final class Tally implements Metrics.Tally {
    private int rows;
    private double squared;
    private double absolute;
    private double mean;
    private double spread;

    /** Starts with no rows. */
    public Tally() {}

    /** Adds one row. */
    public void add(double prediction, double actual) {
      rows++;
      double error = actual - prediction;
      squared += error * error;
      absolute += Math.abs(error);
      double delta = actual - mean;
      mean += delta / rows;
      spread += delta * (actual - mean);
    }

    @Override
    public void add(double[] predictions, Target actual) {
      double[] values = actual.values();
      for (int row = 0; row < values.length; row++) {
        if (!Double.isNaN(values[row])) {
          add(predictions[row], values[row]);
        }
      }
    }

    @Override
    public RegressionMetrics metrics() {
      double rSquared = spread > 0 ? 1 - squared / spread : Double.NaN;
      return new RegressionMetrics(rows, Math.sqrt(squared / rows), absolute / rows, rSquared);
    }
  }
}
