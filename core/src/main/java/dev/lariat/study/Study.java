package dev.lariat.study;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.Preprocessing;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.model.Model;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.Provenance;
import dev.lariat.model.Trainer;
import dev.lariat.model.TrivialModel;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.TrainingRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The study of a table: whether a network overfits, which regularizer to use, how strong, and how sure that is. Immutable: every setting
 * returns another study. The same study gives the same result, whatever the number of threads and however often it was interrupted.
 *
 * <pre>{@code
 * var result = Study.of(data.target("diagnosis")).regularizers("l2", "dropout").threads(2).run();
 * System.out.println(result.verdict().recommendation());
 * result.model().save(path);
 * }</pre>
 */
public final class Study {
  /** Up to so many rows folds are the default, above one split. */
  static final int MOST_ROWS_FOR_FOLDS = 5_000;
  private static final int DEFAULT_FOLDS = 5;
  /** Validation rows of one split: more make intervals no shorter than anyone needs. */
  private static final int MOST_VALIDATION_ROWS = 20_000;
  private static final double VALIDATION_SHARE = 0.2;
  /** The share of the schedule after which halving drops strengths. */
  private static final double RUNG = 0.12;

  /** Rows × columns × classes beyond which multinomial paths are run only if they are asked for. */
  private static final long MOST_PATH_WORK = 5_000_000;

  private final Dataset data;
  private List<NetworkRegularizer> available = NetworkRegularizer.standard();
  private Optional<Set<String>> chosen = Optional.empty();
  private Set<ModelKind> models = EnumSet.allOf(ModelKind.class);
  private boolean modelsByDefault = true;
  private Map<String, List<Axis>> strengths = Map.of();
  private UnaryOperator<Recipe> recipe = UnaryOperator.identity();
  private Optional<Integer> folds = Optional.empty();
  private Optional<String> foldColumn = Optional.empty();
  private Optional<String> groupColumn = Optional.empty();
  private Optional<String> timeColumn = Optional.empty();
  private int seeds = 1;
  private long seed;
  private Optional<Metric> metric = Optional.empty();
  private boolean quick;
  private boolean halving = true;
  private boolean preferSimplest;
  private Optional<Duration> timeLimit = Optional.empty();
  private int threads = Runtime.getRuntime().availableProcessors();
  private double testShare;
  private Optional<Dataset> testData = Optional.empty();
  private TrialLog log = TrialLog.inMemory();
  private StudyListener listener = StudyListener.silent();
  private String command = "Study.run";
  private String dataHash = "";

  private Study(Dataset data) {
    this.data = data;
  }

  private Study with(Consumer<Study> change) {
    var copy = new Study(data);
    copy.available = available;
    copy.chosen = chosen;
    copy.models = models;
    copy.modelsByDefault = modelsByDefault;
    copy.strengths = strengths;
    copy.recipe = recipe;
    copy.folds = folds;
    copy.foldColumn = foldColumn;
    copy.groupColumn = groupColumn;
    copy.timeColumn = timeColumn;
    copy.seeds = seeds;
    copy.seed = seed;
    copy.metric = metric;
    copy.quick = quick;
    copy.halving = halving;
    copy.preferSimplest = preferSimplest;
    copy.timeLimit = timeLimit;
    copy.threads = threads;
    copy.testShare = testShare;
    copy.testData = testData;
    copy.log = log;
    copy.listener = listener;
    copy.command = command;
    copy.dataHash = dataHash;
    change.accept(copy);
    return copy;
  }

  /** A study of a table whose target is marked, with all regularizers that suit it. */
  public static Study of(Dataset data) {
    return new Study(data);
  }

  /** The names that {@link #regularizers(String...)} takes. */
  public static List<String> regularizerNames() {
    var names = new ArrayList<String>();
    names.add(Candidate.NONE);
    names.add(Candidate.EARLY_STOPPING);
    NetworkRegularizer.standard().forEach(regularizer -> names.add(regularizer.name()));
    return names;
  }

  /**
   * Only these regularizers; {@code none} is always run, because all others are compared with it.
   *
   * @throws IllegalArgumentException if one is unknown
   */
  public Study regularizers(String... names) {
    Set<String> known = available.stream().map(NetworkRegularizer::name).collect(Collectors.toSet());
    for (String name : names) {
      if (!known.contains(name) && !name.equals(Candidate.NONE) && !name.equals(Candidate.EARLY_STOPPING)) {
        throw new IllegalArgumentException(
            "no regularizer '" + name + "': choose from " + String.join(", ", regularizerNames()));
      }
    }
    return with(study -> study.chosen = Optional.of(Set.of(names)));
  }

