package dev.lariat.page.study;

import dev.lariat.data.NumberText;
import dev.lariat.page.Block;
import dev.lariat.page.Section;
import dev.lariat.study.warning.Warning;
import java.util.List;
import java.util.Optional;

/** Is the table sound? What an expert would ask before believing any of the figures. */
final class WarningsSection {
  private WarningsSection() {}

  /** Empty where there is nothing to ask. */
  static Optional<Section> of(ReportedStudy run) {
    List<Warning> warnings = run.verdict().warnings();
    return warnings.isEmpty()
        ? Optional.empty()
        : Optional.of(Section.of("warnings", "Is the table sound?")
            .add(new Block.Items(warnings.stream().map(warning -> VerdictSection.capital(warning.text())).toList()))
            .finding("First look at " + NumberText.count(warnings.size(), "thing")
                + ": the figures below may mean less than they seem to"));
  }
}
