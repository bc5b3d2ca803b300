package dev.lariat.study.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.TextColumn;
import dev.lariat.data.text.TextOptions;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.model.LinearModel;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.Provenance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordChangesTest {
  private static final Provenance NOWHERE = Provenance.now("test", 0, "", "");

  private static Dataset data(List<String> good, List<String> bad) {
    var random = new SplittableRandom(2);
    List<String> texts = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int row = 0; row < 120; row++) {
      boolean first = row % 2 == 0;
      texts.add("Word" + random.nextInt(9) + " word" + random.nextInt(9) + ", "
          + (random.nextInt(10) < 8 ? first ? good.get(row % good.size()) : bad.get(row % bad.size()) : "nothing"));
      labels.add(first ? "good" : "bad");
    }
    return Dataset.of("t", List.of(TextColumn.of("review", texts), CategoryColumn.of("label", labels))).target("label");
  }

  @Test
  void wordsSpeakForTheirClassAndAreMarked() {
    Dataset data = data(List.of("Excellent"), List.of("refund"));
    var fit = LinearTrainer.of(data, Family.binomial(), LinearPenalty.lasso()).fit();
    var model = LinearModel.of(fit, NOWHERE).at(Double.toString(fit.path().points().get(20).lambda()));
    int[] numbers = IntStream.rangeClosed(1, data.rows()).toArray();
    int row = IntStream.range(0, data.rows())
        .filter(i -> data.column("review").text(i).contains("Excellent"))
        .findFirst()
        .orElseThrow();
    var worst = List.of(new TestPredictions.Row(row + 1, "good", "bad", 0.1));
    TextEvidence evidence = WordChanges.of(model, data, numbers, worst).getFirst();
    assertThat(evidence.column()).isEqualTo("review");
    assertThat(evidence.towards()).isEqualTo("good");
    assertThat(evidence.words().subList(0, 2)).extracting(TextEvidence.Word::word)
        .containsExactlyInAnyOrder("excellent", "refund");
    for (TextEvidence.Word word : evidence.words().subList(0, 2)) {
      assertThat(word.change() > 0).isEqualTo(word.word().equals("excellent"));
    }
    TextEvidence.Row marked = evidence.rows().getFirst();
    assertThat(marked.number()).isEqualTo(row + 1);
    assertThat(String.join("", marked.pieces().stream().map(TextEvidence.Piece::text).toList()))
        .isEqualTo(data.column("review").text(row));
    TextEvidence.Piece piece = marked.pieces()
        .stream()
        .filter(p -> p.text().equals("Excellent"))
        .findFirst()
        .orElseThrow();
    // By hand: the log-odds with the word less those without it.
    Dataset one = data.select(new int[]{row});
    double[] with = model.predict(one);
    double[] without = model
        .predict(one.with(TextColumn.of("review", List.of(data.column("review").text(row).replace("Excellent", " ")))));
    assertThat(piece.change()).isCloseTo(Math.log(with[1] / with[0]) - Math.log(without[1] / without[0]), within(1e-9));
  }

  @Test
  void numbersChangeByTheirUnit() {
    Dataset texts = data(List.of("up"), List.of("down"));
    double[] y = IntStream.range(0, texts.rows())
        .mapToDouble(i -> texts.column("review").text(i).contains("up") ? 10 : i * 0.001)
        .toArray();
    Dataset data = texts.without("label").with(new NumericColumn("y", y)).target("y");
    var model = LinearModel.of(LinearTrainer.of(data, Family.gaussian(), LinearPenalty.lasso()).fit(), NOWHERE);
    TextEvidence evidence = WordChanges.of(model, data, new int[0], List.of()).getFirst();
    assertThat(evidence.towards()).isEmpty();
    assertThat(evidence.words().getFirst().word()).isEqualTo("up");
    assertThat(evidence.words().getFirst().change()).isGreaterThan(5);
    // Without test rows those are marked that the model predicts worst.
    double[] predictions = model.predict(data);
    int worst = IntStream.range(0, y.length)
        .boxed()
        .max(Comparator.comparingDouble(i -> Math.abs(predictions[i] - y[i])))
        .orElseThrow();
    assertThat(evidence.rows()).hasSize(3);
    assertThat(evidence.rows().getFirst().number()).isEqualTo(worst + 1);
  }

  /** Where no blanks part words, letters are taken out one by one; a whole sentence would be one word. */
  @Test
  void lettersOfAWritingWithoutBlanksAreMarkedOneByOne() {
    var random = new SplittableRandom(4);
    List<String> texts = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int row = 0; row < 120; row++) {
      String around = "这个东西收到快递颜色".substring(random.nextInt(6));
      texts.add(around + (row % 2 == 0 ? "好" : "坏") + "iPhone 16");
      labels.add(row % 2 == 0 ? "a" : "b");
    }
    Dataset data = Dataset.of("t", List.of(TextColumn.of("评论", texts).options(TextOptions.DEFAULT.characters(1, 2)),
        CategoryColumn.of("label", labels))).target("label");
    var model = LinearModel.of(LinearTrainer.of(data, Family.binomial(), LinearPenalty.lasso()).fit(), NOWHERE);
    TextEvidence evidence = WordChanges.of(model, data, new int[0], List.of()).getFirst();
    assertThat(evidence.words().subList(0, 2)).extracting(TextEvidence.Word::word).containsExactlyInAnyOrder("好", "坏");
    TextEvidence one = WordChanges.ofRow(model, data, 1).getFirst();
    assertThat(one.words().getFirst().word()).isEqualTo("坏");
    assertThat(one.words().getFirst().change()).isPositive();
    List<String> pieces = one.rows().getFirst().pieces().stream().map(TextEvidence.Piece::text).toList();
    assertThat(pieces).contains("坏", "iPhone", "16");
    assertThat(String.join("", pieces)).isEqualTo(texts.get(1));
  }
}
