package dev.lariat.linear.stream.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.stream.OrderedStore;
import dev.lariat.linear.Cox;
import dev.lariat.linear.Datafit;
import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.Observations;
import dev.lariat.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a pass in the order of the times tells is what the loss of rows in memory tells. */
class RiskPassTest {
  private static final int INPUTS = 5;
  private static final int FOLDS = 3;

  /** Random rows, as they are in memory and as a store has them. */
  private static final class Problem {
    private final int n;
    private final double[][] x = new double[INPUTS][];
    private final double[] w;
    private final double[] offset;
    private final int[] fold;
    private final Cox.Times times;
    private final Cox.Ties ties;
    private final List<double[]> rows = new ArrayList<>();

    private Problem(Random random) {
      n = 1 + random.nextInt(random.nextBoolean() ? 40 : 3000);
      boolean starts = random.nextBoolean();
      int strata = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(1 + n / 4);
      int different = random.nextBoolean() ? 7 : Integer.MAX_VALUE; // times
      ties = random.nextBoolean() ? Cox.Ties.EFRON : Cox.Ties.BRESLOW;
      w = random.doubles(n).map(v -> v < 0.3 ? 1 : 0.1 + 3 * v).toArray();
      // what leaves must not be so large that what stays is lost to rounding, in memory as here
      double spread = starts ? 4 : 40;
      offset = random.doubles(n).map(v -> spread * (v - 0.5)).toArray();
      fold = random.ints(n, 0, FOLDS).toArray();
      double[] time = new double[n];
      double[] start = new double[n];
      boolean[] event = new boolean[n];
      for (int j = 0; j < INPUTS; j++) {
        x[j] = random.doubles(n).map(v -> v - 0.3).toArray();
      }
      for (int i = 0; i < n; i++) {
        time[i] = different == 7 ? random.nextInt(different) : random.nextDouble();
        start[i] = time[i] - (different == 7 ? 1 + random.nextInt(4) : 0.01 + random.nextDouble());
        event[i] = random.nextInt(3) > 0;
      }
      event[random.nextInt(n)] = true;
      int[] stratum = random.ints(n, 0, strata).toArray();
      times = new Cox.Times(time, event, starts ? start : null, stratum);
      sort();
    }

    /** Makes the rows that a store has. */
    private void sort() {
      rows.clear();
      for (int i = 0; i < n; i++) {
        double[] row = new double[RiskRow.HEAD + INPUTS];
        row[RiskRow.STRATUM] = times.stratum()[i];
        row[RiskRow.KEY] = -times.time()[i];
        row[RiskRow.WEIGHT] = w[i];
        row[RiskRow.EVENT] = times.event()[i] ? 1 : 0;
        row[RiskRow.FOLD] = fold[i];
        row[RiskRow.OFFSET] = offset[i];
        for (int j = 0; j < INPUTS; j++) {
          row[RiskRow.HEAD + j] = x[j][i];
        }
        rows.add(row);
        if (times.start() != null) {
          double[] leaves = row.clone();
          leaves[RiskRow.KEY] = -times.start()[i];
          leaves[RiskRow.WEIGHT] = -w[i];
          leaves[RiskRow.EVENT] = 0;
          rows.add(leaves);
        }
      }
      rows.sort(Comparator.<double[]>comparingDouble(row -> row[RiskRow.STRATUM])
          .thenComparingDouble(row -> row[RiskRow.KEY] + 0.0));
    }

    private Observations observations() {
      return Observations.cox(DesignMatrix.dense(x), times, ties).withWeights(w);
    }

    private double[] eta(RiskPoint point) {
      double[] eta = offset.clone();
      for (int i = 0; i < n; i++) {
        eta[i] += point.constant();
        for (int j = 0; j < INPUTS; j++) {
          eta[i] += point.coefficients()[j] * x[j][i];
        }
      }
      return eta;
    }

    /** The loss of these weights, in memory. */
    private Datafit datafit(double[] weights) {
      return Family.cox(ties).datafit(observations(), weights);
    }
  }

  /** Rows in memory, some at a time. */
  private record Kept(List<double[]> rows, int some) implements OrderedStore {
    @Override
    public void expect(long most, int width, int keys) {
      throw new IllegalStateException("the rows are there");
    }

    @Override
    public void add(double[] row) {
      throw new IllegalStateException("the rows are there");
    }

