package dev.lariat.study.cell;

import dev.lariat.data.Dataset;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.data.encoding.Feature;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.LinearPath;
import dev.lariat.model.linear.TableDesign;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A linear model on validation rows of its fold: shuffling a column adds to the linear predictor what the column's
 * features change.
 */
final class ShuffledLinear implements ShuffledFold {
  private final PredictorLosses losses;
  private final LinearPath.Point point;
  private final DesignMatrix features; // [rows × features]
  private final List<String> columns;
  private final int[] columnOfFeature; // place in columns
  private final int[] rows; // of the table
  private final double[][] eta; // [predictors][rows]

  /**
   * @param data the table
   * @param validation the rows' numbers in the table
   */
  ShuffledLinear(PredictorLosses losses, LinearPath.Point point, Preprocessing preprocessing, Dataset data,
      int[] validation) {
    this.losses = losses;
    this.point = point;
    this.columns = preprocessing.encodings().stream().map(Encoding::column).toList();
    this.columnOfFeature = preprocessing.features().stream().mapToInt(Feature::source).toArray();
    int[] chosen = ShuffledFold.spread(validation.length, ShuffledFold.rows(validation.length, columns.size()));
    this.rows = IntStream.of(chosen).map(i -> validation[i]).toArray();
    this.features = TableDesign.of(preprocessing, data, rows);
    this.eta = point.predict(features);
  }

  @Override
  public int rows() {
    return rows.length;
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public double loss() {
    return losses.loss(eta, rows);
  }

  @Override
  public double loss(int column, int[] order) {
    double[][] changed = new double[eta.length][];
    double[] values = new double[order.length];
    for (int k = 0; k < eta.length; k++) {
      changed[k] = eta[k].clone();
      for (int a = 0; a < point.index()[k].length; a++) {
        int feature = point.index()[k][a];
        if (columnOfFeature[feature] == column) {
          Arrays.fill(values, 0);
          features.addColumn(feature, 1, values);
          for (int i = 0; i < order.length; i++) {
            changed[k][i] += point.coefficient()[k][a] * (values[order[i]] - values[i]);
          }
        }
      }
    }
    return losses.loss(changed, rows);
  }
}
