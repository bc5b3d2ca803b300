package dev.lariat.study.cell;

import dev.lariat.linear.LinearPath;

/** A path as far as it was followed, and at which strengths. */
record FollowedPath(LinearPath path, PathGrid grid) {
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
