package dev.lariat.cli.word;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** One of a fixed set of words: an enum's names in lower case with hyphens. */
public final class Choice {
  private Choice() {}

  /**
   * The constant of a word.
   *
   * @throws IllegalArgumentException which names the option and what there is, if there is no such word
   */
  public static <E extends Enum<E>> E of(Class<E> type, String option, String word) {
    String name = word.strip().toUpperCase(Locale.ROOT).replace('-', '_');
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(option + ": no '" + word + "'; there are " + String.join(", ", words(type)));
  }

  /** {@return the words of all constants} */
  public static <E extends Enum<E>> List<String> words(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }
}
