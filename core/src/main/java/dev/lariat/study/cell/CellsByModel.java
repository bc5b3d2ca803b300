package dev.lariat.study.cell;

import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.metric.Metric;
import dev.lariat.study.candidate.NetworkRecipe;
import dev.lariat.study.candidate.NetworkRegularizer;
import java.util.Map;

/** Gives each cell of a table to those who know its kind of model. */
public final class CellsByModel implements CellRunner {
  private final TrivialCells trivial;
  private final LinearCells linear;
  private final NetworkCells networks;

  /**
   * The cells of a table.
   *
   * @param regularizers by name
   * @param byRow whether comparisons are by row, so that results carry the rows' losses
   */
  public CellsByModel(Dataset data, Folds folds, NetworkRecipe recipe, Map<String, NetworkRegularizer> regularizers,
      Metric metric, long seed, boolean byRow) {
    trivial = new TrivialCells(data, folds, metric, byRow);
    linear = new LinearCells(data, folds, metric, byRow);
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
      case LINEAR -> linear;
      case NETWORK -> networks;
    };
    return cells.run(cell, untilEpoch, watch);
  }

  /** {@return the trivial predictor's cells} */
  public TrivialCells trivial() {
    return trivial;
  }

  /** {@return the cells of linear models, which also fit paths on all rows} */
  public LinearCells linear() {
    return linear;
  }

  /** {@return the cells of networks, which also train models for figures and for the finish} */
  public NetworkCells networks() {
    return networks;
  }
}
