package dev.lariat.cli.explain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Numbers between commas, as options take them. */
final class NumberList {
  private NumberList() {}

  /**
   * Reads {@code 1.5,0.5}.
   *
   * @param option for the message
   */
  static List<Double> of(String option, String text) {
    List<Double> numbers = new ArrayList<>();
    for (String word : text.split(",", -1)) {
      numbers.add(number(option, word, text));
    }
    return numbers;
  }

  /** As many numbers as there are weights; one number stands for all. */
  static List<Double> of(String option, String text, int weights) {
    List<Double> numbers = of(option, text);
    if (numbers.size() == 1) {
      return Collections.nCopies(weights, numbers.getFirst());
    }
    if (numbers.size() != weights) {
      throw new IllegalArgumentException(option + " has " + numbers.size() + " numbers and --theta " + weights
          + "; give one for each weight, or one for all");
    }
    return numbers;
  }

  private static double number(String option, String word, String text) {
    try {
      double number = Double.parseDouble(word.strip());
      if (Double.isFinite(number) && word.strip().matches("[-+0-9.eE]+")) {
        return number;
      }
    } catch (NumberFormatException _) {
      // said below, the same for all that is no number
    }
    throw new IllegalArgumentException(option + " " + text + ": '" + word.strip() + "' is not a number"
        + (text.contains(";") || text.contains(" ") ? "; put commas between numbers" : ""));
  }

  /** Checks a strength. */
  static double notNegative(String option, double number) {
    if (!(number >= 0) || Double.isInfinite(number)) {
      throw new IllegalArgumentException(option + " must be 0 or more, not " + number);
    }
    return number;
  }
}
