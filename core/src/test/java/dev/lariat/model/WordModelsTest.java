package dev.lariat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.TextColumn;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.data.encoding.RowEncoder;
import dev.lariat.data.text.TextOptions;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.LayerText;
import dev.lariat.net.Network;
import dev.lariat.net.layer.Layer;
import dev.lariat.optim.Optimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Words of a text in their order. */
class WordModelsTest {
  private static final int MOST = 12;

  /** Both kinds have the same words: which of two comes first is all that tells them apart. */
  private static Dataset ordered(int rows) {
    var random = new SplittableRandom(4);
    String[] fill = {"the", "film", "was", "of", "some", "actors", "in", "one"};
    var texts = new ArrayList<String>();
    var kinds = new ArrayList<String>();
    for (int row = 0; row < rows; row++) {
      var words = new ArrayList<String>();
      for (int i = random.nextInt(9); i >= 0; i--) {
        words.add(fill[random.nextInt(fill.length)]);
      }
      boolean good = row % 2 == 0;
      words.addAll(random.nextInt(words.size()), good ? List.of("not", "bad") : List.of("bad", "not"));
      texts.add(String.join(" ", words));
      kinds.add(good ? "good" : "poor");
    }
    return Dataset.of("films", List.of(TextColumn.of("review", texts), CategoryColumn.of("kind", kinds)))
        .target("kind");
  }

  private static Trainer trainer(String layers) {
    var all = new ArrayList<Layer>(List.of(Layer.sequences(MOST, 1)));
    all.addAll(LayerText.read(layers));
    return Trainer.of(Network.of(all)).optimizer(Optimizer.adam(0.01)).epochs(12);
  }

  private static double accuracy(NetworkModel model, Dataset data) {
    return model.evaluate(data).values().get("accuracy");
  }

  @Test
  void aRecurrentLayerLearnsTheOrderAndTheirMeanCannot() {
    Dataset data = ordered(600);
    Dataset fresh = ordered(900).select(IntStream.range(600, 900).toArray());
    assertThat(accuracy(trainer("embedding 8, gru 12").train(data).model(), fresh)).isGreaterThan(0.95);
    assertThat(accuracy(trainer("embedding 8, global-average").train(data).model(), fresh)).isLessThan(0.65);
  }

  private static Dataset small() {
    return Dataset.of("small",
        List.of(new NumericColumn("x", new double[]{1, 2, 3, 4, 5}),
            TextColumn.of("text", Arrays.asList("good Film good", "bad film, a rare one", null, "good bad", "?! x")),
            CategoryColumn.of("y", List.of("a", "b", "a", "b", "a"))))
        .target("y");
  }

  private static Preprocessing fitted(int... rows) {
    return Preprocessing.fit(small(), rows, PreprocessingOptions.network().words(4));
  }

  /** bad, film, good are 0, 1, 2: each is in two rows; others, and a text without any, are 3. */
  @Test
  void wordsAreNumbersInTheirOrder() {
    Preprocessing fitted = fitted(0, 1, 2, 3, 4);
    assertThat(fitted.encodings().getFirst()).isInstanceOfSatisfying(Encoding.Words.class,
        words -> assertThat(words.features().terms()).containsExactly("bad", "film", "good"));
    float[] x = fitted.encode(small(), new int[]{0, 1, 2, 3, 4});
    int width = fitted.width();
    float[][] expected = {{2, 1, 2, 0, 3}, {0, 1, 3, 3, 4}, {3, 0, 0, 0, 1}, {2, 0, 0, 0, 2}, {3, 0, 0, 0, 1}};
    for (int r = 0; r < 5; r++) {
      assertThat(Arrays.copyOfRange(x, r * width, r * width + 5)).as("row " + r).containsExactly(expected[r]);
    }
    double[][] columns = fitted.columns(small(), new int[]{1});
    double[] one = new RowEncoder(fitted).encode(row(1));
    for (int i = 0; i < width; i++) {
      assertThat((float) columns[i][0]).isEqualTo(x[width + i]);
      assertThat((float) one[i]).isEqualTo(x[width + i]);
    }
    var sparse = fitted.sparse(small(), new int[]{0, 1, 2, 3, 4});
    float[] same = new float[x.length];
    for (int input = 0; input < width; input++) {
      for (int entry = sparse.columnStart(input); entry < sparse.columnStart(input + 1); entry++) {
        same[sparse.row(entry) * width + input] = (float) sparse.value(entry);
      }
    }
    assertThat(same).isEqualTo(x);
    assertThat(fitted.features()).hasSize(width);
    assertThat(fitted.features().get(1).name()).isEqualTo("text word 2");
    assertThat(fitted.features().get(4).name()).isEqualTo("text words");
  }

  private static Map<String, Object> row(int row) {
    var values = new HashMap<String, Object>();
    for (Column column : small().features()) {
      values.put(column.name(),
          column.kind() == dev.lariat.data.ColumnKind.NUMERIC ? (Object) column.number(row) : column.text(row));
    }
    return values;
  }

  /** "film" is in one of the rows that it learns from. */
  @Test
  void theVocabularyIsThatOfTheTrainingRows() {
    assertThat(fitted(0, 3).encodings().getFirst()).isInstanceOfSatisfying(Encoding.Words.class,
        words -> assertThat(words.features().terms()).containsExactly("good"));
  }

  @Test
  void theTrainerCountsTheWords() {
    NetworkModel model = trainer("embedding 3, gru 2, join").epochs(1).validation(0).train(small()).model();
    assertThat(model.plan().network().words().map(Embedding.Words::words)).hasValue(3);
    assertThat(model.weights().parameter("embedding.table").shape()).containsExactly(4, 3);
    double[] rows = model.predict(small());
    double[] one = model.predict(row(3));
    assertThat(one).containsExactly(new double[]{rows[6], rows[7]}, within(1e-12));
  }

  @Test
  void longerTextsAreTold() {
    var notes = new ArrayList<String>();
    Trainer.of(Network.of(Layer.sequences(3, 1), Layer.words(2), Layer.gru(2), Layer.join()))
        .epochs(1)
        .onStart(start -> notes.addAll(start.notes()))
        .train(small());
    assertThat(notes).anyMatch(note -> note.startsWith("1 of 5 texts of 'text' have more than 3 words"));
  }

  @Test
  void whatCannotBeReadInOrderIsRefused() {
    Trainer trainer = trainer("embedding 3, gru 2").epochs(1);
    assertThatThrownBy(() -> trainer.train(small().without("text"))).isInstanceOf(DataException.class)
        .hasMessageContaining("an embedding reads the words of a column of text, and there is none");
    Dataset two = small().with(TextColumn.of("title", List.of("good one", "bad one", "one", "good", "bad")));
    assertThatThrownBy(() -> trainer.train(two)).isInstanceOf(DataException.class)
        .hasMessageContaining("there are 2, 'text' and 'title' among them");
    assertThatThrownBy(() -> trainer.train(small().texts(TextOptions.DEFAULT.words(1, 2))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("leave out --text-ngrams");
    assertThatThrownBy(
        () -> Trainer.of(Network.of(Layer.sequence(4, 1), Layer.words(2), Layer.flatten())).train(small()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("embedding takes a sequence(≤ t, 1, lengths) of a text's words, not sequence(≤ 4, 1)");
  }
}
