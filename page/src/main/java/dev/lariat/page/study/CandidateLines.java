package dev.lariat.page.study;

import static dev.lariat.data.NumberText.error;
import static dev.lariat.data.NumberText.number;
import static dev.lariat.data.NumberText.signed;
import static dev.lariat.page.phrase.Phrases.name;
import static dev.lariat.page.phrase.Phrases.shortened;
import static dev.lariat.page.phrase.Phrases.strength;

import dev.lariat.io.run.FinishedStudy;
import dev.lariat.io.run.FinishedStudy.Candidate;
import dev.lariat.io.run.Gains;
import dev.lariat.page.TextFigures;
import dev.lariat.page.phrase.Phrases;
import dev.lariat.page.phrase.Phrases.Beside;
import dev.lariat.study.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The candidates of a verdict as lines of text: a table, or on a narrow screen one below the other. */
final class CandidateLines {
  /** What the table takes at its full width; below that it goes without intervals. */
  private static final int WHOLE = 80;
  /** What it takes at least. */
  private static final int LEAST = 60;
  private static final int BAR = 5;
  /** The width of a loss with its error, where none takes more. */
  private static final int LOSS = 15;
  private static final int WIDEST_BAR = 26;
  private static final int NAME = 20;
  private static final int NARROW_NAME = 15;
  /** The width of a figure's column. */
  private static final int FIGURE = 10;

  private final FinishedStudy json;
  private final Gains gains;
  private final TextFigures figures;
  private final boolean plain;
  private final int width;

  /**
   * The candidates of a verdict.
   *
   * @param plain whether to keep to ASCII
   * @param width columns of the screen
   */
  CandidateLines(FinishedStudy json, boolean plain, int width) {
    this.json = json;
    this.gains = new Gains(json);
    this.figures = new TextFigures(plain);
    this.plain = plain;
    this.width = width;
  }

  /** {@return whether figures stand in the table, and not below it} */
  boolean hasRoom(List<Beside> shown) {
    return width >= WHOLE + FIGURE * shown.size();
  }

  private String metric() {
    return json.metric().shownName();
  }

  /** {@return how far a candidate is from the network without regularizer, of what is shown} */
  private Interval change(Candidate c) {
    Interval gain = gains.of(c).interval();
    return json.metric().isShownHigherBetter() ? gain : gain.negated();
  }

  private static String heads(List<Beside> shown) {
    return joined(shown, Beside::label);
  }

  private static String row(List<Beside> shown, Candidate c) {
    return joined(shown, figure -> figure.text().apply(c));
  }

  private static String joined(List<Beside> shown, Function<Beside, String> cell) {
    return shown.stream()
        .map(figure -> String.format(Locale.ROOT, "%-" + FIGURE + "s", cell.apply(figure)))
        .collect(Collectors.joining());
  }

  /**
   * The lines of the table.
   *
   * @param candidates one a line
   * @param low the left end of the bars
   * @param high their right end
   * @param whole with intervals
   * @param shown figures beside the loss
   */
  private List<String> rows(List<Candidate> candidates, double low, double high, boolean whole, List<Beside> shown) {
    int name = width >= WHOLE ? NAME : NARROW_NAME;
    int spare = width - WHOLE - FIGURE * shown.size();
    int bar = Math.clamp(BAR + (width >= WHOLE ? spare : 0), BAR, WIDEST_BAR);
    List<String> losses = candidates.stream().map(this::loss).toList();
    int loss = Math.max(LOSS, 1 + losses.stream().mapToInt(String::length).max().orElseThrow());
    String row = "%s %-" + (name + 1) + "s%-10s%-" + loss + "s%s%-" + (bar + 1) + "s%s";
    var rows = new ArrayList<String>();
    rows.add(String.format(Locale.ROOT, row, " ", "", "strength", metric() + (plain ? " +-" : " ±") + " SE",
        heads(shown), "", whole ? "each against none (95 %)" : "vs. none"));
    for (int i = 0; i < losses.size(); i++) {
      Candidate c = candidates.get(i);
      Interval change = change(c);
      String difference = c.isNone()
          ? ""
          : signed(change.mean()) + (whole ? " (" + signed(change.low()) + ", " + signed(change.high()) + ")" : "");
      double value = json.metric().shown(c.loss());
      double error = json.metric().shownError(c.loss(), c.standardError());
      rows.add(
          String
              .format(Locale.ROOT, row, mark(c), shortened(name(c), name), strength(c, c.strength()), losses.get(i),
                  row(shown, c), figures.interval(value, error, low, high, bar), difference)
              .stripTrailing());
    }
    return rows;
  }

