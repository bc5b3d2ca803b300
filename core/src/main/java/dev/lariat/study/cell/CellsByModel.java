package dev.lariat.study.cell;

import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.metric.Metric;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.NetworkRecipe;
import dev.lariat.study.candidate.NetworkRegularizer;
import dev.lariat.study.candidate.PathWork;
import java.util.Map;

/** Gives each cell of a table to those who know its kind of model. */
public final class CellsByModel implements CellRunner, CellFitter {
  private final TrivialCells trivial;
  private final LinearCells linear;
  private final LinearCells additive;
  private final NetworkCells networks;

  /** Cells whose linear paths take what they take. */
  public CellsByModel(Dataset data, Folds folds, NetworkRecipe recipe, Map<String, NetworkRegularizer> regularizers,
      Metric metric, long seed, boolean byRow) {
    this(data, folds, recipe, regularizers, metric, seed, byRow, PathWork.UNLIMITED);
  }

  /**
   * The cells of a table.
   *
   * @param regularizers by name
   * @param byRow whether comparisons are by row, so that results carry the rows' losses
   * @param work how much a path on a fold may cost
   */
  public CellsByModel(Dataset data, Folds folds, NetworkRecipe recipe, Map<String, NetworkRegularizer> regularizers,
      Metric metric, long seed, boolean byRow, PathWork work) {
    trivial = new TrivialCells(data, folds, metric, byRow);
    linear = new LinearCells(data, folds, PreprocessingOptions.linear(), metric, byRow, work.linear());
    additive = new LinearCells(data, folds, PreprocessingOptions.additive(), metric, byRow, work.additive());
    networks = new NetworkCells(data, folds, recipe, regularizers, metric, seed, byRow);
  }

  @Override
  public int epochs() {
    return networks.epochs();
  }

  @Override
  public CellResult run(Cell cell, int untilEpoch, CellWatch watch) {
    ModelCells cells = switch (cell.trial().model()) {
      case TRIVIAL -> trivial;
      case LINEAR, ADDITIVE -> paths(cell.trial().model());
      case NETWORK -> networks;
    };
    return cells.run(cell, untilEpoch, watch);
  }

  @Override
  public FittedCell fitted(Cell cell, int untilEpoch) {
    return switch (cell.trial().model()) {
      case NETWORK -> networks.fitted(cell, untilEpoch);
      case TRIVIAL, LINEAR, ADDITIVE ->
        throw new IllegalArgumentException("a model of the kind " + cell.trial().model() + " is no network");
    };
  }

  /** {@return the trivial predictor's cells} */
  public TrivialCells trivial() {
    return trivial;
  }

  /**
   * {@return the cells of a kind of model with a path, which also fit paths on all rows}
   *
   * @throws IllegalArgumentException if the kind has no path
   */
  public LinearCells paths(ModelKind kind) {
    return switch (kind) {
      case LINEAR -> linear;
      case ADDITIVE -> additive;
      case TRIVIAL, NETWORK -> throw new IllegalArgumentException("a model of the kind " + kind + " has no path");
    };
  }

  /** {@return the cells of networks, which also train models for figures and for the finish} */
  public NetworkCells networks() {
    return networks;
  }
}
