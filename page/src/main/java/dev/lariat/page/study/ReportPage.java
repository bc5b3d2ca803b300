package dev.lariat.page.study;

import dev.lariat.page.phrase.Phrases;
import dev.lariat.data.NumberText;
import dev.lariat.page.Block;
import dev.lariat.page.HtmlPage;
import dev.lariat.page.Report;
import dev.lariat.page.Section;
import dev.lariat.study.warning.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run as one page that is sent to a colleague. */
final class ReportPage {
  private ReportPage() {}

  /** {@return the page} */
  static String of(ReportedStudy run) {
    return HtmlPage.of(report(run));
  }

  private static Report report(ReportedStudy run) {
    var verdict = new VerdictSection(run);
    String data = run.verdict().data();
    return new Report("study of " + data + ", target " + run.verdict().target(),
        new Report.Summary(verdict.headline() + " · " + data, run.verdict().diagnosis().state().toString(),
            verdict.headline(), verdict.sentences(), verdict.tiles()),
        sections(run),
        "Made by Lariat " + run.verdict().provenance().version() + ". This page is one file and loads nothing.");
  }

  private static List<Section> sections(ReportedStudy run) {
    var sections = new ArrayList<Section>();
    warnings(run).ifPresent(sections::add);
    sections.add(OverfitSection.of(run));
    sections.add(new CandidatesSection(run).section());
    FinalsSection.of(run).ifPresent(sections::add);
    sections.add(new StrengthSection(run).section());
    FinishSection.of(run).ifPresent(sections::add);
    WeightsSection.of(run).ifPresent(sections::add);
    LinearSection.of(run).ifPresent(sections::add);
    LinearSection.curves(run).ifPresent(sections::add);
    ColumnsSection.of(run).ifPresent(sections::add);
    MapsSection.of(run).ifPresent(sections::add);
    SeriesSection.of(run).ifPresent(sections::add);
    TextSection.of(run).ifPresent(sections::add);
    InsightSection.of(run).ifPresent(sections::add);
    sections.add(TestSection.of(run));
    sections.add(ReproduceSection.of(run));
    sections.add(WordsSection.of(run));
    return sections;
  }

  /** Is the table sound? What an expert would ask before believing any of the figures; empty where that is nothing. */
  private static Optional<Section> warnings(ReportedStudy run) {
    List<Warning> warnings = run.verdict().warnings();
    return warnings.isEmpty()
        ? Optional.empty()
        : Optional.of(Section.of("warnings", "Is the table sound?")
            .add(new Block.Items(warnings.stream().map(warning -> Phrases.capital(warning.text())).toList()))
            .finding("First look at " + NumberText.count(warnings.size(), "thing")
                + ": the figures below may mean less than they seem to"));
  }
}
