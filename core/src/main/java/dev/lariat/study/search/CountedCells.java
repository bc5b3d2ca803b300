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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
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
  private final BooleanSupplier over;

  /**
   * @param runner of the cells of these folds
   * @param log where results are kept, as those of other cells
   * @param over whether the time is needed for what follows
   */
  public CountedCells(CellRunner runner, TrialLog log, int folds, BooleanSupplier over) {
    this.runner = runner;
    this.log = log;
    this.folds = folds;
    this.over = over;
  }

  /**
   * Runs what the log has not yet.
   *
   * @param trials of paths, each with its strength
   * @param slots how many cells are run at once
   * @return scores by fold; empty where the time was over before all were there: some exact counts among rough ones
   * would compare what is not alike
   */
  public Optional<Map<Trial, List<Score>>> scores(List<Trial> trials, int slots) {
    Map<Cell, CellResult> known = new HashMap<>();
    log.results().forEach(result -> known.put(result.cell(), result));
    List<Cell> missing = trials.stream().flatMap(this::cells).filter(cell -> !known.containsKey(cell)).toList();
    Workers.all(slots, missing.stream().map(cell -> (Callable<CellResult>) () -> counted(cell)).toList())
        .stream()
        .filter(Objects::nonNull)
        .forEach(result -> known.put(result.cell(), result));
    if (!known.keySet().containsAll(missing)) {
      return Optional.empty();
    }
    var scores = new LinkedHashMap<Trial, List<Score>>();
    trials.forEach(trial -> scores.put(trial, cells(trial).map(cell -> known.get(cell).last()).toList()));
    return Optional.of(scores);
  }

  private Stream<Cell> cells(Trial trial) {
    return IntStream.range(0, folds).mapToObj(fold -> new Cell(trial, fold, 0)); // a path has no seed
  }

  /** Null where the time was over. */
  private CellResult counted(Cell cell) {
    CellResult result = over.getAsBoolean() ? null : runner.run(cell, 1, over::getAsBoolean);
    if (result != null) {
      append(result);
    }
    return result;
  }

  private synchronized void append(CellResult result) {
    log.append(result);
  }
}
