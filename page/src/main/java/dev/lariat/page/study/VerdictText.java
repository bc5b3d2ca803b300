package dev.lariat.page.study;

import static dev.lariat.data.NumberText.error;
import static dev.lariat.data.NumberText.number;
import static dev.lariat.page.phrase.Phrases.name;
import static dev.lariat.page.phrase.Phrases.shortened;
import static dev.lariat.page.phrase.Phrases.strength;

import dev.lariat.page.phrase.Phrases;
import dev.lariat.page.phrase.FinishWords;
import dev.lariat.page.phrase.InsightWords;
import dev.lariat.data.NumberText;
import dev.lariat.io.run.FinishedStudy.Candidate;
import dev.lariat.io.run.FinishedStudy.Chosen;
import dev.lariat.io.run.FinishedStudy.Curve;
import dev.lariat.io.run.FinishedStudy.Diagnosed;
import dev.lariat.io.run.FinishedStudy;
import dev.lariat.io.run.FinishedTest;
import dev.lariat.io.run.Gains;
import dev.lariat.page.TextFigures;
import dev.lariat.page.phrase.Phrases.Beside;
import dev.lariat.study.evidence.Importance;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.verdict.Gain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A verdict as text with small figures that fits the screen: from {@code verdict.json}, so that it can be printed again
 * at any time.
 */
public final class VerdictText {
  private static final int STEP_BAR = 12;
  /** Below it the steps of the finish have no bars. */
  private static final int STEP_WIDTH = 75;
  private static final int NAME = 20;
  private static final int NARROW_NAME = 15;
  private static final int MOST_COLUMNS = 5;

  private final FinishedStudy json;
  private final Gains gains;
  private final CandidateLines table;
  private final TextFigures figures;
  private final boolean plain;
  private final int width;
  private final List<String> lines = new ArrayList<>();

  private VerdictText(FinishedStudy json, boolean plain, int width) {
    this.json = json;
    this.gains = new Gains(json);
    this.table = new CandidateLines(json, plain, width);
    this.plain = plain;
    this.width = width;
    this.figures = new TextFigures(plain);
  }

  /**
   * The text of a verdict.
   *
   * @param plain whether to keep to ASCII
   * @param width columns of the screen, at least 32
   */
  public static VerdictText of(FinishedStudy json, boolean plain, int width) {
    return new VerdictText(json, plain, width);
  }

