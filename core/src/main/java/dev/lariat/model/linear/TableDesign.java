package dev.lariat.model.linear;

import dev.lariat.data.Column;
import dev.lariat.data.BooleanColumn;
import dev.lariat.data.CategoryColumn;
import dev.lariat.data.ConstantColumn;
import dev.lariat.data.DateColumn;
import dev.lariat.data.IdentifierColumn;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.SparseColumn;
import dev.lariat.data.TextColumn;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.SparseMatrix;
import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.PathOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The inputs of a linear model from a table: sparse where that is less work. */
public final class TableDesign {
  /** Beyond this share of values other than 0 a table is taken as dense columns. */
  private static final double SPARSE = 0.15;

  /** As deep as the paths of a study. */
  private static final double TEXT_RATIO = 1e-4;
  private static final double TEXT_RIDGE_RATIO = 1e-9;

  /** A sparse table has at least so many inputs for every one other than 0. */
  public static final double MARGIN = 1 / SPARSE;

  private TableDesign() {}

  /**
   * Whether features are made differently from other rows. Complete numbers are features as they are; levels, fill-ins
   * and indicators are learned from rows, inside each fold.
   */
  public static boolean dependsOnRows(Dataset inputs) {
    return inputs.features().stream().anyMatch(column -> switch (column) {
      case NumericColumn numbers -> numbers.missing() > 0;
      case BooleanColumn truths -> truths.missing() > 0;
      case SparseColumn _ -> false;
      case CategoryColumn _,DateColumn _,TextColumn _,ConstantColumn _,IdentifierColumn _ -> true;
    });
  }

  /** The features of these rows. */
  public static DesignMatrix of(Preprocessing preprocessing, Dataset inputs, int[] rows) {
    return sparse(preprocessing, inputs, rows).orElseGet(() -> DesignMatrix.dense(preprocessing.columns(inputs, rows)))
        .keepingScale(preprocessing.keepScale());
  }

  /** The standard deviations of the features in these rows, with 1/n. */
  public static double[] deviations(Preprocessing preprocessing, Dataset inputs, int[] rows) {
    if (!mayBeSparse(preprocessing, inputs)) {
      return Arrays.stream(preprocessing.columns(inputs, rows)).mapToDouble(TableDesign::deviation).toArray();
    }
    SparseMatrix sparse = preprocessing.sparse(inputs, rows);
    double[] deviations = new double[sparse.columns()];
    for (int j = 0; j < deviations.length; j++) {
      double sum = 0;
      for (int e = sparse.columnStart(j); e < sparse.columnStart(j + 1); e++) {
        sum += sparse.value(e);
      }
      double mean = sum / rows.length;
      int zeros = rows.length - (sparse.columnStart(j + 1) - sparse.columnStart(j));
      double squares = zeros * mean * mean;
      for (int e = sparse.columnStart(j); e < sparse.columnStart(j + 1); e++) {
        squares += (sparse.value(e) - mean) * (sparse.value(e) - mean);
      }
      deviations[j] = Math.sqrt(squares / rows.length);
    }
    return deviations;
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    return Math.sqrt(Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElse(0));
  }

  /** Whether it is worth counting the inputs other than 0. */
  public static boolean mayBeSparse(Preprocessing preprocessing, Dataset inputs) {
    return inputs.features().stream().anyMatch(SparseColumn.class::isInstance)
        || preprocessing.width() > 2 * preprocessing.encodings().size() + 20;
  }

  /** The features of these rows where so few of them are other than 0 that sparse columns are less work. */
  public static Optional<DesignMatrix> sparse(Preprocessing preprocessing, Dataset inputs, int[] rows) {
    if (!mayBeSparse(preprocessing, inputs)) {
      return Optional.empty();
    }
    SparseMatrix sparse = preprocessing.sparse(inputs, rows);
    return sparse.entries() < SPARSE * rows.length * (double) preprocessing.width()
        ? Optional.of(DesignMatrix.sparse(sparse))
        : Optional.empty();
  }

  /**
   * A path over the words of texts goes further down than glmnet's, if no grid is told: there are more words than rows,
   * but they are not standardised, and where their squares are a thousandth the strengths that matter are smaller too.
   */
  public static PathOptions options(PathOptions options, LinearPenalty penalty, Dataset inputs) {
    boolean own = options.lambdas() == null && Double.isNaN(options.lambdaRatio());
    boolean texts = inputs.features().stream().anyMatch(TextColumn.class::isInstance);
    if (!own || !texts) {
      return options;
    }
    // Ridge predicts words best where nearly all deviance of the training rows is explained, which ends other paths.
    return penalty.alpha() == 0
        ? options.withGrid(options.lambdaCount(), TEXT_RIDGE_RATIO).withEarlyStop(false)
        : options.withGrid(options.lambdaCount(), TEXT_RATIO);
  }

  /** The columns that are known parts of the linear predictors, [columns][rows], or null where there are none. */
  public static double[][] offsets(Dataset data, List<String> offset) {
    if (offset.isEmpty()) {
      return null;
    }
    double[][] values = new double[offset.size()][data.rows()];
    for (int k = 0; k < values.length; k++) {
      Column column = data.column(offset.get(k));
      for (int i = 0; i < values[k].length; i++) {
        values[k][i] = column.number(i);
        if (!Double.isFinite(values[k][i])) {
          throw new DataException("offset column '" + column.name() + "', row " + (i + 1) + ": "
              + (column.isMissing(i) ? "the offset is missing" : "'" + column.text(i) + "' is not an offset")
              + "; offsets are finite numbers");
        }
      }
    }
    return values;
  }
}
