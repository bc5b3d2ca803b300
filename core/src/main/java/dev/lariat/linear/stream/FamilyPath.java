package dev.lariat.linear.stream;

import dev.lariat.data.DataException;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Feature;
import dev.lariat.data.encoding.LinearParts;
import dev.lariat.data.stream.OrderedStore;
import dev.lariat.data.stream.PassLog;
import dev.lariat.data.stream.RowRoles;
import dev.lariat.data.stream.RowSource;
import dev.lariat.kernel.Kernels;
import dev.lariat.linear.Family;
import dev.lariat.linear.LambdaGrid;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Link;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.selection.CrossValidation;
import dev.lariat.linear.selection.Measure;
import dev.lariat.linear.solver.PathFit;
import dev.lariat.linear.solver.moments.SummedProblem;
import dev.lariat.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Paths of families whose loss is not quadratic, on a table that is passed over a few times. A sample of the rows gives
 * a first path and the curvature; each pass gives the exact gradients of all λs and folds at once, from which a Newton
 * step follows. The error falls by about √(parts/sample) a pass. (Subsampled Newton; as surrogate likelihoods do,
 * Jordan, Lee and Yang 2019, but with one quadratic model a step, so that the gaussian solver serves.)
 */
final class FamilyPath {
  /** Rows of the sample for each part, if there are so many. */
  private static final int ROWS_A_PART = 1000;
  private static final int LEAST_ROWS = 20_000;
  /** Of the heap, for the sample. */
  private static final double SHARE = 0.25;
  /** Numbers of a sample whose products cost next to nothing. */
  private static final double WORTH = 1e6;
  private static final int MOST_ROUNDS = 40;
  /**
   * Of several classes and of events the coefficients follow a gap less closely: once all are below the tolerance, so
   * many rounds more go on to a finer one.
   */
  private static final int FINER_ROUNDS = 2;
  private static final double FINER = 0.01;
  /** To which relative gap the first path is fitted on the sample: it is no better than that anyway. */
  private static final double ROUGH = 1e-5;

  private final RowSource rows;
  private final RowRoles roles;
  private final Family family;
  private final Measure measure;
  private final PathOptions options;
  private final Function<List<Feature>, LinearPenalty> told;
  private final LinearParts parts;
  private final FamilyRows table;
  private final PathRows passes;
  private final int predictors;
  private final Workers workers;
  private final FamilyNewton newton;
  private final PassLog log;
  private List<PartStatistics> folds = List.of();
  private SumsByFold<PartStatistics> learnt;
  private int finer; // rounds that are left

  private FamilyPath(RowSource rows, RowRoles roles, Family family, List<String> classes, Measure measure,
      PathOptions options, Function<List<Feature>, LinearPenalty> told, Workers workers, PassLog log,
      Optional<OrderedStore> store) {
    this.rows = rows;
    this.roles = roles;
    this.family = family;
    this.measure = measure;
    this.options = options;
    this.told = told;
    this.workers = workers;
    this.log = log;
    table = new FamilyRows(LinearRows.of(rows.specimen(), roles), family, classes);
    parts = table.parts();
    predictors = table.predictors();
    passes = family.survival()
        .<PathRows>map(cox -> new TimedRows(rows, table, cox, store.orElseThrow(), workers, options.threads()))
        .orElseGet(() -> new BlockedRows(rows, table, classes, measure, workers, options.threads()));
    if ((double) parts.count() * predictors > SummedProblem.MOST_FEATURES) {
      throw new DataException(rows.specimen().name() + " has " + parts.count() + " inputs, levels of categories counted"
          + (predictors == 1 ? "" : ", for each of " + predictors + " classes") + ": a streamed path takes at most "
          + SummedProblem.MOST_FEATURES + (predictors == 1 ? "" : " of all classes")
          + "; leave columns out with --drop");
    }
    newton = new FamilyNewton(family, options);
    finer = finest();
  }

