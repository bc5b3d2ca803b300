package dev.lariat.page.study;

import dev.lariat.page.phrase.Phrases;
import dev.lariat.data.NumberText;
import dev.lariat.page.Block;
import dev.lariat.page.Chart;
import dev.lariat.page.Section;
import dev.lariat.page.SeriesType;
import dev.lariat.study.evidence.TextEvidence;
import dev.lariat.study.evidence.TextEvidence.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which words matter? What predictions become without them, and the worst rows with their words marked. */
final class TextSection {
  private static final int SHOWN = 20;
  private static final int NAME = 24;

  private TextSection() {}

  /** Empty where no text column is used. */
  static Optional<Section> of(ReportedStudy run) {
    List<TextEvidence> texts = run.evidence().texts().stream().filter(text -> !text.words().isEmpty()).toList();
    if (texts.isEmpty()) {
      return Optional.empty();
    }
    Section.Builder section = Section.of("text", "Which words matter?");
    for (TextEvidence text : texts) {
      add(text, section);
    }
    String scale = texts.getFirst().towards().isEmpty()
        ? "the prediction"
        : "the log-odds of " + towards(texts.getFirst());
    section.say("Measured on " + texts.getFirst().looked() + " rows: by how much " + scale
        + " is higher with the word than where it is taken out of the text (Robnik-Šikonja and Kononenko 2008), on average over the rows that have it."
        + " Words that come together share what they say."
        + (run.evidence().test().isPresent() || texts.stream().allMatch(text -> text.rows().isEmpty())
            ? ""
            : " The rows above are those that the model predicts worst among them; it has learnt from them, too."));
    Word first = texts.getFirst().words().getFirst();
    return Optional.of(section.finding("The word " + Phrases.inSentence(first.word(), NAME) + " matters most"));
  }

  private static String towards(TextEvidence text) {
    return Phrases.inSentence(text.towards(), NAME);
  }

  private static void add(TextEvidence text, Section.Builder section) {
    List<Word> shown = text.words().subList(0, Math.min(SHOWN, text.words().size()));
    String axis = text.towards().isEmpty() ? "change of the prediction" : "change of the log-odds of " + towards(text);
    var chart = new Chart("words-" + Integer.toHexString(text.column().hashCode()))
        .names("y", "", shown.stream().map(word -> Phrases.shortened(word.word(), NAME)).toList())
        .inverse("y")
        .axis("x", axis, false)
        .guide("x", 0, "")
        .height(80 + 24 * shown.size())
        .header("word", axis, "rows");
    Chart.Series bars = chart.series(SeriesType.BARS, "", Chart.WITH);
    for (int i = 0; i < shown.size(); i++) {
      Word word = shown.get(i);
      bars.add(word.word() + ": " + NumberText.number(word.change()) + " in " + word.rows() + " of " + text.looked()
          + " rows", word.change(), i);
    }
    for (Word word : text.words()) {
      chart.row(word.word(), NumberText.number(word.change()), Integer.toString(word.rows()));
    }
    section.draw(
        chart.titled("The words of " + Phrases.inSentence(text.column(), NAME) + " that change predictions most"));
    double largest = text.rows()
        .stream()
        .flatMap(row -> row.pieces().stream())
        .mapToDouble(piece -> Math.abs(piece.change()))
        .max()
        .orElse(0);
    for (TextEvidence.Row row : text.rows()) {
      var spans = new ArrayList<Block.Marked.Span>();
      for (TextEvidence.Piece piece : row.pieces()) {
        double weight = largest == 0 ? 0 : piece.change() / largest;
        spans.add(new Block.Marked.Span(piece.text(), Math.abs(weight) < FAINT ? 0 : weight));
      }
      section.add(new Block.Marked("Row " + row.number() + ", among the worst:", spans));
    }
  }

  /** Of the largest change; less is not marked. */
  private static final double FAINT = 0.05;
}
