package dev.lariat.study.evidence;

import java.util.List;

/**
 * Where a network reads some series from: by step the gradient of its prediction times the input.
 *
 * @param steps of a series
 * @param channels numbers of a step
 * @param towards for what a positive share speaks: "the predicted class", or empty where the target is a number
 * @param rows those that are predicted best, then those that are predicted worst
 */
public record SeriesEvidence(int steps, int channels, String towards, List<Row> rows) {
  /** Why a row is shown. */
  public enum Why {
    /** It has one of the lowest losses. */
    BEST,
    /** It has one of the highest losses. */
    WORST
  }

  /**
   * A series.
   *
   * @param number of the row in its table, from 1
   * @param why it is shown
   * @param truth the class, or the number
   * @param predicted the likeliest class, or the number
   * @param values by channel and step, as the network sees them: less the mean, over the deviation
   * @param counts by step the sum of gradient × input over the channels: to first order, by how much the log-odds of
   * the predicted class, or the number on the network's scale, would fall if the step were the mean
   */
  public record Row(int number, Why why, String truth, String predicted, List<List<Double>> values,
      List<Double> counts) {
    /** Copies the lists. */
    public Row {
      values = values.stream().map(List::copyOf).toList();
      counts = List.copyOf(counts);
    }
  }

  /** Copies the list. */
  public SeriesEvidence {
    rows = List.copyOf(rows);
  }
}
