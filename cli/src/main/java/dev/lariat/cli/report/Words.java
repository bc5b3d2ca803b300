package dev.lariat.cli.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Candidates, strengths and numbers of {@code verdict.json} as readers see them, in text and on pages alike. */
final class Words {
  private Words() {}

  /** The elements of an array; none where there is no array. */
  static List<JsonNode> list(JsonNode array) {
    return array == null ? List.of() : StreamSupport.stream(array.spliterator(), false).toList();
  }

  /** For example {@code dropout}, {@code linear l1}, {@code trivial}. */
  static String name(JsonNode trial) {
    String model = trial.get("model").asString();
    return switch (model) {
      case "trivial" -> model;
      case "network" -> trial.get("regularizer").asString();
      default -> model + " " + trial.get("regularizer").asString();
    };
  }

  /** As readers know it: early stopping by its epoch; nothing where there is nothing to choose. */
  static String strength(JsonNode trial, JsonNode strength) {
    if (strength.isArray()) {
      return String.join("+", list(strength).stream().map(part -> plain(part.asDouble())).toList());
    }
    double value = strength.asDouble();
    return value == 0
        ? ""
        : trial.get("regularizer").asString().equals("early-stopping")
            ? "epoch " + Math.round(1 / value)
            : plain(value);
  }

  /** A candidate at its own strength, for example {@code dropout 0.3}. */
  static String trial(JsonNode trial) {
    return (name(trial) + " " + strength(trial, trial.get("strength"))).strip();
  }

  /** The same as one says it in a sentence. */
  static String chosen(JsonNode trial) {
    return isNone(trial) ? "no regularizer" : isTrivial(trial) ? "the trivial predictor" : trial(trial);
  }

  static boolean isNone(JsonNode trial) {
    return trial.get("model").asString().equals("network") && trial.get("regularizer").asString().equals("none");
  }

  /**
   * Whether the best of the search is better than the network without regularizer beyond doubt, the choice allowed for.
   */
  static boolean surelyBeaten(JsonNode diagnosis) {
    JsonNode over = diagnosis.get("overBestCandidate");
    return over != null && over.has("low") && over.get("low").asDouble() > 0;
  }

  static boolean isTrivial(JsonNode trial) {
    return trial.get("model").asString().equals("trivial");
  }

  static boolean isLinear(JsonNode trial) {
    return trial.get("model").asString().equals("linear");
  }

  /** A setting's number in full, whole numbers without a point. */
  static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e6
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value).replace("E", "e").replace(".0e", "e");
  }

  /** A difference in two significant digits with its sign. */
  static String signed(double value) {
    return (value < 0 ? "−" : "+") + brief(Math.abs(value));
  }

  static String number(JsonNode value) {
    return value == null || value.isNull() ? "?" : number(value.asDouble());
  }

  /** Three significant digits. */
  static String number(double value) {
    double size = Math.abs(value);
    if (value == 0) {
      return "0";
    }
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : size >= 0.001 ? 4 : -1;
    String text = decimals < 0 ? scientific(value, 1) : String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.replace('-', '−').replace("e−", "e-");
  }

  /** Two significant digits of a number that is not negative. */
  static String brief(double exact) {
    // Rounded before the digits are counted: 0.00996 is 0.010.
    double value = new BigDecimal(exact).round(new MathContext(2)).doubleValue();
    int decimals = value >= 10 || value == 0
        ? 0
        : value >= 1 ? 1 : value >= 0.1 ? 2 : value >= 0.01 ? 3 : value >= 0.001 ? 4 : -1;
    return decimals < 0 ? scientific(value, 0) : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** The exponent is written as in strengths: 3.2e-5. */
  private static String scientific(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "e", value).replaceFirst("e([+-])0", "e$1");
  }

  /** A whole number with its thousands apart. */
  static String count(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  /** How many there are of something whose plural ends in s. */
  static String count(double value, String one) {
    String count = count(value);
    return count + " " + one + (count.equals("1") ? "" : "s");
  }

  /** A number and its error, which is left out where there is none. */
  static String measured(double value, double error) {
    return number(value) + (error == 0 ? "" : " ± " + brief(error));
  }

  static String percent(double share) {
    double percent = 100 * share;
    int decimals = percent == 0 || percent == 100 || (percent >= 10 && percent <= 90) ? 0 : 1;
    return String.format(Locale.ROOT, "%." + decimals + "f %%", percent);
  }

  /** The share of test rows that are predicted right with its standard error. */
  static String right(JsonNode test) {
    double share = test.get("accuracy").asDouble();
    double error = Math.sqrt(share * (1 - share) / test.get("rows").asDouble());
    return percent(share).replace(" %", error == 0 ? " %" : " ± " + brief(100 * error) + " %");
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
