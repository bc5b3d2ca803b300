package dev.lariat.study;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumberText;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.model.Model;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.LinearCells;
import dev.lariat.study.cell.ShuffledFold;
import dev.lariat.study.cell.CellsByModel;
import dev.lariat.study.cell.TrialLog;
import dev.lariat.study.evidence.Calibration;
import dev.lariat.study.evidence.CoefficientPath;
import dev.lariat.study.evidence.ColumnImportance;
import dev.lariat.study.evidence.Evidence;
import dev.lariat.study.evidence.FoldModels;
import dev.lariat.study.evidence.TestPredictions;
import dev.lariat.study.finish.FinishOptions;
import dev.lariat.study.finish.Finishing;
import dev.lariat.study.finish.ValidationRows;
import dev.lariat.study.insight.Insight;
import dev.lariat.study.search.CellResults;
import dev.lariat.study.search.CellScheduler;
import dev.lariat.study.search.TimedCells;
import dev.lariat.study.verdict.CandidateSummary;
import dev.lariat.study.verdict.Comparison;
import dev.lariat.study.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A study from the first cell to the model. */
final class StudyRun {
  private final StudyPlan study;
  private final StudySettings settings;
  private final StudyContext around;
  private final CellsByModel cells;
  private final Refit refit;

  StudyRun(StudyPlan study, StudyContext around) {
    this.study = study;
    this.settings = study.settings();
    this.around = around;
    this.cells = study.cells();
    this.refit = new Refit(study, around, cells);
  }

  /** @param start of the study, by {@link System#nanoTime}: a time limit counts from there */
  StudyResult run(long start) {
    around.listener().started(study.description());
    Comparison comparison = sweep(start);
    Verdict chosen = Verdict.of(comparison, study.description().candidates(), study.metric());
    Verdict.Choice refitted = refitted(chosen);
    around.listener().phase("training the networks that are shown on every fold once more");
    FoldModels without = onFolds(Candidate.none().trial(Strength.ZERO), 0);
    Optional<FoldModels> with = compared(chosen, refitted).map(trial -> onFolds(trial, 0));
    var rows = ValidationRows.of(study.learning(), study.folds(), study.metric(), study.pairing(1));
    if (refitted.model() != ModelKind.NETWORK || !refitted.trial().equals(chosen.use().trial())) {
      around.listener().phase("training " + refitted.trial() + " on all rows");
      Model model = refit.of(refitted.trial());
      Insight insight = insight(comparison, chosen, rows, predictions(refitted.trial(), without, with));
      return result(chosen, refitted, model, without, with, insight);
    }
    FoldModels used = refitted.trial().isPlain() ? without : with.orElseThrow();
    List<double[]> members = members(chosen, used);
    Finishing.Decided decided = decide(comparison, chosen, rows, members);
    int networks = decided.finish().networks();
    around.listener()
        .phase("training " + refitted.trial() + " on all rows" + (networks == 1 ? "" : ", " + networks + " networks"));
    Model model = refit.finished(refitted.trial(), decided, linear(chosen));
    Verdict finished = chosen.withFinish(decided.finish());
    return result(finished, refitted(finished), model, without, with, insight(comparison, chosen, rows, members));
  }

  private Insight insight(Comparison comparison, Verdict verdict, ValidationRows rows, List<double[]> members) {
    around.listener().phase("training on a half and a quarter of the rows");
    return new InsightRun(study, comparison, verdict).measure(rows, members);
  }

  /** What a model that did not learn from them predicts for the validation rows of all folds; empty for the trivial. */
  private List<double[]> predictions(Trial trial, FoldModels without, Optional<FoldModels> with) {
    return switch (trial.model()) {
      case TRIVIAL -> List.of();
      case LINEAR -> List.of(linearPredictions(trial));
      case NETWORK -> List.of((trial.isPlain() ? without : with.orElseThrow()).predictions());
    };
  }

