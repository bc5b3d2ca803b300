package dev.lariat.page.study;

import dev.lariat.data.NumberText;
import dev.lariat.io.run.FinishedStudy.Setting;
import dev.lariat.io.run.FinishedStudy.Test;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;

/** Candidates, strengths and numbers of {@code verdict.json} as readers see them, in text and on pages alike. */
final class Phrases {
  private static final String EARLY_STOPPING = "early-stopping";

  private Phrases() {}

  /** {@return for example {@code dropout}, {@code linear l1}, {@code trivial}} */
  static String name(Setting setting) {
    return name(setting.trial());
  }

  /** {@return for example {@code dropout}, {@code linear l1}, {@code trivial}} */
  static String name(Trial trial) {
    return switch (trial.model()) {
      case TRIVIAL -> trial.model().toString();
      case NETWORK -> trial.regularizer();
      case LINEAR -> trial.model() + " " + trial.regularizer();
    };
  }

  /** {@return a strength as readers know it: early stopping by its epoch; nothing where there is nothing to choose} */
  static String strength(Setting setting, Strength strength) {
    return strength(setting.regularizer(), strength);
  }

  private static String strength(String regularizer, Strength strength) {
    if (strength.values().size() > 1) {
      return String.join("+", strength.values().stream().map(NumberText::setting).toList());
    }
    double value = strength.value();
    return value == 0
        ? ""
        : regularizer.equals(EARLY_STOPPING) ? "epoch " + Math.round(1 / value) : NumberText.setting(value);
  }

  /** {@return a candidate at its own strength, for example {@code dropout 0.3}} */
  static String trial(Setting setting) {
    return trial(setting.trial());
  }

  /** {@return a candidate at its own strength, for example {@code dropout 0.3}} */
  static String trial(Trial trial) {
    return (name(trial) + " " + strength(trial.regularizer(), trial.strength())).strip();
  }

  /** {@return the same as one says it in a sentence} */
  static String chosen(Setting setting) {
    return setting.isNone() ? "no regularizer" : isTrivial(setting) ? "the trivial predictor" : trial(setting);
  }

  /** {@return whether it is the network without regularizer} */
  static boolean isNone(Trial trial) {
    return trial.model() == ModelKind.NETWORK && trial.regularizer().equals("none");
  }

  /** {@return whether it always predicts the same} */
  static boolean isTrivial(Setting setting) {
    return setting.model() == ModelKind.TRIVIAL;
  }

  /** {@return whether it is a linear model} */
  static boolean isLinear(Setting setting) {
    return setting.model() == ModelKind.LINEAR;
  }

  /** {@return whether its strength is the epoch at which training stops} */
  static boolean stopsByEpoch(Setting setting) {
    return setting.regularizer().equals(EARLY_STOPPING);
  }

  /** The share of test rows that are predicted right with its standard error. */
  static String right(Test test, double share) {
    double error = Math.sqrt(share * (1 - share) / test.rows());
    return NumberText.percent(share).replace(" %", error == 0 ? " %" : " ± " + NumberText.error(100 * error) + " %");
  }

  /**
   * A name in a sentence, shortened; letters that run from right to left, or turn what follows, are kept to themselves
   * (U+2068, U+2069).
   */
  static String inSentence(String name, int width) {
    String text = shortened(name, width);
    boolean plain = text.codePoints().allMatch(c -> c < 0x590);
    return plain ? text : "\u2068" + text + "\u2069";
  }

  static String shortened(String text, int width) {
    return text.length() <= width
        ? text
        : text.substring(0, text.offsetByCodePoints(0, codePoints(text, width - 1))) + "…";
  }

  /** How many code points are within so many chars: a pair of surrogates is not cut in two. */
  private static int codePoints(String text, int chars) {
    int end = Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars;
    return text.codePointCount(0, end);
  }
}
