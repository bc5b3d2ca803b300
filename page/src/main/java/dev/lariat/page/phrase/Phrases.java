package dev.lariat.page.phrase;

import dev.lariat.data.NumberText;
import dev.lariat.io.run.FinishedStudy.Candidate;
import dev.lariat.io.run.FinishedStudy.Diagnosed;
import dev.lariat.io.run.FinishedStudy.Setting;
import dev.lariat.io.run.FinishedStudy;
import dev.lariat.io.run.FinishedTest;
import dev.lariat.metric.Metric;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.evidence.Importance;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.verdict.Diagnosis;
import dev.lariat.study.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Candidates, strengths and numbers of {@code verdict.json} as readers see them, in text and on pages alike. */
public final class Phrases {
  /** What the intervals of a table of candidates leave out, and the claim does not. */
  public static final String ALONE = "Each interval is of that candidate alone; that of what is proven also allows for the choice of the best.";

  private static final String EARLY_STOPPING = "early-stopping";

  /** A loss of which the figure of a metric that turns or roots it is another number. */
  private static final double PROBE = 0.25;

  /** How far sums of the same losses may differ, as a share of these. */
  private static final double ROUNDING = 1e-9;

  /** The share of the loss from which a sure gain is spoken of, as in the diagnosis. */
  private static final double NOTICEABLE = 0.02;

  private Phrases() {}

  /**
   * {@return where a line of so many letters at most ends} A number stays with its error and its sign of per cent.
   * Below 1 there is no such place.
   */
  public static int end(String text, int most) {
    int end = text.lastIndexOf(' ', most);
    while (end > 0 && isWithinNumber(text, end)) {
      end = text.lastIndexOf(' ', end - 1);
    }
    return end;
  }

  private static boolean isWithinNumber(String text, int space) {
    String after = text.substring(space + 1);
    String before = text.substring(0, space);
    return after.startsWith("%") || after.startsWith("±") || after.startsWith("+-") || before.endsWith(" ±")
        || before.endsWith(" +-");
  }

  /** A line in ASCII, as far as our own signs go: names are the user's. */
  public static String ascii(String line) {
    return line.replace('►', '>')
        .replace("±", "+-")
        .replace('−', '-')
        .replace('…', '~')
        .replace('≈', '~')
        .replace('²', '2');
  }

  /** {@return for example {@code dropout}, {@code linear l1}, {@code always the same}} */
  public static String name(Setting setting) {
    return name(setting.trial());
  }

  /** {@return for example {@code dropout}, {@code linear l1}, {@code always the same}} */
  public static String name(Trial trial) {
    return switch (trial.model()) {
      case TRIVIAL -> Verdict.ALWAYS_THE_SAME;
      case NETWORK -> trial.shownRegularizer();
      case LINEAR, ADDITIVE -> trial.model() + " " + trial.regularizer();
    };
  }

