package dev.lariat.page.study;

import static dev.lariat.data.NumberText.count;
import static dev.lariat.data.NumberText.error;
import static dev.lariat.data.NumberText.number;
import static dev.lariat.data.NumberText.signed;
import static dev.lariat.page.study.Phrases.name;

import dev.lariat.data.NumberText;
import dev.lariat.io.run.FinishedStudy.Candidate;
import dev.lariat.page.Block;
import dev.lariat.page.Chart;
import dev.lariat.page.Figure;
import dev.lariat.page.Section;
import dev.lariat.page.SeriesType;
import java.util.ArrayList;
import java.util.List;

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
    section.say("Why " + Phrases.chosen(run.verdict().recommendation()) + "?")
        .add(new Block.Items(run.verdict().recommendation().reasons()));
    section.say("What is proven?").add(new Block.Items(run.verdict().proven().reasons()));
    section.say(
        "Differences are paired: on a fold all candidates see the same rows in the same order. A fold is scored at "
            + "the strength that the other folds chose, so a difference need not be that of the two losses. A tie (=) is within "
            + "one corrected standard error of the best (Nadeau and Bengio 2003)."
            + (run.verdict().conditional()
                ? " With one split, intervals are by row and for these models as fitted."
                : ""));
    run.verdict().missing().forEach(text -> section.say("Left out: " + text + "."));
    run.verdict().closed().ifPresent(reason -> section.say("The study ended early: " + reason + "."));
    return section.finding(finding());
  }

  private String finding() {
    Candidate best = run.candidates().getFirst();
    long ties = run.candidates().stream().filter(c -> c.ties() && !name(c).equals(name(best))).count();
    return VerdictSection.capital(name(best)) + " has the lowest loss, " + number(best.loss()) + " ± "
        + error(best.standardError())
        + (ties == 0
            ? "; no other ties with it"
            : ties == 1 ? "; one other ties with it" : "; " + ties + " others tie with it");
  }

  private Figure losses() {
    List<Candidate> shown = run.candidates().stream().filter(c -> !Phrases.isTrivial(c)).toList();
    var chart = new Chart("candidates-loss").names("y", "", shown.stream().map(this::label).toList())
        .inverse("y")
        .axis("x", "validation " + run.loss(), false)
        .height(90 + 28 * shown.size())
        .header("", "candidate", "strength", "1-SE strength", "loss", "± SE", "training loss", "share of zeros",
            "weights not zero", "columns", "best epoch", "seconds");
    Chart.Series recommended = chart.series(SeriesType.SPANS, "to use", Chart.WITH);
    Chart.Series tied = chart.series(SeriesType.SPANS, "ties with the best", Chart.OTHER);
    Chart.Series others = chart.series(SeriesType.SPANS, "behind", Chart.SOFT);
    for (int i = 0; i < shown.size(); i++) {
      Candidate c = shown.get(i);
      double loss = c.loss();
      double error = c.standardError();
      (run.isRecommended(c) ? recommended : c.ties() ? tied : others)
          .add(Phrases.trial(c) + ": " + number(loss) + " ± " + error(error), loss, i, loss - error, loss + error);
    }
    for (Candidate c : run.candidates()) {
      String oneSe = Phrases.strength(c, c.oneSeStrength());
      chart.row(mark(c), name(c), Phrases.strength(c, c.strength()), oneSe, number(c.loss()), error(c.standardError()),
          number(c.loss() - c.gap()), NumberText.percent(c.zeroShare()), count(c.nonZeroWeights()),
          count(c.inputsUsed()), c.epochs() == 0 ? "" : Integer.toString(c.epochs()), number(c.seconds()));
    }
    Candidate trivial = run.candidates().stream().filter(Phrases::isTrivial).findFirst().orElseThrow();
    Candidate best = run.candidates().getFirst();
    return chart.titled(VerdictSection.capital(Phrases.trial(best)) + " reaches " + loss(best)
        + (best.isNone() ? "" : ", no regularizer " + loss(run.none())) + ", trivial " + number(trivial.loss()));
  }

  private static String loss(Candidate candidate) {
    return number(candidate.loss()) + " ± " + error(candidate.standardError());
  }

  private Figure differences() {
    List<Candidate> shown = shownDifferences();
    var chart = new Chart("candidates-difference").names("y", "", shown.stream().map(this::label).toList())
        .inverse("y")
        .axis("x", "difference of " + run.loss() + "; left is better", false)
        .height(90 + 28 * shown.size())
        .guide("x", 0, "no regularizer")
        .header("candidate", "difference", "± SE", "95 % from", "to");
    Chart.Series recommended = chart.series(SeriesType.SPANS, "to use", Chart.WITH);
    Chart.Series better = chart.series(SeriesType.SPANS, "better, taken alone", Chart.OTHER);
    Chart.Series others = chart.series(SeriesType.SPANS, "may be no different", Chart.SOFT);
    int sure = 0;
    for (int i = 0; i < shown.size(); i++) {
      Candidate c = shown.get(i);
      double low = c.low();
      double high = c.high();
      double mean = c.differenceToNone();
      sure += high < 0 ? 1 : 0;
      (run.isRecommended(c) ? recommended : high < 0 ? better : others).add(
          Phrases.trial(c) + ": " + signed(mean) + ", 95 % " + signed(low) + " to " + signed(high), mean, i, low, high);
    }
    for (Candidate c : run.candidates()) {
      if (!c.isNone()) {
        chart.row(name(c), signed(c.differenceToNone()), error(c.differenceStandardError()), signed(c.low()),
            signed(c.high()));
      }
    }
    long all = run.candidates().stream().filter(c -> !c.isNone() && !Phrases.isTrivial(c)).count();
    long left = all - shown.size();
    return chart.titled((sure == 0
        ? "No candidate is better than no regularizer with a 95 % interval that leaves out 0"
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
      if (reach(c) <= limit || run.isRecommended(c) || c.high() < 0) {
        shown.add(c);
      }
    }
    return shown;
  }

  private static double reach(Candidate c) {
    return Math.max(Math.abs(c.low()), Math.abs(c.high()));
  }

  private String mark(Candidate c) {
    return run.isRecommended(c) ? "►" : c.ties() ? "=" : "";
  }

  private String label(Candidate c) {
    return (mark(c) + " " + Phrases.trial(c)).strip();
  }
}
