package dev.lariat.handover.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.TextColumn;
import dev.lariat.data.text.DocumentFrequency;
import dev.lariat.data.text.TextOptions;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.model.LinearModel;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.Model;
import dev.lariat.model.Provenance;
import dev.lariat.model.Trainer;
import dev.lariat.net.Network;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Layer;
import dev.lariat.optim.Optimizer;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** ONNX Runtime parts raw texts as Lariat does, hard ones too. */
@Tag("slow")
class OnnxTextTest {
  /** Without characters that n-grams of characters refuse. */
  private static final List<String> PLAIN = List.of("The quick brown fox jumps over the lazy dog",
      "the QUICK, quick fox; the dog's dog (dog) won't",
      "Élan vital, ÉLAN vital; e\u0301lan with a combining accent, elan without", "ISTANBUL ıstanbul istanbul",
      "東京は日本の首都です 東京 日本の首都 大阪 も", "emoji 😀😀 fine 😀 emoji👍🏽fine a👍b 𝒜𝒷𝒸 𝒜𝒷𝒸",
      "snake_case __init__ _ __ a_ x1 1x 42 3.14 ½ ²³ Ⅷ ४२ 一二", "", "a b c d e",
      "tab\tseparated\twords\tand\u00a0no-break\u00a0spaces  two  blanks   three \t mixed",
      "naïve café naive cafe CAFÉ Straße STRASSE ﬁne fine ẞ",
      "the dog and the fox and the dog and the fox, again and again", "l'été à la mer; aujourd'hui, c'est l'été",
      "Größe 10cm größer GRÖSSE groesse १२ हिन्दी भाषा", "quick brown dog fox quick brown dog fox",
      "line\nbreaks\r\nare blanks", "Привет МИР привет мир", "한국어 문장 한국어");
  private static final List<String> HARD = List.of("ὈΔΥΣΣΕΎΣ Οδυσσεύς ΣΑΣ σας ΣΙΓΜΑ σίγμα ΑΣ1 ας1",
      "İstanbul İ GALİP galip XİY xi y İİ aİ bİb gali", "Οδυσσεύς ΟΔΥΣΣΕΎΣ odysseus");

  private static Dataset table(List<String> texts, TextOptions options) {
    var random = new SplittableRandom(5);
    List<String> rows = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    double[] x = new double[60];
    for (int row = 0; row < x.length; row++) {
      String one = texts.get(random.nextInt(texts.size()));
      String other = texts.get(random.nextInt(texts.size()));
      rows.add(row % 15 == 7 ? null : one + " " + other);
      labels.add(random.nextInt(10) < 8 == (one + other).contains("og") ? "yes" : "no");
      x[row] = random.nextGaussian();
    }
    return Dataset
        .of("t", List.of(TextColumn.of("review", rows).options(options), new NumericColumn("x", x),
            TextColumn.of("other", rows.reversed()).options(TextOptions.DEFAULT), CategoryColumn.of("label", labels)))
        .target("label");
  }

  private static Dataset plus(String text, Dataset data) {
    String[] rows = new String[data.rows()];
    Arrays.fill(rows, text);
    return data.with(TextColumn.of("review", Arrays.asList(rows)));
  }

  /**
   * ONNX Runtime's Java interface hands over what lies beyond 16 bits as two surrogates, which its operators refuse:
   * such rows are compared in conformance/handover, from Python.
   */
  private static Dataset within16Bits(Dataset all) {
    return all.select(Arrays.stream(all.allRows())
        .filter(row -> all.columns()
            .stream()
            .noneMatch(column -> column.text(row) != null
                && column.text(row).chars().anyMatch(c -> Character.isSurrogate((char) c))))
        .toArray());
  }

  private static void same(Model model, Dataset all) throws Exception {
    Dataset data = within16Bits(all);
    assertThat(data.rows()).isPositive();
    double[] expected = model.predict(data);
    try (var onnx = new OnnxRows(model)) {
      Object probabilities = onnx.run(data).get("probabilities");
      for (int row = 0; row < data.rows(); row++) {
        double probability = ((Number) Array.get(Array.get(probabilities, row), 1)).doubleValue();
        assertThat(probability).as("row %d: %s", row, data.column("review").text(row))
            .isCloseTo(expected[2 * row + 1], within(1e-5));
      }
    }
  }

