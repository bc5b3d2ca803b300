package dev.lariat.linear.stream;

import dev.lariat.data.DataException;
import dev.lariat.data.encoding.Feature;
import dev.lariat.data.encoding.LinearParts;
import dev.lariat.data.encoding.PartEncoding;
import dev.lariat.data.encoding.PartSums;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.stream.OrderedStore;
import dev.lariat.data.stream.PassLog;
import dev.lariat.data.stream.RowRoles;
import dev.lariat.data.stream.RowSource;
import dev.lariat.linear.selection.CrossValidation;
import dev.lariat.linear.Cox;
import dev.lariat.linear.Family;
import dev.lariat.linear.LambdaGrid;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.selection.Measure;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.solver.PathFit;
import dev.lariat.linear.solver.moments.SummedProblem;
import dev.lariat.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A gaussian path on a table that is passed over once: path, cross-validation by squared error and certificates follow
 * from sums and products by fold. What is learnt from rows, such as what stands for a missing number, is learnt from a
 * fold's training rows, which are the sums of the other folds.
 *
 * @param preprocessing how the table becomes features
 * @param penalty of these features
 * @param path the fit
 * @param validation null where there is one fold
 * @param rows that have a target
 * @param seconds what the path took once the rows were summed up
 * @param notes what a reader should know of the table
 * @param baselines of times until an event, one a λ; else empty
 */
