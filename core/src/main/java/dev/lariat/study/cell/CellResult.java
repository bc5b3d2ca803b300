package dev.lariat.study.cell;

import dev.lariat.study.candidate.PathLimit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What came out of a cell: a curve of scores, by epoch (network), by strength (linear path), or a single one (trivial).
 */
public final class CellResult {
  private final Cell cell;
  private final boolean complete;
  private final List<Score> scores;
  private final PathFit fit;
  private final float[][] rowLosses; // [scores][validation rows], or [1][validation rows] for the last score only, or
                                     // [0]

  /**
   * How a path was fitted.
   *
   * @param hurried whether that was in a hurry: to a wider gap, as an exact one would have cost too much; empty where a
   * log of an earlier version does not say
   * @param limit what it might cost; empty where a log of an earlier version does not say
   */
  public record PathFit(Optional<Boolean> hurried, Optional<PathLimit> limit) {
    /** Of what is no path, or a single exact model. */
    public static final PathFit EXACT = of(false, PathLimit.NONE);

    /** {@return what is known for certain} */
    public static PathFit of(boolean hurried, PathLimit limit) {
      return new PathFit(Optional.of(hurried), Optional.of(limit));
    }
  }

  /**
   * @param cell what was run
   * @param complete whether the planned schedule was run to its end
   * @param scores at least one
   * @param rowLosses losses of the validation rows for every score, for the last score only, or none; not copied
   */
  public CellResult(Cell cell, boolean complete, List<Score> scores, float[][] rowLosses) {
    this(cell, complete, scores, rowLosses, PathFit.EXACT);
  }

  /**
   * A result that may be less exact than others.
   *
   * @param cell what was run
   * @param complete whether the planned schedule was run to its end
   * @param scores at least one
   * @param rowLosses as above; not copied
   * @param fit how a path was fitted
   */
  public CellResult(Cell cell, boolean complete, List<Score> scores, float[][] rowLosses, PathFit fit) {
    if (scores.isEmpty()) {
      throw new IllegalArgumentException("no score of " + cell);
    }
    if (rowLosses.length > 1 && rowLosses.length != scores.size()) {
      throw new IllegalArgumentException(rowLosses.length + " rows of losses for " + scores.size() + " scores");
    }
    this.cell = cell;
    this.complete = complete;
    this.scores = List.copyOf(scores);
    this.rowLosses = rowLosses;
    this.fit = fit;
  }

  /** {@return the same result of another cell} */
  public CellResult of(Cell other) {
    return new CellResult(other, complete, scores, rowLosses, fit);
  }

  public Cell cell() {
    return cell;
  }

  public boolean complete() {
    return complete;
  }

  public List<Score> scores() {
    return scores;
  }

  public Score last() {
    return scores.getLast();
  }

  /** {@return how a path was fitted; {@link PathFit#EXACT} of all others} */
  public PathFit fit() {
    return fit;
  }

  /** As given to the constructor; not to be modified. */
  public float[][] rowLosses() {
    return rowLosses;
  }

  /** Losses of the validation rows at a score; not to be modified. */
  public float[] rowLosses(int score) {
    if (rowLosses.length == scores.size()) {
      return rowLosses[score];
    }
    if (rowLosses.length == 1 && score == scores.size() - 1) {
      return rowLosses[0];
    }
    throw new IllegalStateException("no row losses at point " + score + " of " + cell);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CellResult o && cell.equals(o.cell) && complete == o.complete && fit.equals(o.fit)
        && scores.equals(o.scores) && Arrays.deepEquals(rowLosses, o.rowLosses);
  }

  @Override
  public int hashCode() {
    return cell.hashCode();
  }

  @Override
  public String toString() {
    return cell + " " + scores.size() + " " + last();
  }
}
