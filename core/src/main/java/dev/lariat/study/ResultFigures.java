package dev.lariat.study;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.metric.Metrics;
import dev.lariat.model.Model;
import dev.lariat.model.interval.PredictionIntervals;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.cell.CellsByModel;
import dev.lariat.study.cell.ShuffledFold;
import dev.lariat.study.cell.WholePath;
import dev.lariat.study.evidence.Calibration;
import dev.lariat.study.evidence.AdditiveCurves;
import dev.lariat.study.evidence.CoefficientPath;
import dev.lariat.study.evidence.ColumnImportance;
import dev.lariat.study.evidence.Evidence;
import dev.lariat.study.evidence.FoldModels;
import dev.lariat.study.evidence.Importance;
import dev.lariat.study.evidence.MapChanges;
import dev.lariat.study.evidence.MapEvidence;
import dev.lariat.study.evidence.SeriesChanges;
import dev.lariat.study.evidence.SeriesEvidence;
import dev.lariat.study.evidence.TestPredictions;
import dev.lariat.study.evidence.TextEvidence;
import dev.lariat.study.evidence.WordChanges;
import dev.lariat.study.insight.Insight;
import dev.lariat.study.verdict.CandidateSummary;
import dev.lariat.study.verdict.Verdict;
import dev.lariat.study.warning.TableWarnings;
import dev.lariat.study.warning.Warning;
import dev.lariat.study.yardstick.YardstickLoss;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a study's result shows beside its verdict: figures of the model, of the table, and of test rows. */
final class ResultFigures {
  private final StudyPlan study;
  private final StudyContext around;
  private final CellsByModel cells;

  ResultFigures(StudyPlan study, StudyContext around, CellsByModel cells) {
    this.study = study;
    this.around = around;
    this.cells = cells;
  }

  /**
   * The result of a study.
   *
   * @param streamed how all rows were passed over; empty where the study has them
   */
  StudyResult result(Verdict verdict, Verdict.Choice refitted, Model model, ShownNetworks shown, Insight insight,
      Optional<PredictionIntervals> intervals, Optional<YardstickLoss> yardstick,
      Optional<StudyResult.Streamed> streamed) {
    around.listener().phase("measuring the importance of columns");
    StudySettings settings = study.settings();
    int threads = settings.effort().threads();
    List<ShuffledFold> shuffled = switch (refitted.model()) {
      case TRIVIAL -> List.of();
      case LINEAR, ADDITIVE -> cells.paths(refitted.model()).shuffled(refitted.trial(), study.folds().first().count());
      // A pixel by itself matters little to maps, and there are many of them.
      case NETWORK -> study.recipe().network().onMaps()
          ? List.of()
          : shown.of(refitted.trial()).shuffled().subList(0, study.folds().first().count());
    };
    Optional<Tested> tested = study.test().map(rows -> test(model, rows));
    List<Importance> importance = ColumnImportance.of(shuffled, settings.seed(), threads);
    return new StudyResult(study.description(), verdict, insight, yardstick, refitted, model, intervals,
        warnings(verdict, importance), shown.all().stream().map(FoldModels::curve).toList(), importance,
        tested.map(Tested::figures), evidence(verdict, model, shown.all(), tested.map(Tested::predictions)),
        around.log().closed(), streamed);
  }

  /** What the rows make an expert ask, and what the result does. */
  private List<Warning> warnings(Verdict verdict, List<Importance> importance) {
    List<Warning> table = study.warnings();
    boolean known = table.stream().anyMatch(warning -> warning.kind() == Warning.Kind.TARGET_LEAK);
    Optional<Warning> perfect = known || importance.isEmpty()
        ? Optional.empty()
        : TableWarnings.tooGood(study.learning().target().name(), verdict.candidates().getFirst().loss(),
            verdict.diagnosis().trivialLoss(), importance.getFirst().column());
    return Stream.concat(perfect.stream(), table.stream()).toList();
  }

  /** The words are looked for in the test rows, where there are some. */
  private List<TextEvidence> texts(Model model, Optional<TestPredictions> predictions) {
    Dataset rows = study.test().orElse(study.learning());
    int[] numbers = study.test().isPresent() ? study.testRowNumbers() : new int[0];
    return WordChanges.of(model, rows, numbers, predictions.map(TestPredictions::worst).orElse(List.of()));
  }

  private Evidence evidence(Verdict verdict, Model model, List<FoldModels> shown,
      Optional<TestPredictions> predictions) {
    double bound = shown.stream().mapToDouble(FoldModels::largestWeight).max().orElse(0);
    return new Evidence(shown.stream().map(models -> models.weights(columnNames(), bound)).toList(),
        verdict.candidates()
            .stream()
            .filter(c -> c.model() == ModelKind.LINEAR && !c.trial().isPlain())
            .map(c -> path(c.regularizer()))
            .toList(),
        predictions, texts(model, predictions), maps(model, predictions), series(model), curves(verdict));
  }

  private Optional<MapEvidence> maps(Model model, Optional<TestPredictions> predictions) {
    Dataset rows = study.test().orElse(study.learning());
    int[] numbers = study.test().isPresent() ? study.testRowNumbers() : new int[0];
    return MapChanges.of(model, rows, numbers, predictions.map(TestPredictions::worst).orElse(List.of()));
  }

  private Optional<SeriesEvidence> series(Model model) {
    return SeriesChanges.of(model, study.test().orElse(study.learning()),
        study.test().isPresent() ? study.testRowNumbers() : new int[0]);
  }

  /** Of the additive candidate with the lowest cross-fitted loss; one that did not compete has none. */
  private Optional<AdditiveCurves> curves(Verdict verdict) {
    return verdict.candidates()
        .stream()
        .map(CandidateSummary::trial)
        .filter(trial -> trial.model() == ModelKind.ADDITIVE)
        .findFirst()
        .map(trial -> AdditiveCurves.of(trial, cells.paths(ModelKind.ADDITIVE).whole(trial), study.learning()));
  }

  /** The path of all rows, as a reader sees it. */
  private CoefficientPath path(String regularizer) {
    WholePath whole = cells.paths(ModelKind.LINEAR).whole(regularizer);
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
    var tally = Metrics.tally(known.task(), known.classes().size());
    tally.add(predictions, known);
    var figures = new StudyResult.Test(tally.metrics(),
        classes
            ? Optional.of(Calibration.of(predictions, model.target().classes().size(), known.labels()))
            : Optional.empty());
    return new Tested(figures,
        classes
            ? TestPredictions.ofClasses(predictions, known, study.testRowNumbers())
            : TestPredictions.ofNumbers(predictions, known, study.testRowNumbers()));
  }
}
