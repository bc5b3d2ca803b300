package dev.lariat.page.study;

import static dev.lariat.data.NumberText.count;
import static dev.lariat.data.NumberText.error;
import static dev.lariat.data.NumberText.number;
import static dev.lariat.data.NumberText.signed;
import static dev.lariat.page.phrase.Phrases.name;

import dev.lariat.page.phrase.Phrases;
import dev.lariat.data.NumberText;
import dev.lariat.io.run.FinishedStudy.Candidate;
import dev.lariat.page.Block;
import dev.lariat.page.Chart;
import dev.lariat.page.Figure;
import dev.lariat.page.Section;
import dev.lariat.page.SeriesType;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.verdict.Gain;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Which one? Every candidate at its best strength, against the network without regularizer. */
final class CandidatesSection {
  /** Candidates whose difference is further out than this many times the others' are left to the table. */
  private static final double OUTLIER = 4;

  private final ReportedStudy run;

  CandidatesSection(ReportedStudy run) {
    this.run = run;
  }

  Section section() {
    Section.Builder section = Section.of("candidates", "Which one?");
    section.draw(differences()).draw(losses());
    section.say("Why " + Phrases.chosen(run.verdict().use()) + "?").add(new Block.Items(run.verdict().use().reasons()));
    section.say("What is proven?").add(new Block.Items(run.verdict().proven().reasons()));
    section.say(
        "Differences are paired: on a fold all candidates see the same rows in the same order. A fold is scored at "
            + "the strength that the other folds chose, so a difference need not be that of the two figures beside each other"
            + (Phrases.isByDifference(run.candidates())
                ? "; candidates stand in the order of these differences. "
                : ". ")
            + "A tie (=) is so near to the best that the rows do not tell the two apart, or that it does not matter. "
            + Phrases.ALONE
            + (run.verdict().conditional()
                ? " With one split, intervals are by row and for these models as fitted."
                : ""));
    Phrases.leftOut(run.verdict()).forEach(text -> section.say("Left out: " + text + "."));
    run.verdict().closed().ifPresent(reason -> section.say("The study ended early: " + reason + "."));
    return section.finding(finding());
  }

  private String finding() {
    Candidate best = run.candidates().getFirst();
    long ties = run.candidates().stream().filter(c -> c.ties() && !name(c).equals(name(best))).count();
    return Phrases.capital(best.isNone() ? Phrases.subject(best) : name(best)) + " does best: " + run.metric() + " "
        + run.measured(best)
        + (ties == 0
            ? "; no other ties with it"
            : ties == 1 ? "; one other ties with it" : "; " + ties + " others tie with it");
  }

  private Figure losses() {
    List<Candidate> shown = run.candidates().stream().filter(c -> !Phrases.isTrivial(c)).toList();
    var chart = new Chart("candidates-loss").names("y", "", shown.stream().map(this::label).toList())
        .inverse("y")
        .axis("x", run.axis() + " on new rows", false)
        .height(90 + 28 * shown.size())
        .header(cells(
            Stream.of("", "candidate", "strength", "strongest as good", run.metric() + " on new rows", "± SE"),
            Phrases.beside(run.verdict()).stream().map(Phrases.Beside::label),
            Stream.of("on its own rows", "share of zeros", "weights not zero", "columns", "best epoch", "seconds")));
    Chart.Series used = chart.series(SeriesType.SPANS, "to use", Chart.WITH);
    Chart.Series tied = chart.series(SeriesType.SPANS, "ties with the best", Chart.OTHER);
    Chart.Series others = chart.series(SeriesType.SPANS, "behind", Chart.SOFT);
    for (int i = 0; i < shown.size(); i++) {
      Candidate c = shown.get(i);
      double loss = run.shown(c.loss());
      double error = run.shownError(c.loss(), c.standardError());
      (run.isUsed(c) ? used : c.ties() ? tied : others).add(Phrases.trial(c) + ": " + run.measured(c), loss, i,
          loss - error, loss + error);
    }
    for (Candidate c : run.candidates()) {
      String oneSe = Phrases.strength(c, c.oneSeStrength());
      chart.row(cells(
          Stream.of(mark(c), name(c), Phrases.strength(c, c.strength()), oneSe, run.value(c.loss()),
              error(run.shownError(c.loss(), c.standardError()), run.shown(c.loss()))),
          Phrases.beside(run.verdict()).stream().map(figure -> figure.text().apply(c)),
          Stream.of(run.value(c.loss() - c.gap()), NumberText.percent(c.zeroShare()), count(c.nonZeroWeights()),
              count(c.inputsUsed()), c.epochs() == 0 ? "" : Integer.toString(c.epochs()), number(c.seconds()))));
    }
    Candidate trivial = run.candidates().stream().filter(Phrases::isTrivial).findFirst().orElseThrow();
    Candidate best = run.candidates().getFirst();
    return chart.titled(Phrases.capital(Phrases.subject(best)) + " reaches " + run.measured(best)
        + (best.isNone() ? "" : ", no regularizer " + run.measured(run.none()))
        + (Phrases.isTrivial(best) ? "" : ", always the same prediction " + run.value(trivial.loss())));
  }

