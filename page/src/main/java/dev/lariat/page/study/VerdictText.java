package dev.lariat.page.study;

import static dev.lariat.data.NumberText.error;
import static dev.lariat.data.NumberText.number;
import static dev.lariat.data.NumberText.signed;
import static dev.lariat.page.study.Phrases.name;
import static dev.lariat.page.study.Phrases.shortened;
import static dev.lariat.page.study.Phrases.strength;

import dev.lariat.io.run.FinishedStudy.Candidate;
import dev.lariat.io.run.FinishedStudy.Choice;
import dev.lariat.io.run.FinishedStudy.Curve;
import dev.lariat.io.run.FinishedStudy.Diagnosed;
import dev.lariat.io.run.FinishedStudy;
import dev.lariat.page.TextFigures;
import dev.lariat.study.evidence.Importance;
import dev.lariat.study.statistics.Interval;
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
  /** What the table takes at its full width; below that it goes without intervals. */
  private static final int WHOLE = 80;
  private static final int BAR = 6;
  private static final int WIDEST_BAR = 26;
  private static final int STEP_BAR = 12;
  private static final int NAME = 20;
  private static final int NARROW_NAME = 15;
  private static final int MOST_COLUMNS = 5;

  private final FinishedStudy json;
  private final TextFigures figures;
  private final boolean plain;
  private final int width;
  private final List<String> lines = new ArrayList<>();

  private VerdictText(FinishedStudy json, boolean plain, int width) {
    this.json = json;
    this.plain = plain;
    this.width = width;
    this.figures = new TextFigures(plain);
  }

  /**
   * The text of a verdict.
   *
   * @param plain whether to keep to ASCII
   * @param width columns of the screen, at least 55
   */
  public static VerdictText of(FinishedStudy json, boolean plain, int width) {
    return new VerdictText(json, plain, width);
  }

  public List<String> lines() {
    lines.clear();
    diagnosis();
    curves();
    table();
    choice("Use", json.recommendation(), true);
    FinishWords.of(json).ifPresent(this::finish);
    Choice simplest = json.simplest();
    if (!Phrases.trial(simplest).equals(Phrases.trial(json.recommendation()))) {
      choice("Simplest", simplest, false);
    }
    importance();
    InsightWords.of(json).ifPresent(this::insight);
    test();
    left();
    return plain ? lines.stream().map(VerdictText::ascii).toList() : List.copyOf(lines);
  }

  /** A line in ASCII, as far as our own signs go: names are the user's. */
  static String ascii(String line) {
    return line.replace('►', '>').replace("±", "+-").replace('−', '-').replace('…', '~').replace("≈", "~");
  }

  private void diagnosis() {
    Diagnosed d = json.diagnosis();
    String metric = json.metric().toString();
    String sentence = switch (d.state()) {
      case OVERFITS -> d.surelyBeaten()
          ? "stopping earlier or a regularizer does better beyond doubt."
          : "at an earlier epoch it was better.";
      case UNDERFITS -> "it is too small, twice the width lowers both losses.";
      case TRAINED_TOO_BRIEFLY -> "twice as many epochs do better beyond doubt: --epochs sets them.";
      case TOO_LITTLE_DATA -> "the rows cannot tell a useful gain from none.";
      case FITS -> "nothing that was tried is surely better by 2 % or more.";
    };
    paragraph("Diagnosis of the network without regularizer: " + d.state() + "; " + sentence);
    paragraph(String.format(Locale.ROOT, "  Its %s is %s on its own rows, %s on new ones (gap %s ± %s); trivial: %s.",
        metric, number(d.trainLoss()), number(d.validationLoss()), number(d.gap()), number(d.gapStandardError()),
        number(d.trivialLoss())));
    d.overBestEpoch()
        .filter(over -> over.low() > 0)
        .ifPresent(over -> paragraph(
            "  It ends " + number(over.mean()) + " above its best epoch (95 % " + interval(over) + ")."));
    d.overBestCandidate()
        .filter(over -> over.low() > 0)
        .ifPresent(over -> paragraph("  It ends " + number(over.mean()) + " above "
            + (json.conditional() ? "the surest candidate" : "the best candidate") + " (95 % " + interval(over)
            + ")."));
    lines.add("");
  }

  /** Losses by epoch on one scale: without regularizer, and with the one that is shown beside it. */
  private void curves() {
    List<Curve> curves = json.curves();
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Curve curve : curves) {
      for (double loss : Stream.concat(curve.trainLoss().stream(), curve.validationLoss().stream()).toList()) {
        if (Double.isFinite(loss)) {
          low = Math.min(low, loss);
          high = Math.max(high, loss);
        }
      }
    }
    if (!(high > low)) {
      return;
    }
    int spark = Math.min(24, (width - NARROW_NAME - 30) / 2);
    for (Curve curve : curves) {
      lines.add(String
          .format(Locale.ROOT, "  %-" + NARROW_NAME + "s train %s %-7s new %s %s",
              shortened(Phrases.trial(curve), NARROW_NAME), spark(curve.trainLoss(), low, high, spark),
              last(curve.trainLoss()), spark(curve.validationLoss(), low, high, spark), last(curve.validationLoss()))
          .stripTrailing());
    }
    lines.add("");
  }

  private String spark(List<Double> losses, double low, double high, int cells) {
    double[] values = losses.stream().mapToDouble(Double::doubleValue).toArray();
    String line = figures.sparkline(values, low, high, cells);
    return line + " ".repeat(Math.max(0, Math.min(cells, values.length) - line.length()));
  }

  private static String last(List<Double> losses) {
    return losses.isEmpty() ? "" : number(losses.getLast());
  }

  private String interval(Interval interval) {
    return number(interval.low()) + " to " + number(interval.high());
  }

  private void table() {
    List<Candidate> candidates = json.candidates();
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Candidate c : candidates) {
      if (!Phrases.isTrivial(c)) {
        low = Math.min(low, c.loss() - c.standardError());
        high = Math.max(high, c.loss() + c.standardError());
      }
    }
    boolean whole = width >= WHOLE;
    int name = whole ? NAME : NARROW_NAME;
    int bar = Math.clamp(BAR + (whole ? width - WHOLE : 0), BAR, WIDEST_BAR);
    String row = "%s %-" + (name + 1) + "s%-10s%-14s%-" + (bar + 1) + "s%s";
    lines.add(String.format(Locale.ROOT, row, " ", "", "strength", "loss ± SE", "",
        whole ? "against none (95 %)" : "vs. none"));
    for (Candidate c : candidates) {
      boolean recommended = name(c).equals(name(json.recommendation()));
      String mark = recommended ? "►" : c.ties() ? "=" : " ";
      String difference = c.isNone()
          ? ""
          : signed(c.differenceToNone()) + (whole ? " (" + signed(c.low()) + ", " + signed(c.high()) + ")" : "");
      double loss = c.loss();
      double error = c.standardError();
      lines.add(
          String
              .format(Locale.ROOT, row, mark, shortened(name(c), name), strength(c, c.strength()),
                  number(loss) + (plain ? " +-" : " ±") + error(error), figures.interval(loss, error, low, high, bar),
                  difference)
              .stripTrailing());
    }
    boolean ties = candidates.stream().anyMatch(c -> c.ties() && !name(c).equals(name(json.recommendation())));
    paragraph("  ► to use" + (ties ? "   = ties with the best" : "")
        + (json.conditional() ? "   intervals: for these fitted models, by row" : ""));
    lines.add("");
  }

  private void choice(String title, Choice choice, boolean all) {
    String strength = strength(choice, choice.strength());
    String loss = all && !Double.isNaN(choice.loss())
        ? ": expected " + json.metric() + " " + number(choice.loss())
        : "";
    paragraph(title + ": " + name(choice) + (strength.isEmpty() ? "" : ", strength " + strength) + loss);
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
      lines.add(
          String
              .format(Locale.ROOT, "  %-21s%-8s %-12s %s", step.name(), number(step.loss()),
                  figures.bar(step.loss() / words.largest(), STEP_BAR), step.change())
              .stripTrailing());
    }
    lines.add("");
  }

  /** Losses along the strengths of what is recommended. */
  private void strengths(Choice choice) {
    Candidate candidate = json.candidate(choice);
    List<FinishedStudy.Point> curve = candidate.curve();
    if (curve.size() < 3 || candidate.strength().values().size() > 1) {
      return;
    }
    double[] losses = curve.stream().mapToDouble(point -> point.loss()).toArray();
    double low = Arrays.stream(losses).min().orElseThrow();
    double high = Arrays.stream(losses).max().orElseThrow();
    lines.add("  Loss by strength: " + strength(candidate, curve.getFirst().strength()) + " "
        + figures.sparkline(losses, low, high, 24) + " " + strength(candidate, curve.getLast().strength()));
  }

  private void importance() {
    List<Importance> columns = json.importance();
    if (columns.isEmpty()) {
      return;
    }
    lines.add("Columns that matter most (rise of the loss when shuffled):");
    double most = Math.max(columns.getFirst().increase(), Double.MIN_NORMAL);
    int name = Math.clamp(width - 40, NAME, 30);
    for (Importance column : columns.subList(0, Math.min(MOST_COLUMNS, columns.size()))) {
      double increase = column.increase();
      double deviation = column.deviation();
      lines.add(String.format(Locale.ROOT, "  %-" + name + "s %-12s %s%s", shortened(column.column(), name),
          figures.bar(increase / most, 12), number(increase), deviation == 0 ? "" : " ± " + error(deviation)));
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
    FinishedStudy.Test test = json.test().get();
    var parts = new ArrayList<String>();
    test.figures().forEach((name, value) -> parts.add(name + " " + number(value)));
    test.calibration().ifPresent(found -> parts.add("calibration error " + number(found.expectedError())));
    paragraph(
        String.format(Locale.ROOT, "On %,d test rows, looked at once: %s.", test.rows(), String.join(", ", parts)));
  }

  private void left() {
    for (String missing : json.missing()) {
      paragraph("left out: " + missing);
    }
    json.closed()
        .ifPresent(
            reason -> paragraph("The study ended early (" + reason + "); strengths not run are in verdict.json."));
  }

  /** Wrapped, later lines indented as the first or by two. */
  private void paragraph(String text) {
    int indent = text.length() - text.stripLeading().length();
    String rest = text.stripLeading();
    String first = " ".repeat(indent);
    while (first.length() + rest.length() > width) {
      int cut = rest.lastIndexOf(' ', width - first.length());
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
