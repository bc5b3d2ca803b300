package dev.lariat.study;

import dev.lariat.data.Folds;
import dev.lariat.data.Task;
import dev.lariat.parallel.Workers;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.LinearRegularizer;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellPlace;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.CellRunner;
import dev.lariat.study.finish.ValidationRows;
import dev.lariat.study.insight.EqualInputs;
import dev.lariat.study.insight.Insight;
import dev.lariat.study.insight.RowsCurve;
import dev.lariat.study.insight.Suspects;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.statistics.LossTable;
import dev.lariat.study.statistics.Pairing;
import dev.lariat.study.verdict.Comparison;
import dev.lariat.study.verdict.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Measures what a study tells beside its verdict: trains on fewer rows of every fold, and compares what networks of
 * other seeds predict.
 */
final class InsightRun {
  /** With fewer rows on a fold than this, a quarter of them says nothing. */
  private static final int FEWEST_ROWS = 100;
  /** Trainings on a fold for none and the used setting, on a half and a quarter of its rows; in whole ones. */
  static final int TRAININGS = 3;

  private final StudyPlan study;
  private final CellPlace place;
  private final Folds folds; // of the first draw
  private final Pairing pairing; // of these, with one seed
  private final Comparison comparison;
  private final Comparison judged;
  private final Pairing claims;
  private final Verdict verdict;

  /**
   * @param place trains on fewer rows
   * @param comparison of the sweep
   * @param judged that of the verdict's claims, on other folds where the sweep had one split
   * @param claims what these are paired over
   */
  InsightRun(StudyPlan study, CellPlace place, Comparison comparison, Comparison judged, Pairing claims,
      Verdict verdict) {
    this.study = study;
    this.place = place;
    this.folds = study.folds().first();
    this.pairing = StudyPlan.pairing(folds, 1);
    this.comparison = comparison;
    this.judged = judged;
    this.claims = claims;
    this.verdict = verdict;
  }

  /**
   * Measures.
   *
   * @param rows that validate the members
   * @param members what each network of the used setting predicted for them, one per seed; a linear model's predictions
   * alone; none of the trivial predictor
   * @param shortened whether nothing is to be trained
   */
  Insight measure(ValidationRows rows, List<double[]> members, boolean shortened) {
    Optional<Curves> curves = shortened ? Optional.empty() : curves();
    return new Insight(curves.filter(c -> !verdict.use().trial().isPlain()).map(c -> c.none.timesFor(c.usedLosses)),
        curves.map(c -> c.used.doubled()), visible(), flips(rows, members), suspects(rows, members),
        EqualInputs.in(study.learning()));
  }

  private Optional<Insight.VisibleGain> visible() {
    double none = judged.table(judged.baseline()).mean(0);
    return Optional.ofNullable(verdict.winnerAgainstNone())
        .map(claims::visible)
        .map(gain -> new Insight.VisibleGain(gain, gain / none));
  }

  private Optional<Interval> flips(ValidationRows rows, List<double[]> members) {
    return members.size() < 2 || !rows.areClasses()
        ? Optional.empty()
        : Optional.of(rows.differing(members.get(0), members.get(1)));
  }

