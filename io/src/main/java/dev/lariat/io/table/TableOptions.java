package dev.lariat.io.table;

import dev.lariat.data.ColumnKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is told about a table; the rest is found.
 *
 * @param kinds what columns hold, by name, where it shall not be found
 * @param separator between fields; empty to find it
 * @param header whether the first line names the columns; empty to find it
 * @param badRows what to do with rows of a text table that have too many or too few fields
 */
public record TableOptions(Map<String, ColumnKind> kinds, Optional<Character> separator, Optional<Boolean> header,
    BadRows badRows) {
  /** What to do with rows that do not have as many fields as the table has columns. */
  public enum BadRows {
    /** The table is refused, with the line. */
    REFUSE,
    /** They are left out and counted in a note. */
    SKIP;

    /**
     * {@return what a word names}
     *
     * @param option whose word it is, for the message
     * @throws IllegalArgumentException if it names nothing
     */
    public static BadRows of(String option, String word) {
      return switch (word) {
        case "refuse" -> REFUSE;
        case "skip" -> SKIP;
        default -> throw new IllegalArgumentException(option + " is refuse or skip, not '" + word + "'");
      };
    }
  }

  /** Copies the map, and refuses the kind CONSTANT, which is a finding. */
  public TableOptions {
    kinds = Collections.unmodifiableMap(new LinkedHashMap<>(kinds));
    kinds.forEach((column, kind) -> {
      if (kind == ColumnKind.CONSTANT) {
        throw new IllegalArgumentException(
            "column '" + column + "' cannot be told to be constant; tell identifier to leave it out");
      }
    });
  }

  /** Nothing is told. */
  public static TableOptions none() {
    return new TableOptions(Map.of(), Optional.empty(), Optional.empty(), BadRows.REFUSE);
  }

  /** These options, and this column's kind. */
  public TableOptions kind(String column, ColumnKind kind) {
    Map<String, ColumnKind> all = new LinkedHashMap<>(kinds);
    all.put(column, kind);
    return new TableOptions(all, separator, header, badRows);
  }

  /** These options with this separator. */
  public TableOptions separator(char character) {
    return new TableOptions(kinds, Optional.of(character), header, badRows);
  }

  /** These options, with or without a header line. */
  public TableOptions header(boolean there) {
    return new TableOptions(kinds, separator, Optional.of(there), badRows);
  }

  /** These options, and what to do with rows that have too many or too few fields. */
  public TableOptions badRows(BadRows other) {
    return new TableOptions(kinds, separator, header, other);
  }
}
