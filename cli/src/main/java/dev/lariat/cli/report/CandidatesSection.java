package dev.lariat.cli.report;

import static dev.lariat.cli.report.Words.brief;
import static dev.lariat.cli.report.Words.count;
import static dev.lariat.cli.report.Words.name;
import static dev.lariat.cli.report.Words.number;
import static dev.lariat.cli.report.Words.signed;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Which one? Every candidate at its best strength, against the network without regularizer. */
final class CandidatesSection {
  /** Candidates whose difference is further out than this many times the others' are left to the table. */
  private static final double OUTLIER = 4;

  private final Run run;

  CandidatesSection(Run run) {
    this.run = run;
  }

  Section section() {
    Section.Builder section = Section.of("candidates", "Which one?");
    section.draw(losses()).draw(differences());
    section.say("Why " + Words.chosen(run.verdict().get("recommendation")) + "? "
        + Words.list(run.verdict().get("recommendation").get("reasons"))
            .stream()
            .map(JsonNode::asString)
            .collect(Collectors.joining(" ")));
    if (run.verdict().has("proven")) {
      section.say("What is proven? " + Words.list(run.verdict().get("proven").get("reasons"))
          .stream()
          .map(JsonNode::asString)
          .collect(Collectors.joining(" ")));
    }
    section.say(
        "Differences are paired: on a fold all candidates see the same rows in the same order. A fold is scored at "
            + "the strength that the other folds chose, so a difference need not be that of the two losses. A tie (=) is within "
            + "one corrected standard error of the best (Nadeau and Bengio 2003)."
            + (run.verdict().get("conditional").asBoolean()
                ? " With one split, intervals are by row and for these models as fitted."
                : ""));
    Words.list(run.verdict().get("missing")).forEach(text -> section.say("Left out: " + text.asString() + "."));
    if (run.verdict().has("closed")) {
      section.say("The study ended early: " + run.verdict().get("closed").asString() + ".");
    }
    return section.finding(finding());
  }

  private String finding() {
    JsonNode best = run.candidates().getFirst();
    long ties = run.candidates().stream().filter(c -> c.get("ties").asBoolean() && !name(c).equals(name(best))).count();
    return VerdictSection.capital(name(best)) + " has the lowest loss, " + number(best.get("loss")) + " ± "
        + brief(best.get("standardError").asDouble())
        + (ties == 0
            ? "; no other ties with it"
            : ties == 1 ? "; one other ties with it" : "; " + ties + " others tie with it");
  }

  private Figure losses() {
    List<JsonNode> shown = run.candidates().stream().filter(c -> !Words.isTrivial(c)).toList();
    var chart = new Chart("candidates-loss").names("y", "", shown.stream().map(this::label).toList())
        .inverse("y")
        .axis("x", "validation " + run.loss(), false)
        .height(90 + 28 * shown.size())
        .header("", "candidate", "strength", "1-SE strength", "loss", "± SE", "training loss", "share of zeros",
            "weights not zero", "columns", "best epoch", "seconds");
    Chart.Series recommended = chart.series("spans", "to use", Chart.WITH);
    Chart.Series tied = chart.series("spans", "ties with the best", Chart.OTHER);
    Chart.Series others = chart.series("spans", "behind", Chart.SOFT);
    for (int i = 0; i < shown.size(); i++) {
      JsonNode c = shown.get(i);
      double loss = c.get("loss").asDouble();
      double error = c.get("standardError").asDouble();
      (run.isRecommended(c) ? recommended : c.get("ties").asBoolean() ? tied : others)
          .add(Words.trial(c) + ": " + number(loss) + " ± " + brief(error), loss, i, loss - error, loss + error);
    }
    for (JsonNode c : run.candidates()) {
      String oneSe = Words.strength(c, c.get("oneSeStrength"));
      chart.row(mark(c), name(c), Words.strength(c, c.get("strength")), oneSe, number(c.get("loss")),
          brief(c.get("standardError").asDouble()), number(c.get("loss").asDouble() - c.get("gap").asDouble()),
          Words.percent(c.get("zeroShare").asDouble()), count(c.get("nonZeroWeights").asDouble()),
          count(c.get("inputsUsed").asDouble()), c.get("epochs").asInt() == 0 ? "" : c.get("epochs").asString(),
          number(c.get("seconds")));
    }
    JsonNode trivial = run.candidates().stream().filter(Words::isTrivial).findFirst().orElseThrow();
    JsonNode best = run.candidates().getFirst();
    return chart.titled(VerdictSection.capital(Words.trial(best)) + " reaches " + loss(best)
        + (Words.isNone(best) ? "" : ", no regularizer " + loss(run.none())) + ", trivial "
        + number(trivial.get("loss")));
  }

