package dev.lariat.data;

import java.util.Locale;

/** What a column of a table holds. */
public enum ColumnKind {
  /** Real numbers. */
  NUMERIC,
  /** Text from a limited set of levels, or numbers that are told to be names. */
  CATEGORY,
  /** Two values that read as yes and no. */
  BOOLEAN,
  /** Days, with or without a time of day. */
  DATE,
  /** Sentences: what a model sees of them are their words. */
  TEXT,
  /** One value in every row, or none in any: nothing can be learnt from it. */
  CONSTANT,
  /** A name or number of the row itself: learning it is learning by heart. */
  IDENTIFIER;

  /** The word for it in messages and settings, such as {@code numeric}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The kind that a setting names.
   *
   * @throws IllegalArgumentException if there is no such kind
   */
  public static ColumnKind of(String word) {
    for (ColumnKind kind : values()) {
      if (kind.word().equals(word.toLowerCase(Locale.ROOT))) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "no column kind '" + word + "': it is one of numeric, category, boolean, date, text, constant, identifier");
  }
}
