package dev.lariat.study.search;

import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.Score;
import dev.lariat.study.statistics.Pairing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The results of a study's cells so far. Confined to one thread. */
public final class CellResults {
  private final int folds;
  private final int seeds;
  private final Map<Cell, CellResult> byCell = new HashMap<>();

  public CellResults(int folds, int seeds) {
    this.folds = folds;
    this.seeds = seeds;
  }

  /** Keeps the longer of two results of one cell. */
  public void add(CellResult result) {
    byCell.merge(result.cell(), result, (a, b) -> b.scores().size() >= a.scores().size() ? b : a);
  }

  CellResult get(Cell cell) {
    return byCell.get(cell);
  }

  /** How many folds there are, all draws together. */
  int folds() {
    return folds;
  }

  /** All cells of a trial, by fold, then by seed. */
  List<Cell> cells(Trial trial) {
    return cells(trial, 0, folds);
  }

  /** The cells of some folds of a trial, by fold, then by seed. */
  List<Cell> cells(Trial trial, int from, int to) {
    var cells = new ArrayList<Cell>();
    for (int fold = from; fold < Math.min(to, folds); fold++) {
      for (int seed = 0; seed < seeds; seed++) {
        cells.add(new Cell(trial, fold, seed));
      }
    }
    return cells;
  }

  /** Whether the cell has run to the epoch, or ended (by divergence) before. */
  boolean reached(Cell cell, int epoch) {
    CellResult result = byCell.get(cell);
    return result != null && (result.complete() || result.scores().size() >= epoch);
  }

  /** Whether all cells of a trial have come to their end. */
  public boolean complete(Trial trial) {
    return complete(trial, folds);
  }

  /** Whether the cells of the first folds of a trial have come to their end. */
  boolean complete(Trial trial, int first) {
    return cells(trial, 0, first).stream().allMatch(cell -> byCell.containsKey(cell) && byCell.get(cell).complete());
  }

  /** The results of a trial's cells, by fold, then by seed. */
  public List<CellResult> of(Trial trial) {
    return cells(trial).stream().map(byCell::get).toList();
  }

  /**
   * Mean validation loss over the first folds at an epoch (at the last one of cells that ended before); infinite where
   * a cell diverged.
   */
  double meanLoss(Trial trial, int first, int epoch) {
    return Pairing.mean(losses(trial, first, epoch));
  }

  /** Validation losses of the first folds at an epoch, a cell each; infinite where a cell diverged. */
  double[] losses(Trial trial, int first, int epoch) {
    return cells(trial, 0, first).stream().mapToDouble(cell -> {
      List<Score> scores = byCell.get(cell).scores();
      double loss = scores.get(Math.min(epoch, scores.size()) - 1).validationLoss();
      return Double.isFinite(loss) ? loss : Double.POSITIVE_INFINITY;
    }).toArray();
  }
}