  private static String loss(JsonNode candidate) {
    return number(candidate.get("loss")) + " ± " + brief(candidate.get("standardError").asDouble());
  }

  private Figure differences() {
    List<JsonNode> shown = shownDifferences();
    var chart = new Chart("candidates-difference").names("y", "", shown.stream().map(this::label).toList())
        .inverse("y")
        .axis("x", "difference of " + run.loss() + "; left is better", false)
        .height(90 + 28 * shown.size())
        .guide("x", 0, "no regularizer")
        .header("candidate", "difference", "± SE", "95 % from", "to");
    Chart.Series recommended = chart.series("spans", "to use", Chart.WITH);
    Chart.Series better = chart.series("spans", "better, taken alone", Chart.OTHER);
    Chart.Series others = chart.series("spans", "may be no different", Chart.SOFT);
    int sure = 0;
    for (int i = 0; i < shown.size(); i++) {
      JsonNode c = shown.get(i);
      double low = c.get("confidenceInterval").get(0).asDouble();
      double high = c.get("confidenceInterval").get(1).asDouble();
      double mean = c.get("differenceToNone").asDouble();
      sure += high < 0 ? 1 : 0;
      (run.isRecommended(c) ? recommended : high < 0 ? better : others).add(
          Words.trial(c) + ": " + signed(mean) + ", 95 % " + signed(low) + " to " + signed(high), mean, i, low, high);
    }
    for (JsonNode c : run.candidates()) {
      if (!Words.isNone(c)) {
        chart.row(name(c), signed(c.get("differenceToNone").asDouble()),
            brief(c.get("differenceStandardError").asDouble()), signed(c.get("confidenceInterval").get(0).asDouble()),
            signed(c.get("confidenceInterval").get(1).asDouble()));
      }
    }
    long all = run.candidates().stream().filter(c -> !Words.isNone(c) && !Words.isTrivial(c)).count();
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
  private List<JsonNode> shownDifferences() {
    List<JsonNode> all = run.candidates().stream().filter(c -> !Words.isNone(c) && !Words.isTrivial(c)).toList();
    double[] widths = all.stream().mapToDouble(CandidatesSection::reach).sorted().toArray();
    double limit = widths.length == 0 ? 0 : OUTLIER * widths[widths.length / 2];
    var shown = new ArrayList<JsonNode>();
    for (JsonNode c : all) {
      if (reach(c) <= limit || run.isRecommended(c) || c.get("confidenceInterval").get(1).asDouble() < 0) {
        shown.add(c);
      }
    }
    return shown;
  }

  private static double reach(JsonNode c) {
    return Math.max(Math.abs(c.get("confidenceInterval").get(0).asDouble()),
        Math.abs(c.get("confidenceInterval").get(1).asDouble()));
  }

  private String mark(JsonNode c) {
    return run.isRecommended(c) ? "►" : c.get("ties").asBoolean() ? "=" : "";
  }

  private String label(JsonNode c) {
    return (mark(c) + " " + Words.trial(c)).strip();
  }
}
