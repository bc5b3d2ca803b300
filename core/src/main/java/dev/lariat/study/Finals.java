package dev.lariat.study;

import dev.lariat.data.Folds;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.CellsByModel;
import dev.lariat.study.cell.TrialLog;
import dev.lariat.study.search.CellResults;
import dev.lariat.study.search.CellScheduler;
import dev.lariat.study.search.StrengthSearch;
import dev.lariat.study.search.TimedCells;
import dev.lariat.study.statistics.LossTable;
import dev.lariat.study.statistics.Pairing;
import dev.lariat.study.verdict.Comparison;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The best of a sweep on one split, trained once more on the other folds. Their validation rows had no part in the
 * choice, and their training rows differ from fold to fold: what is said of them holds for new rows of both kinds.
 */
final class Finals {
  /** Networks among the finalists, at most: none, the best and the runner-up. */
  static final int NETWORKS = 3;

  private final Map<Candidate, Strength> strengths = new LinkedHashMap<>(); // of the finalists, as the sweep has them
  private final List<Candidate> searched = new ArrayList<>(); // with one strength each
  private final List<Candidate> compared = new ArrayList<>(); // likewise

  /**
   * Trivial, none, the two of the lowest expected loss, and the best linear or additive candidate.
   *
   * @param candidates those of the study
   */
  Finals(Comparison sweep, List<Candidate> candidates) {
    List<Candidate> ranking = candidates.stream()
        .filter(candidate -> candidate.model() != ModelKind.TRIVIAL && sweep.table(candidate) != null)
        .sorted(Comparator.comparingDouble(candidate -> sweep.table(candidate).expectedLoss()))
        .toList();
    add(Candidate.trivial(), sweep);
    add(sweep.baseline(), sweep);
    ranking.stream().limit(2).forEach(candidate -> add(candidate, sweep));
    ranking.stream()
        .filter(candidate -> candidate.model().hasPath())
        .findFirst()
        .ifPresent(candidate -> add(candidate, sweep));
    strengths.forEach((candidate, strength) -> compared.add(candidate.at(strength)));
    searched.addAll(compared);
    if (sweep.table(Candidate.earlyStopping()) != null && !searched.contains(Candidate.earlyStopping())) {
      searched.add(Candidate.earlyStopping()); // costs nothing, and the diagnosis asks for it
    }
  }

  private void add(Candidate candidate, Comparison sweep) {
    LossTable table = sweep.table(candidate);
    strengths.put(candidate, table.strength(table.best()));
  }

  /** {@return the finalists, each with one strength} */
  List<Candidate> candidates() {
    return compared;
  }

  private boolean counts(Trial trial) {
    return strengths.entrySet()
        .stream()
        .filter(finalist -> finalist.getKey().trial(trial.strength()).equals(trial))
        .allMatch(finalist -> finalist.getValue().equals(trial.strength()));
  }

  /**
   * Trains them on the other folds, or what is left of that in the log.
   *
   * @param folds the others
   * @param cells of these folds, on this machine
   * @param around where they are computed and kept
   * @param sweep from which they are, and who is told of them
   * @return empty where the time was over, or the network without regularizer diverged
   */
  Optional<Comparison> run(StudyPlan study, Folds folds, CellsByModel cells, StudyContext around, Sweep sweep) {
    Budget effort = study.settings().effort();
    TrialLog log = around.log();
    TimedCells timed = sweep.finals(cells);
    int epochs = study.recipe().epochs();
    var plan = new StrengthSearch.Plan(epochs, epochs, 0, 0);
    CellResults results = new CellScheduler(searched, plan, folds.count(), effort.seeds(), timed, new OtherFolds(log),
        around.place().slots(effort.threads()), timed::isOver, sweep).run(effort.limitText());
    return log.closed().isPresent()
        ? Optional.empty()
        : judged(plan, results, StudyPlan.pairing(folds, effort.seeds()));
  }

  /** {@return what is run on the other folds} */
  List<Candidate> searched() {
    return searched;
  }

  /**
   * Reads what the cells of the other folds left.
   *
   * @return empty where the model without regularizer diverged
   */
  Optional<Comparison> judged(StrengthSearch.Plan plan, CellResults results, Pairing pairing) {
    var comparison = new Comparison(searched, plan, results, pairing, this::counts);
    // A path may have ended before the strength that the split chose.
    compared.removeIf(candidate -> comparison.table(candidate) == null);
    return compared.containsAll(List.of(Candidate.trivial(), comparison.baseline()))
        ? Optional.of(comparison)
        : Optional.empty();
  }

  /** In the log the split of the sweep is fold 0, and the other folds come after it. */
  private record OtherFolds(TrialLog log) implements TrialLog {
    private static CellResult moved(CellResult result, int folds) {
      Cell cell = result.cell();
      return result.of(new Cell(cell.trial(), cell.fold() + folds, cell.seed()));
    }

    @Override
    public List<CellResult> results() {
      return log.results()
          .stream()
          .filter(result -> result.cell().fold() > 0)
          .map(result -> moved(result, -1))
          .toList();
    }

    @Override
    public void append(CellResult result) {
      log.append(moved(result, 1));
    }

    @Override
    public Optional<String> closed() {
      return log.closed();
    }

    @Override
    public void close(String reason) {
      log.close(reason);
    }
  }
}
