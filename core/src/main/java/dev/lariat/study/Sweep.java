package dev.lariat.study;

import dev.lariat.data.NumberText;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.NetworkForm;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellPlace;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.CellsByModel;
import dev.lariat.study.cell.Score;
import dev.lariat.study.cell.TrialLog;
import dev.lariat.study.search.CellResults;
import dev.lariat.study.search.CellScheduler;
import dev.lariat.study.search.CountedCells;
import dev.lariat.study.search.TimedCells;
import dev.lariat.study.verdict.Comparison;
import dev.lariat.study.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs the cells of all candidates on the study's folds, and tells the listener of them. */
final class Sweep implements CellScheduler.Watcher {
  /** What linear models and the report take beside the networks. */
  private static final double ROOM = 1.25;
  /** Limits are told in so many seconds. */
  private static final double TENS = 10;

  private final StudyPlan study;
  private final StudyContext around;
  private final TimedCells timed;

  /** @param start of the study, by {@link System#nanoTime} */
  Sweep(StudyPlan study, StudyContext around, CellsByModel cells, long start) {
    this.study = study;
    this.around = around;
    this.timed = new TimedCells(around.place().runner(CellPlace.Part.SWEEP, cells), study.time().after(),
        study.settings().trainingLimit(), start, around.log().results());
  }

  /**
   * What was run.
   *
   * @param candidates that compete
   */
  record Swept(Comparison comparison, List<Candidate> candidates) {}

  /**
   * Runs the candidates of the study; where the network underfits, wider ones, and where pieces suit, some on these.
   */
  Swept run() {
    Budget effort = study.settings().effort();
    List<Candidate> searched = study.searched();
    var scheduler = new CellScheduler(searched, study.plan(), study.folds().count(), effort.seeds(), timed,
        around.log(), slots(), timed::isOver, this);
    Comparison comparison = compare(scheduler, searched);
    List<Candidate> candidates = study.description().candidates();
    var more = new ArrayList<Candidate>();
    switch (Verdict.of(comparison, candidates, study.metric()).diagnosis().state()) {
      case UNDERFITS -> more.addAll(onAnother(NetworkForm.OF_TWICE_THE_WIDTH, comparison, candidates));
      case OVERFITS, TRAINED_TOO_BRIEFLY, TOO_LITTLE_DATA, FITS -> {
        // More of the same network is not asked for.
      }
    }
    if (study.description().pieces()) {
      more.addAll(onAnother(NetworkForm.ON_PIECES, comparison, candidates));
    }
    if (more.isEmpty()) {
      return new Swept(comparison, candidates);
    }
    return widened(scheduler, candidates, more);
  }

  /** Networks that can learn more compete too: what they are is known only now. */
  private Swept widened(CellScheduler scheduler, List<Candidate> candidates, List<Candidate> more) {
    around.listener().phase("training networks that can learn more");
    var searched = new LinkedHashSet<>(study.searched()); // the diagnosis has one of them already
    searched.addAll(more);
    var all = new ArrayList<>(candidates);
    all.addAll(more);
    return new Swept(compare(scheduler.of(List.copyOf(searched)), List.copyOf(searched)), all);
  }

  /** Another network as it is, and with the regularizer that is the best on the planned one, at its best strength. */
  private static List<Candidate> onAnother(NetworkForm form, Comparison comparison, List<Candidate> candidates) {
    Optional<Candidate> best = candidates.stream()
        .filter(c -> c.model() == ModelKind.NETWORK && c.source() == Candidate.Source.CELLS && !c.axes().isEmpty())
        .filter(c -> comparison.table(c) != null)
        .min(Comparator.comparingDouble(c -> comparison.table(c).expectedLoss()))
        .map(c -> c.at(comparison.table(c).strength(comparison.table(c).best()), form));
    return Stream.concat(Stream.of(Candidate.none().at(Strength.ZERO, form)), best.stream()).toList();
  }

  private Comparison compare(CellScheduler scheduler, List<Candidate> searched) {
    CellResults results = scheduler.run(study.settings().effort().limitText());
    TrialLog log = around.log();
    var comparison = new Comparison(searched, study.plan(), results, study.pairing());
    if (log.closed().isPresent()
        && (comparison.table(comparison.baseline()) == null || comparison.table(Candidate.trivial()) == null)) {
      throw new IllegalArgumentException("the " + log.closed().get() + " is too short: not even the "
          + (study.description().trainsNetworks() ? "network" : "linear model")
          + " without regularizer was finished on every fold" + needed());
    }
    return comparison;
  }

  /** What a limit would have to be for a network, and how many epochs would do with this one, where that is known. */
  private String needed() {
    double training = timed.training().toMillis() / 1000.0;
    if (!study.description().trainsNetworks() || training == 0) {
      return "";
    }
    int trainings = study.time().fewestTrainings();
    double limit = study.settings().effort().timeLimit().orElseThrow().toNanos() * 1e-9;
    double forTraining = study.settings().trainingLimit().orElseThrow().toNanos() * 1e-9;
    double needed = ROOM * training * trainings;
    double seconds = Math.ceil(needed * limit / forTraining / TENS) * TENS;
    int planned = study.recipe().epochs();
    long epochs = (long) (planned * forTraining / needed);
    String mayDo = seconds <= limit
        ? ""
        : String.format(Locale.ROOT, ": --time-limit %.0fs may do%s", seconds,
            epochs < 1 || epochs >= planned ? "" : ", or --epochs " + epochs);
    return String.format(Locale.ROOT,
        ". One training of %s takes about %.1f s here, and %d have to follow each other at least, %d at once%s",
        NumberText.count(planned, "epoch"), training, trainings, slots(), mayDo);
  }

  /**
   * Decides whether the time limit leaves no room for all that follows, when the cells have been run; or what an
   * earlier run decided, after which it may have gone on.
   */
  boolean shortens() {
    if (!study.description().trainsNetworks() || study.settings().effort().timeLimit().isEmpty()) {
      return false;
    }
    TrialLog log = around.log();
    return log.shortened().orElseGet(() -> {
      boolean shortened = timed.shortens();
      log.decide(shortened);
      return shortened;
    });
  }

  /**
   * {@return what weights the models of some trials have, in time that nothing else needs; empty where there is too
   * little}
   */
  Optional<Map<Trial, List<Score>>> counts(List<Trial> trials) {
    if (trials.isEmpty()) {
      return Optional.of(Map.of());
    }
    around.listener().phase("counting the weights of the simplest models");
    return new CountedCells(timed, around.log(), study.folds().count(), timed::isOver).scores(trials, slots());
  }

  /** {@return the cells of the finals, for which there is time: it is known what those of the sweep took} */
  TimedCells finals(CellsByModel cells) {
    return timed.followedBy(around.place().runner(CellPlace.Part.FINALS, cells), study.time().afterFinals().all());
  }

  private int slots() {
    return around.place().slots(study.settings().effort().threads());
  }

  @Override
  public void finished(CellResult result, CellScheduler.Left left) {
    around.listener()
        .cellFinished(result,
            new StudyListener.Progress(left.cells(), left.epochs(), left.paths(), slots(),
                left.best()
                    .map(best -> best.trial() + " " + NumberText.number(study.metric().shown(best.loss())))
                    .orElse("")));
  }

  @Override
  public void trained(Cell cell, int epoch, double training, double validation) {
    around.listener().epochFinished(cell, epoch, training, validation);
  }
}