  public List<String> lines() {
    lines.clear();
    warnings();
    diagnosis();
    curves();
    table();
    choice("Use", json.use(), true);
    FinishWords.of(json).ifPresent(this::finish);
    Chosen simplest = json.simplest();
    if (!Phrases.trial(simplest).equals(Phrases.trial(json.use()))) {
      choice("Simplest", simplest, false);
    }
    importance();
    InsightWords.of(json).ifPresent(this::insight);
    test();
    left();
    while (lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return plain ? lines.stream().map(Phrases::ascii).toList() : List.copyOf(lines);
  }

  /** What an expert would ask before believing the rest. */
  private void warnings() {
    if (!json.warnings().isEmpty()) {
      lines.add("Look at this first:");
      json.warnings().forEach(warning -> paragraph("  ! " + warning.text()));
      lines.add("");
    }
  }

  private void diagnosis() {
    Diagnosed d = json.diagnosis();
    paragraph("Diagnosis of the " + Phrases.plainModel(json) + " without regularizer: " + d.state() + "; "
        + Phrases.found(json) + ".");
    double gap = 0 - json.metric().gain(d.trainLoss(), d.gap());
    double error = d.gap() == 0
        ? json.metric().shownError(d.trainLoss(), d.gapStandardError())
        : d.gapStandardError() * Math.abs(gap / d.gap());
    paragraph("  Its " + metric() + " is " + value(d.trainLoss()) + " on its own rows, " + value(d.validationLoss())
        + " on new ones (gap " + NumberText.measured(gap, error) + "); always predicting the same: "
        + value(d.trivialLoss()) + ".");
    gains.ofStopping().ifPresent(gain -> behind(gain, "its best epoch"));
    boolean surest = json.conditional() && json.finals().isEmpty();
    gains.onNone()
        .ifPresent(
            gain -> behind(gain, surest ? "the surest regularized candidate" : "the best regularized candidate"));
    lines.add("");
  }

  /** How far the network ends behind something, where it surely does. */
  private void behind(Gain gain, String what) {
    if (gain.isSure()) {
      Interval far = gain.interval();
      paragraph("  It ends " + number(far.mean()) + (json.metric().isShownHigherBetter() ? " below " : " above ") + what
          + " (95 % " + number(far.low()) + " to " + number(far.high()) + ").");
    }
  }

  private String metric() {
    return json.metric().shownName();
  }

  /** {@return what is shown of a loss} */
  private String value(double loss) {
    return number(json.metric().shown(loss));
  }

  /** Losses by epoch on one scale: without regularizer, and with the one that is shown beside it. */
  private void curves() {
    List<Curve> curves = json.curves();
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Curve curve : curves) {
      for (double loss : Stream.concat(curve.trainLoss().stream(), curve.validationLoss().stream()).toList()) {
        double shown = json.metric().shown(loss);
        if (Double.isFinite(shown)) {
          low = Math.min(low, shown);
          high = Math.max(high, shown);
        }
      }
    }
    if (!(high > low)) {
      return;
    }
    boolean narrow = table.isNarrow();
    int spark = Math.min(24, narrow ? width - 20 : (width - NARROW_NAME - 30) / 2);
    for (Curve curve : curves) {
      if (narrow) {
        lines.add(shortened("  " + Phrases.trial(curve), width));
        lines.add("    train " + spark(curve.trainLoss(), low, high, spark) + " " + last(curve.trainLoss()));
        lines.add("    new   " + spark(curve.validationLoss(), low, high, spark) + " " + last(curve.validationLoss()));
        continue;
      }
      lines.add(String
          .format(Locale.ROOT, "  %-" + NARROW_NAME + "s train %s %-7s new %s %s",
              shortened(Phrases.trial(curve), NARROW_NAME), spark(curve.trainLoss(), low, high, spark),
              last(curve.trainLoss()), spark(curve.validationLoss(), low, high, spark), last(curve.validationLoss()))
          .stripTrailing());
    }
    lines.add("");
  }

  private String spark(List<Double> losses, double low, double high, int cells) {
    double[] values = losses.stream().mapToDouble(json.metric()::shown).toArray();
    String line = figures.sparkline(values, low, high, cells);
    return line + " ".repeat(Math.max(0, Math.min(cells, values.length) - line.length()));
  }

  private String last(List<Double> losses) {
    return losses.isEmpty() ? "" : value(losses.getLast());
  }

  private void table() {
    List<Candidate> candidates = json.candidates();
    List<Beside> shown = Phrases.beside(json);
    boolean wide = table.hasRoom(shown);
    List<String> rows = table.rows(candidates, wide ? shown : List.of());
    lines.addAll(rows);
    boolean ties = candidates.stream().anyMatch(c -> c.ties() && !name(c).equals(name(json.use())));
    paragraph("  ► to use" + (ties ? "   = ties with the best" : "") + "   none: the " + Phrases.plainModel(json)
        + " without a regularizer" + (json.conditional() ? "; intervals are for these fitted models, by row" : ""));
    Phrases.order(candidates).ifPresent(text -> paragraph("  " + text));
    if (CandidateLines.hasIntervals(rows)) {
      paragraph("  " + Phrases.ALONE);
    }
    if (!wide && !shown.isEmpty()) {
      lines.addAll(table.figuresBelow(shown));
    }
    lines.add("");
    json.finals().ifPresent(finals -> {
      paragraph("The best once more, on " + finals.folds() + " other folds, whose rows had no part in the choice:");
      lines.addAll(table.rows(finals.candidates(), List.of()));
      lines.add("");
    });
  }

  private void choice(String title, Chosen choice, boolean all) {
    String strength = strength(choice, choice.strength());
    String loss = all && !Double.isNaN(choice.loss()) ? ": expected " + metric() + " " + value(choice.loss()) : "";
    paragraph(title + ": " + Phrases.use(choice) + (strength.isEmpty() ? "" : ", strength " + strength) + loss);
    for (String reason : choice.reasons()) {
      paragraph("  " + reason);
    }
    if (all) {
      strengths(choice);
    }
    lines.add("");
  }

