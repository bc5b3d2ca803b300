package dev.lariat.handover.pruning;

import java.util.List;
import java.util.Objects;

/**
 * Of which columns of a long table, with a row for each step, a model's sequences were made: a program reads it so.
 *
 * @param id says which sequence a row is of
 * @param time says when a step is
 * @param same columns of which it was told that they are the same at all steps
 */
public record LongTableColumns(String id, String time, List<String> same) implements SequenceSource {
  /** Copies the list. */
  public LongTableColumns {
    Objects.requireNonNull(id);
    Objects.requireNonNull(time);
    same = List.copyOf(same);
  }
}