  private Optional<Suspects> suspects(ValidationRows rows, List<double[]> members) {
    if (members.isEmpty() || study.learning().target().task() != Task.CLASSIFICATION) {
      return Optional.empty();
    }
    double[] mean = new double[members.getFirst().length];
    for (double[] member : members) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += member[i] / members.size();
      }
    }
    int[] numbers = study.learningRowNumbers();
    return Optional.of(Suspects.among(mean, rows.labels(), IntStream.of(rows.rows()).map(row -> numbers[row]).toArray(),
        study.learning().target().classes()));
  }

  /** Losses on fewer rows, of the model without regularizer and of what is used. */
  @SuppressWarnings("ArrayRecordComponent") // a plain carrier, never compared
  private record Curves(RowsCurve none, RowsCurve used, double[] usedLosses) {}

  /** {@return whether a study asks what fewer rows would tell of what is used} */
  static boolean asksFewerRows(StudyPlan study, Verdict verdict) {
    Folds folds = study.folds().first();
    int fewest = IntStream.range(0, folds.count()).map(k -> folds.training(k).length).min().orElseThrow();
    return !study.settings().effort().quick() && verdict.use().model() != ModelKind.TRIVIAL && fewest >= FEWEST_ROWS;
  }

  private Optional<Curves> curves() {
    Trial used = verdict.use().trial();
    if (!asksFewerRows(study, verdict)) {
      return Optional.empty();
    }
    Part half = new Part(CellPlace.Part.HALVES);
    Part quarter = new Part(CellPlace.Part.QUARTERS);
    Trial none = comparison.baseline().trial(Strength.ZERO);
    double[][] losses = {quarter.losses(none), half.losses(none), whole(none), quarter.losses(used), half.losses(used),
        whole(used)};
    for (double[] some : losses) {
      if (!DoubleStream.of(some).allMatch(Double::isFinite)) {
        return Optional.empty();
      }
    }
    return Optional.of(new Curves(new RowsCurve(pairing, losses[0], losses[1], losses[2]),
        new RowsCurve(pairing, losses[3], losses[4], losses[5]), firstDraw(comparison.table(used).crossFitted())));
  }

  private double[] whole(Trial trial) {
    LossTable table = comparison.table(trial);
    int index = IntStream.range(0, table.size())
        .filter(i -> table.strength(i).equals(trial.strength()))
        .findFirst()
        .orElseThrow();
    return firstDraw(table.losses(index));
  }

  /** Of losses of all cells those of the first draw; on fewer rows one seed is trained. */
  private double[] firstDraw(double[] losses) {
    return pairing.overSeeds(study.folds().ofFirst(losses));
  }

  /** The study's folds with fewer training rows, and the recipe that suits so many. */
  private final class Part {
    private final CellRunner cells;
    private final Map<Trial, List<CellResult>> byTrained = new HashMap<>(); // where none is used it is trained once

    Part(CellPlace.Part part) {
      cells = place.runner(part, study.cells(part));
    }

    /** Losses per unit; not finite where training diverged. */
    double[] losses(Trial trial) {
      Trial trained = switch (trial.model()) {
        case TRIVIAL, LINEAR, ADDITIVE -> new Trial(trial.model(), trial.regularizer(), Strength.ZERO);
        case NETWORK -> trial.stopsByEpoch() ? Candidate.none().trial(Strength.ZERO) : trial;
      };
      return byTrained.computeIfAbsent(trained, this::results)
          .stream()
          .flatMapToDouble(result -> DoubleStream.of(losses(trial, result)))
          .toArray();
    }

    private List<CellResult> results(Trial trained) {
      return Workers.all(place.slots(study.settings().effort().threads()), IntStream.range(0, folds.count())
          .mapToObj(
              fold -> (Callable<CellResult>) () -> cells.run(new Cell(trained, fold, 0), cells.epochs(), () -> false))
          .toList());
    }

    private double[] losses(Trial trial, CellResult result) {
      double last = result.last().validationLoss();
      if (!Double.isFinite(last)) {
        return new double[]{last};
      }
      int point = switch (trial.model()) {
        case TRIVIAL -> 0;
        case LINEAR, ADDITIVE -> LinearRegularizer.of(trial.regularizer()).indexOf(trial.strength());
        case NETWORK -> epoch(trial, result.scores().size()) - 1;
      };
      if (folds.count() > 1) {
        return new double[]{result.scores().get(point).validationLoss()};
      }
      float[] rows = result.rowLosses(point);
      return IntStream.range(0, rows.length).mapToDouble(i -> rows[i]).toArray();
    }

    /** Early stopping ends after the same share of a schedule of another length. */
    private int epoch(Trial trial, int epochs) {
      double share = trial.epochs(study.recipe().epochs()) / (double) study.recipe().epochs();
      return trial.stopsByEpoch() ? Math.clamp(Math.round(share * epochs), 1, epochs) : epochs;
    }
  }
}
