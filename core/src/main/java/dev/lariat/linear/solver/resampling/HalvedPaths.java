package dev.lariat.linear.solver.resampling;

import dev.lariat.data.DataException;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.selection.Stability;
import dev.lariat.linear.solver.PathFit;
import dev.lariat.linear.solver.rounding.RoundedColumns;
import dev.lariat.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;

/** Paths on halves of the rows, for stability selection. */
public final class HalvedPaths {
  /** A selection of a half needs no more digits. */
  private static final double TOLERANCE = 1e-5;

  private HalvedPaths() {}

  /**
   * Fits a path to each half as far as it selects few enough features, and counts.
   *
   * @param pairs [pairs][rows] which half each row is in, 0 or 1; rows of weight 0 may be in either
   * @throws DataException if a half leaves nothing to fit, or there is no feature to select
   */
  public static Stability of(Observations data, LinearPenalty penalty, PathOptions options, int[][] pairs) {
    boolean[] candidate = candidates(data, penalty);
    int candidates = 0;
    for (boolean each : candidate) {
      candidates += each ? 1 : 0;
    }
    if (candidates == 0) {
      throw new DataException("there is no feature to select: all are constant, left out or never penalised");
    }
    int most = Stability.most(candidates);
    double[] w = data.normalisedWeights();
    PathOptions alone = options.withThreads(1).withTolerance(Math.max(TOLERANCE, options.tolerance()));
    var rounded = RoundedColumns.shared(data.x());
    List<Callable<BitSet>> tasks = new ArrayList<>();
    for (int pair = 0; pair < pairs.length; pair++) {
      for (int side = 0; side < 2; side++) {
        int[] half = pairs[pair];
        int own = side;
        int number = 2 * pair + side + 1;
        tasks.add(() -> {
          double[] weights = new double[w.length];
          Arrays.setAll(weights, i -> half[i] == own ? w[i] : 0);
          try {
            return selected(PathFit.fit(data.withWeights(weights), penalty, alone,
                point -> count(point, candidate) <= most, _ -> Long.MAX_VALUE, rounded), candidate, most);
          } catch (DataException e) {
            throw new DataException("half " + number + " of the rows: " + e.getMessage()
                + "; there are too few rows for stability selection", e);
          }
        });
      }
    }
    double[] frequency = new double[candidate.length];
    for (BitSet found : Workers.all(options.threads(), tasks)) {
      found.stream().forEach(j -> frequency[j]++);
    }
    for (int j = 0; j < frequency.length; j++) {
      frequency[j] = candidate[j] ? frequency[j] / tasks.size() : Double.NaN;
    }
    return new Stability(tasks.size(), most, candidates, Stability.THRESHOLD, frequency);
  }

  private static boolean[] candidates(Observations data, LinearPenalty penalty) {
    double[] w = data.normalisedWeights();
    boolean[] candidate = new boolean[data.x().columns()];
    for (int j = 0; j < candidate.length; j++) {
      double factor = penalty.factors() == null ? 1 : penalty.factors()[j];
      double mean = data.x().dot(j, w);
      candidate[j] = factor > 0 && factor < Double.POSITIVE_INFINITY && data.x().squares(j, w) > mean * mean;
    }
    return candidate;
  }

  private static BitSet features(LinearPath.Point point, boolean[] candidate) {
    var found = new BitSet();
    for (int[] index : point.index()) {
      for (int j : index) {
        found.set(j, candidate[j]);
      }
    }
    return found;
  }

  private static int count(LinearPath.Point point, boolean[] candidate) {
    return features(point, candidate).cardinality();
  }

  /** What the weakest λ selects that selects few enough. */
  private static BitSet selected(LinearPath path, boolean[] candidate, int most) {
    var last = new BitSet();
    for (LinearPath.Point point : path.points()) {
      BitSet found = features(point, candidate);
      if (found.cardinality() > most) {
        break;
      }
      last = found;
    }
    return last;
  }
}
