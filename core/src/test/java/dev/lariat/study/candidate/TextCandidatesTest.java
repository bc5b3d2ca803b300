package dev.lariat.study.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Task;
import dev.lariat.data.TextColumn;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.Trainer;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import dev.lariat.loss.Loss;
import dev.lariat.net.layer.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a study tries on tables with texts. */
class TextCandidatesTest {
  /** "good" and "bad" stand in the review alone; the title's words are chance. */
  private static Dataset reviews() {
    var random = new SplittableRandom(2);
    List<String> reviews = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int row = 0; row < 160; row++) {
      boolean good = row % 2 == 0;
      String word = random.nextDouble() < 0.9 ? good ? "good" : "bad" : "plain";
      reviews.add(word + " word" + random.nextInt(12) + " word" + random.nextInt(12));
      titles.add("title" + random.nextInt(12) + " title" + random.nextInt(12));
      labels.add(good ? "yes" : "no");
    }
    return Dataset
        .of("reviews",
            List.of(TextColumn.of("review", reviews), TextColumn.of("title", titles),
                CategoryColumn.of("label", labels)))
        .target("label");
  }

  private static NetworkModel trained(TrainingPlan plan) {
    return Trainer.of(plan.network()).plan(_ -> plan).train(reviews()).model();
  }

  @Test
  void theGroupLassoTakesAWholeColumnOfTextOut() {
    TrainingPlan plain = NetworkRecipe.of(Task.CLASSIFICATION, 160, true)
        .withHidden(List.of(16))
        .plan(Task.CLASSIFICATION, 1, 0);
    NetworkModel without = trained(plain);
    NetworkModel with = trained(NetworkRegularizer.groupLasso().apply(plain, Strength.of(0.02)));
    assertThat(without.preprocessing().unused()).isEmpty();
    assertThat(with.preprocessing().unused()).containsExactly("title");
    assertThat(with.predict(reviews().without("title"))).hasSize(320);
    assertThat(with.evaluate(reviews()).values().get("accuracy")).isGreaterThan(0.9);
  }

  /** By it a linear path ends: words that a row lacks are not multiplied, though each step changes their weights. */
  @Test
  void theWorkOnTextsIsThatOfTheWordsOfARow() {
    var random = new SplittableRandom(4);
    List<String> texts = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int row = 0; row < 64; row++) {
      var text = new StringBuilder();
      for (int word = 0; word < 30; word++) {
        text.append(" w").append(random.nextInt(1000));
      }
      texts.add(text.toString());
      labels.add(row % 2 == 0 ? "yes" : "no");
    }
    Dataset posts = Dataset.of("posts", List.of(TextColumn.of("post", texts), CategoryColumn.of("label", labels)))
        .target("label");
    NetworkRecipe recipe = NetworkRecipe.of(Task.CLASSIFICATION, 64, true).withHidden(List.of(16)).withEpochs(10);
    Preprocessing words = Preprocessing.fit(posts, posts.allRows(), recipe.preprocessing());
    assertThat(words.width()).isGreaterThan(500);
    long work = recipe.work(64, words, posts, 2);
    assertThat((double) work).isBetween(10 * 2 * words.width() * 16.0, 10 * 64 * words.width() * 16 / 8.0 / 2);
    assertThat(recipe.withEpochs(30).work(64, words, posts, 2)).isBetween(3 * work - 3, 3 * work + 3);
  }

  @Test
  void wordDropoutIsTriedWhereThereAreTextsOnly() {
    CandidateChoice all = CandidateChoice.ALL;
    Dataset numbers = Dataset
        .of("numbers.csv",
            List.of(new NumericColumn("x", new double[]{1, 2, 3}), CategoryColumn.of("label", List.of("a", "b", "a"))))
        .target("label");
    assertThat(names(all.suiting(reviews(), Network.of()))).contains("word-dropout");
    assertThat(names(all.suiting(numbers, Network.of()))).doesNotContain("word-dropout").contains("dropout");
    CandidateChoice chosen = all.only("word-dropout", "l2");
    assertThat(names(chosen.suiting(reviews(), Network.of()))).contains("word-dropout");
    assertThatThrownBy(() -> chosen.suiting(numbers, Network.of())).isInstanceOf(DataException.class)
        .hasMessageContaining("no column of numbers.csv is text, so there is nothing for word-dropout to leave out");
  }

  @Test
  void embeddingDropoutIsTriedOnRequest() {
    CandidateChoice all = CandidateChoice.ALL;
    assertThat(tried(all)).contains("word-dropout").doesNotContain("embedding-dropout");
    assertThat(tried(all.only("embedding-dropout"))).contains("embedding-dropout").doesNotContain("word-dropout");
  }

  /** On words in their order it is the layer's; that each text loses words of its own is another thing. */
  @Test
  void embeddingDropoutOfWordsInTheirOrderIsTheLayers() {
    Network network = Network.of(Layer.sequences(5, 1), Layer.words(4), Layer.gru(3));
    TrainingPlan plain = TrainingPlan.of(network, Loss.softmaxCrossEntropy());
    TrainingPlan dropped = NetworkRegularizer.embeddingDropout().apply(plain, Strength.of(0.25));
    assertThat(dropped.network().words().orElseThrow().dropout()).isEqualTo(0.25);
    assertThat(dropped.embeddingDropout()).isEmpty();
    assertThat(names(CandidateChoice.ALL.suiting(reviews(), network))).doesNotContain("word-dropout")
        .contains("recurrent-dropout");
    assertThatThrownBy(() -> CandidateChoice.ALL.only("word-dropout").suiting(reviews(), network))
        .hasMessageContaining("the regularizer word-dropout has nothing to do with words in their order");
  }

  private static List<String> tried(CandidateChoice choice) {
    return choice.suiting(reviews(), Network.of())
        .candidates(Task.CLASSIFICATION, Set.of(), false)
        .stream()
        .map(Candidate::regularizer)
        .toList();
  }

  private static List<String> names(CandidateChoice choice) {
    return choice.candidates(Task.CLASSIFICATION, Set.of(ModelKind.LINEAR), false)
        .stream()
        .map(Candidate::regularizer)
        .toList();
  }
}
