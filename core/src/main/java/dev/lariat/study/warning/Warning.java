package dev.lariat.study.warning;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that makes the figures of a study mean less than they seem to.
 *
 * @param kind what it is
 * @param column the column that it is about; empty where it is about rows
 * @param text a sentence or two for a reader: what was seen, with its numbers, and what to do
 */
public record Warning(Kind kind, Optional<String> column, String text) {
  /** What may be wrong with a table. */
  public enum Kind {
    /** A column says what the target is. */
    TARGET_LEAK,
    /** The target is nearly a name or a number of the row. */
    IDENTIFIER_TARGET,
    /** Rows are copies of rows in another fold. */
    DUPLICATES,
    /** One row carries half of the loss. */
    OUTLIER,
    /** A few large numbers carry much of the loss, and their logarithms would not. */
    SKEW,
    /** One class is nearly all. */
    IMBALANCE,
    /** A column says when rows were, and they are split at random. */
    TIME,
    /** A column says which rows belong together, and they are split apart. */
    GROUP;

    /** {@return its word in files, for example {@code target-leak}} */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Checks that nothing is null. */
  public Warning {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(column);
    Objects.requireNonNull(text);
  }

  static Warning of(Kind kind, String column, String text) {
    return new Warning(kind, Optional.of(column), text);
  }

  static Warning ofRows(Kind kind, String text) {
    return new Warning(kind, Optional.empty(), text);
  }
}
