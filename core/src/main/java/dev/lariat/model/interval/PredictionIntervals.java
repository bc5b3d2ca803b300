package dev.lariat.model.interval;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumberText;
import dev.lariat.data.Schema;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.model.Model;
import dev.lariat.model.ModelTarget;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Prediction intervals of a number from the models of cross-validation (CV+; Barber, Candès, Ramdas and Tibshirani
 * 2021, "Predictive inference with the jackknife+"). With the model μₖ of fold k, and Rᵢ = |yᵢ − μₖ₍ᵢ₎(xᵢ)| of each of
 * n rows by the model that did not learn from it, the interval at x is
 *
 * <pre>{@code
 * lower = the m-th smallest of μₖ₍ᵢ₎(x) − Rᵢ     upper = the m-th largest of μₖ₍ᵢ₎(x) + Rᵢ     m = ⌊(1 − coverage)·(n + 1)⌋
 * }</pre>
 *
 * On rows that come from where these came, whatever the model, it holds the number with a probability of at least
 * 2·coverage − 1 − 1/n or so (their Theorem 4), and in practice with about {@code coverage}. With one fold it is split
 * conformal prediction. Immutable and safe for many threads.
 */
public final class PredictionIntervals {
  private final List<Fold> folds;
  private final double[][] residuals; // [folds][rows] ascending
  private final int rows;

  /**
   * The model of a fold.
   *
   * @param model did not learn from the rows of the residuals
   * @param residuals how far its predictions were from the numbers of these rows, in any order; copied
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
  public record Fold(Model model, double[] residuals) {
    /** Checks that the model predicts a number, and the residuals. */
    public Fold {
      if (model.target().task() != Task.REGRESSION) {
        throw new IllegalArgumentException("intervals are for numbers; '" + model.target().name() + "' has classes");
      }
      residuals = residuals.clone();
      for (double residual : residuals) {
        if (!(residual >= 0 && residual < Double.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException("a residual is finite and at least 0, not " + residual);
        }
      }
      if (residuals.length == 0) {
        throw new IllegalArgumentException("the model of a fold needs rows that it did not learn from");
      }
    }

    /**
     * A fold with the residuals of rows.
     *
     * @param validation rows with a known target, from which the model did not learn
     */
    public static Fold of(Model model, Dataset validation) {
      return of(model, validation, model.predict(validation));
    }

    /**
     * A fold with the residuals of rows whose predictions are there already.
     *
     * @param validation rows with a known target, from which the model did not learn
     * @param predicted by the model for these rows; not modified
     */
    public static Fold of(Model model, Dataset validation, double[] predicted) {
      double[] actual = Target.known(validation.column(model.target().name()), Task.REGRESSION, List.of()).values();
      double[] residuals = new double[actual.length];
      Arrays.setAll(residuals, row -> Math.abs(actual[row] - predicted[row]));
      return new Fold(model, residuals);
    }
  }

  /** The intervals of these folds. */
  public PredictionIntervals(List<Fold> folds) {
    if (folds.isEmpty()) {
      throw new IllegalArgumentException("intervals need the model of at least one fold");
    }
    this.folds = List.copyOf(folds);
    residuals = folds.stream().map(fold -> {
      double[] sorted = fold.residuals.clone();
      Arrays.sort(sorted);
      return sorted;
    }).toArray(double[][]::new);
    rows = Arrays.stream(residuals).mapToInt(of -> of.length).sum();
  }

  /**
   * Reads the intervals that a model file keeps.
   *
   * @param file a model file, or the directory of the run that made it
   * @throws DataException if it has none
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static PredictionIntervals load(Path file) {
    return IntervalFormat.installed()
        .intervals(file)
        .orElseThrow(() -> new DataException(file + " keeps no prediction intervals: they come from the folds of "
            + "'lariat fit' on a number, and no other command or earlier version makes them"));
  }

  /** {@return the models and their residuals} */
  public List<Fold> folds() {
    return folds;
  }

  /** {@return what is predicted} */
  public ModelTarget target() {
    return folds.getFirst().model.target();
  }

