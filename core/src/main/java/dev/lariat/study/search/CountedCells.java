package dev.lariat.study.search;

import dev.lariat.parallel.Workers;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.CellRunner;
import dev.lariat.study.cell.Score;
import dev.lariat.study.cell.TrialLog;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Models of paths at one strength each, as exact as one that is kept: what is counted of them does not depend on how
 * roughly whole paths were fitted.
 */
public final class CountedCells {
  private final CellRunner runner;
  private final TrialLog log;
  private final int folds;

  /**
   * @param runner of the cells of these folds
   * @param log where results are kept, as those of other cells
   */
  public CountedCells(CellRunner runner, TrialLog log, int folds) {
    this.runner = runner;
    this.log = log;
    this.folds = folds;
  }

  /**
   * Runs what the log has not yet.
   *
   * @param trials of paths, each with its strength
   * @param slots how many cells are run at once
   * @return scores by fold
   */
  public Map<Trial, List<Score>> scores(List<Trial> trials, int slots) {
    Map<Cell, CellResult> known = new HashMap<>();
    log.results().forEach(result -> known.put(result.cell(), result));
    List<Cell> missing = trials.stream().flatMap(this::cells).filter(cell -> !known.containsKey(cell)).toList();
    Workers.all(slots,
        missing.stream().map(cell -> (Callable<CellResult>) () -> append(runner.run(cell, 1, () -> false))).toList())
        .forEach(result -> known.put(result.cell(), result));
    var scores = new LinkedHashMap<Trial, List<Score>>();
    trials.forEach(trial -> scores.put(trial, cells(trial).map(cell -> known.get(cell).last()).toList()));
    return scores;
  }

  private Stream<Cell> cells(Trial trial) {
    return IntStream.range(0, folds).mapToObj(fold -> new Cell(trial, fold, 0)); // a path has no seed
  }

  private synchronized CellResult append(CellResult result) {
    log.append(result);
    return result;
  }
}
