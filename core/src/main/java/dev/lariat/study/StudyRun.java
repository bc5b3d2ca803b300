package dev.lariat.study;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.model.Model;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.Trainer;
import dev.lariat.model.TrivialModel;
import dev.lariat.net.TrainingPlan;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.LinearCells;
import dev.lariat.study.cell.ShuffledFold;
import dev.lariat.study.cell.TableCells;
import dev.lariat.study.cell.TrialLog;
import dev.lariat.study.cell.TrivialCells;
import dev.lariat.study.evidence.Calibration;
import dev.lariat.study.evidence.CoefficientPath;
import dev.lariat.study.evidence.ColumnImportance;
import dev.lariat.study.evidence.Evidence;
import dev.lariat.study.evidence.FoldModels;
import dev.lariat.study.evidence.TestPredictions;
import dev.lariat.study.search.CellResults;
import dev.lariat.study.search.CellScheduler;
import dev.lariat.study.search.TimedCells;
import dev.lariat.study.verdict.Comparison;
import dev.lariat.study.verdict.Verdict;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A study from the first cell to the model. */
final class StudyRun {
  private final StudyPlan study;
  private final StudySettings settings;
  private final StudyContext around;
  private final TableCells cells;
  private final Map<String, LinearCells.WholePath> wholePaths = new HashMap<>(); // by regularizer

  StudyRun(StudyPlan study, StudyContext around) {
    this.study = study;
    this.settings = study.settings();
    this.around = around;
    this.cells = study.cells();
  }

  /** @param start of the study, by {@link System#nanoTime}: a time limit counts from there */
  StudyResult run(long start) {
    around.listener().started(study.description());
    Verdict verdict = Verdict.of(sweep(start), study.description().candidates(), study.metric());
    Verdict.Choice refitted = switch (settings.preference()) {
      case BEST -> verdict.use();
      case SIMPLEST -> verdict.simplest();
      case PROVEN -> verdict.proven().choice();
    };
    around.listener().phase("training " + refitted.trial() + " on all rows");
    Model model = refit(refitted.trial());
    around.listener().phase("measuring the importance of columns");
    return finish(verdict, refitted, model);
  }

  private Comparison sweep(long start) {
    Budget effort = settings.effort();
    TrialLog log = around.log();
    List<Candidate> searched = study.searched();
    var timed = new TimedCells(cells, study.folds().count(), effort.threads(), start);
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
        .cellFinished(result, new StudyListener.Progress(left.cells(), left.epochs(), settings.effort().threads(),
            left.best().map(best -> best.trial() + " " + Verdict.number(best.loss())).orElse("")));
  }

  private StudyResult finish(Verdict verdict, Verdict.Choice refitted, Model model) {
    int folds = study.folds().count();
    int threads = settings.effort().threads();
    FoldModels without = FoldModels.train(cells, Candidate.none().trial(Strength.ZERO), folds, threads);
    Optional<FoldModels> with = compared(verdict, refitted)
        .map(trial -> FoldModels.train(cells, trial, folds, threads));
    List<FoldModels> shown = Stream.concat(Stream.of(without), with.stream()).toList();
    List<ShuffledFold> shuffled = switch (refitted.model()) {
      case TRIVIAL -> List.of();
      case LINEAR -> cells.shuffledLinear(refitted.trial());
      case NETWORK -> (refitted.regularizer().equals(Candidate.NONE) ? without : with.orElseThrow()).shuffled();
    };
    Optional<Tested> tested = study.test().map(rows -> test(model, rows));
    return new StudyResult(study.description(), verdict, refitted, model,
        shown.stream().map(FoldModels::curve).toList(), ColumnImportance.of(shuffled, settings.seed(), threads),
        tested.map(Tested::figures), evidence(verdict, shown, tested.map(Tested::predictions)), around.log().closed());
  }

  /**
   * The regularized network that is shown beside the one without: the refitted one, and where that is none, the one
   * with the lowest loss.
   */
  private static Optional<Trial> compared(Verdict verdict, Verdict.Choice refitted) {
    if (refitted.model() == ModelKind.NETWORK && !refitted.regularizer().equals(Candidate.NONE)) {
      return Optional.of(refitted.trial());
    }
    return verdict.candidates()
        .stream()
        .filter(c -> c.model() == ModelKind.NETWORK && !c.regularizer().equals(Candidate.NONE))
        .findFirst()
        .map(c -> new Trial(c.model(), c.regularizer(), c.strength()));
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
    LinearCells.WholePath whole = wholePath(regularizer);
    return CoefficientPath.of(regularizer, whole.path(), whole.names(), whole.deviations());
  }

  /** Fitted once, whether it becomes the model, a figure of the report or both. */
  private LinearCells.WholePath wholePath(String regularizer) {
    return wholePaths.computeIfAbsent(regularizer, name -> LinearCells.wholePath(study.learning(), name));
  }

  private List<String> columnNames() {
    return study.learning().columns().stream().map(Column::name).toList();
  }

  /** A trial on all rows, with the planned schedule. */
  private Model refit(Trial trial) {
    return switch (trial.model()) {
      case TRIVIAL -> trivial();
      case LINEAR ->
        wholePath(trial.regularizer()).at(trial.strength(), around.provenance(settings.data(), settings.seed()));
      case NETWORK -> network(trial);
    };
  }

  private Model trivial() {
    Dataset rows = study.learning();
    Target target = rows.target();
    double[] prediction = TrivialCells.fit(target, rows.weights(), rows.allRows(), study.metric());
    Preprocessing columns = Preprocessing.fit(rows, rows.allRows(), study.recipe().preprocessing());
    return new TrivialModel(ModelTarget.of(target), columns.unused(Set.copyOf(columnNames())),
        Arrays.stream(prediction).boxed().toList(), around.provenance(settings.data(), settings.seed()));
  }

  private Model network(Trial trial) {
    TrainingPlan plan = cells.plan(trial, settings.seed(), study.folds().count());
    int until = trial.regularizer().equals(Candidate.EARLY_STOPPING) ? trial.strength().epoch() : plan.epochs();
    return Trainer.of(plan.network())
        .plan(_ -> plan)
        .loss(plan.loss())
        .preprocessing(study.recipe().preprocessing())
        .provenance(around.command(), around.dataHash())
        .train(study.learning(), until)
        .model();
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