  /**
   * Words, and characters one by one, as a recurrent layer reads them: unknown ones, stop words, cut and missing texts.
   */
  @Test
  void wordsInTheirOrder() throws Exception {
    var all = new ArrayList<>(PLAIN);
    all.addAll(HARD);
    TextOptions words = TextOptions.DEFAULT.stopWords(List.of("the", "dog")); // of rows without the others, too
    same(ordered(table(all, words), 6), table(all, words));
    same(ordered(table(PLAIN, words), 80), plus("zebra ZEBRA the quick", table(PLAIN, words)));
    same(ordered(table(PLAIN, words), 80), plus("the dog", table(PLAIN, words)));
    TextOptions characters = TextOptions.DEFAULT.characters(1, 1);
    same(ordered(table(PLAIN, characters), 30), table(PLAIN, characters));
  }

  private static Model ordered(Dataset data, int most) {
    var network = Network.of(Layer.sequences(most, 1), Layer.words(4), Layer.gru(5), Layer.join());
    return Trainer.of(network).epochs(2).optimizer(Optimizer.adam(0.05)).train(data.without("other")).model();
  }

  private static LinearModel linear(Dataset data) {
    return LinearModel.of(LinearTrainer.of(data, Family.binomial(), LinearPenalty.ridge()).fit(),
        Provenance.now("test", 0, "", ""));
  }

  private static void sameBoth(List<String> texts, TextOptions options) throws Exception {
    Dataset data = table(texts, options);
    LinearModel linear = linear(data);
    Model network = Trainer.of(Network.of(Layer.dense(6, Activation.TANH))).epochs(2).train(data).model();
    for (Model model : List.of(linear, network)) {
      same(model, data);
      same(model, plus("nothing known: zzz qqq", data));
      same(model, plus(null, data));
      same(model, plus("_", data));
    }
  }

  private static List<String> all() {
    List<String> all = new ArrayList<>(PLAIN);
    all.addAll(HARD);
    return all;
  }

  @Test
  void words() throws Exception {
    sameBoth(all(), TextOptions.DEFAULT);
  }

  @Test
  void wordsInARowWithoutStopWords() throws Exception {
    sameBoth(all(), TextOptions.DEFAULT.words(1, 3).stopWords(List.of("the", "and", "σας", "fine")).sublinear(true));
  }

  @Test
  void pairsAlone() throws Exception {
    sameBoth(all(),
        TextOptions.DEFAULT.words(2, 2)
            .maxFeatures(20)
            .between(DocumentFrequency.parse("3"), DocumentFrequency.parse("0.5")));
  }

  @Test
  void characters() throws Exception {
    sameBoth(PLAIN, TextOptions.DEFAULT.characters(1, 3));
    sameBoth(PLAIN, TextOptions.DEFAULT.characters(3, 4).maxFeatures(50).sublinear(true));
  }

  /** A lasso leaves most words out; their share in the length of a row stays. */
  @Test
  void fewWordsAreLeft() throws Exception {
    Dataset data = table(all(), TextOptions.DEFAULT.words(1, 2));
    LinearModel lasso = LinearModel.of(LinearTrainer.of(data, Family.binomial(), LinearPenalty.lasso()).fit(),
        Provenance.now("test", 0, "", ""));
    same(lasso.at(Double.toString(lasso.path().points().get(10).lambda())), data);
  }

  @Test
  void whatOnnxCannotPartIsRefused() {
    Dataset greek = table(all(), TextOptions.DEFAULT.characters(1, 2));
    assertThatThrownBy(() -> OnnxExport.of(linear(greek))).isInstanceOf(DataException.class)
        .hasMessageContaining("column 'review': ONNX does not put");
    List<String> both = new ArrayList<>(PLAIN);
    both.add("σας σασ");
    Dataset sigmas = table(both, TextOptions.DEFAULT);
    assertThatThrownBy(() -> OnnxExport.of(linear(sigmas))).isInstanceOf(DataException.class)
        .hasMessageContaining("differ in a final sigma");
  }
}
