package dev.lariat.page.study;

import static dev.lariat.data.NumberText.error;
import static dev.lariat.data.NumberText.number;

import dev.lariat.page.phrase.FinishWords;
import dev.lariat.page.Section;
import dev.lariat.page.TextFigures;
import java.util.List;
import java.util.Optional;

/** What the steps after the choice bring. */
final class FinishSection {
  /** Cells of the longest bar. */
  private static final int BAR = 16;

  private FinishSection() {}

  static Optional<Section> of(ReportedStudy run) {
    return FinishWords.of(run.verdict()).map(words -> section(run, words));
  }

  private static Section section(ReportedStudy run, FinishWords words) {
    var figures = new TextFigures(false);
    Section.Builder section = Section.of("finish", "What is done after the choice?");
    section.table("", List.of("step", "expected " + run.metric(), "± SE", "", "change"),
        words.steps()
            .stream()
            .map(step -> List.of(step.name(), number(step.loss()), error(step.error(), step.loss()),
                figures.bar(step.loss() / words.largest(), BAR), step.change()))
            .toList());
    section.say("Each step is measured on rows that had no part in it: temperature and share are those that the other "
        + "parts of the rows choose, and a step that gains nothing so is left out. The average is measured with two "
        + "seeds on every fold; its loss is never above the mean loss of its networks.");
    return section.finding(words.sentence());
  }
}