  static StreamedPath fit(RowSource rows, RowRoles roles, Family family, List<String> classes, Measure measure,
      PathOptions options, Function<List<Feature>, LinearPenalty> told, PassLog log, Optional<OrderedStore> store) {
    // where the loss does not see a constant there is none
    PathOptions own = family.survival().isPresent() ? options.withIntercept(false) : options;
    try (var workers = new Workers(options.threads())) {
      return new FamilyPath(rows, roles, family, classes, measure, own, told, workers, log, store).fit();
    }
  }

  private StreamedPath fit() {
    long begin = System.nanoTime();
    learn();
    var total = new PartStatistics(predictors, parts.count());
    folds.forEach(total::add);
    StreamedPath.requireNumbers(parts, total.parts());
    requireTargets(total, -1);
    var all = new EncodedFold(parts, total, options, told);
    double[] start = start(total);
    double[] kept = log.last();
    FamilyState state = kept.length == 0 ? null : new FamilyState(kept);
    double[] lambdas;
    List<FamilyProblem> problems = new ArrayList<>();
    double[][] first;
    if (state == null) {
      FamilyProblem empty = solveEmpty(all, total, start);
      lambdas = options.lambdas() == null ? grid(all, empty) : options.lambdas();
      first = firstPath(all, lambdas, problems);
    } else {
      newton.nullLoss(state.nullLoss());
      finer = state.finer();
      lambdas = state.lambdas();
      first = new double[lambdas.length][predictors * all.width()];
      for (int k = 0; k < lambdas.length; k++) {
        problems.add(new FamilyProblem(all, -1, lambdas[k], start, first[k], parts.count()));
      }
    }
    boolean validated = folds.size() > 1;
    for (int f = 0; f < folds.size() && validated; f++) {
      var training = new PartStatistics(predictors, parts.count());
      for (int other = 0; other < folds.size(); other++) {
        if (other != f) {
          training.add(folds.get(other));
        }
      }
      try {
        requireTargets(training, f);
        var fold = new EncodedFold(parts, training, options, told);
        for (int k = 0; k < lambdas.length; k++) {
          problems.add(
              new FamilyProblem(fold, f, lambdas[k], problems.get(k).c, fold.translated(all, first[k]), parts.count()));
        }
      } catch (DataException e) {
        throw new DataException("without fold " + (f + 1) + ": " + e.getMessage() + "; use fewer or other folds", e);
      }
    }
    if (state != null && !state.restore(problems)) {
      throw new DataException("what was kept of an interrupted fit is of another one; start again with --force");
    }
    solve(problems, lambdas);
    double seconds = (System.nanoTime() - begin) / 1e9;
    var result = new FamilyResult(family, options, all, problems, lambdas, newton.nullLoss());
    LinearPath path = result.path(roles.weights().isPresent() ? total.weight() : learnt.rows());
    var notes = new ArrayList<String>();
    if (learnt.leftOut() > 0) {
      notes.add(StreamedPath.leftOut(learnt.leftOut(), roles.target()));
    }
    notes.addAll(passes.notes());
    CrossValidation validation = validated ? result.validation(path, measure, seconds) : null;
    Optional<StreamedPath.Baselines> baselines = passes
        .baselines(problems.subList(0, path.points().size()).stream().map(p -> p.point(all.shiftsOf(p.b))).toList());
    return new StreamedPath(all.encoding().preprocessing(), all.penalty(), path, validation, learnt.rows(), seconds,
        notes, baselines);
  }

  /** The constants of the model of nothing else, without an offset. */
  private double[] start(PartStatistics total) {
    double[] start = new double[predictors];
    for (int k = 0; k < predictors && options.intercept(); k++) {
      double mean = total.targetMean(k);
      start[k] = family.link() == Link.LOGIT ? Kernels.log(mean / (1 - mean)) : Kernels.log(mean);
    }
    return start;
  }

  /** One pass: what encodings, scales and the first path are learnt from. */
  private void learn() {
    double room = SHARE * Runtime.getRuntime().maxMemory() / (passes.copies() * Double.BYTES * (parts.count() + 4.0));
    rows.first(chunk -> {
      parts.center(chunk);
      return true;
    });
    learnt = passes.learn((int) Math.min(room, Math.max(LEAST_ROWS, (double) ROWS_A_PART * parts.count())));
    folds = learnt.own();
    if (folds.isEmpty() || passes.sample().count() == 0) {
      throw new DataException("target '" + roles.target() + "': no row has a target and a weight above 0");
    }
    if (folds.size() == 1 && roles.folds().column().isPresent()) {
      throw new DataException(
          "fold column '" + roles.folds().column().get() + "' has one value only, and folds need two");
    }
  }