    @Override
    public void pass(Visitor visitor) {
      for (int from = 0; from < rows.size(); from += some) {
        List<double[]> part = rows.subList(from, Math.min(rows.size(), from + some));
        visitor.take(part.stream().flatMapToDouble(Arrays::stream).toArray(), part.size());
      }
    }
  }

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void lossGradientAndErrorAreThoseOfMemory(int seed) {
    var random = new Random(seed);
    var problem = new Problem(random);
    var points = new ArrayList<RiskPoint>();
    for (int f = -1; f < FOLDS; f++) {
      points.add(new RiskPoint(f, random.nextDouble(), random.doubles(INPUTS).map(v -> 3 * v - 1).toArray()));
      points.add(new RiskPoint(f, 0, new double[INPUTS]));
    }
    var pass = new RiskPass(points, INPUTS, problem.ties, 0);
    try (var workers = new Workers(2)) {
      pass.over(new Kept(problem.rows, 1 + random.nextInt(700)), workers, 2);
    }
    for (int p = 0; p < points.size(); p++) {
      RiskPoint point = points.get(p);
      RiskSums told = pass.sums().get(p);
      double[] rest = problem.w.clone();
      for (int i = 0; i < rest.length; i++) {
        rest[i] = problem.fold[i] == point.fold() ? 0 : rest[i];
      }
      double[][] eta = {problem.eta(point)};
      double[][] mu = new double[1][problem.n];
      double all = problem.datafit(problem.w).evaluate(eta, mu);
      Datafit others = problem.datafit(rest);
      double loss = others.evaluate(eta, mu);
      double size = 1 + Math.abs(all);
      assertThat(told.loss()).isCloseTo(loss, within(1e-11 * size));
      assertThat(told.error()).isCloseTo(point.fold() < 0 ? 0 : 2 * (all - loss), within(1e-10 * size));
      double[] theta = new double[problem.n];
      others.residual(mu, 0, theta);
      for (int j = 0; j < INPUTS; j++) {
        double slope = 0;
        double largest = 1;
        for (int i = 0; i < theta.length; i++) {
          slope += theta[i] * problem.x[j][i];
          largest += Math.abs(theta[i]);
        }
        assertThat(told.slopes()[j]).as("slope " + j).isCloseTo(slope, within(1e-10 * largest));
      }
      double weight = Arrays.stream(rest).sum();
      for (double s : new double[]{1, 1 - 1e-9, 1 - 1e-5, 0.99, 0.7, 0.1}) {
        double exact = others.distance(mu, s) / weight;
        double about = Family.cox(problem.ties).distanceAbout(s, told.square(), weight);
        assertThat(about).as("the distance at " + s + " is bounded").isGreaterThanOrEqualTo(exact * (1 - 1e-9) - 1e-14);
      }
    }
  }

  /** Large offsets cancel: what is summed are distances from the largest η, at any cut of the rows. */
  @ParameterizedTest
  @MethodSource("seeds")
  void largeOffsetsCostNoDigits(int seed) {
    var random = new Random(seed);
    var problem = new Problem(random);
    for (int i = 0; i < problem.n; i++) {
      problem.offset[i] = Math.rint(8 * problem.offset[i]) / 8; // so that a million more is exact
    }
    problem.sort();
    var points = List.of(new RiskPoint(-1, 0, new double[INPUTS]), new RiskPoint(-1, 1e6, new double[INPUTS]),
        new RiskPoint(1, 0, new double[INPUTS]), new RiskPoint(1, 1e6, new double[INPUTS]));
    var pass = new RiskPass(points, INPUTS, problem.ties, 0);
    try (var workers = new Workers(1)) {
      pass.over(new Kept(problem.rows, 1 + random.nextInt(700)), workers, 1);
    }
    double[][] eta = {problem.eta(points.get(1))};
    double memory = problem.datafit(problem.w).evaluate(eta, new double[1][problem.n]);
    assertThat(pass.sums().get(1).loss()).isCloseTo(memory, within(1e-13 * (1 + memory)));
    for (int p = 0; p < points.size(); p += 2) {
      assertThat(pass.sums().get(p + 1).loss()).isEqualTo(pass.sums().get(p).loss());
      assertThat(pass.sums().get(p + 1).error()).isEqualTo(pass.sums().get(p).error());
    }
  }

  /** A point is one thread's. */
  @ParameterizedTest
  @MethodSource("seeds")
  void theBitsDoNotDependOnThreads(int seed) {
    var problem = new Problem(new Random(seed));
    List<RiskPoint> points = List.of(new RiskPoint(-1, 0, new double[]{1, 0, -1, 0.5, 0}),
        new RiskPoint(1, 0, new double[]{1, 0, -1, 0.5, 0}));
    double[][] slopes = new double[2][];
    for (int t = 0; t < 2; t++) {
      var pass = new RiskPass(points, INPUTS, problem.ties, 0);
      try (var workers = new Workers(1 + t)) {
        pass.over(new Kept(problem.rows, 1024), workers, 1 + t);
      }
      slopes[t] = pass.sums().getLast().slopes();
    }
    assertThat(slopes[1]).isEqualTo(slopes[0]);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theBaselineIsThatOfMemory(int seed) {
    var problem = new Problem(new Random(seed));
    double[] b = {0.5, 0, -1, 0.2, 0.1};
    var point = new RiskPoint(-1, 0, b);
    var pass = new RiskPass(List.of(point), INPUTS, problem.ties, 1);
    try (var workers = new Workers(1)) {
      pass.over(new Kept(problem.rows, 333), workers, 1);
    }
    int[] rank = IntStream.rangeClosed(0, Arrays.stream(problem.times.stratum()).max().orElse(0)).toArray();
    Cox.Baseline mine = pass.baselines(rank).getFirst();
    Observations data = problem.observations().withOffset(problem.offset);
    var path = new LinearPath(data.family(), INPUTS, 1, List.of(new LinearPath.Point(1, 0, true, 0, new double[1],
        new int[][]{{0, 2, 3, 4}}, new double[][]{{0.5, -1, 0.2, 0.1}})), List.of());
    Cox.Baseline theirs = new Cox(problem.ties).baselines(data, path).getFirst();
    assertThat(mine.stratum()).isEqualTo(theirs.stratum());
    assertThat(mine.time()).isEqualTo(theirs.time());
    for (int g = 0; g < mine.cumulative().length; g++) {
      assertThat(mine.cumulative()[g]).isCloseTo(theirs.cumulative()[g], within(1e-10 * theirs.cumulative()[g]));
    }
  }
}
