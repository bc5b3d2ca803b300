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

/** A study's candidates as lines of text, one below the other, as wide as the screen allows. */
final class CandidateTable {
  /** What the table takes at its full width; below that it goes without intervals. */
  private static final int WHOLE = 80;
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
  private final List<Beside> beside; // the loss

  /**
   * The table of a study.
   *
   * @param plain whether to keep to ASCII
   * @param width columns of the screen
   */
  CandidateTable(FinishedStudy json, boolean plain, int width) {
    this.json = json;
    this.gains = new Gains(json);
    this.figures = new TextFigures(plain);
    this.plain = plain;
    this.width = width;
    this.beside = Phrases.beside(json);
  }

  /** Whether other figures have room beside the loss. */
  private boolean isWide() {
    return width >= WHOLE + FIGURE * beside.size();
  }

  /** {@return a head, and a line for each candidate, without intervals where these have no room} */
  List<String> rows() {
    return rows(json.candidates(), isWide() ? beside : List.of());
  }

  /** {@return the same of other candidates, without other figures than the loss} */
  List<String> rows(List<Candidate> candidates) {
    return rows(candidates, List.of());
  }

  /** {@return the other figures of every candidate; none where they stand in the table} */
  List<String> figuresBelow() {
    if (isWide() || beside.isEmpty()) {
      return List.of();
    }
    String line = "  %-" + (NAME + 1) + "s%s";
    var lines = new ArrayList<String>();
    lines.add(String.format(Locale.ROOT, line, "On new rows", heads(beside)).stripTrailing());
    for (Candidate c : json.candidates()) {
      lines.add(String.format(Locale.ROOT, line, shortened(name(c), NAME), row(beside, c)).stripTrailing());
    }
    return lines;
  }

  private List<String> rows(List<Candidate> candidates, List<Beside> shown) {
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
    rows.add(String.format(Locale.ROOT, row, " ", "", "strength",
        Phrases.metric(json.metric()) + (plain ? " +-" : " ±") + " SE", heads(shown), "",
        whole ? "each against none (95 %)" : "vs. none"));
    for (int i = 0; i < losses.size(); i++) {
      Candidate c = candidates.get(i);
      String mark = name(c).equals(name(json.use())) ? "►" : c.ties() ? "=" : " ";
      Interval change = change(c);
      String difference = c.isNone()
          ? ""
          : signed(change.mean()) + (whole ? " (" + signed(change.low()) + ", " + signed(change.high()) + ")" : "");
      double value = json.metric().shown(c.loss());
      double error = json.metric().shownError(c.loss(), c.standardError());
      rows.add(
          String
              .format(Locale.ROOT, row, mark, shortened(name(c), name), strength(c, c.strength()), losses.get(i),
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
}