  private double[] linearPredictions(Trial trial) {
    return cells.linear()
        .predictions(trial, settings.effort().threads())
        .stream()
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  private Verdict.Choice refitted(Verdict verdict) {
    return switch (settings.preference()) {
      case BEST -> verdict.use();
      case SIMPLEST -> verdict.simplest();
      case PROVEN -> verdict.proven().choice();
    };
  }

  private FoldModels onFolds(Trial trial, int seed) {
    return FoldModels.train(cells.networks(), trial, seed, study.folds().count(), settings.effort().threads());
  }

  /** The linear trial with the lowest loss, of those that were finished. */
  private static Optional<Trial> linear(Verdict verdict) {
    return verdict.candidates()
        .stream()
        .filter(c -> c.model() == ModelKind.LINEAR)
        .findFirst()
        .map(CandidateSummary::trial);
  }

  /** What networks of the used setting predict for the validation rows of every fold, one for each seed. */
  private List<double[]> members(Verdict chosen, FoldModels used) {
    var members = new ArrayList<double[]>(List.of(used.predictions()));
    for (int seed = 1; seed < settings.finish().foldSeeds(); seed++) {
      around.listener().phase("finish: what an average of seeds brings");
      double[] predictions = onFolds(chosen.use().trial(), seed).predictions();
      if (Finishing.finite(predictions)) {
        members.add(predictions);
      }
    }
    return members;
  }

  /** Measures what a finish would bring. */
  private Finishing.Decided decide(Comparison comparison, Verdict chosen, ValidationRows rows, List<double[]> members) {
    around.listener().phase("finish: what a temperature and a share of the linear model bring");
    FinishOptions options = settings.finish();
    Optional<double[]> linear = options.mixture() ? linear(chosen).map(this::linearPredictions) : Optional.empty();
    return Finishing.decide(rows, chosen.finish().waterfall(),
        Verdict.expectedLosses(comparison, study.description().candidates()), members, linear, options);
  }

  private Comparison sweep(long start) {
    Budget effort = settings.effort();
    TrialLog log = around.log();
    List<Candidate> searched = study.searched();
    var timed = new TimedCells(cells, study.trainingsAfter(), start);
    BooleanSupplier over = effort.timeLimit()
        .<BooleanSupplier>map(limit -> () -> timed.over(limit))
        .orElse(() -> false);
    CellResults results = new CellScheduler(searched, study.plan(), study.folds().count(), effort.seeds(), timed, log,
        effort.threads(), over, this::follow).run(effort.limitText());
    var comparison = new Comparison(searched, study.plan(), results, study.pairing());
    if (log.closed().isPresent()
        && (comparison.table(Candidate.none()) == null || comparison.table(Candidate.trivial()) == null)) {
      throw new IllegalArgumentException("the " + log.closed().get()
          + " is too short: not even the network without regularizer was finished on every fold");
    }
    return comparison;
  }

  private void follow(CellResult result, CellScheduler.Left left) {
    around.listener()
        .cellFinished(result,
            new StudyListener.Progress(left.cells(), left.epochs(), left.paths(), settings.effort().threads(),
                left.best()
                    .map(best -> best.trial() + " " + NumberText.number(study.metric().shown(best.loss())))
                    .orElse("")));
  }

  private StudyResult result(Verdict verdict, Verdict.Choice refitted, Model model, FoldModels without,
      Optional<FoldModels> with, Insight insight) {
    around.listener().phase("measuring the importance of columns");
    int threads = settings.effort().threads();
    List<FoldModels> shown = Stream.concat(Stream.of(without), with.stream()).toList();
    List<ShuffledFold> shuffled = switch (refitted.model()) {
      case TRIVIAL -> List.of();
      case LINEAR -> cells.linear().shuffled(refitted.trial());
      case NETWORK -> (refitted.trial().isPlain() ? without : with.orElseThrow()).shuffled();
    };
    Optional<Tested> tested = study.test().map(rows -> test(model, rows));
    return new StudyResult(study.description(), verdict, insight, refitted, model,
        shown.stream().map(FoldModels::curve).toList(), ColumnImportance.of(shuffled, settings.seed(), threads),
        tested.map(Tested::figures), evidence(verdict, shown, tested.map(Tested::predictions)), around.log().closed());
  }

  /**
   * The regularized network that is shown beside the one without: the refitted one, and where that is none, the one
   * with the lowest loss.
   */
  private static Optional<Trial> compared(Verdict verdict, Verdict.Choice refitted) {
    if (refitted.model() == ModelKind.NETWORK && !refitted.trial().isPlain()) {
      return Optional.of(refitted.trial());
    }
    return verdict.candidates()
        .stream()
        .filter(c -> c.model() == ModelKind.NETWORK && !c.trial().isPlain())
        .findFirst()
        .map(CandidateSummary::trial);
  }

  private Evidence evidence(Verdict verdict, List<FoldModels> shown, Optional<TestPredictions> predictions) {
    double bound = shown.stream().mapToDouble(FoldModels::largestWeight).max().orElseThrow();
    return new Evidence(shown.stream().map(models -> models.weights(columnNames(), bound)).toList(),
        verdict.candidates()
            .stream()
            .filter(c -> c.model() == ModelKind.LINEAR)
            .map(c -> path(c.regularizer()))
            .toList(),
        predictions);
  }

  /** The path of all rows, as a reader sees it. */
  private CoefficientPath path(String regularizer) {
    LinearCells.WholePath whole = cells.linear().whole(regularizer);
    return CoefficientPath.of(regularizer, whole.path(), whole.names(), whole.deviations());
  }

  private List<String> columnNames() {
    return study.learning().columns().stream().map(Column::name).toList();
  }

  /** What comes of test rows: figures for the verdict, and what is drawn of them. */
  private record Tested(StudyResult.Test figures, TestPredictions predictions) {}

  private Tested test(Model model, Dataset rows) {
    Target known = Target.known(rows.column(model.target().name()), model.target().task(), model.target().classes());
    double[] predictions = model.predict(rows);
    boolean classes = known.task() == Task.CLASSIFICATION;
    var figures = new StudyResult.Test(model.evaluate(rows),
        classes
            ? Optional.of(Calibration.of(predictions, model.target().classes().size(), known.labels()))
            : Optional.empty());
    return new Tested(figures,
        classes
            ? TestPredictions.ofClasses(predictions, known, study.testRowNumbers())
            : TestPredictions.ofNumbers(predictions, known, study.testRowNumbers()));
  }
}
