package dev.lariat.study;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.Preprocessing;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.model.Model;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.Trainer;
import dev.lariat.model.TrivialModel;
import dev.lariat.net.TrainingPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A study from the first cell to the model. */
final class StudyRun {
  private final PreparedStudy study;
  private final StudySettings settings;
  private final StudySurroundings around;
  private final TableCells cells;

  StudyRun(PreparedStudy study, StudySurroundings around) {
    this.study = study;
    this.settings = study.settings();
    this.around = around;
    this.cells = study.cells();
  }

  /** @param start of the study, by {@link System#nanoTime}: a time limit counts from there */
  StudyResult run(long start) {
    around.listener().started(study.description());
    Verdict verdict = Verdict.of(sweep(start), study.description().candidates(), study.metric());
    Verdict.Choice refitted = settings.simplest() ? verdict.simplest() : verdict.recommendation();
    around.listener().phase("training " + refitted.trial() + " on all rows");
    Model model = refit(refitted.trial());
    around.listener().phase("measuring the importance of columns");
    return finish(verdict, refitted, model);
  }

  private Comparison sweep(long start) {
    Effort effort = settings.effort();
    TrialLog log = around.log();
    List<Candidate> searched = study.searched();
    var timed = new TimedCells(cells, study.folds().count(), start);
    BooleanSupplier over = effort.timeLimit().<BooleanSupplier>map(limit -> () -> timed.over(limit))
        .orElse(() -> false);
    Results results = new Sweep(searched, study.plan(), study.folds().count(), effort.seeds(), timed, log,
        effort.threads(), over, around.listener()).run(effort.limitText());
    var comparison = new Comparison(searched, study.plan(), results, study.pairing());
    if (log.closed().isPresent()
        && (comparison.table(Candidate.none()) == null || comparison.table(Candidate.trivial()) == null)) {
      throw new IllegalArgumentException("the " + log.closed().get()
          + " is too short: not even the network without regularizer was finished on every fold");
    }
    return comparison;
  }

  private StudyResult finish(Verdict verdict, Verdict.Choice refitted, Model model) {
    int folds = study.folds().count();
    int threads = settings.effort().threads();
    var curves = new ArrayList<LearningCurve>();
    List<Importance> importance = List.of();
    Trial none = Candidate.none().trial(Strength.ZERO);
    curves.add(FoldModels.train(cells, none, folds, threads).curve());
    if (refitted.model() == ModelKind.NETWORK) {
      FoldModels models = FoldModels.train(cells, refitted.trial(), folds, threads);
      if (!refitted.trial().equals(none)) {
        curves.add(models.curve());
      }
      importance = models.importance(columnNames(), settings.seed(), threads);
    }
    return new StudyResult(study.description(), verdict, refitted, model, curves, importance,
        study.test().map(rows -> test(model, rows)), around.log().closed());
  }

  private List<String> columnNames() {
    return study.learning().columns().stream().map(Column::name).toList();
  }

  /** A trial on all rows, with the planned schedule. */
  private Model refit(Trial trial) {
    return switch (trial.model()) {
      case TRIVIAL -> trivial();
      case LINEAR -> LinearCells.refit(study.learning(), trial, around.provenance(settings.data(), settings.seed()));
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
    int until = trial.regularizer().equals(Candidate.EARLY_STOPPING)
        ? Comparison.epoch(trial.strength())
        : plan.epochs();
    return Trainer.of(plan.network()).plan(_ -> plan).loss(plan.loss()).preprocessing(study.recipe().preprocessing())
        .provenance(around.command(), around.dataHash()).train(study.learning(), until).model();
  }

  private static StudyResult.Test test(Model model, Dataset rows) {
    Target known = Target.known(rows.column(model.target().name()), model.target().task(), model.target().classes());
    return new StudyResult.Test(model.evaluate(rows), known.task() == Task.CLASSIFICATION
        ? Optional.of(Calibration.of(model.predict(rows), model.target().classes().size(), known.labels()))
        : Optional.empty());
  }
}
