package dev.lariat.study;

import dev.lariat.study.search.StrengthSearch;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How much a study computes.
 *
 * @param seeds repetitions of every cell with other random numbers, at least 1
 * @param quick a first answer: fewer strengths, half the epochs, no refinement, no combinations
 * @param halving whether strengths of one candidate that are behind early are dropped
 * @param timeLimit for all of it, the refit included
 * @param threads cells that run at once, at least 1; the result does not depend on it
 */
record Budget(int seeds, boolean quick, boolean halving, Optional<Duration> timeLimit, int threads) {
  /** The share of the schedule after which halving drops strengths. */
  private static final double RUNG = 0.12;
  /** Shorter schedules are not worth a rung. */
  private static final int FEWEST_EPOCHS = 8;

  Budget {
    if (seeds < 1) {
      throw new IllegalArgumentException("seeds must be at least 1, not " + seeds);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
    timeLimit.filter(limit -> limit.isNegative() || limit.isZero()).ifPresent(limit -> {
      throw new IllegalArgumentException("the time limit must be above 0, not " + limit.toMillis() / 1000.0 + " s");
    });
  }

  /** All cores, one seed, halving, no limit. */
  static Budget standard() {
    return new Budget(1, false, true, Optional.empty(), Runtime.getRuntime().availableProcessors());
  }

  Budget withSeeds(int count) {
    return new Budget(count, quick, halving, timeLimit, threads);
  }

  Budget withQuick() {
    return new Budget(seeds, true, halving, timeLimit, threads);
  }

  Budget withHalving(boolean on) {
    return new Budget(seeds, quick, on, timeLimit, threads);
  }

  Budget withTimeLimit(Duration limit) {
    return new Budget(seeds, quick, halving, Optional.of(limit), threads);
  }

  Budget withThreads(int count) {
    return new Budget(seeds, quick, halving, timeLimit, count);
  }

  /** Whether folds may be drawn several times: there is time for it. */
  boolean repeatsFolds() {
    return !quick && timeLimit.isEmpty();
  }

  /**
   * How the search for strengths spends its epochs.
   *
   * @param folds on which it is made
   */
  StrengthSearch.Plan plan(int epochs, int folds) {
    int rung = halving && epochs >= FEWEST_EPOCHS ? Math.toIntExact(Math.max(1, Math.round(RUNG * epochs))) : epochs;
    return new StrengthSearch.Plan(epochs, rung, quick ? 1 : 3, quick ? 0 : 1,
        halving ? new StrengthSearch.Race(folds) : StrengthSearch.Race.NONE);
  }

  /** The limit in words; empty without. */
  String limitText() {
    return timeLimit.map(limit -> "time limit " + limit.toString().substring(2).toLowerCase(Locale.ROOT)).orElse("");
  }

  /** All that decides the result: not the threads. */
  @Override
  public String toString() {
    return "seeds " + seeds + ", quick " + quick + ", halving " + halving
        + timeLimit.map(limit -> ", time limit " + limit).orElse("");
  }
}