  /** {@return a row of the table: the figures that people know stand beside the loss} */
  private static String[] cells(Stream<String> first, Stream<String> figures, Stream<String> last) {
    return Stream.of(first, figures, last).flatMap(cells -> cells).toArray(String[]::new);
  }

  private Figure differences() {
    List<Candidate> shown = shownDifferences();
    var chart = new Chart("candidates-difference").names("y", "", shown.stream().map(this::label).toList())
        .inverse("y")
        .axis("x", "change of " + run.axis() + (run.higherIsBetter() ? "; right is better" : "; left is better"), false)
        .height(90 + 28 * shown.size())
        .guide("x", 0, "no regularizer")
        .header("candidate", "change of " + run.metric(), "± SE", "95 % of each alone, from", "to");
    Chart.Series used = chart.series(SeriesType.SPANS, "to use", Chart.WITH);
    Chart.Series better = chart.series(SeriesType.SPANS, "better, taken alone", Chart.OTHER);
    Chart.Series others = chart.series(SeriesType.SPANS, "not surely better", Chart.SOFT);
    int sure = 0;
    for (int i = 0; i < shown.size(); i++) {
      Candidate c = shown.get(i);
      Gain gain = run.gain(c);
      Interval change = change(c);
      double low = change.low();
      double high = change.high();
      double mean = change.mean();
      sure += gain.isSure() ? 1 : 0;
      (run.isUsed(c) ? used : gain.isSure() ? better : others).add(
          Phrases.trial(c) + ": " + signed(mean) + ", 95 % " + signed(low) + " to " + signed(high), mean, i, low, high);
    }
    for (Candidate c : run.candidates()) {
      if (!c.isNone()) {
        Interval change = change(c);
        chart.row(name(c), signed(change.mean()), error(change.standardError()), signed(change.low()),
            signed(change.high()));
      }
    }
    long all = run.candidates().stream().filter(c -> !c.isNone() && !Phrases.isTrivial(c)).count();
    long left = all - shown.size();
    return chart.titled((sure == 0
        ? "No candidate is better than no regularizer with a 95 % interval that leaves out 0"
        : all == 1
            ? "The only candidate is better than no regularizer (95 % interval)"
            : sure + " of " + all
                + (sure == 1
                    ? " candidates, taken alone, is better than no regularizer (95 % interval)"
                    : " candidates, each taken alone, are better than no regularizer (95 % intervals)"))
        + (left == 0 ? "" : "; " + left + " far out " + (left == 1 ? "is" : "are") + " left to the numbers"));
  }

  /** All but none itself, and those so far out that the others could not be told apart. */
  private List<Candidate> shownDifferences() {
    List<Candidate> all = run.candidates().stream().filter(c -> !c.isNone() && !Phrases.isTrivial(c)).toList();
    double[] widths = all.stream().mapToDouble(CandidatesSection::reach).sorted().toArray();
    double limit = widths.length == 0 ? 0 : OUTLIER * widths[widths.length / 2];
    var shown = new ArrayList<Candidate>();
    for (Candidate c : all) {
      if (reach(c) <= limit || run.isUsed(c) || c.high() < 0) {
        shown.add(c);
      }
    }
    return shown;
  }

  /** {@return the change of what is shown against no regularizer} */
  private Interval change(Candidate c) {
    Interval gain = run.gain(c).interval();
    return run.higherIsBetter() ? gain : gain.negated();
  }

  private static double reach(Candidate c) {
    return Math.max(Math.abs(c.low()), Math.abs(c.high()));
  }

  private String mark(Candidate c) {
    return run.isUsed(c) ? "►" : c.ties() ? "=" : "";
  }

  private String label(Candidate c) {
    return (mark(c) + " " + Phrases.trial(c)).strip();
  }
}
