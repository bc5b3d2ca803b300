package dev.lariat.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.NumberText;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Task;
import dev.lariat.metric.Metric;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.TrivialModel;
import dev.lariat.net.training.TrainingRun;
import dev.lariat.net.Network;
import dev.lariat.net.Weights;
import dev.lariat.optim.Optimizer;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.NetworkForm;
import dev.lariat.study.candidate.NetworkRecipe;
import dev.lariat.study.candidate.NetworkRegularizer;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.StrengthGrid;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.CellsByModel;
import dev.lariat.study.cell.NetworkCells;
import dev.lariat.study.cell.Score;
import dev.lariat.study.cell.TrialLog;
import dev.lariat.study.evidence.Calibration;
import dev.lariat.study.evidence.Importance;
import dev.lariat.study.verdict.CandidateSummary;
import dev.lariat.study.verdict.Diagnosis;
import dev.lariat.study.verdict.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StudyTest {
  /** Columns x0, x1, … of standard normal numbers. */
  private static double[][] normal(int rows, int columns, long seed) {
    var random = new Random(seed);
    double[][] x = new double[columns][rows];
    for (int row = 0; row < rows; row++) {
      for (double[] column : x) {
        column[row] = random.nextGaussian();
      }
    }
    return x;
  }

  private static List<Column> columns(double[][] x) {
    return new ArrayList<>(
        IntStream.range(0, x.length).mapToObj(i -> new NumericColumn("x" + i, x[i].clone())).toList());
  }

  private static Dataset regression(double[][] x, IntToDoubleFunction y) {
    List<Column> columns = columns(x);
    columns.add(new NumericColumn("y", IntStream.range(0, x[0].length).mapToDouble(y).toArray()));
    return Dataset.of("made", columns).target("y", Task.REGRESSION);
  }

  private static Dataset classes(double[][] x, IntToDoubleFunction logit, long seed) {
    var random = new Random(seed);
    List<Column> columns = columns(x);
    columns.add(CategoryColumn.of("y",
        IntStream.range(0, x[0].length)
            .mapToObj(i -> random.nextDouble() < 1 / (1 + Math.exp(-logit.applyAsDouble(i))) ? "yes" : "no")
            .toList()));
    return Dataset.of("made", columns).target("y");
  }

  private static Dataset small() {
    double[][] x = normal(120, 4, 3);
    return classes(x, i -> 2 * x[0][i] - 2 * x[1][i], 4);
  }

  private static Study quick(Dataset data) {
    return Study.of(data)
        .quick()
        .threads(2)
        .recipe(r -> r.withHidden(List.of(8)).withEpochs(12).withLearningRate(0.02));
  }

  /** Of every network of the model; none of one that has none. */
  private static List<Weights> weights(StudyResult result) {
    return switch (result.model()) {
      case NetworkModel network -> List.of(network.weights());
      case EnsembleModel ensemble -> ensemble.members().stream().map(NetworkModel::weights).toList();
      case LinearModel _,TrivialModel _ -> List.of();
    };
  }

  /** What two runs of a study must have in common: all but seconds and provenance. */
  private static String essence(StudyResult result) {
    var text = new StringBuilder();
    Verdict verdict = result.verdict();
    text.append(verdict.diagnosis()).append(verdict.recommendation()).append(verdict.simplest());
    verdict.candidates()
        .forEach(c -> text.append(c.regularizer())
            .append(c.strength())
            .append(c.oneSeStrength())
            .append(c.loss())
            .append(c.differenceToNone())
            .append(c.curve())
            .append(c.dropped())
            .append(c.notes())
            .append(c.calibrated()));
    return text.append(result.curves()).append(result.importance()).toString();
  }

  private static void areCalibrated(Verdict verdict) {
    assertThat(verdict.candidates()).allSatisfy(c -> {
      assertThat(c.calibrated().orElseThrow()).as(c.regularizer()).isFinite().isPositive();
      if (c.model() == ModelKind.TRIVIAL) {
        assertThat(c.calibrated().orElseThrow()).isCloseTo(c.loss(), within(0.02));
      }
    });
  }

  /** Of every candidate, beside the raw loss. */
  @Test
  void whatCalibratedProbabilitiesLoseIsKnownOfEveryCandidate() {
    areCalibrated(quick(small()).folds(3).run().verdict());
    assertThat(quick(small()).folds(3).metric(Metric.ERROR).run().verdict().candidates())
        .allMatch(c -> c.calibrated().isEmpty());
  }

  @Test
  void whereThereIsNoSignalTheTrivialPredictorIsRecommended() {
    double[][] x = normal(150, 5, 1);
    StudyResult result = quick(classes(x, _ -> 0.3, 2)).regularizers("l2", "dropout").run();
    assertThat(result.verdict().recommendation().model()).isEqualTo(ModelKind.TRIVIAL);
    assertThat(result.verdict().recommendation().regularizer()).isEqualTo("none");
    assertThat(result.verdict().recommendation().reasons().getFirst()).startsWith("No signal");
    assertThat(result.model()).isInstanceOfSatisfying(TrivialModel.class,
        model -> assertThat(model.prediction().get(0) + model.prediction().get(1)).isEqualTo(1));
    assertThat(result.importance()).isEmpty();
  }

  /** Then every λ gives the null model, and a path on a fold is a single point. */
  @Test
  void aColumnThatIsOrthogonalToTheTargetOnEveryFoldIsNoFailure() {
    double[][] x = {IntStream.range(0, 40).map(i -> i / 2 % 2).asDoubleStream().toArray()};
    List<Column> columns = columns(x);
    columns.add(CategoryColumn.of("y", IntStream.range(0, 40).mapToObj(i -> i % 2 == 0 ? "yes" : "no").toList()));
    columns.add(new NumericColumn("fold", IntStream.range(0, 40).map(i -> i / 8).asDoubleStream().toArray()));
    StudyResult result = quick(Dataset.of("made", columns).target("y")).foldColumn("fold").regularizers("l2").run();
    assertThat(result.verdict().candidates()).filteredOn(c -> c.model() == ModelKind.LINEAR)
        .isNotEmpty()
        .allSatisfy(c -> assertThat(c.loss()).isCloseTo(Math.log(2), within(1e-7)));
    assertThat(result.verdict().recommendation().model()).isEqualTo(ModelKind.TRIVIAL);
  }

  @Test
  void theOneStandardErrorRuleMovesTowardsTheStrongerInEveryCandidate() {
    StudyResult result = quick(small()).run();
    assertThat(result.verdict().candidates()).hasSizeGreaterThan(7).allSatisfy(candidate -> {
      assertThat(candidate.oneSeStrength().atLeast(candidate.strength())).as(candidate.regularizer()).isTrue();
      assertThat(candidate.oneSe().loss()).isLessThanOrEqualTo(candidate.loss() + candidate.standardError());
    });
    assertThat(result.verdict().missing()).isEmpty();
    assertThat(result.verdict().bestAgainstTrivial().high()).isNegative();
  }

  @Test
  void neitherThreadsNorInterruptionsChangeTheResult() {
    Study study = quick(small()).models(ModelKind.NETWORK)
        .regularizers("l1", "dropout", "early-stopping")
        .halving(true);
    StudyResult once = study.threads(1).run();
    StudyResult sideBySide = study.threads(2).run();
    assertThat(essence(sideBySide)).isEqualTo(essence(once));
    assertThat(sideBySide.verdict().finish()).isEqualTo(once.verdict().finish());
    assertThat(weights(sideBySide)).isEqualTo(weights(once));
    assertThat(essence(study.threads(3).run())).isEqualTo(essence(once));
    var kept = new ArrayList<CellResult>();
    int attempts = 0;
    StudyResult resumed = null;
    while (resumed == null) {
      attempts++;
      try {
        resumed = study.log(new Dying(kept, 17)).run();
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("power cut");
      }
    }
    assertThat(attempts).isGreaterThan(2);
    assertThat(essence(resumed)).isEqualTo(essence(once));
    assertThat(once.verdict().finish().networks()).isEqualTo(8);
    assertThat(weights(resumed)).isEqualTo(weights(once)).hasSize(8);
    assertThat(resumed.verdict().use()).isEqualTo(once.verdict().use());
    assertThat(resumed.verdict().finish()).isEqualTo(once.verdict().finish());
    assertThat(resumed.model().predict(small())).isEqualTo(once.model().predict(small()));
  }

  @Test
  void withoutAFinishTheModelIsTheNetworkOfTheStudysSeed() {
    Study study = quick(small()).models(ModelKind.NETWORK).regularizers("l2");
    StudyResult finished = study.run();
    StudyResult plain = study.average(1).temperature(false).mixture(false).run();
    assertThat(plain.verdict().finish().networks()).isEqualTo(1);
    assertThat(plain.verdict().finish().waterfall()).hasSize(2);
    assertThat(plain.model()).isInstanceOf(NetworkModel.class);
    assertThat(weights(finished)).hasSize(8).first().isEqualTo(weights(plain).getFirst());
    // Only the finish differs, and what is expected of the used model with it.
    assertThat(finished.verdict().candidates()).hasSameSizeAs(plain.verdict().candidates());
    assertThat(finished.verdict().use().trial()).isEqualTo(plain.verdict().use().trial());
    assertThat(finished.verdict().use().loss()).isEqualTo(finished.verdict().finish().last().loss())
        .isLessThan(plain.verdict().use().loss());
    assertThat(finished.verdict().use().reasons().getFirst())
        .contains("Expect a log-loss of " + NumberText.number(finished.verdict().use().loss()));
  }

  /** Keeps results, but fails after some of them. */
  private static final class Dying implements TrialLog {
    private final List<CellResult> kept;
    private int left;

    Dying(List<CellResult> kept, int left) {
      this.kept = kept;
      this.left = left;
    }

    @Override
    public List<CellResult> results() {
      return List.copyOf(kept);
    }

    @Override
    public void append(CellResult result) {
      if (left-- == 0) {
        throw new IllegalStateException("power cut");
      }
      kept.add(result);
    }

    @Override
    public Optional<String> closed() {
      return Optional.empty();
    }

    @Override
    public void close(String reason) {}
  }

  @Test
  void nothingOfTheValidationRowsReachesTheWeights() {
    double[][] x = normal(90, 3, 5);
    Dataset data = classes(x, i -> 3 * x[0][i], 6);
    Folds folds = Folds.stratified(data.target(), 3, 0);
    double[][] changed = new double[3][];
    for (int c = 0; c < 3; c++) {
      changed[c] = x[c].clone();
      for (int row : folds.validation(1)) {
        changed[c][row] = 1e6 * (row + c);
      }
    }
    List<Column> columns = columns(changed);
    columns.add(data.column("y"));
    Dataset other = Dataset.of("made", columns).target("y");
    for (NetworkRegularizer regularizer : suiting(data)) {
      Trial trial = regularizer.candidate().trial(regularizer.candidate().coarse().getFirst());
      assertThat(weights(other, folds, trial)).as(regularizer.name()).isEqualTo(weights(data, folds, trial));
    }
  }

  private static List<NetworkRegularizer> suiting(Dataset data) {
    return NetworkRegularizer.standard()
        .stream()
        .filter(regularizer -> regularizer.suits(data) && regularizer.suits(Network.of()))
        .toList();
  }

  private static Weights weights(Dataset data, Folds folds, Trial trial) {
    return cells(data, folds).start(new Cell(trial, 1, 0)).run().weights();
  }

  private static NetworkCells cells(Dataset data, Folds folds) {
    Map<String, NetworkRegularizer> all = NetworkRegularizer.standard()
        .stream()
        .collect(Collectors.toMap(NetworkRegularizer::name, r -> r));
    return new CellsByModel(data, folds,
        NetworkRecipe.of(data.target().task(), 60, true).withHidden(List.of(6)).withEpochs(3), all, Metric.LOG_LOSS, 0,
        false).networks();
  }

  /** What is no mean over rows decides too; the figures of every metric stand beside every candidate. */
  @Test
  void theAreaUnderTheCurveDecides() {
    StudyResult result = quick(small()).models(ModelKind.LINEAR, ModelKind.NETWORK)
        .regularizers("l2", "early-stopping")
        .metric(Metric.AUC)
        .folds(3)
        .run();
    Verdict verdict = result.verdict();
    assertThat(verdict.candidates()).hasSizeGreaterThan(3).allSatisfy(c -> {
      assertThat(c.metrics()).containsOnlyKeys(Metric.LOG_LOSS, Metric.ERROR, Metric.AUC);
      assertThat(c.metrics().get(Metric.AUC)).isCloseTo(1 - c.loss(), within(1e-12));
    });
    assertThat(candidate(verdict, ModelKind.TRIVIAL).loss()).isEqualTo(0.5);
    assertThat(verdict.candidates().getFirst().loss()).isLessThan(0.2);
    assertThat(result.importance().getFirst().column()).isIn("x0", "x1");
    assertThat(result.curves().getFirst().trainLoss()).allSatisfy(loss -> assertThat(loss).isBetween(0.0, 1.0));
  }

  @Test
  void figuresOfNumbersAreInTheTargetsUnit() {
    double[][] x = normal(120, 3, 5);
    StudyResult result = quick(regression(x, i -> 100 + 30 * x[0][i])).regularizers("l2").run();
    assertThat(result.verdict().candidates()).allSatisfy(c -> {
      // losses of rows are kept in float32
      assertThat(c.metrics()).containsOnlyKeys(Metric.SQUARED_ERROR, Metric.ABSOLUTE_ERROR, Metric.R_SQUARED);
      assertThat(c.metrics().get(Metric.SQUARED_ERROR)).isCloseTo(Math.sqrt(c.loss()), withinPercentage(1e-4));
      assertThat(c.metrics().get(Metric.ABSOLUTE_ERROR)).isLessThanOrEqualTo(c.metrics().get(Metric.SQUARED_ERROR));
    });
    CandidateSummary trivial = candidate(result.verdict(), ModelKind.TRIVIAL);
    assertThat(trivial.metrics().get(Metric.SQUARED_ERROR)).isBetween(20.0, 40.0);
    assertThat(trivial.metrics().get(Metric.R_SQUARED)).isBetween(-0.3, 0.0);
    assertThat(result.verdict().candidates().getFirst().metrics().get(Metric.R_SQUARED)).isGreaterThan(0.9);
  }

  private static CandidateSummary candidate(Verdict verdict, ModelKind model) {
    return verdict.candidates().stream().filter(c -> c.model() == model).findFirst().orElseThrow();
  }

  @Test
  void trialsOfAFoldStartFromTheSameWeights() {
    Dataset data = small();
    NetworkCells cells = cells(data, Folds.stratified(data.target(), 3, 0));
    Weights none = initial(cells, Candidate.none().trial(Strength.ZERO), 0);
    for (NetworkRegularizer regularizer : suiting(data)) {
      Trial trial = regularizer.candidate().trial(regularizer.candidate().coarse().getFirst());
      assertThat(initial(cells, trial, 0)).as(regularizer.name()).isEqualTo(none);
    }
    assertThat(initial(cells, Candidate.none().trial(Strength.ZERO), 1)).isNotEqualTo(none);
  }

  private static Weights initial(NetworkCells cells, Trial trial, int fold) {
    TrainingRun run = cells.start(new Cell(trial, fold, 0));
    return run.result().weights();
  }

  @Test
  void usersBringTheirOwnRegularizers() {
    NetworkRegularizer own = NetworkRegularizer.of("smaller-steps",
        List.of(StrengthGrid.logarithmic(1, 1e3, 2.0, 8.0, 32.0)),
        (plan, strength) -> plan.withOptimizer(Optimizer.adam(plan.optimizer().learningRate() / strength.value())));
    StudyResult result = quick(small()).models(ModelKind.NETWORK).regularizers("l2").add(own).run();
    // So small a network underfits: wider ones compete, too.
    assertThat(result.verdict().candidates())
        .filteredOn(candidate -> candidate.trial().form() == NetworkForm.AS_PLANNED)
        .extracting(CandidateSummary::regularizer)
        .containsExactlyInAnyOrder("none", "none", "l2", "smaller-steps");
  }

  @Test
  void aTimeLimitIsHonouredAndWhatItLeftOutIsSaid() {
    NetworkRegularizer slow = NetworkRegularizer.of("slow", List.of(StrengthGrid.linear(0, 9, 1.0, 2.0, 3.0)),
        (plan, _) -> {
          LockSupport.parkNanos(1_500_000_000);
          return plan;
        });
    long start = System.nanoTime();
    StudyResult result = quick(small()).models(ModelKind.NETWORK)
        .regularizers("l2")
        .add(slow)
        .threads(1)
        .timeLimit(Duration.ofSeconds(8))
        .run();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(18));
    assertThat(result.closed()).contains("time limit 8s");
    assertThat(result.verdict().missing()).contains("network slow: not run: the time was over");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> quick(small()).threads(1).timeLimit(Duration.ofNanos(1)).run())
        .withMessageContaining("too short");
  }

  /** Where there is no time for all that follows the choice, one network of the best setting is trained, and said. */
  @Test
  void aShortLimitLeavesOutWhatFollowsTheChoice() {
    TrialLog log = TrialLog.keeping(List.of());
    StudyResult result = limited(700, log, Duration.ofSeconds(14));
    assertThat(result.verdict().leftOut()).contains("the average of 8 networks").doesNotContain(FEWER_ROWS);
    assertThat(result.verdict().missing()).allMatch(line -> line.contains(": "));
    assertThat(result.verdict().finish().networks()).isEqualTo(1);
    assertThat(result.model()).isInstanceOf(NetworkModel.class);
    // A run that goes on from the log decides the same, although there is time now.
    StudyResult again = limited(0, log, Duration.ofHours(1));
    assertThat(again.verdict().leftOut()).isEqualTo(result.verdict().leftOut());
    assertThat(weights(again)).isEqualTo(weights(result));
    assertThat(essence(again)).isEqualTo(essence(result));
    // Were it not in the log, the clock would decide.
    TrialLog undecided = TrialLog.keeping(log.results());
    StudyResult anew = limited(0, undecided, Duration.ofHours(1));
    assertThat(anew.verdict().leftOut()).isEmpty();
    assertThat(undecided.shortened()).contains(false);
  }

  private static final String FEWER_ROWS = "what fewer rows would tell";

  /** An average of eight, where one of the regularizers takes so long before it begins. */
  private static StudyResult limited(int milliseconds, TrialLog log, Duration limit) {
    NetworkRegularizer slow = NetworkRegularizer.of("slow", List.of(StrengthGrid.linear(0, 9, 1.0)), (plan, _) -> {
      LockSupport.parkNanos(milliseconds * 1_000_000L);
      return plan;
    });
    return quick(small()).models(ModelKind.NETWORK)
        .regularizers("l2")
        .add(slow)
        .threads(2)
        .average(8)
        .log(log)
        .timeLimit(limit)
        .run();
  }

  /** However long paths take: of them nothing is left out, and no network would have been trained. */
  @Test
  void aShortLimitLeavesOutNothingOfLinearModels() {
    double[][] x = normal(160, 4, 3);
    Study study = Study.of(regression(x, i -> 2 * x[0][i] - x[1][i] + x[2][i] * x[3][i]))
        .models(ModelKind.LINEAR)
        .threads(2);
    TrialLog log = TrialLog.keeping(List.of());
    Duration limit = Duration.ofHours(1);
    assertThat(study.log(log).timeLimit(limit).run().verdict().leftOut()).isEmpty();
    TrialLog slow = TrialLog.keeping(log.results().stream().map(result -> slower(result, 1e7)).toList());
    StudyResult result = study.log(slow).timeLimit(limit).run();
    assertThat(result.verdict().leftOut()).isEmpty();
    assertThat(result.insight().doubleRows()).isPresent();
    assertThat(slow.shortened()).isEmpty();
  }

  /** They are fits beside all that is needed: where the time is over the paths' own counts decide, and that is said. */
  @Test
  void weightsAreCountedExactlyWhereThereIsTime() {
    double[][] x = normal(160, 4, 3);
    Study study = Study.of(regression(x, i -> 2 * x[0][i] - x[1][i] + x[2][i] * x[3][i]))
        .models(ModelKind.LINEAR)
        .threads(2)
        .timeLimit(Duration.ofHours(1));
    TrialLog log = TrialLog.keeping(List.of());
    StudyResult exact = study.log(log).run();
    List<CellResult> swept = log.results().stream().filter(result -> !result.cell().isCount()).toList();
    assertThat(swept).as("a sparse path ties").hasSizeLessThan(log.results().size());
    TrialLog slow = TrialLog.keeping(swept.stream().map(result -> slower(result, 1e9)).toList());
    StudyResult rough = study.log(slow).run();
    assertThat(rough.verdict().leftOut()).containsExactly("exact counts of the simplest models' weights");
    assertThat(slow.results()).noneMatch(result -> result.cell().isCount());
    assertThat(rough.verdict().use().trial()).isEqualTo(exact.verdict().use().trial());
    StudyResult again = study.log(TrialLog.keeping(swept)).run();
    assertThat(again.verdict().leftOut()).isEmpty();
    assertThat(again.verdict().simplest()).isEqualTo(exact.verdict().simplest());
  }

  /** What was never asked is not left out: with networks that are slow and the simplest refitted. */
  @Test
  void onlyWhatWouldHaveBeenDoneIsLeftOut() {
    double[][] x = normal(160, 4, 3);
    Study study = Study.of(classes(x, i -> 2 * x[0][i] - 2 * x[1][i], 4))
        .threads(2)
        .recipe(r -> r.withHidden(List.of(8)).withEpochs(12).withLearningRate(0.02))
        .models(ModelKind.NETWORK, ModelKind.LINEAR)
        .regularizers("l2")
        .prefer(Preference.SIMPLEST)
        .timeLimit(Duration.ofHours(1));
    TrialLog log = TrialLog.keeping(List.of());
    StudyResult whole = study.log(log).run();
    assertThat(whole.refitted().model()).isNotEqualTo(ModelKind.NETWORK);
    assertThat(whole.verdict().leftOut()).isEmpty();
    TrialLog slow = TrialLog.keeping(log.results()
        .stream()
        .map(result -> result.cell().trial().model() == ModelKind.NETWORK ? slower(result, 1e7) : result)
        .toList());
    StudyResult shortened = study.log(slow).run();
    assertThat(shortened.verdict().leftOut()).containsExactly(FEWER_ROWS, "curves of networks that are not used");
    assertThat(shortened.insight().doubleRows()).isEmpty();
    assertThat(shortened.curves()).isEmpty();
  }

  private static CellResult slower(CellResult result, double times) {
    return new CellResult(result.cell(), result.complete(),
        result.scores()
            .stream()
            .map(s -> new Score(s.validationLoss(), s.trainLoss(), s.zeroShare(), s.nonZeroWeights(), s.inputsUsed(),
                times * s.seconds(), s.losses()))
            .toList(),
        result.rowLosses());
  }

  @Test
  void testRowsAreKeptOutAndReportedOnce() {
    StudyResult result = quick(small()).models(ModelKind.NETWORK).regularizers("l2").test(0.25).run();
    assertThat(result.description().rows()).isEqualTo(90);
    StudyResult.Test test = result.test().orElseThrow();
    assertThat(test.metrics().rows()).isEqualTo(30);
    assertThat(test.calibration().orElseThrow().bins().stream().mapToInt(Calibration.Bin::rows).sum()).isEqualTo(30);
  }

  @Test
  void numbersAreStudiedInTheirOwnUnit() {
    double[][] x = normal(150, 4, 8);
    StudyResult result = quick(regression(x, i -> 1000 + 50 * x[0][i])).models(ModelKind.NETWORK)
        .regularizers("l2")
        .recipe(r -> r.withEpochs(80))
        .test(0.2)
        .run();
    CandidateSummary trivial = result.verdict().candidates().getLast();
    assertThat(trivial.model()).isEqualTo(ModelKind.TRIVIAL);
    assertThat(trivial.loss()).isBetween(1_500.0, 3_500.0);
    assertThat(result.importance().getFirst().column()).isEqualTo("x0");
    assertThat(result.test().orElseThrow().metrics().values().get("rmse")).isLessThan(25);
  }

  @Test
  void columnsOfALinearModelHaveTheirImportance() {
    double[][] x = normal(120, 6, 17);
    var noise = new Random(18);
    double[] error = IntStream.range(0, 120).mapToDouble(_ -> noise.nextGaussian()).toArray();
    StudyResult result = quick(regression(x, i -> 3 * x[0][i] - 2 * x[1][i] + 0.5 * error[i])).models(ModelKind.LINEAR)
        .prefer(Preference.SIMPLEST)
        .run();
    assertThat(result.refitted().model()).isEqualTo(ModelKind.LINEAR);
    assertThat(result.importance()).hasSize(6);
    assertThat(result.importance().subList(0, 2)).extracting(Importance::column).containsExactly("x0", "x1");
    // Independent columns: shuffling adds 2·β²·var(x) to the squared error, here of shrunken coefficients.
    assertThat(result.importance().get(0).increase()).isBetween(10.0, 24.0);
    assertThat(result.importance().get(1).increase()).isBetween(4.0, 12.0);
    assertThat(result.importance().getLast().increase()).isLessThan(0.2);
  }

  @Test
  void oneSplitIsComparedByRow() {
    double[][] x = normal(5_200, 3, 9);
    StudyResult result = quick(classes(x, i -> 2 * x[0][i], 10)).regularizers("l2", "early-stopping")
        .recipe(r -> r.withHidden(List.of(4)).withEpochs(4).withLearningRate(0.01))
        .run();
    assertThat(result.description().folds()).isEqualTo(1);
    assertThat(result.verdict().conditional()).isTrue();
    areCalibrated(result.verdict());
    assertThat(result.verdict().bestAgainstTrivial().high()).isNegative();
  }

  @Test
  @Tag("slow")
  void theBestOfOneSplitAreComparedOnceMoreOnOtherFolds() {
    double[][] x = normal(5_200, 3, 9);
    Study study = quick(classes(x, i -> 2 * x[0][i], 10)).regularizers("l2", "early-stopping", "dropout")
        .recipe(r -> r.withHidden(List.of(4)).withEpochs(4).withLearningRate(0.01));
    var kept = new ArrayList<CellResult>();
    StudyResult result = study.log(new Dying(kept, Integer.MAX_VALUE)).run();
    Verdict.Finals finals = result.verdict().finals().orElseThrow();
    assertThat(finals.folds()).isEqualTo(4);
    assertThat(finals.candidates()).extracting(c -> c.model() + " " + c.regularizer())
        .contains("trivial none", "network none")
        .anyMatch(name -> name.startsWith("linear"))
        .hasSizeBetween(4, 5);
    // The same settings as in the sweep, on rows that it did not validate.
    assertThat(finals.candidates()).allSatisfy(c -> assertThat(c.trial()).isEqualTo(result.verdict()
        .candidates()
        .stream()
        .filter(swept -> swept.model() == c.model() && swept.regularizer().equals(c.regularizer()))
        .findFirst()
        .orElseThrow()
        .trial()));
    assertThat(finals.candidates()).extracting(CandidateSummary::loss)
        .doesNotContainAnyElementsOf(result.verdict().candidates().stream().map(CandidateSummary::loss).toList());
    assertThat(result.verdict().use().trial()).isIn(finals.candidates().stream().map(CandidateSummary::trial).toList());
    assertThat(kept).anyMatch(cell -> cell.cell().fold() == 4).noneMatch(cell -> cell.cell().fold() > 4);
    // From the log alone, with other threads, the same.
    var again = new ArrayList<>(kept);
    StudyResult resumed = study.threads(1).log(new Dying(again, 0)).run();
    assertThat(again).hasSameSizeAs(kept);
    assertThat(essence(resumed)).isEqualTo(essence(result));
    assertThat(resumed.verdict().finals().toString()).isEqualTo(result.verdict().finals().toString());
    assertThat(resumed.verdict().use()).isEqualTo(result.verdict().use());
    assertThat(resumed.insight()).isEqualTo(result.insight());
    assertThat(result.insight().smallestVisibleGain()).isPresent();
  }

  @Test
  void badSettingsAreSaid() {
    Dataset data = small();
    assertThatIllegalArgumentException().isThrownBy(() -> Study.of(data).regularizers("l3"))
        .withMessageContaining("l3")
        .withMessageContaining("elastic-net");
    assertThatIllegalArgumentException().isThrownBy(() -> Study.of(data).strengths("dropout", 1.0))
        .withMessageContaining("1.0");
    assertThatIllegalArgumentException().isThrownBy(() -> Study.of(data).strengths("dropout+weight-decay", 0.1))
        .withMessageContaining("2 parts");
    assertThatIllegalArgumentException().isThrownBy(() -> Study.of(data).folds(1)).withMessageContaining("1");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Study.of(data).metric(Metric.SQUARED_ERROR).describe())
        .withMessageContaining("regression");
    // so many rows are split once
    double[][] many = normal(5001, 1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Study.of(classes(many, i -> many[0][i], 2)).metric(Metric.AUC).describe())
        .withMessageContaining("auc is no mean over rows")
        .withMessageContaining("--folds");
    double[][] x = normal(20, 1, 1);
    List<Column> columns = columns(x);
    columns.add(CategoryColumn.of("y", IntStream.range(0, 20).mapToObj(i -> i < 3 ? "rare" : "common").toList()));
    columns.add(CategoryColumn.of("g", IntStream.range(0, 20).mapToObj(_ -> "one").toList()));
    Dataset rare = Dataset.of("rare", columns).target("y");
    assertThat(Study.of(rare).describe().notes())
        .anySatisfy(note -> assertThat(note).contains("2 of 5 folds are validated without it"));
    assertThatIllegalArgumentException().isThrownBy(() -> Study.of(rare).groupColumn("y").describe())
        .withMessageContaining("'y'")
        .withMessageContaining("target");
    assertThatExceptionOfType(DataException.class).isThrownBy(() -> Study.of(rare).groupColumn("g").describe())
        .withMessageContaining("one group");
  }

  @Test
  @Tag("slow")
  void plantedInputsAreFoundByThoseThatMakeZeros() {
    double[][] x = normal(300, 200, 11);
    var noise = new Random(12);
    double[] error = IntStream.range(0, 300).mapToDouble(_ -> noise.nextGaussian()).toArray();
    Dataset data = regression(x,
        i -> IntStream.range(0, 20).mapToDouble(j -> (j % 2 == 0 ? 1 : -1) * x[j][i]).sum() + error[i]);
    StudyResult result = Study.of(data)
        .threads(2)
        .models(ModelKind.NETWORK)
        .regularizers("l1", "group-lasso", "l2")
        .strengths("l1", 0.01, 0.03, 0.1)
        .strengths("group-lasso", 0.003, 0.01, 0.03)
        .strengths("l2", 0.01, 0.1, 1)
        .recipe(r -> r.withHidden(List.of(8)).withEpochs(40).withLearningRate(0.005))
        .run();
    Verdict verdict = result.verdict();
    assertThat(verdict.recommendation().regularizer()).isIn("l1", "group-lasso");
    assertThat(loss(verdict, "l1")).isLessThan(loss(verdict, "l2"));
    assertThat(loss(verdict, "group-lasso")).isLessThan(loss(verdict, "l2"));
    Set<String> unused = result.model().preprocessing().unused();
    assertThat(unused).hasSizeGreaterThan(20)
        .doesNotContainAnyElementsOf(IntStream.range(0, 20).mapToObj(j -> "x" + j).toList());
    assertThat(result.importance().subList(0, 10)).extracting(Importance::column)
        .isSubsetOf(IntStream.range(0, 20).mapToObj(j -> "x" + j).toList());
  }

  private static double loss(Verdict verdict, String regularizer) {
    return verdict.candidates()
        .stream()
        .filter(c -> c.regularizer().equals(regularizer))
        .findFirst()
        .orElseThrow()
        .loss();
  }

  @Test
  @Tag("slow")
  void aThousandDigitsOverfitAndDropoutHelps() {
    StudyResult result = Study.of(digits(1_000))
        .threads(2)
        .models(ModelKind.NETWORK)
        .regularizers("dropout")
        .strengths("dropout", 0.25, 0.5)
        .recipe(r -> r.withEpochs(30))
        .run();
    assertThat(result.verdict().diagnosis().state()).isEqualTo(Diagnosis.State.OVERFITS);
    CandidateSummary dropout = result.verdict()
        .candidates()
        .stream()
        .filter(c -> c.regularizer().equals("dropout"))
        .findFirst()
        .orElseThrow();
    assertThat(dropout.differenceToNone().high()).isNegative();
  }

  private static Dataset digits(int rows) {
    Path file = Path.of(System.getProperty("lariat.repository"), "examples", "data", "mnist10k.csv.gz");
    try (var in = new BufferedReader(
        new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      String[] names = in.readLine().replace("\"", "").split(",", -1);
      double[][] values = new double[names.length][rows];
      for (int row = 0; row < rows; row++) {
        String[] cells = in.readLine().split(",", -1);
        for (int c = 0; c < names.length; c++) {
          values[c][row] = Double.parseDouble(cells[c]);
        }
      }
      return Dataset
          .of("digits",
              IntStream.range(0, names.length).<Column>mapToObj(c -> new NumericColumn(names[c], values[c])).toList())
          .target("digit", Task.CLASSIFICATION);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Tag("slow")
  void manyEasyRowsFit() {
    double[][] x = normal(100_000, 4, 13);
    StudyResult result = Study.of(classes(x, i -> 4 * x[0][i] - 4 * x[1][i], 14))
        .quick()
        .threads(2)
        .models(ModelKind.NETWORK)
        .regularizers("l2", "early-stopping")
        .recipe(r -> r.withHidden(List.of(16)).withEpochs(4).withLearningRate(0.01))
        .run();
    assertThat(result.verdict().diagnosis().state()).isEqualTo(Diagnosis.State.FITS);
  }
}
