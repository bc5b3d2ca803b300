package dev.lariat.study.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.TextColumn;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.metric.Metric;
import dev.lariat.model.Model;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.Trainer;
import dev.lariat.net.Network;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Layer;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.LinearRegularizer;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.PathWork;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Shuffling the inputs of texts, which stay sparse, is shuffling the texts. */
class TextShuffleTest {
  private static Dataset data() {
    var random = new SplittableRandom(2);
    List<String> texts = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    double[] x = new double[80];
    for (int row = 0; row < x.length; row++) {
      var words = new ArrayList<String>();
      for (int w = 0; w < 5; w++) {
        words.add("word" + random.nextInt(60));
      }
      boolean good = random.nextBoolean();
      words.add(good ? "good" : "bad");
      texts.add(row % 13 == 5 ? null : String.join(" ", words));
      labels.add(good ? "yes" : "no");
      x[row] = random.nextDouble();
    }
    return Dataset
        .of("t", List.of(new NumericColumn("x", x), TextColumn.of("review", texts), CategoryColumn.of("label", labels)))
        .target("label");
  }

  @Test
  void network() {
    Dataset all = data();
    int[] training = IntStream.range(0, 60).toArray();
    int[] validation = IntStream.range(60, 80).toArray();
    NetworkModel model = Trainer.of(Network.of(Layer.dense(6, Activation.TANH)))
        .epochs(5)
        .train(all.select(training))
        .model();
    FoldRows fold = FoldRows.of(all, all.target(), training, validation, PreprocessingOptions.network());
    assertThat(fold.validation().sparse()).isPresent();
    assertThat(fold.preprocessing()).isEqualTo(model.preprocessing());
    var shuffled = new ShuffledNetwork(Metric.LOG_LOSS, fold, model.predictor());
    compare(shuffled, model, all.select(validation));
  }

  @Test
  void linear() {
    Dataset all = data();
    int[] parts = IntStream.range(0, 80).map(row -> row % 4).toArray();
    Folds folds = Folds.given(new NumericColumn("f", IntStream.of(parts).asDoubleStream().toArray()));
    var cells = new LinearCells(all, folds, PreprocessingOptions.linear(), Metric.LOG_LOSS, false,
        PathWork.Most.UNLIMITED);
    Candidate lasso = LinearRegularizer.L1.candidate(ModelKind.LINEAR);
    ShuffledFold shuffled = cells.shuffled(lasso.trial(lasso.coarse().get(25)), 1).getFirst();
    int[] same = IntStream.range(0, shuffled.rows()).toArray();
    assertThat(shuffled.loss(1, same)).isCloseTo(shuffled.loss(), within(1e-12));
    assertThat(shuffled.loss(1, reversed(shuffled.rows()))).isGreaterThan(shuffled.loss() + 0.05);
  }

  private static int[] reversed(int rows) {
    return IntStream.range(0, rows).map(i -> rows - 1 - i).toArray();
  }

  private static void compare(ShuffledFold shuffled, Model model, Dataset validation) {
    int[] order = reversed(validation.rows());
    assertThat(shuffled.rows()).isEqualTo(order.length);
    assertThat(shuffled.loss()).isCloseTo(loss(model, validation), within(1e-6));
    for (String column : List.of("review", "x")) {
      Dataset changed = validation.with(validation.column(column).select(order));
      assertThat(shuffled.loss(shuffled.columns().indexOf(column), order)).isCloseTo(loss(model, changed),
          within(1e-6));
    }
  }

  private static double loss(Model model, Dataset rows) {
    double[] p = model.predict(rows);
    int[] labels = rows.target().labels();
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      sum -= Math.log(p[2 * i + labels[i]]);
    }
    return sum / labels.length;
  }
}