  private void requireTargets(PartStatistics of, int without) {
    if (!(of.weight() > 0)) {
      throw new DataException("no training row has a positive weight");
    }
    passes.requireTargets(of, without);
  }

  /**
   * The model without penalised columns: what the deviance is compared with, and where the path begins. Of two classes
   * without an offset the sums tell the model of the constant, and no pass is needed.
   */
  private FamilyProblem solveEmpty(EncodedFold all, PartStatistics total, double[] start) {
    var empty = new FamilyProblem(all, -1, FamilyNewton.INFINITE, start, new double[predictors * all.width()],
        parts.count());
    boolean known = family.task() == Task.CLASSIFICATION && options.intercept() && roles.offsets().isEmpty();
    if (known) {
      empty.sums = total.emptyModel();
    } else {
      pass(List.of(empty), false);
    }
    FamilyNewton.requireLoss(empty, empty.sums.loss);
    for (int round = 0; round < MOST_ROUNDS && options.intercept() && !known; round++) {
      double largest = Arrays.stream(empty.sums.slope).map(Math::abs).max().orElse(0) / all.weight();
      if (largest <= FamilyNewton.FREE * Math.sqrt(empty.sums.loss / all.weight())) {
        break;
      }
      newton.stepConstants(empty, passes.sample().curvature(empty.c, empty.parts));
      pass(List.of(empty), false);
    }
    newton.nullLoss(empty.sums.loss / all.weight());
    for (int round = 0; round < MOST_ROUNDS && !newton.free(empty); round++) {
      newton.step(empty, passes.sample().curvature(empty.c, empty.parts));
      pass(List.of(empty), false);
    }
    return empty;
  }

  private double[] grid(EncodedFold all, FamilyProblem empty) {
    double largest = LambdaGrid.largest(all.blocks().largestEntry(newton.gradient(empty), true), all.penalty().alpha());
    double ratio = Double.isNaN(options.lambdaRatio())
        ? LambdaGrid.defaultRatio((int) Math.min(Integer.MAX_VALUE, rows.rows()), all.width())
        : options.lambdaRatio();
    return largest > 0 ? LambdaGrid.geometric(largest, ratio, options.lambdaCount()) : new double[]{0};
  }

  /** The path of the sample, as problems of all rows; also its coefficients. */
  private double[][] firstPath(EncodedFold all, double[] lambdas, List<FamilyProblem> problems) {
    var observations = passes.sample()
        .observations(all, table.classCount(), !roles.offsets().isEmpty(), !options.intercept());
    Optional<LinearPath> rough = rough(observations, all, lambdas);
    double[][] first = new double[lambdas.length][];
    for (int k = 0; k < lambdas.length; k++) {
      first[k] = new double[predictors * all.width()];
      if (rough.isEmpty()) {
        problems.add(new FamilyProblem(all, -1, lambdas[k], all.shiftsOf(first[k]), first[k], parts.count()));
        continue;
      }
      LinearPath.Point point = rough.get().points().get(k);
      for (int l = 0; l < predictors; l++) {
        System.arraycopy(point.dense(l, all.width()), 0, first[k], l * all.width(), all.width());
      }
      // with an intercept the sample's columns are without their shift
      double[] c = options.intercept() ? point.intercepts() : all.shiftsOf(first[k]);
      problems.add(new FamilyProblem(all, -1, lambdas[k], c, first[k], parts.count()));
    }
    return first;
  }

  /** Empty where a sample of events, which are few, has nothing to compare. */
  private Optional<LinearPath> rough(Observations observations, EncodedFold all, double[] lambdas) {
    if (family.survival().isPresent() && !isUsable(observations)) {
      return Optional.empty();
    }
    return Optional.of(PathFit.fit(observations, all.scaledPenalty(),
        options.withLambdas(lambdas).withStandardize(false).withTolerance(ROUGH)));
  }