  /** {@return a strength as readers know it: early stopping by its epoch; nothing where there is nothing to choose} */
  public static String strength(Setting setting, Strength strength) {
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
  public static String trial(Setting setting) {
    return trial(setting.trial());
  }

  /** {@return a candidate at its own strength, for example {@code dropout 0.3}} */
  public static String trial(Trial trial) {
    return (name(trial) + " " + strength(trial.regularizer(), trial.strength())).strip();
  }

  /** {@return what all candidates are compared with, in a sentence: {@code network}, {@code linear model}} */
  public static String plainModel(FinishedStudy verdict) {
    return verdict.onlyLinear() ? "linear model" : "network";
  }

  /** {@return a candidate as what to use: not to be read as "nothing"} */
  public static String use(Setting setting) {
    return setting.isNone()
        ? name(setting) + ", the "
            + (isLinear(setting) ? "linear model without a penalty" : "network without a regularizer")
        : isTrivial(setting) ? "always the same prediction" : name(setting);
  }

  /** {@return a candidate as the subject of a sentence: "none does best" would say that there is no best one} */
  public static String subject(Setting setting) {
    return setting.isNone()
        ? "the " + (isLinear(setting) ? "linear model" : "network") + " without a regularizer"
        : trial(setting);
  }

  /** {@return the same as one says it in a sentence} */
  public static String chosen(Setting setting) {
    return setting.isNone() ? "no regularizer" : isTrivial(setting) ? "always the same prediction" : trial(setting);
  }

  /** {@return by how much what is shown is better when a column is shuffled: below 0 where it matters} */
  public static double gain(FinishedStudy verdict, Importance column) {
    return verdict.metric().gain(verdict.candidate(verdict.refitted()).loss(), column.increase());
  }

  /** {@return the loss to expect of what is used} */
  public static double expected(FinishedStudy verdict) {
    double loss = verdict.use().loss();
    return Double.isNaN(loss) ? verdict.used().loss() : loss;
  }

  /**
   * What the diagnosis found, as it continues "The network without regularizer" or stands alone: what is said holds for
   * the numbers beside it.
   */
  public static String found(FinishedStudy verdict) {
    Diagnosed diagnosis = verdict.diagnosis();
    return switch (diagnosis.state()) {
      case OVERFITS -> diagnosis.surelyBeaten()
          ? (verdict.onlyLinear() ? "a penalty" : "stopping earlier or a regularizer") + " is proven to do better"
          : diagnosis.overBestEpoch().filter(over -> over.low() > 0).isPresent()
              || diagnosis.trivialLoss() >= diagnosis.validationLoss()
                  ? "at an earlier epoch it was better"
                  : "always predicting the same does better";
      case UNDERFITS -> "it is too small, twice the width lowers the loss on its own rows and on new ones";
      case TRAINED_TOO_BRIEFLY -> "twice as many epochs are proven to do better (--epochs sets them)";
      case TOO_LITTLE_DATA -> "the rows cannot tell a useful gain from none";
      case FITS -> gainsElsewhere(diagnosis)
          ? "on new rows it is as good as on its own, within the noise, and what is surely better is so for another "
              + "reason"
          : Stream.of(diagnosis.overBestEpoch(), diagnosis.overBestCandidate())
              .flatMap(Optional::stream)
              .anyMatch(over -> over.low() > 0 && over.mean() >= NOTICEABLE * diagnosis.validationLoss())
                  ? "what others gain is next to nothing beside what it gains on always predicting the same"
                  : "nothing that was tried is surely better by 2 % or more";
    };
  }

  /**
   * {@return whether another model is surely better, but not by overfitting less: the gap is within its noise, and
   * smaller than the gain}
   */
  public static boolean gainsElsewhere(Diagnosed diagnosis) {
    boolean isKnown = !Double.isNaN(diagnosis.gap()) && !Double.isNaN(diagnosis.gapStandardError());
    return isKnown && diagnosis.surelyBeaten()
        && diagnosis.overBestCandidate()
            .map(Interval::mean)
            .filter(gain -> gain >= Diagnosis.noticeable(diagnosis.validationLoss(), diagnosis.trivialLoss()))
            .filter(gain -> !Diagnosis.mayCloseGap(gain, diagnosis.gap(), diagnosis.gapStandardError()))
            .isPresent();
  }

  /** {@return what was left out: candidates, those of one reason together, and what would have followed the choice} */
  public static List<String> leftOut(FinishedStudy verdict) {
    Stream<String> after = verdict.leftOut().isEmpty()
        ? Stream.of()
        : Stream.of(String.join(", ", verdict.leftOut()) + ": the time limit had no room for it");
    return Stream.concat(byReason(verdict.missing()).stream(), after).toList();
  }

  /**
   * {@return a line for each reason, with the names of those that share it}
   *
   * @param missing each as {@code name: reason}
   */
  public static List<String> byReason(List<String> missing) {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    for (String line : missing) {
      String[] parts = line.split(": ", 2);
      byReason.computeIfAbsent(parts.length == 1 ? "" : ": " + parts[1], _ -> new ArrayList<>()).add(parts[0]);
    }
    return byReason.entrySet().stream().map(reason -> String.join(", ", reason.getValue()) + reason.getKey()).toList();
  }

  /** {@return whether it is the model without regularizer} */
  public static boolean isNone(Trial trial) {
    return trial.isPlain();
  }

  /** {@return whether it always predicts the same} */
  public static boolean isTrivial(Setting setting) {
    return setting.model() == ModelKind.TRIVIAL;
  }

  /** {@return whether it is a linear model of the columns} */
  public static boolean isLinear(Setting setting) {
    return setting.model() == ModelKind.LINEAR;
  }

  /** {@return whether it is linear in its inputs, whatever these are of the columns} */
  public static boolean hasPath(Setting setting) {
    return setting.model().hasPath();
  }

  /** {@return whether its strength is the epoch at which training stops} */
  public static boolean stopsByEpoch(Setting setting) {
    return setting.regularizer().equals(EARLY_STOPPING);
  }

  /** {@return the metrics of which every candidate has a figure that what is shown of its loss does not say already} */
  public static List<Metric> figures(FinishedStudy verdict) {
    Metric own = verdict.metric();
    boolean said = own.figure(PROBE) == own.shown(PROBE);
    return Arrays.stream(Metric.values())
        .filter(metric -> metric != own || !said)
        .filter(metric -> verdict.candidates().stream().allMatch(c -> c.metrics().containsKey(metric.key())))
        .toList();
  }

  /** A figure of every candidate that stands beside its loss. */
  public record Beside(String label, Function<Candidate, String> text) {}

  /** The label of what calibrated probabilities lose. */
  public static final String CALIBRATED = "calibrated";

  /**
   * {@return the figures of {@link #figures}, and the loss of calibrated probabilities where it is known: cells of an
   * earlier version have it not}
   */
  public static List<Beside> beside(FinishedStudy verdict) {
    var all = new ArrayList<Beside>();
    figures(verdict)
        .forEach(metric -> all.add(new Beside(metric.label(), c -> figure(metric, c.metrics().get(metric.key())))));
    if (isCalibrated(verdict)) {
      all.add(new Beside(CALIBRATED, c -> c.calibrated().map(NumberText::number).orElse("")));
    }
    return all;
  }

  /** {@return whether it is known of a candidate at least what it loses with calibrated probabilities} */
  public static boolean isCalibrated(FinishedStudy verdict) {
    return verdict.candidates().stream().anyMatch(c -> c.calibrated().isPresent());
  }

  /** {@return a figure as people say it: a share of rows in per cent} */
  public static String figure(Metric metric, double value) {
    return metric == Metric.ERROR ? NumberText.percent(value) : NumberText.number(value);
  }

  /** {@return a figure's name in {@code verdict.json} as people know it} */
  public static String label(String key) {
    return Arrays.stream(Metric.values())
        .filter(metric -> metric.key().equals(key))
        .findFirst()
        .map(Metric::label)
        .orElse(key.equals("macroF1") ? "macro F1" : key);
  }

  /** The share of test rows that are predicted right with its standard error. */
  public static String right(FinishedTest test, double share) {
    double error = Math.sqrt(share * (1 - share) / test.rows());
    return NumberText.percent(share).replace(" %", error == 0 ? " %" : " ± " + NumberText.error(100 * error) + " %");
  }

  /**
   * A name in a sentence, shortened; letters that run from right to left, or turn what follows, are kept to themselves
   * (U+2068, U+2069).
   */
  public static String inSentence(String name, int width) {
    String text = shortened(name, width);
    boolean plain = text.codePoints().allMatch(c -> c < 0x590);
    return plain ? text : "\u2068" + text + "\u2069";
  }

  public static String shortened(String text, int width) {
    return text.length() <= width
        ? text
        : text.substring(0, text.offsetByCodePoints(0, codePoints(text, width - 1))) + "…";
  }

  /** How many code points are within so many chars: a pair of surrogates is not cut in two. */
  private static int codePoints(String text, int chars) {
    int end = Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars;
    return text.codePointCount(0, end);
  }

  /**
   * {@return whether candidates stand in the order of their differences; those of earlier files are in that of losses}
   */
  public static boolean isByDifference(List<Candidate> candidates) {
    return IntStream.range(1, candidates.size())
        .allMatch(i -> candidates.get(i - 1).differenceToNone() <= candidates.get(i).differenceToNone()
            + ROUNDING * Math.abs(candidates.get(i).loss()));
  }

  /** {@return why a candidate stands above another one of a lower loss; empty where none does} */
  public static Optional<String> order(List<Candidate> candidates) {
    return isByDifference(candidates)
        && IntStream.range(1, candidates.size()).anyMatch(i -> candidates.get(i).loss() < candidates.get(i - 1).loss())
            ? Optional.of("Best first, by what decides: each fold at the strength that the other folds choose. "
                + "The figure shown is of one strength for all.")
            : Optional.empty();
  }

  /** A text that begins with a capital letter. */
  public static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
