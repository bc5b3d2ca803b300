package dev.lariat.study;

import dev.lariat.net.training.TrainingRun;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.LinearRegularizer;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellsByModel;
import dev.lariat.study.finish.FinishOptions;
import dev.lariat.study.search.StrengthSearch;
import dev.lariat.study.search.TimedCells;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How long a study takes: about, before it is run, and which trainings have to follow each other. */
record StudyTime(StudyPlan study) {
  /** A training on all rows over one on a fold. */
  private static final int OF_ALL_ROWS = 2;
  /** For as long the estimate trains at most; the first two epochs are trained however long they take. */
  private static final long WARM_UP_NANOS = 3_000_000_000L;
  /** What a further draw of folds costs of the first, about, where networks that are far behind are left out. */
  private static final double SHARE_OF_LATER_DRAWS = 0.5;

  /**
   * What the parts of a study cost on this machine, in nanoseconds.
   *
   * @param epoch of the network without regularizer on a fold
   * @param paths each on a fold
   */
  record Costs(double epoch, Map<ModelKind, Map<LinearRegularizer, Long>> paths) {}

  /**
   * About how long it takes on this machine: from the fastest epoch of the network without regularizer, as the first
   * ones run before the machine code is made.
   */
  Duration estimate() {
    return estimate(new Costs(study.description().trainsNetworks() ? fastestEpoch() : 0, paths()));
  }

  /** About how long it takes where its parts cost so much. */
  Duration estimate(Costs costs) {
    StudyDescription description = study.description();
    Budget effort = study.settings().effort();
    StrengthSearch.Plan plan = study.plan();
    double epoch = costs.epoch;
    // On later draws there are those networks alone that are not far behind, where such are left out: about half.
    double later = effort.halving() ? SHARE_OF_LATER_DRAWS : 1;
    double draws = description.folds() * (1 + later * (description.repeats() - 1));
    double path = costs.paths.values()
        .stream()
        .flatMap(each -> each.values().stream())
        .mapToLong(Long::longValue)
        .sum();
    double cells = epochs(plan) * effort.seeds() * epoch * draws
        + (path + counted(costs.paths)) * study.folds().count();
    return Duration.ofNanos(
        (long) (cells / effort.threads() + after().all() * plan.epochs() * epoch + TimedCells.WHOLE_PATH * path));
  }

  /** Epochs of all networks on a fold. */
  private double epochs(StrengthSearch.Plan plan) {
    // None, the network of twice the width, that of twice the epochs, and two on more inputs.
    double epochs = (4.0 + (study.settings().effort().quick() ? 0 : 2) + (study.description().pieces() ? 3 : 0))
        * plan.epochs();
    for (Candidate candidate : study.description().candidates()) {
      if (candidate.source() == Candidate.Source.CELLS && !candidate.axes().isEmpty()) {
        int all = candidate.coarse().size();
        int kept = plan.rung() == plan.epochs() ? all : Math.min(all, 1 + 2 * candidate.axes().size());
        int refined = candidate.adaptive() ? 2 * candidate.axes().size() * plan.refinements() : 0;
        epochs += (all - kept) * plan.rung() + (kept + refined) * plan.epochs();
      }
    }
    return epochs;
  }

  /** The nanoseconds of each path on a fold. */
  private Map<ModelKind, Map<LinearRegularizer, Long>> paths() {
    CellsByModel cells = study.cells();
    var paths = new EnumMap<ModelKind, Map<LinearRegularizer, Long>>(ModelKind.class);
    for (ModelKind kind : ModelKind.values()) {
      List<LinearRegularizer> regularizers = study.description()
          .candidates()
          .stream()
          .filter(candidate -> candidate.model() == kind && kind.hasPath())
          .map(candidate -> LinearRegularizer.of(candidate.regularizer()))
          .toList();
      if (!regularizers.isEmpty()) {
        paths.put(kind, cells.paths(kind).estimate(regularizers, WARM_UP_NANOS / 3));
      }
    }
    return paths;
  }

  /**
   * The nanoseconds of the exact counts on a fold, if the sparse paths of a kind tie with the best: each is fitted once
   * more, deeper, but only as far as a strength within a standard error of its best.
   */
  static double counted(Map<ModelKind, Map<LinearRegularizer, Long>> paths) {
    return paths.values()
        .stream()
        .mapToLong(each -> each.entrySet()
            .stream()
            .filter(entry -> entry.getKey().isSparse())
            .mapToLong(Map.Entry::getValue)
            .sum())
        .max()
        .orElse(0);
  }

  /** The nanoseconds of an epoch of the network without regularizer, as soon as the machine code is made. */
  private long fastestEpoch() {
    TrainingRun run = study.cells().networks().start(new Cell(Candidate.none().trial(Strength.ZERO), 0, 0));
    long began = System.nanoTime();
    long fastest = Long.MAX_VALUE;
    for (int k = 0; k < study.recipe().epochs() && (k < 2 || System.nanoTime() - began < WARM_UP_NANOS); k++) {
      long start = System.nanoTime();
      run.advance(1);
      fastest = Math.min(fastest, System.nanoTime() - start);
    }
    return fastest;
  }

  /**
   * What follows the sweep. Where a time limit leaves no room for all of it, there are only the setting that is used on
   * every fold, and one network of it on all rows.
   */
  TimedCells.After after() {
    if (!study.description().trainsNetworks()) {
      return new TimedCells.After(0, 0);
    }
    Budget effort = study.settings().effort();
    int finals = (Finals.NETWORKS * effort.seeds() + 1)
        * study.others().map(folds -> Math.ceilDiv(folds.count(), effort.threads())).orElse(0);
    TimedCells.After refits = afterFinals();
    return new TimedCells.After(finals + refits.all(), refits.least());
  }

  /**
   * Two settings on all folds, one of them again for each further seed, and both on fewer rows; then the refits, which
   * have a fold's rows more.
   */
  TimedCells.After afterFinals() {
    int threads = study.settings().effort().threads();
    FinishOptions finish = study.settings().finish();
    int folded = Math.ceilDiv(study.folds().count(), threads);
    return new TimedCells.After((2 + InsightRun.TRAININGS) * folded
        + finish.foldSeeds() * Math.ceilDiv(study.others().orElse(study.folds()).count(), threads)
        + OF_ALL_ROWS * Math.ceilDiv(finish.networks(), threads), folded + OF_ALL_ROWS);
  }

  /** {@return how many trainings have to follow each other at least: none by fold and seed, and what follows} */
  int fewestTrainings() {
    Budget effort = study.settings().effort();
    return Math.ceilDiv(study.folds().count() * effort.seeds(), effort.threads()) + after().least();
  }
}
