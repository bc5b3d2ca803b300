package dev.lariat.study.candidate;

import java.util.Locale;

/** What a candidate regularizes. The order is that of simplicity. */
public enum ModelKind {
  /** Class shares, or the mean: what anything else must beat. */
  TRIVIAL,
  /** A linear model along its path. */
  LINEAR,
  /** A linear model along its path, on pieces of the range of each number: a curve for every column. */
  ADDITIVE,
  /** A network. */
  NETWORK;

  /** As it stands in files and on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return whether it is linear in its inputs, so that one cell is a whole path of strengths} */
  public boolean hasPath() {
    return switch (this) {
      case TRIVIAL, NETWORK -> false;
      case LINEAR, ADDITIVE -> true;
    };
  }

  /**
   * The kind of a name.
   *
   * @throws IllegalArgumentException where there is no such model
   */
  public static ModelKind parse(String text) {
    for (ModelKind kind : values()) {
      if (kind.toString().equals(text)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no model '" + text + "': choose from trivial, linear, additive, network");
  }
}
