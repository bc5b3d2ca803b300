package dev.lariat.study.candidate;

import java.util.Set;
import java.util.function.LongSupplier;

/**
 * How much a path on a fold may cost, by a count of its work in what takes about a nanosecond, that is the same on
 * every machine. What a path does not reach is not compared.
 *
 * @param linear of a linear path
 * @param additive of one on pieces of each number's range
 */
public record PathWork(Most linear, Most additive) {
  /** Paths that go to their end. */
  public static final PathWork UNLIMITED = new PathWork(Most.UNLIMITED, Most.UNLIMITED);
  /** Additive paths that were asked for cost as much as so many trainings of a network, where others cost one. */
  private static final int ASKED = 10;
  private static final long SECOND = 1_000_000_000;

  /**
   * The most that a path may cost.
   *
   * @param limit what it is compared with
   * @param work in what takes about a nanosecond
   */
  public record Most(PathLimit limit, long work) {
    /** No limit. */
    public static final Most UNLIMITED = new Most(PathLimit.NONE, Long.MAX_VALUE);
  }

  /**
   * What suits a choice. A path costs no more than the training of a network, or a second. One that was asked for goes
   * to its end where it is linear; on a wide table the pieces of all columns, which say nearly the same, would take too
   * long for that.
   *
   * @param paths the kinds of models with a path that compete
   * @param training the work of a network's training on a fold; not asked for where nothing is limited
   */
  public static PathWork of(CandidateChoice choice, Set<ModelKind> paths, LongSupplier training) {
    boolean asked = choice.models().isPresent();
    if (asked ? !paths.contains(ModelKind.ADDITIVE) : paths.isEmpty()) {
      return UNLIMITED;
    }
    long one = training.getAsLong();
    boolean lasts = one > SECOND;
    if (asked) {
      return new PathWork(Most.UNLIMITED,
          lasts ? new Most(PathLimit.TEN_TRAININGS, ASKED * one) : new Most(PathLimit.TEN_SECONDS, ASKED * SECOND));
    }
    Most most = lasts ? new Most(PathLimit.TRAINING, one) : new Most(PathLimit.SECOND, SECOND);
    return new PathWork(most, most);
  }
}
