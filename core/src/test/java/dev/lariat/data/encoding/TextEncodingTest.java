package dev.lariat.data.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.ColumnKind;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.TextColumn;
import dev.lariat.data.text.DocumentFrequency;
import dev.lariat.data.text.TextOptions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextEncodingTest {
  private static final Dataset DATA = Dataset.of("t",
      List.of(new NumericColumn("x", new double[]{1, 2, 3, 4, 5}), TextColumn.of("review",
          Arrays.asList("good good book", "bad book", null, "good film", "unseen words of validation"))));
  private static final int[] TRAINING = {0, 1, 2, 3};

  private static List<String> names(Preprocessing fitted) {
    return fitted.features().stream().map(Feature::name).toList();
  }

  @Test
  void termsAreInputsOfTheirColumn() {
    Preprocessing fitted = Preprocessing.fit(DATA, TRAINING, PreprocessingOptions.linear());
    assertThat(names(fitted)).containsExactly("x", "review:book", "review:good", "review missing");
    assertThat(fitted.features()).extracting(Feature::source).containsExactly(0, 1, 1, 1);
    assertThat(fitted.features().get(2).level()).isEqualTo("good");
    assertThat(fitted.keepScale()).containsExactly(false, true, true, false);
    assertThat(fitted.schema().fields().get(1).kind()).isEqualTo(ColumnKind.TEXT);
    double[][] columns = fitted.columns(DATA, DATA.allRows());
    // Both terms are in 2 of 4 rows: the row is (1, 2)/√5.
    assertThat(columns[1]).containsExactly(new double[]{1 / Math.sqrt(5), 1, 0, 0, 0}, within(1e-15));
    assertThat(columns[2]).containsExactly(new double[]{2 / Math.sqrt(5), 0, 0, 1, 0}, within(1e-15));
    assertThat(columns[3]).containsExactly(0, 0, 1, 0, 0);
  }

  @Test
  void sparseDenseAndSingleInputsAreTheSame() {
    Preprocessing fitted = Preprocessing.fit(DATA, TRAINING, PreprocessingOptions.linear());
    int[] rows = {4, 1, 0, 2, 2};
    double[][] columns = fitted.columns(DATA, rows);
    float[] dense = fitted.encode(DATA, rows);
    SparseMatrix sparse = fitted.sparse(DATA, rows);
    var bound = new BoundColumn(fitted.encodings().get(1), DATA.column("review"));
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < fitted.width(); j++) {
        assertThat(sparse.get(i, j)).isEqualTo(columns[j][i]);
        assertThat(dense[i * fitted.width() + j]).isEqualTo((float) columns[j][i]);
        if (j > 0) {
          assertThat(bound.value(rows[i], j - 1)).isEqualTo(columns[j][i]);
        }
      }
    }
    assertThat(fitted.entriesPerRow(DATA)).isEqualTo(1 + 4 / 5.0);
  }

  /** Whatever stands in rows that do not train: the vocabulary, its weights and what is left out are the same. */
  @Test
  void nothingOfOtherRowsIsLearnt() {
    Preprocessing fitted = Preprocessing.fit(DATA, TRAINING, PreprocessingOptions.network());
    Dataset other = DATA.with(TextColumn.of("review",
        Arrays.asList("good good book", "bad book", null, "good film", "good bad book film unseen")));
    assertThat(Preprocessing.fit(other, TRAINING, PreprocessingOptions.network())).isEqualTo(fitted);
  }

  @Test
  void rowsWithoutWeightAreNotLearntFrom() {
    Dataset weighted = DATA.with(new NumericColumn("w", new double[]{1, 1, 1, 1, 0})).weights("w");
    assertThat(Preprocessing.fit(weighted, weighted.allRows(), PreprocessingOptions.linear()).encodings())
        .isEqualTo(Preprocessing.fit(DATA, TRAINING, PreprocessingOptions.linear()).encodings());
  }

  @Test
  void severalTextColumnsHaveOptionsOfTheirOwn() {
    Dataset two = DATA.with(TextColumn.of("title", List.of("ab", "ab", "cd", "ab", "x"))
        .options(TextOptions.DEFAULT.characters(1, 2).maxFeatures(2)));
    assertThat(names(Preprocessing.fit(two, TRAINING, PreprocessingOptions.linear()))).containsExactly("x",
        "review:book", "review:good", "review missing", "title:a", "title:ab");
  }

  @Test
  void aTextWithoutTermsIsLeftOutAndImpossibleLimitsAreRefused() {
    TextOptions all = TextOptions.DEFAULT.between(DocumentFrequency.parse("4"), DocumentFrequency.parse("1.0"));
    assertThat(Preprocessing.fit(DATA.texts(all), TRAINING, PreprocessingOptions.linear()).leftOut())
        .containsExactly(new Preprocessing.LeftOut("review", "without a term that is in enough of the training rows"));
    assertThatThrownBy(() -> Preprocessing.fit(DATA.texts(all).without("x"), TRAINING, PreprocessingOptions.linear()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("review is without a term");
    assertThatThrownBy(() -> Preprocessing.fit(
        DATA.texts(TextOptions.DEFAULT.between(DocumentFrequency.parse("5"), DocumentFrequency.parse("1.0"))), TRAINING,
        PreprocessingOptions.linear())).isInstanceOf(DataException.class)
        .hasMessageContaining("no term can be in 5 rows, as --text-min-df asks for: there are 4");
    assertThatThrownBy(() -> Preprocessing.fit(
        DATA.texts(TextOptions.DEFAULT.between(DocumentFrequency.parse("3"), DocumentFrequency.parse("0.5"))), TRAINING,
        PreprocessingOptions.linear())).isInstanceOf(DataException.class)
        .hasMessageContaining("no term is in at least 3 and at most 2 of the 4 rows");
  }

  @Test
  void optionsNeedATextColumn() {
    assertThatThrownBy(() -> DATA.without("review").texts(TextOptions.DEFAULT)).isInstanceOf(DataException.class)
        .hasMessageContaining("t: no column is text");
  }
}