public record StreamedPath(Preprocessing preprocessing, LinearPenalty penalty, LinearPath path,
    CrossValidation validation, long rows, double seconds, List<String> notes, Optional<Baselines> baselines) {
  /** A sum of squares of numbers up to this is finite. */
  private static final double LARGEST = 1e145;
  /** A spread down to this has a square that is not 0. */
  private static final double SMALLEST = 1e-145;

  /**
   * The baseline's hazard at each λ.
   *
   * @param strata their names, by number; empty without strata
   * @param points one a λ of the path
   */
  public record Baselines(List<String> strata, List<Cox.Baseline> points) {}

  /** {@return why a path needs the rows in memory; empty if it does not} */
  public static Optional<String> needsRows(Family family, Measure measure, PathOptions options) {
    if (measure.moreIsBetter()) {
      return Optional
          .of("--measure " + measure.name().toLowerCase(Locale.ROOT) + " needs all predictions at once, in memory");
    }
    if (!family.quadratic()) {
      return options.dialect() == PathOptions.Dialect.GLMNET
          ? Optional.of("--dialect glmnet of the family " + family + " needs the rows in memory")
          : Optional.empty();
    }
    return measure == Measure.DEVIANCE || measure == Measure.MSE
        ? Optional.empty()
        : Optional.of("--measure " + measure.name().toLowerCase(Locale.ROOT)
            + " needs the rows in memory: a streamed gaussian path is validated by mse, which follows from sums");
  }

  /**
   * Fits.
   *
   * @param family the target's distribution; one linear predictor
   * @param classes of the target; empty for numbers
   * @param penalty from the features to theirs; of a fold's training rows these may be fewer
   * @param log keeps where a fit of several passes is
   * @param store keeps the rows in the order of their times; only of times until an event it has to be there
   * @throws DataException if the table cannot be used
   * @throws IllegalArgumentException if a setting needs the rows themselves, as {@link #needsRows} says
   */
  public static StreamedPath fit(RowSource rows, RowRoles roles, Family family, List<String> classes, Measure measure,
      PathOptions options, Function<List<Feature>, LinearPenalty> penalty, PassLog log, Optional<OrderedStore> store) {
    needsRows(family, measure, options).ifPresent(why -> { throw new IllegalArgumentException(why); });
    if (!family.quadratic()) {
      return FamilyPath.fit(rows, roles, family, classes, measure, options, penalty, log, store);
    }
    var sums = new GaussianSums(rows, roles, options.intercept());
    long begin = System.nanoTime();
    List<FoldSums> folds = sums.folds();
    FoldSums total = FoldSums.of(folds);
    requireNumbers(sums.parts(), total.parts());
    requireSquares("target '" + roles.target() + "'", total.leastTarget(), total.mostTarget(), sums.targetConstant());
    Fitted all = fitted(sums, total, roles, options, penalty);
    long fitted = System.nanoTime();
    var notes = new ArrayList<String>();
    if (sums.leftOut() > 0) {
      notes.add(leftOut(sums.leftOut(), roles.target()));
    }
    if (folds.size() == 1 && roles.folds().column().isPresent()) {
      throw new DataException(
          "fold column '" + roles.folds().column().get() + "' has one value only, and folds need two");
    }
    CrossValidation validation = folds.size() == 1
        ? null
        : validation(sums, total, roles, options, penalty, measure, all.path, begin);
    return new StreamedPath(all.encoding.preprocessing(), all.penalty,
        validation == null ? all.path : validation.path(), validation, sums.rows(), (fitted - begin) / 1e9, notes,
        Optional.empty());
  }

  /** The note of rows that have no target. */
  static String leftOut(long rows, String target) {
    return rows + (rows == 1 ? " row has" : " rows have") + " no target '" + target + "' and "
        + (rows == 1 ? "is" : "are") + " left out";
  }

  private record Fitted(PartEncoding encoding, LinearPenalty penalty, LinearPath path) {}

  private static Fitted fitted(GaussianSums sums, FoldSums training, RowRoles roles, PathOptions options,
      Function<List<Feature>, LinearPenalty> penalty) {
    double first = training.leastTarget() + sums.targetConstant();
    if (training.sameTarget() && (options.intercept() || first == 0)) {
      throw new DataException("the target is constant (" + first + "): there is nothing to model");
    }
    var encoding = new PartEncoding(sums.parts(), training.parts());
    int width = encoding.preprocessing().width();
    double[] shift = new double[width];
    boolean[] constant = new boolean[width];
    for (int j = 0; j < width; j++) {
      shift[j] = encoding.shift(j);
      constant[j] = encoding.constant(j);
    }
    LinearPenalty own = penalty.apply(encoding.preprocessing().features());
    var problem = new SummedProblem(Family.gaussian(), training.encoded(encoding), shift, constant,
        sums.targetConstant(), sums.rows(), roles.weights().isPresent() ? training.weight() : sums.rows(),
        !roles.offsets().isEmpty());
    return new Fitted(encoding, own, PathFit.fit(problem, own, options));
  }

  private static CrossValidation validation(GaussianSums sums, FoldSums total, RowRoles roles, PathOptions options,
      Function<List<Feature>, LinearPenalty> penalty, Measure measure, LinearPath path, long begin) {
    long fitted = System.nanoTime();
    List<FoldSums> folds = sums.folds();
    double[] lambdas = path.lambdas();
    boolean ownGrid = options.dialect() == PathOptions.Dialect.GLMNET && options.lambdas() == null;
    double[][] errors = new double[folds.size()][];
    int[] failed = new int[folds.size()];
    List<Callable<Void>> tasks = IntStream.range(0, folds.size()).<Callable<Void>>mapToObj(f -> () -> {
      FoldSums training = FoldSums.without(total, folds, f);
      if (!(training.weight() > 0)) {
        throw new DataException(
            "fold " + (f + 1) + " leaves no training row" + (roles.weights().isPresent() ? " of positive weight" : ""));
      }
      PathOptions fold = ownGrid ? grid(options, training, sums) : options.withLambdas(lambdas);
      try {
        Fitted fit = fitted(sums, training, roles, fold, penalty);
        failed[f] = (int) fit.path.points().stream().filter(point -> !point.converged()).count();
        errors[f] = folds.get(f).weight() > 0 ? errors(fit, folds.get(f), sums, lambdas) : new double[lambdas.length];
      } catch (DataException e) {
        throw new DataException("without fold " + (f + 1) + ": " + e.getMessage() + "; use fewer or other folds", e);
      }
      return null;
    }).toList();
    Workers.all(options.threads(), tasks);
    FoldErrors chosen = FoldErrors.of(errors, folds.stream().mapToDouble(FoldSums::weight).toArray());
    int unconverged = IntStream.of(failed).sum();
    return new CrossValidation(PathFit.noted(path, unconverged, options.tolerance()), measure, chosen.mean(),
        chosen.error(), chosen.best(), chosen.oneSe(), new double[0][], folds.size(), (fitted - begin) / 1e9,
        (System.nanoTime() - fitted) / 1e9, Optional.empty());
  }

  private static PathOptions grid(PathOptions options, FoldSums training, GaussianSums sums) {
    return Double.isNaN(options.lambdaRatio())
        ? options.withGrid(options.lambdaCount(),
            LambdaGrid.defaultRatio((int) Math.min(Integer.MAX_VALUE, training.parts().weights().rows()),
                sums.parts().count()))
        : options;
  }

  /** The squared errors on a fold's own rows, between the λs of a path linear in λ. */
  private static double[] errors(Fitted fit, FoldSums own, GaussianSums sums, double[] lambdas) {
    return Arrays.stream(lambdas).map(lambda -> error(fit.path.at(lambda), fit.encoding, own, sums)).toArray();
  }

  private static double error(LinearPath.Point point, PartEncoding encoding, FoldSums own, GaussianSums sums) {
    double[] b = new double[sums.parts().count()];
    double constant = point.intercepts()[0] - sums.targetConstant();
    for (int a = 0; a < point.index()[0].length; a++) {
      int input = point.index()[0][a];
      double coefficient = point.coefficient()[0][a];
      constant += coefficient * encoding.shift(input);
      int[] parts = encoding.parts(input);
      for (int i = 0; i < parts.length; i++) {
        b[parts[i]] += coefficient * encoding.factors(input)[i];
      }
    }
    return own.meanSquaredError(constant, b);
  }

  /** Refuses columns of numbers whose squares overflow or vanish. */
  static void requireNumbers(LinearParts parts, PartSums all) {
    for (int i = 0; i < parts.count(); i++) {
      requireSquares("column '" + parts.column(i) + "'", parts.center(i) + all.least()[i],
          parts.center(i) + all.most()[i], 0);
    }
  }

  /** @param constant what the least and the largest of the numbers that are squared are without */
  private static void requireSquares(String what, double least, double most, double constant) {
    double low = constant + least;
    double high = constant + most;
    if (least <= most && Math.max(Math.abs(least), Math.abs(most)) > LARGEST) {
      throw new DataException(what + ": " + (Math.abs(low) > Math.abs(high) ? low : high)
          + " is too large, its square overflows; divide the column by a constant");
    }
    if (most > least && most - least < SMALLEST) {
      throw new DataException(what + " goes from " + low + " to " + high
          + ": so small a spread has a square of 0; multiply the column by a constant");
    }
  }
}