  /** One's own regularizers beside the others. */
  public Study add(NetworkRegularizer... own) {
    return with(study -> {
      var all = new ArrayList<>(available);
      all.addAll(List.of(own));
      study.available = List.copyOf(all);
      study.chosen = chosen.map(names -> {
        var more = new HashSet<>(names);
        List.of(own).forEach(regularizer -> more.add(regularizer.name()));
        return Set.copyOf(more);
      });
    });
  }

  /** Only these kinds of models; {@code trivial} and the network without regularizer are always run. */
  public Study models(ModelKind... kinds) {
    return with(study -> {
      study.models = kinds.length == 0 ? Set.of() : EnumSet.copyOf(List.of(kinds));
      study.modelsByDefault = false;
    });
  }

  /**
   * The strengths of a regularizer with one part, in place of the adaptive grid: no other is tried.
   *
   * @throws IllegalArgumentException if the regularizer is unknown or has several parts, or a value is off its scale
   */
  public Study strengths(String regularizer, double... values) {
    NetworkRegularizer found = available.stream().filter(r -> r.name().equals(regularizer)).findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no strengths can be given for '" + regularizer + "': choose from "
                + available.stream().map(NetworkRegularizer::name).collect(Collectors.joining(", "))));
    if (found.axes().size() != 1) {
      throw new IllegalArgumentException(
          "strengths of '" + regularizer + "' have " + found.axes().size() + " parts and cannot be given");
    }
    List<Axis> axes = List.of(found.axes().getFirst().withCoarse(Arrays.stream(values).boxed().toList()));
    return with(study -> {
      var all = new LinkedHashMap<>(strengths);
      all.put(regularizer, axes);
      study.strengths = Map.copyOf(all);
    });
  }

  /** Changes the recipe of the networks, for example {@code r -> r.withHidden(List.of(256))}. */
  public Study recipe(UnaryOperator<Recipe> change) {
    return with(study -> study.recipe = r -> change.apply(recipe.apply(r)));
  }

  /** K folds, at least 2, whatever the number of rows. */
  public Study folds(int count) {
    if (count < 2) {
      throw new IllegalArgumentException("folds must be at least 2, not " + count);
    }
    return with(study -> study.folds = Optional.of(count));
  }

  /** A column that says the fold of every row; it is not learnt from. */
  public Study foldColumn(String column) {
    return with(study -> study.foldColumn = Optional.of(column));
  }

  /** Rows with the same value in this column stay together; it is not learnt from. */
  public Study groupColumn(String column) {
    return with(study -> study.groupColumn = Optional.of(column));
  }

  /** Splits in the order of this column. */
  public Study timeColumn(String column) {
    return with(study -> study.timeColumn = Optional.of(column));
  }

  /** Repetitions of every cell with other random numbers. */
  public Study seeds(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("seeds must be at least 1, not " + count);
    }
    return with(study -> study.seeds = count);
  }

  /** Seed of the folds, the initial weights, the batches and the noise. */
  public Study seed(long value) {
    return with(study -> study.seed = value);
  }

  /** What is minimised by the choice; by default log-loss, or squared error. */
  public Study metric(Metric value) {
    return with(study -> study.metric = Optional.of(value));
  }

  /** A first answer: fewer strengths, half the epochs, no refinement, no combinations. */
  public Study quick() {
    return with(study -> study.quick = true);
  }

  /** Whether strengths of one candidate that are behind early are dropped; on by default. */
  public Study halving(boolean on) {
    return with(study -> study.halving = on);
  }

  /** Refits the simplest of the candidates that tie with the best in place of the recommended one. */
  public Study preferSimplest() {
    return with(study -> study.preferSimplest = true);
  }

  /** The time for all of it, the refit included. What was left out is said. */
  public Study timeLimit(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("the time limit must be above 0, not " + limit);
    }
    return with(study -> study.timeLimit = Optional.of(limit));
  }

  /** Cells that run at once. The result does not depend on it. */
  public Study threads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + count);
    }
    return with(study -> study.threads = count);
  }

  /** A share of the rows is kept out of everything and reported once, at the end. */
  public Study test(double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("the share of test rows must be between 0 and 1, not " + share);
    }
    return with(study -> study.testShare = share);
  }

  /** Rows of another table are reported once, at the end. */
  public Study test(Dataset rows) {
    return with(study -> study.testData = Optional.of(rows));
  }

  /** Where finished cells are kept. */
  public Study log(TrialLog value) {
    return with(study -> study.log = value);
  }

  /** Follows the study. */
  public Study listener(StudyListener value) {
    return with(study -> study.listener = value);
  }

  /** What the model's provenance says. */
  public Study provenance(String text, String hash) {
    return with(study -> {
      study.command = text;
      study.dataHash = hash;
    });
  }

  /** All settings that decide the result, in an order of their own. The recipe is among them once the rows are known. */
  private String settings(Prepared prepared) {
    return "candidates " + prepared.description.candidates() + ", " + prepared.description.recipe() + ", folds "
        + prepared.description.folds() + folds.map(k -> "(" + k + ")").orElse("")
        + foldColumn.map(c -> " by " + c).orElse("")
        + groupColumn.map(c -> " groups " + c).orElse("") + timeColumn.map(c -> " time " + c).orElse("") + ", seeds "
        + seeds
        + ", seed " + seed + ", metric " + prepared.description.metric() + ", quick " + quick + ", halving " + halving
        + ", prefer simplest " + preferSimplest + timeLimit.map(limit -> ", time limit " + limit).orElse("") + ", test "
        + testData.map(Dataset::name).orElse(Double.toString(testShare));
  }

  /** The rows and everything that follows from them before a cell is run. */
  private record Prepared(Dataset learning, Optional<Dataset> test, Folds folds, Metric metric, Recipe recipe,
      List<Candidate> candidates, StudyDescription description) {}

  private Prepared prepare() {
    Dataset learning = data;
    Optional<Dataset> test = testData;
    var notes = new ArrayList<String>();
    if (testShare > 0 && test.isEmpty()) {
      Folds split = Folds.split(data.target(), testShare, seed);
      learning = data.select(split.training(0));
      test = Optional.of(data.select(split.validation(0)));
      notes.addAll(split.notes());
    }
    Folds split = split(learning);
    notes.addAll(split.notes());
    String[] structural = Stream.of(foldColumn, groupColumn).flatMap(Optional::stream).toArray(String[]::new);
    learning = structural.length == 0 ? learning : learning.without(structural);
    Target target = learning.target();
    Metric measured = metric.orElse(Metric.of(target.task()));
    if (measured.task() != target.task()) {
      throw new DataException("metric " + measured + " is for " + measured.task().name().toLowerCase(Locale.ROOT)
          + ", but the target '" + target.name() + "' makes this " + target.task().name().toLowerCase(Locale.ROOT));
    }
    Recipe suited = recipe.apply(Recipe.of(split.training(0).length, quick));
    List<Candidate> candidates = candidates(target.task());
    long pathWork = (long) learning.rows() * learning.features().size() * target.classes().size();
    if (modelsByDefault && target.classes().size() > 2 && pathWork > MOST_PATH_WORK
        && candidates.removeIf(candidate -> candidate.model() == ModelKind.LINEAR)) {
      notes.add("linear models are left out: with so many rows, columns and classes their paths take long; "
          + "--models linear,network asks for them");
    }
    var description = new StudyDescription(data.name(), target.name(), learning.rows(),
        test.map(Dataset::rows).orElse(0),
        learning.features().size(), measured, split.count(), seeds, suited, candidates, notes);
    return new Prepared(learning, test, split, measured, suited, candidates, description);
  }

  private Folds split(Dataset rows) {
    Target target = rows.target();
    if (foldColumn.isPresent()) {
      return Folds.given(rows.column(foldColumn.get()));
    }
    if (groupColumn.isPresent()) {
      return Folds.grouped(rows.column(groupColumn.get()), folds.orElse(DEFAULT_FOLDS), seed);
    }
    boolean split = folds.isEmpty() && rows.rows() > MOST_ROWS_FOR_FOLDS;
    double share = Math.min(VALIDATION_SHARE, MOST_VALIDATION_ROWS / (double) rows.rows());
    if (timeColumn.isPresent()) {
      return split
          ? Folds.orderedSplit(rows.column(timeColumn.get()), share)
          : Folds.ordered(rows.column(timeColumn.get()), folds.orElse(DEFAULT_FOLDS));
    }
    return split ? Folds.split(target, share, seed) : Folds.stratified(target, folds.orElse(DEFAULT_FOLDS), seed);
  }

  private List<Candidate> candidates(Task task) {
    var candidates = new ArrayList<Candidate>();
    candidates.add(Candidate.trivial());
    candidates.add(Candidate.none());
    if (models.contains(ModelKind.LINEAR)) {
      LinearCells.candidates().stream().filter(candidate -> wanted(candidate.regularizer())).forEach(candidates::add);
    }
    if (!models.contains(ModelKind.NETWORK)) {
      return candidates;
    }
    if (wanted(Candidate.EARLY_STOPPING)) {
      candidates.add(Candidate.earlyStopping());
    }
    for (NetworkRegularizer regularizer : available) {
      boolean suits = task == Task.CLASSIFICATION || !regularizer.name().equals("label-smoothing");
      boolean worthwhile = !quick || regularizer.axes().size() == 1 || chosen.isPresent();
      if (wanted(regularizer.name()) && suits && worthwhile) {
        candidates.add(candidate(regularizer));
      }
    }
    return candidates;
  }

  private boolean wanted(String name) {
    return chosen.isEmpty() || chosen.get().contains(name);
  }

  private Candidate candidate(NetworkRegularizer regularizer) {
    List<Axis> given = strengths.get(regularizer.name());
    if (given != null) {
      return new Candidate(ModelKind.NETWORK, regularizer.name(), given, Candidate.Source.CELLS, false);
    }
    return quick ? regularizer.candidate().thinned() : regularizer.candidate();
  }

  /** What would be run. */
  public StudyDescription describe() {
    return prepare().description;
  }

  /** About how long it would take on this machine, from two epochs of the network without regularizer. */
  public Duration estimate() {
    Prepared prepared = prepare();
    var cells = cells(prepared);
    TrainingRun run = cells.start(new Cell(Candidate.none().trial(Strength.ZERO), 0, 0));
    run.advance(1);
    long start = System.nanoTime();
    run.advance(1);
    double epoch = System.nanoTime() - start;
    StrengthSearch.Plan plan = plan(prepared.recipe.epochs());
    double epochs = 4.0 * plan.epochs(); // none, and the network of twice the width
    for (Candidate candidate : prepared.candidates) {
      if (candidate.source() == Candidate.Source.CELLS && !candidate.axes().isEmpty()) {
        int all = candidate.coarse().size();
        int kept = plan.rung() == plan.epochs() ? all : Math.min(all, 1 + 2 * candidate.axes().size());
        int refined = candidate.adaptive() ? 2 * candidate.axes().size() * plan.refinements() : 0;
        epochs += (all - kept) * plan.rung() + (kept + refined) * plan.epochs();
      }
    }
    double sweep = epochs * prepared.folds.count() * seeds * epoch / threads;
    return Duration.ofNanos((long) (sweep + 3 * plan.epochs() * epoch));
  }

  /** A text that differs where the result may differ. */
  public String settings() {
    return settings(prepare());
  }

  /**
   * Runs the study, or what is left of it in the log.
   *
   * @throws DataException if the table cannot be learnt from
   * @throws java.util.concurrent.CancellationException if the thread is interrupted; finished cells are in the log
   */
  public StudyResult run() {
    long start = System.nanoTime();
    Prepared prepared = prepare();
    listener.started(prepared.description);
    var cells = cells(prepared);
    StrengthSearch.Plan plan = plan(prepared.recipe.epochs());
    var searched = new ArrayList<>(prepared.candidates);
    searched.add(2, Comparison.WIDE);
    if (!searched.contains(Candidate.earlyStopping())) {
      searched.add(Candidate.earlyStopping()); // costs nothing, and the diagnosis asks for it
    }
    Timed timed = new Timed(cells, prepared.folds.count(), start);
    Results results = new Sweep(searched, plan, prepared.folds.count(), seeds, timed, log, threads,
        timeLimit.<BooleanSupplier>map(limit -> () -> timed.over(limit)).orElse(() -> false), listener)
        .run(timeLimit.map(limit -> "time limit " + limit.toString().substring(2).toLowerCase(Locale.ROOT))
            .orElse(""));
    var comparison = new Comparison(searched, plan, results, pairing(prepared.folds));
    if (log.closed().isPresent()
        && (comparison.table(Candidate.none()) == null || comparison.table(Candidate.trivial()) == null)) {
      throw new IllegalArgumentException("the " + log.closed().get()
          + " is too short: not even the network without regularizer was finished on every fold");
    }
    Verdict verdict = Verdict.of(comparison, prepared.candidates, prepared.metric);
    return finish(prepared, cells, verdict);
  }

  private TableCells cells(Prepared prepared) {
    return new TableCells(prepared.learning, prepared.folds, prepared.recipe,
        available.stream().collect(Collectors.toMap(NetworkRegularizer::name, UnaryOperator.identity(), (a, _) -> a)),
        prepared.metric, seed, prepared.folds.count() == 1);
  }

  private StrengthSearch.Plan plan(int epochs) {
    int rung = halving && epochs >= 8 ? Math.toIntExact(Math.max(1, Math.round(RUNG * epochs))) : epochs;
    return new StrengthSearch.Plan(epochs, rung, quick ? 1 : 3, quick ? 0 : 1);
  }

  private Pairing pairing(Folds split) {
    if (split.count() == 1) {
      return Pairing.rows(split.validation(0).length);
    }
    double ratio = IntStream.range(0, split.count())
        .mapToDouble(k -> split.validation(k).length / (double) split.training(k).length).average().orElseThrow();
    return Pairing.folds(split.count(), seeds, ratio);
  }

  private StudyResult finish(Prepared prepared, TableCells cells, Verdict verdict) {
    Verdict.Choice refitted = preferSimplest ? verdict.simplest() : verdict.recommendation();
    listener.phase("training " + refitted.trial() + " on all rows");
    Model model = refit(prepared, cells, refitted.trial());
    listener.phase("measuring the importance of columns");
    var curves = new ArrayList<LearningCurve>();
    List<Importance> importance = List.of();
    Trial none = Candidate.none().trial(Strength.ZERO);
    curves.add(FoldModels.train(cells, none, prepared.folds.count(), threads).curve());
    if (refitted.model() == ModelKind.NETWORK) {
      FoldModels models = FoldModels.train(cells, refitted.trial(), prepared.folds.count(), threads);
      if (!refitted.trial().equals(none)) {
        curves.add(models.curve());
      }
      importance = models.importance(columnNames(prepared.learning), seed, threads);
    }
    return new StudyResult(prepared.description, verdict, refitted, model, curves, importance,
        prepared.test.map(rows -> test(model, rows)), log.closed());
  }

  private static List<String> columnNames(Dataset rows) {
    return rows.columns().stream().map(Column::name).toList();
  }

  private Model refit(Prepared prepared, TableCells cells, Trial trial) {
    if (trial.model() == ModelKind.TRIVIAL) {
      Target target = prepared.learning.target();
      int[] rows = prepared.learning.allRows();
      double[] prediction = TrivialCells.fit(target, prepared.learning.weights(), rows, prepared.metric);
      Preprocessing columns = Preprocessing.fit(prepared.learning, rows, prepared.recipe.preprocessing());
      return new TrivialModel(ModelTarget.of(target), columns.unused(Set.copyOf(columnNames(prepared.learning))),
          Arrays.stream(prediction).boxed().toList(), Provenance.now(command, seed, data.name(), dataHash));
    }
    if (trial.model() == ModelKind.LINEAR) {
      return LinearCells.refit(prepared.learning, trial, Provenance.now(command, seed, data.name(), dataHash));
    }
    TrainingPlan plan = cells.plan(trial, seed, prepared.folds.count());
    int until = trial.regularizer().equals(Candidate.EARLY_STOPPING)
        ? Comparison.epoch(trial.strength())
        : plan.epochs();
    return Trainer.of(plan.network()).plan(_ -> plan).loss(plan.loss()).preprocessing(prepared.recipe.preprocessing())
        .provenance(command, dataHash).train(prepared.learning, until).model();
  }

  private StudyResult.Test test(Model model, Dataset rows) {
    Target known = Target.known(rows.column(model.target().name()), model.target().task(), model.target().classes());
    return new StudyResult.Test(model.evaluate(rows), known.task() == Task.CLASSIFICATION
        ? Optional.of(Calibration.of(model.predict(rows), model.target().classes().size(), known.labels()))
        : Optional.empty());
  }

  /** Measures cells, so that a time limit leaves enough for the refit. */
  private static final class Timed implements CellRunner {
    private final CellRunner runner;
    private final int folds;
    private final long start;
    private final AtomicLong longest = new AtomicLong();

    Timed(CellRunner runner, int folds, long start) {
      this.runner = runner;
      this.folds = folds;
      this.start = start;
    }

    @Override
    public int epochs() {
      return runner.epochs();
    }

    @Override
    public CellResult run(Cell cell, int untilEpoch, BooleanSupplier cancelled) {
      long from = System.nanoTime();
      CellResult result = runner.run(cell, untilEpoch, cancelled);
      if (result != null && !cell.trial().equals(Comparison.WIDE.trial(Strength.ZERO))) {
        longest.accumulateAndGet(System.nanoTime() - from, Math::max);
      }
      return result;
    }

    @Override
    public void forget(Cell cell) {
      runner.forget(cell);
    }

    /** What follows the sweep: a fit on all rows, and two settings on all folds. */
    boolean over(Duration limit) {
      long reserve = longest.get() * (folds == 1 ? 4 : 2 + folds);
      return System.nanoTime() - start + reserve >= limit.toNanos();
    }
  }
}