  /** How to read a table for them: the columns of all models; the target may be absent. */
  public Schema schema() {
    return folds.stream().map(fold -> fold.model.schema()).reduce(Schema::and).orElseThrow();
  }

  /**
   * Bounds for the rows of a table.
   *
   * @param coverage the share of rows whose number should lie between them, for example 0.9
   * @return [rows × 2], lower and upper, row by row
   * @throws IllegalArgumentException if the coverage is not between 0 and 1, or asks for more rows than there were
   * @throws DataException if a column is missing, or a value is not of the column's kind
   */
  public double[] predict(Dataset data, double coverage) {
    int rank = rank(coverage);
    double[][] predicted = folds.stream().map(fold -> fold.model.predict(data)).toArray(double[][]::new);
    double[] bounds = new double[Math.multiplyExact(data.rows(), 2)];
    double[] centre = new double[folds.size()];
    int[] next = new int[folds.size()];
    for (int row = 0; row < data.rows(); row++) {
      for (int k = 0; k < centre.length; k++) {
        centre[k] = predicted[k][row];
      }
      bounds(centre, rank, next, bounds, 2 * row);
    }
    return bounds;
  }

  /**
   * Bounds for one row, as {@link Model#predict(Map)} takes it.
   *
   * @return lower and upper
   * @throws IllegalArgumentException if the coverage is not between 0 and 1, or asks for more rows than there were
   * @throws DataException if a column is not there, or a value is not of the column's kind
   */
  public double[] predict(Map<String, ?> row, double coverage) {
    int rank = rank(coverage);
    double[] bounds = new double[2];
    bounds(folds.stream().mapToDouble(fold -> fold.model.predict(row)[0]).toArray(), rank, new int[folds.size()],
        bounds, 0);
    return bounds;
  }

  /**
   * {@return m of the formula: how many of the outermost bounds are left out on each side, and one}
   *
   * @throws IllegalArgumentException if the coverage is not between 0 and 1, or asks for more rows than there were
   */
  public int rank(double coverage) {
    requireCoverage(coverage);
    int rank = (int) Math.floor((1 - coverage) * (rows + 1.0) + 1e-9); // (1 − 0.9)·10 is 0.9999…
    if (rank < 1) {
      throw new IllegalArgumentException("an interval of " + NumberText.setting(coverage) + " needs at least "
          + (int) Math.ceil(1 / (1 - coverage) - 1 - 1e-9) + " rows, and the study had " + rows
          + ": ask for a smaller one");
    }
    return rank;
  }

  /**
   * Checks a coverage.
   *
   * @throws IllegalArgumentException if it is not between 0 and 1
   */
  public static void requireCoverage(double coverage) {
    if (!(coverage > 0 && coverage < 1)) {
      throw new IllegalArgumentException(
          "the share of rows that an interval holds is between 0 and 1, such as 0.9; not " + coverage);
    }
  }

  /** Goes from the outermost bound inwards, {@code rank} steps: the largest residual of each fold comes first. */
  private void bounds(double[] centre, int rank, int[] next, double[] to, int at) {
    for (int side = 0; side < 2; side++) {
      double sign = side == 0 ? 1 : -1; // upper bounds are lower ones of the mirrored numbers
      for (int k = 0; k < next.length; k++) {
        next[k] = residuals[k].length - 1;
      }
      double bound = Double.NaN;
      for (int step = 0; step < rank; step++) {
        int lowest = -1;
        for (int k = 0; k < next.length; k++) {
          if (next[k] >= 0) {
            double value = sign * centre[k] - residuals[k][next[k]];
            if (lowest < 0 || value < bound) {
              lowest = k;
              bound = value;
            }
          }
        }
        next[lowest]--;
      }
      to[at + side] = sign * bound;
    }
  }

  /** In one line: how many models and rows. */
  @Override
  public String toString() {
    return "intervals of " + folds.size() + (folds.size() == 1 ? " model and " : " models and ") + rows + " rows for "
        + target();
  }
}
