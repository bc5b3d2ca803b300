package dev.lariat.study.insight;

import dev.lariat.study.statistics.Interval;
import java.util.Optional;

/**
 * What a study tells beside its verdict. What could not be measured is empty.
 *
 * @param worthRows how many times the rows the network without regularizer would need, to be as good as what is used
 * @param doubleRows by how much twice the rows would lower the loss of what is used
 * @param smallestVisibleGain the gain on the network without regularizer that this study would have found
 * @param seedFlips share of the rows whose predicted class is another with another seed
 * @param suspects rows that look mislabelled; empty for numbers
 * @param equalInputs rows that no model of these columns can tell apart
 */
public record Insight(Optional<RowsWorth> worthRows, Optional<Interval> doubleRows,
    Optional<VisibleGain> smallestVisibleGain, Optional<Interval> seedFlips, Optional<Suspects> suspects,
    EqualInputs equalInputs) {
  /**
   * A factor on the number of rows, between ¼ and 4: beyond that is not measured, and a value at the edge means "or
   * beyond".
   *
   * @param factor how many times the rows
   * @param low lower end of the 95 % interval
   * @param high upper end of the 95 % interval
   */
  public record RowsWorth(double factor, double low, double high) {}

  /**
   * The gain that a study of this size finds in four of five cases.
   *
   * @param gain in the metric
   * @param share of the loss of the network without regularizer
   */
  public record VisibleGain(double gain, double share) {}
}
