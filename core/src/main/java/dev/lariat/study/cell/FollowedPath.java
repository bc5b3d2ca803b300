package dev.lariat.study.cell;

import dev.lariat.linear.LinearPath;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import dev.lariat.model.LinearTrainer;
import dev.lariat.study.candidate.LinearRegularizer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntToLongFunction;
import java.util.function.Predicate;

/** A path as far as it was followed, and at which strengths. */
record FollowedPath(LinearPath path, PathGrid grid) {
  /** A value that a sparse column keeps takes as long as so many of a dense one, of which work is counted. */
  private static final int SPARSE = 5;
  /** The same where no coefficient is 0, so that all columns are passed over in their order. */
  private static final int SPARSE_RIDGE = 3;
  /** The part of a path's work after which it is asked whether all strengths are within reach. */
  private static final int PROBE = 4;
  /** Of its strengths, that part is near enough to go on. */
  private static final int NEAR = 5;

  /**
   * A whole path, single-threaded: cells run side by side. In glmnet's dialect, which divides the quadratic part by the
   * target's standard deviation: then a strength means the same in whatever unit the target is.
   */
  static LinearPath fit(Observations rows, LinearRegularizer regularizer, PathOptions options,
      Predicate<LinearPath.Point> more, IntToLongFunction mostWork) {
    int times = rows.x().sparse() ? regularizer.penalty().alpha() == 0 ? SPARSE_RIDGE : SPARSE : 1;
    return LinearTrainer.fit(rows, regularizer.penalty(), options, more, points -> {
      long most = mostWork.applyAsLong(points);
      return most == Long.MAX_VALUE ? most : most / times;
    });
  }

  /**
   * Follows a path: with all of its strengths, or, where a quarter of the work that it may cost reaches less than a
   * fifth of them, in a hurry.
   *
   * @param begin says of each path that begins how far it is wanted; the last that begins is the one that counts
   */
  static FollowedPath follow(Observations rows, LinearRegularizer regularizer, double gap, double hurriedGap, long work,
      Function<PathGrid, Predicate<LinearPath.Point>> begin) {
    PathGrid all = PathGrid.all(regularizer);
    Predicate<LinearPath.Point> more = begin.apply(all);
    var wanted = new AtomicBoolean(true);
    int enough = all.points() / NEAR;
    LinearPath begun = fit(rows, regularizer, all.options(gap), point -> {
      wanted.set(more.test(point));
      return wanted.get();
    }, points -> points < enough && work < Long.MAX_VALUE ? work / PROBE : work);
    var followed = new FollowedPath(begun, all);
    if (!wanted.get() || followed.isWhole() || begun.points().size() >= enough) {
      return followed;
    }
    PathGrid grid = PathGrid.hurried(regularizer, begun.points().getFirst().lambda());
    return new FollowedPath(
        fit(rows, regularizer, grid.options(hurriedGap), begin.apply(grid), _ -> work - work / PROBE), grid);
  }

  /** A path as far as a strength, however long it takes; at all strengths where it is none of those of a hurry. */
  static FollowedPath asFarAs(int wanted, PathGrid known, Observations rows, double gap) {
    return asFarAs(wanted, known, rows, gap, () -> true);
  }

  /**
   * The same, if nobody ends it.
   *
   * @param more asked after each strength
   */
  static FollowedPath asFarAs(int wanted, PathGrid known, Observations rows, double gap, BooleanSupplier more) {
    PathGrid grid = known.place(wanted) >= 0 ? known : PathGrid.all(known.regularizer());
    var left = new AtomicInteger(grid.place(wanted));
    return new FollowedPath(fit(rows, grid.regularizer(), grid.options(gap),
        _ -> left.getAndDecrement() > 0 && more.getAsBoolean(), _ -> Long.MAX_VALUE), grid);
  }

  /** Where no feature says anything λ_max is 0, and one point is the whole path. */
  boolean isOnePoint() {
    return path.points().getFirst().lambda() == 0;
  }

  boolean isWhole() {
    return path.points().size() == grid.points() || isOnePoint();
  }

  /** {@return whether a strength, counted from the strongest, is fitted} */
  boolean has(int fromStrong) {
    int place = grid.place(fromStrong);
    return isOnePoint() || (place >= 0 && place < path.points().size());
  }

  /**
   * {@return the fit at a strength, counted from the strongest; of a path that is one point, or ends before, its last}
   */
  LinearPath.Point at(int fromStrong) {
    return path.points().get(Math.min(isOnePoint() ? 0 : grid.place(fromStrong), path.points().size() - 1));
  }
}
