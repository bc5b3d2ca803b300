package dev.lariat.study.verdict;

import static dev.lariat.data.NumberText.error;
import static dev.lariat.data.NumberText.number;

import dev.lariat.metric.Metric;
import dev.lariat.study.statistics.Interval;

/**
 * By how much one candidate is better than another, in what texts show of a loss: of the squared error it is the root
 * that falls, of 1 − AUC the area that rises. Above 0 is better. Whoever speaks of a comparison takes its numbers and
 * its sentence from here, so that one comparison has one gain.
 *
 * @param interval of the gain, 95 %
 */
public record Gain(Interval interval) {
  /**
   * The gain of a comparison.
   *
   * @param from the loss that is compared with
   * @param difference of the losses, below 0 where the first is better
   */
  public static Gain of(Metric metric, double from, Interval difference) {
    double mean = metric.gain(from, difference.mean());
    double low = metric.gain(from, difference.high());
    double high = metric.gain(from, difference.low());
    double slope = difference.mean() == 0 ? metric.shownError(from, 1) : Math.abs(mean / difference.mean());
    return new Gain(new Interval(mean, slope * difference.standardError(), low, high));
  }

  /** {@return whether the two come to the same on every fold} */
  public boolean isNone() {
    return interval.low() == 0 && interval.high() == 0;
  }

  /** {@return whether the first is better, with an interval that leaves out 0} */
  public boolean isSure() {
    return interval.low() > 0;
  }

  /** {@return whether the first is worse, with an interval that leaves out 0} */
  public boolean isSurelyLoss() {
    return interval.high() < 0;
  }

  /**
   * What a candidate gains or loses, and how sure that is, without an end of the sentence; for example
   * {@code dropout gains 0.0097 (95 % interval 0.0019 to 0.017)}.
   *
   * @param candidate the subject of the sentence, one
   * @param note follows within the brackets; empty for none
   */
  public String sentence(String candidate, String note) {
    if (isNone()) {
      return candidate + " comes to the same";
    }
    double mean = interval.mean();
    String range = " (95 % interval of the gain " + number(interval.low()) + " to " + number(interval.high())
        + (note.isEmpty() ? "" : ", " + note) + ")";
    if (mean == 0) {
      return candidate + " comes to the same on average" + range;
    }
    return candidate + (mean > 0 ? " gains " : " loses ") + number(Math.abs(mean)) + may() + range;
  }

  /** What an interval on both sides of 0 means. */
  private String may() {
    if (!(interval.low() < 0 && interval.high() > 0)) {
      return "";
    }
    return interval.mean() > 0
        ? ", and it may also lose " + number(-interval.low())
        : ", and it may also gain " + number(interval.high());
  }

  /** {@return the gain with its standard error, for example {@code 0.0097 ± 0.0038}} */
  public String measured() {
    return number(interval.mean()) + " ± " + error(interval.standardError(), interval.mean());
  }
}
