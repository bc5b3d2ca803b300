package dev.lariat.page.study;

import static dev.lariat.data.NumberText.percent;

import dev.lariat.page.phrase.InsightWords;
import dev.lariat.page.Block;
import dev.lariat.page.Section;
import java.util.List;
import java.util.Optional;

/** What the study tells beside its verdict. */
final class InsightSection {
  private InsightSection() {}

  static Optional<Section> of(ReportedStudy run) {
    return InsightWords.of(run.verdict()).filter(words -> !words.sentences().isEmpty()).map(InsightSection::section);
  }

  private static Section section(InsightWords words) {
    List<String> sentences = words.sentences();
    Section.Builder section = Section.of("insight", "What else does it tell?");
    if (sentences.size() > 1) {
      section.add(new Block.Items(sentences.subList(1, sentences.size())));
    }
    if (!words.suspects().isEmpty()) {
      section.table(
          "Rows whose class in the table looks wrong to models that did not learn from them; the most suspicious first",
          List.of("row", "class in the table", "its probability", "looks like", "with probability"),
          words.suspects()
              .stream()
              .map(row -> List.of(Integer.toString(row.row()), row.given(), percent(row.probability()), row.likelier(),
                  percent(row.confidence())))
              .toList());
    }
    return section.finding(sentences.getFirst());
  }
}
