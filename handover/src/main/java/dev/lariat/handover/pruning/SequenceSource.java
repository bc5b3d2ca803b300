package dev.lariat.handover.pruning;

import java.util.List;
import java.util.Optional;

/** Of which columns a model's sequences are made, so that a program reads them as Lariat does. */
public sealed interface SequenceSource permits LongTableColumns, SequenceSource.EndedSeries {
  /**
   * A table with a row for each series, of which some end before the last step.
   *
   * @param steps of a series at most
   * @param numbers the columns of the numbers of the steps, in order
   */
  record EndedSeries(int steps, List<String> numbers) implements SequenceSource {
    /** Copies the list. */
    public EndedSeries {
      numbers = List.copyOf(numbers);
    }

    /** {@return numbers of a step} */
    public int channels() {
      return numbers.size() / steps;
    }
  }

  /** {@return the columns of a long table, where it is one} */
  default Optional<LongTableColumns> ofSteps() {
    return switch (this) {
      case LongTableColumns columns -> Optional.of(columns);
      case EndedSeries _ -> Optional.empty();
    };
  }

  /** {@return the columns of series, where some end early} */
  default Optional<EndedSeries> ofSeries() {
    return switch (this) {
      case LongTableColumns _ -> Optional.empty();
      case EndedSeries series -> Optional.of(series);
    };
  }
}
