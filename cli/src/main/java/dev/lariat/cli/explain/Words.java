package dev.lariat.cli.explain;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Words that options choose from. */
final class Words {
  private Words() {}

  /** The constant that is meant; {@code elastic-net} is ELASTIC_NET. */
  static <E extends Enum<E>> E of(String option, String word, Class<E> kind) {
    List<E> all = Arrays.asList(kind.getEnumConstants());
    return all.stream()
        .filter(constant -> word(constant).equals(word.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            option + " " + word + ": there are " + String.join(", ", all.stream().map(Words::word).toList())));
  }

  /** The word for a constant. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