  /** What was done after the choice, and what each step brought. */
  private void finish(FinishWords words) {
    paragraph(words.sentence());
    for (FinishWords.Step step : words.steps()) {
      String bar = width < STEP_WIDTH
          ? ""
          : String.format(Locale.ROOT, "%-13s", figures.bar(step.loss() / words.largest(), STEP_BAR));
      paragraph(String.format(Locale.ROOT, "  %-21s%-8s %s%s", step.name(), number(step.loss()), bar, step.change())
          .stripTrailing());
    }
    lines.add("");
  }

  /** Losses along the strengths of what is used. */
  private void strengths(Chosen choice) {
    Candidate candidate = json.candidate(choice);
    List<FinishedStudy.Point> curve = candidate.curve();
    if (curve.size() < 3 || candidate.strength().values().size() > 1) {
      return;
    }
    double[] losses = curve.stream().mapToDouble(point -> json.metric().shown(point.loss())).toArray();
    double low = Arrays.stream(losses).min().orElseThrow();
    double high = Arrays.stream(losses).max().orElseThrow();
    String before = "  " + metric() + " by strength: " + strength(candidate, curve.getFirst().strength()) + " ";
    String behind = " " + strength(candidate, curve.getLast().strength());
    int cells = Math.min(24, width - before.length() - behind.length());
    if (cells >= 3) {
      lines.add(before + figures.sparkline(losses, low, high, cells) + behind);
    }
  }

  private void importance() {
    List<Importance> columns = json.importance();
    if (columns.isEmpty()) {
      return;
    }
    boolean higher = json.metric().isShownHigherBetter();
    paragraph("Columns that matter most (" + (higher ? "fall" : "rise") + " of the " + metric() + " when shuffled):");
    double most = Math.max(0 - Phrases.gain(json, columns.getFirst()), Double.MIN_NORMAL);
    boolean narrow = table.isNarrow();
    int bar = narrow ? Math.clamp(width - 24, 4, 12) : 12;
    int name = narrow ? width - 2 : Math.clamp(width - 40, NAME, 30);
    for (Importance column : columns.subList(0, Math.min(MOST_COLUMNS, columns.size()))) {
      double cost = 0 - Phrases.gain(json, column);
      double slope = column.increase() == 0 ? 1 : Math.abs(cost / column.increase());
      double deviation = slope * column.deviation();
      String figure = String.format(Locale.ROOT, "%-" + bar + "s %s%s", figures.bar(cost / most, bar), number(cost),
          deviation == 0 ? "" : " ± " + error(deviation, cost));
      if (narrow) {
        lines.add("  " + shortened(column.column(), name));
        lines.add("    " + figure);
      } else {
        lines.add(String.format(Locale.ROOT, "  %-" + name + "s %s", shortened(column.column(), name), figure));
      }
    }
    lines.add("");
  }

  private void insight(InsightWords words) {
    if (!words.sentences().isEmpty()) {
      lines.add("What else the study tells:");
      words.sentences().forEach(sentence -> paragraph("  " + sentence));
      lines.add("");
    }
  }

  private void test() {
    if (json.test().isEmpty()) {
      return;
    }
    FinishedTest test = json.test().get();
    var parts = new ArrayList<String>();
    test.figures().forEach((key, value) -> parts.add(Phrases.label(key) + " " + number(value)));
    test.calibration().ifPresent(found -> parts.add("calibration error " + number(found.expectedError())));
    paragraph(String.format(Locale.ROOT, "On %,d test rows, kept out of everything: %s.", test.rows(),
        String.join(", ", parts)));
  }

  private void left() {
    Phrases.leftOut(json).forEach(missing -> paragraph("left out: " + missing));
    json.closed()
        .ifPresent(
            reason -> paragraph("The study ended early (" + reason + "); strengths not run are in verdict.json."));
  }

  /** Wrapped, later lines indented as the first or by two. */
  private void paragraph(String said) {
    String text = plain ? Phrases.ascii(said) : said; // before it is wrapped: +- is longer than ±
    int indent = text.length() - text.stripLeading().length();
    String rest = text.stripLeading();
    String first = " ".repeat(indent);
    while (first.length() + rest.length() > width) {
      int cut = Phrases.end(rest, width - first.length());
      if (cut <= 0) {
        break;
      }
      lines.add(first + rest.substring(0, cut));
      rest = rest.substring(cut + 1);
      first = " ".repeat(Math.max(2, indent));
    }
    lines.add(first + rest);
  }
}