  /** {@return what is shown of a candidate's loss, with its error close by} */
  private String loss(Candidate c) {
    double value = json.metric().shown(c.loss());
    return number(value) + (plain ? " +-" : " ±") + error(json.metric().shownError(c.loss(), c.standardError()), value);
  }

  /** {@return the figures of every candidate, where the screen is too narrow for them in the table} */
  List<String> figuresBelow(List<Beside> shown) {
    var lines = new ArrayList<String>();
    if (isNarrow()) {
      for (Beside figure : shown) {
        lines.add("  " + figure.label() + ":");
        json.candidates()
            .forEach(c -> lines.add(String
                .format(Locale.ROOT, "    %-" + (NAME + 1) + "s%s", shortened(name(c), NAME), figure.text().apply(c))
                .stripTrailing()));
      }
      return lines;
    }
    String line = "  %-" + (NAME + 1) + "s%s";
    lines.add(String.format(Locale.ROOT, line, "On new rows", heads(shown)).stripTrailing());
    for (Candidate c : json.candidates()) {
      lines.add(String.format(Locale.ROOT, line, shortened(name(c), NAME), row(shown, c)).stripTrailing());
    }
    return lines;
  }

  /** The table's lines, without intervals where they have no room. */
  List<String> rows(List<Candidate> candidates, List<Beside> shown) {
    if (isNarrow()) {
      return stacked(candidates);
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Candidate c : candidates) {
      if (!Phrases.isTrivial(c)) {
        double error = json.metric().shownError(c.loss(), c.standardError());
        low = Math.min(low, json.metric().shown(c.loss()) - error);
        high = Math.max(high, json.metric().shown(c.loss()) + error);
      }
    }
    List<String> rows = rows(candidates, low, high, width >= WHOLE, shown);
    // Numbers of many letters leave no room for intervals.
    return rows.stream().allMatch(line -> line.length() <= width) ? rows : rows(candidates, low, high, false, shown);
  }

  /** {@return whether there is no room for a line for every candidate, nor for a curve behind its name} */
  boolean isNarrow() {
    return width < LEAST;
  }

  /** A candidate in two lines: what it is, and how well it does. */
  private List<String> stacked(List<Candidate> candidates) {
    var rows = new ArrayList<String>();
    String loss = metric() + (plain ? " +-" : " ±") + " SE,";
    String change = "and change vs. none:";
    rows.addAll(
        loss.length() + 1 + change.length() <= width ? List.of(loss + " " + change) : List.of(loss, "  " + change));
    for (Candidate c : candidates) {
      String strength = strength(c, c.strength());
      rows.add(shortened(mark(c) + " " + name(c) + (strength.isEmpty() ? "" : ", " + strength), width));
      String value = "    " + loss(c);
      String difference = c.isNone() ? "" : signed(change(c).mean());
      boolean together = value.length() + 2 + difference.length() <= width;
      rows.add(together ? (value + "  " + difference).stripTrailing() : value);
      if (!together) {
        rows.add("    " + difference);
      }
    }
    return rows;
  }

  private String mark(Candidate c) {
    return name(c).equals(name(json.use())) ? "►" : c.ties() ? "=" : " ";
  }

  /** {@return whether some lines of the table have intervals} */
  static boolean hasIntervals(List<String> rows) {
    return rows.getFirst().contains("95 %");
  }
}
