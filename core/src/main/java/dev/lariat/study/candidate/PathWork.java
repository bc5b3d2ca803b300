package dev.lariat.study.candidate;

import java.util.function.LongSupplier;

/**
 * How much a path on a fold may cost, by a count of its work in what takes about a nanosecond, that is the same on
 * every machine. What a path does not reach is not compared.
 *
 * @param linear of a linear path
 * @param additive of one on pieces of each number's range
 */
public record PathWork(long linear, long additive) {
  /** Paths that go to their end. */
  public static final PathWork UNLIMITED = new PathWork(Long.MAX_VALUE, Long.MAX_VALUE);
  /** Additive paths that were asked for cost as much as so many trainings of a network, where others cost one. */
  public static final int ASKED = 10;
  private static final long SECOND = 1_000_000_000;

  /**
   * What suits a choice. A path costs no more than the training of a network, or a second. One that was asked for goes
   * to its end where it is linear; on a wide table the pieces of all columns, which say nearly the same, would take too
   * long for that.
   *
   * @param training the work of a network's training on a fold; not asked for where nothing is limited
   */
  public static PathWork of(CandidateChoice choice, boolean triesAdditive, LongSupplier training) {
    if (choice.models().isEmpty()) {
      long one = Math.max(SECOND, training.getAsLong());
      return new PathWork(one, one);
    }
    return triesAdditive ? new PathWork(Long.MAX_VALUE, ASKED * Math.max(SECOND, training.getAsLong())) : UNLIMITED;
  }
}
