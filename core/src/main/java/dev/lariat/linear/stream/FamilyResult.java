package dev.lariat.linear.stream;

import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Link;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.selection.CrossValidation;
import dev.lariat.linear.selection.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What solved problems are as a path and its cross-validation.
 *
 * @param all rows
 * @param problems those of all rows first, then fold by fold, each along the λs
 * @param nullLoss of the model without penalised columns
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
record FamilyResult(Family family, PathOptions options, EncodedFold all, List<FamilyProblem> problems, double[] lambdas,
    double nullLoss) {
  private static final double SATURATED = 0.999;

  /** @param weight that the deviance is summed with */
  LinearPath path(double weight) {
    var points = new ArrayList<LinearPath.Point>();
    var ratios = new ArrayList<Double>();
    int failed = 0;
    for (int k = 0; k < lambdas.length; k++) {
      FamilyProblem problem = problems.get(k);
      boolean converged = problem.gap <= options.tolerance();
      failed += converged ? 0 : 1;
      double ratio = 1 - problem.sums.loss / all.weight() / nullLoss;
      ratios.add(ratio);
      points.add(
          all.point(lambdas[k], problem.gap, converged, ratio, problem.c, problem.b, family.link() == Link.SOFTMAX));
      if (options.lambdas() == null && options.earlyStop() && points.size() >= Family.LEAST_POINTS
          && (ratio > SATURATED || family.pathEnds(ratios, patience()))) {
        break;
      }
    }
    var notes = new ArrayList<String>();
    long constant = IntStream.range(0, all.width()).filter(j -> all.constant()[j]).count();
    if (constant > 0) {
      notes.add(constant == 1 ? "1 column is constant and left out" : constant + " columns are constant and left out");
    }
    if (failed > 0) {
      notes.add(failed + " of " + points.size() + " λs did not reach the tolerance " + options.tolerance()
          + "; their gap is reported");
    }
    return new LinearPath(family, all.width(), 2 * nullLoss * weight, points, notes);
  }

  private double patience() {
    LinearPenalty penalty = all.penalty();
    boolean atZero = (penalty.lower() != null && Arrays.stream(penalty.lower()).anyMatch(v -> v == 0))
        || (penalty.upper() != null && Arrays.stream(penalty.upper()).anyMatch(v -> v == 0));
    return atZero ? 0 : 1;
  }

  CrossValidation validation(LinearPath path, Measure measure, double seconds) {
    int kept = path.points().size();
    int folds = problems.size() / lambdas.length - 1;
    double[][] errors = new double[folds][kept];
    double[] weight = new double[folds];
    for (int f = 0; f < folds; f++) {
      for (int k = 0; k < kept; k++) {
        RowSums sums = problems.get((f + 1) * lambdas.length + k).sums;
        weight[f] = sums.errorWeight;
        errors[f][k] = sums.errorWeight > 0 ? sums.error / sums.errorWeight : 0;
      }
    }
    FoldErrors chosen = FoldErrors.of(errors, weight);
    return new CrossValidation(path, measure, chosen.mean(), chosen.error(), chosen.best(), chosen.oneSe(),
        new double[0][], folds, seconds, 0, Optional.empty());
  }
}