  private boolean isUsable(Observations observations) {
    try {
      family.requireUsable(observations, observations.normalisedWeights(), options.intercept());
      return true;
    } catch (DataException _) {
      return false;
    }
  }

  private int finest() {
    return predictors == 1 && family.survival().isEmpty() ? 0 : FINER_ROUNDS;
  }

  /** Passes until every problem's certificate holds. */
  private void solve(List<FamilyProblem> problems, double[] lambdas) {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double wanted = finer == finest() ? options.tolerance() / 2 : FINER * options.tolerance();
      List<FamilyProblem> open = problems.stream().filter(p -> p.gap > wanted).toList();
      pass(open, false);
      open.forEach(newton::judge);
      List<FamilyProblem> moving = problems.stream().filter(p -> p.gap > options.tolerance() / 2).toList();
      if (moving.isEmpty() && finer > 0) {
        finer--;
        moving = problems.stream().filter(p -> p.gap > FINER * options.tolerance()).toList();
      }
      if (moving.isEmpty() && family.distanceBoundedByCurvature()) {
        return; // the gaps are bounds already
      }
      if (moving.isEmpty()) {
        verify(problems);
        moving = problems.stream().filter(p -> p.gap > options.tolerance()).toList();
        if (moving.isEmpty()) {
          return;
        }
      }
      step(problems, moving.stream().filter(p -> !p.halved).toList(), lambdas);
      log.finished(FamilyState.of(newton.nullLoss(), finer, lambdas, problems));
    }
    problems.forEach(FamilyProblem::back);
    pass(problems, false);
    problems.forEach(newton::judge);
    if (!family.distanceBoundedByCurvature()) {
      verify(problems);
    }
  }

  /**
   * One pass more, in which the distances from the dual points are summed up: the certificate, and the folds' errors.
   */
  private void verify(List<FamilyProblem> problems) {
    List<RowSums> before = problems.stream().map(problem -> problem.sums).toList();
    pass(problems, true);
    for (int i = 0; i < problems.size(); i++) {
      FamilyProblem problem = problems.get(i);
      RowSums exact = before.get(i);
      if (problem.lambda > 0 && problem.s < 1) {
        double weight = problem.fold.weight();
        double spread = family.distanceAbout(problem.s, exact.square, weight);
        problem.gap += (problem.sums.distance / weight - spread) / newton.nullLoss();
      }
      exact.error = problem.sums.error;
      exact.errorWeight = problem.sums.errorWeight;
      exact.loss = problem.sums.loss;
      problem.sums = exact;
    }
  }

  private void pass(List<FamilyProblem> problems, boolean distances) {
    List<RowSums> told = passes.gradients(problems.stream().map(p -> p.point(p.c)).toList(), distances);
    for (int i = 0; i < problems.size(); i++) {
      problems.get(i).sums = told.get(i);
    }
  }

  /** Newton's step of problems, those of one λ with one curvature. */
  private void step(List<FamilyProblem> problems, List<FamilyProblem> moving, double[] lambdas) {
    List<Callable<Void>> tasks = IntStream.range(0, lambdas.length).<Callable<Void>>mapToObj(k -> () -> {
      List<FamilyProblem> own = moving.stream().filter(problem -> problem.lambda == lambdas[k]).toList();
      if (!own.isEmpty()) {
        FamilyProblem all = problems.get(k); // of all rows
        double[][][] h = passes.sample().curvature(all.c, all.parts);
        for (FamilyProblem problem : own) {
          if (problem != all && ownCurvature()) {
            h = passes.sample().curvature(problem.c, problem.parts);
          }
          newton.step(problem, h);
        }
      }
      return null;
    }).toList();
    workers.all(tasks);
  }

  /** Whether the curvature of each fold costs less than the pass; else all folds have that of all rows. */
  private boolean ownCurvature() {
    return (double) passes.sample().count() * parts.count() * predictors * predictors <= Math.max(WORTH,
        4.0 * rows.rows());
  }
}
