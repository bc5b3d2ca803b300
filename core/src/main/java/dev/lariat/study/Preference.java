package dev.lariat.study;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which answer of a study is trained on all rows. */
public enum Preference {
  /** What to use: the lowest expected loss. */
  BEST,
  /** The simplest candidate that ties with the best. */
  SIMPLEST,
  /** What is proven: no regularizer, unless one is sure to help. */
  PROVEN;

  /**
   * The preference of a name.
   *
   * @throws IllegalArgumentException where there is no such preference
   */
  public static Preference parse(String text) {
    return Arrays.stream(values())
        .filter(preference -> preference.toString().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no preference '" + text + "': choose from "
            + Arrays.stream(values()).map(Preference::toString).collect(Collectors.joining(", "))));
  }

  /** As it stands on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
