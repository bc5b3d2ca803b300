package dev.lariat.io.run;

import dev.lariat.study.insight.Insight.RowsWorth;
import dev.lariat.study.insight.Insight.VisibleGain;
import dev.lariat.study.insight.Suspects;
import dev.lariat.study.statistics.Interval;
import java.util.List;
import java.util.Optional;

/**
 * What a study tells beside its verdict, as {@code verdict.json} has it; what was not measured is empty.
 *
 * @param worthRows how many times the rows the network without regularizer would need to be as good as what is used
 * @param doubleRows by how much twice the rows would lower the loss of what is used
 * @param smallestVisibleGain that the study would have found in four of five cases
 * @param seedFlips share of rows whose predicted class another seed changes
 * @param suspectRows that look mislabelled, the most suspicious first, not all of many
 * @param suspects how many there are
 * @param suspectsByChance how many there would be with right labels
 * @param suspectsDeviation standard deviation of that number
 * @param equalInputs rows with the same inputs as a row with another target
 * @param equalInputsWrong how many of them any model gets wrong, at least
 */
public record FinishedInsight(Optional<RowsWorth> worthRows, Optional<Interval> doubleRows,
    Optional<VisibleGain> smallestVisibleGain, Optional<Interval> seedFlips, List<Suspects.Row> suspectRows,
    int suspects, double suspectsByChance, double suspectsDeviation, int equalInputs, int equalInputsWrong) {
  /** Fills what is not there. */
  public FinishedInsight {
    worthRows = worthRows == null ? Optional.empty() : worthRows;
    doubleRows = doubleRows == null ? Optional.empty() : doubleRows;
    smallestVisibleGain = smallestVisibleGain == null ? Optional.empty() : smallestVisibleGain;
    seedFlips = seedFlips == null ? Optional.empty() : seedFlips;
    suspectRows = suspectRows == null ? List.of() : List.copyOf(suspectRows);
  }

  /** {@return whether more rows look wrong than would by chance} */
  public boolean moreSuspectsThanChance() {
    return new Suspects(suspects, suspectsByChance, suspectsDeviation, suspectRows).moreThanChance();
  }
}
