package dev.lariat.page.study;

import static dev.lariat.data.NumberText.number;

import dev.lariat.page.phrase.Phrases;
import dev.lariat.io.run.FinishedFinals;
import dev.lariat.io.run.FinishedStudy.Candidate;
import dev.lariat.page.Section;
import dev.lariat.study.verdict.Gain;
import java.util.List;
import java.util.Optional;

/** Does it hold on other rows? The best of one split once more, on folds that had no part in the choice. */
final class FinalsSection {
  private FinalsSection() {}

  static Optional<Section> of(ReportedStudy run) {
    return run.verdict().finals().map(finals -> section(run, finals));
  }

  private static Section section(ReportedStudy run, FinishedFinals finals) {
    Section.Builder section = Section.of("finals", "Does it hold on other rows?");
    section
        .say("Candidates were compared on one split of the rows. The best of them, and those they are compared with, "
            + "were then trained on " + finals.folds()
            + " other folds, whose rows had no part in the choice. What to use, "
            + "what is proven and the loss to expect are from these folds.");
    section.table("", List.of("candidate", run.metric() + " ± SE", "gain on no regularizer", "95 % interval"),
        finals.candidates().stream().map(c -> row(run, c)).toList());
    Candidate first = finals.candidates().getFirst();
    return section.finding(
        "The best there is " + Phrases.subject(first) + ", with " + run.aMetric() + " of " + run.measured(first));
  }

  private static List<String> row(ReportedStudy run, Candidate c) {
    Gain gain = run.gain(c);
    return List.of(Phrases.chosen(c), run.measured(c), c.isNone() ? "" : gain.measured(),
        c.isNone() ? "" : number(gain.interval().low()) + " to " + number(gain.interval().high()));
  }
}
