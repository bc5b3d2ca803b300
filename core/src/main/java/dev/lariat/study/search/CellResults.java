package dev.lariat.study.search;

import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
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

  /** All cells of a trial, by fold, then by seed. */
  List<Cell> cells(Trial trial) {
    var cells = new ArrayList<Cell>(folds * seeds);
    for (int fold = 0; fold < folds; fold++) {
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

  public boolean complete(Trial trial) {
    return cells(trial).stream().allMatch(cell -> byCell.containsKey(cell) && byCell.get(cell).complete());
  }

  /** The results of a trial's cells, by fold, then by seed. */
  public List<CellResult> of(Trial trial) {
    return cells(trial).stream().map(byCell::get).toList();
  }

  /** Mean validation loss at an epoch (at the last one of cells that ended before); infinite where a cell diverged. */
  double meanLoss(Trial trial, int epoch) {
    double sum = 0;
    List<CellResult> results = of(trial);
    for (CellResult result : results) {
      double loss = result.scores().get(Math.min(epoch, result.scores().size()) - 1).validationLoss();
      sum += Double.isFinite(loss) ? loss : Double.POSITIVE_INFINITY;
    }
    return sum / results.size();
  }
}
