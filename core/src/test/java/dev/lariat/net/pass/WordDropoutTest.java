package dev.lariat.net.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.kernel.Kernels;
import dev.lariat.loss.Loss;
import dev.lariat.loss.Targets;
import dev.lariat.net.Network;
import dev.lariat.net.SparseRows;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.training.TrainingRun;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Words that a step leaves out. */
class WordDropoutTest {
  private static final int ROWS = 64;
  private static final int WIDTH = 200;
  private static final int NUMBERS = 3; // the first inputs are no words
  private static final float RATE = 0.3f;

  /** About ten words a row, and a few numbers. */
  private static float[] inputs() {
    var random = new SplittableRandom(5);
    float[] inputs = new float[ROWS * WIDTH];
    for (int i = 0; i < inputs.length; i++) {
      boolean there = i % WIDTH < NUMBERS || random.nextDouble() < 0.05;
      inputs[i] = there ? 0.1f + (float) random.nextDouble() : 0;
    }
    return inputs;
  }

  private static SparseRows sparse(float[] dense) {
    int[] starts = new int[ROWS + 1];
    int[] places = new int[dense.length];
    float[] values = new float[dense.length];
    int entries = 0;
    for (int i = 0; i < dense.length; i++) {
      if (dense[i] != 0) {
        places[entries] = i % WIDTH;
        values[entries++] = dense[i];
      }
      starts[i / WIDTH + 1] = entries;
    }
    return new SparseRows(WIDTH, starts, Arrays.copyOf(places, entries), Arrays.copyOf(values, entries));
  }

  private static BitSet words() {
    var words = new BitSet();
    words.set(NUMBERS, WIDTH);
    return words;
  }

  private static Targets labels() {
    int[] labels = new int[ROWS];
    Arrays.setAll(labels, row -> row % 2);
    return Targets.labels(labels, 2);
  }

  private static int[] order() {
    int[] order = new int[ROWS];
    Arrays.setAll(order, i -> ROWS - 1 - i);
    return order;
  }

  @Test
  void aWordIsLeftOutOrDividedByWhatIsKeptAndNumbersStay() {
    float[] inputs = inputs();
    TrainingRows rows = TrainingRows.of(inputs, WIDTH, labels()).withWords(words());
    var batch = new Batch(rows, ROWS, false, Kernels.best());
    var key = new StepKey(3, 0);
    int words = 0;
    int left = 0;
    double before = 0;
    double after = 0;
    for (int epoch = 1; epoch <= 20; epoch++) {
      key.at(epoch, 0);
      batch.gather(order(), 0, ROWS);
      batch.dropWords(RATE, ROWS, key);
      for (int i = 0; i < inputs.length; i++) {
        float was = inputs[(ROWS - 1 - i / WIDTH) * WIDTH + i % WIDTH];
        float is = batch.dense[i];
        if (i % WIDTH < NUMBERS || was == 0) {
          assertThat(is).isEqualTo(was);
        } else {
          words++;
          left += is == 0 ? 1 : 0;
          before += was;
          after += is;
          assertThat(is == 0 || Math.abs(is - was / (1 - RATE)) < 1e-6).isTrue();
        }
      }
    }
    assertThat(left / (double) words).isCloseTo(RATE, within(4 * Math.sqrt(RATE * (1 - RATE) / words)));
    assertThat(after / before).isCloseTo(1, within(0.03));
  }

  /** Of a batch's rows a word is left out of all or of none. */
  @Test
  void embeddingDropoutTakesAWordFromAllRowsOfAStep() {
    float[] inputs = inputs();
    var batch = new Batch(TrainingRows.of(inputs, WIDTH, labels()).withWords(words()), ROWS, false, Kernels.best());
    var key = new StepKey(3, 0);
    int words = 0;
    int left = 0;
    var patterns = new HashSet<BitSet>();
    for (int step = 0; step < 20; step++) {
      key.at(1, step);
      batch.gather(order(), 0, ROWS);
      batch.dropEmbeddings(RATE, ROWS, key);
      var dropped = new BitSet();
      var kept = new BitSet();
      for (int i = 0; i < inputs.length; i++) {
        float was = inputs[(ROWS - 1 - i / WIDTH) * WIDTH + i % WIDTH];
        float is = batch.dense[i];
        if (i % WIDTH < NUMBERS || was == 0) {
          assertThat(is).isEqualTo(was);
        } else {
          (is == 0 ? dropped : kept).set(i % WIDTH);
          assertThat(is == 0 || Math.abs(is - was / (1 - RATE)) < 1e-6).isTrue();
        }
      }
      assertThat(dropped.intersects(kept))
          .as("one mask for the step: a mask a row would leave a word here and not there")
          .isFalse();
      words += dropped.cardinality() + kept.cardinality();
      left += dropped.cardinality();
      patterns.add(dropped);
    }
    assertThat(left / (double) words).isCloseTo(RATE, within(4 * Math.sqrt(RATE * (1 - RATE) / words)));
    assertThat(patterns).as("another mask in each step").hasSize(20);
  }

  @Test
  void sparseRowsAndDenseOnesLoseTheSameWords() {
    sparseAndDense(plan().withWordDropout(RATE));
    sparseAndDense(plan().withEmbeddingDropout(RATE));
    sparseAndDense(plan().withEmbeddingDropout(RATE).withWordDropout(RATE));
  }

  private static TrainingPlan plan() {
    return TrainingPlan.of(Network.of(Layer.dense(8, Activation.TANH)), Loss.softmaxCrossEntropy()).withEpochs(3);
  }

  private static void sparseAndDense(TrainingPlan plan) {
    float[] inputs = inputs();
    TrainingRows dense = TrainingRows.of(inputs, WIDTH, labels()).withWords(words());
    TrainingRows sparse = TrainingRows.of(sparse(inputs), labels()).withWords(words());
    float[] one = kernel(plan, dense);
    assertThat(kernel(plan, sparse)).containsExactly(one);
    assertThat(kernel(plan(), dense)).isNotEqualTo(one);
    assertThat(kernel(plan.withSeed(0), dense)).containsExactly(one); // the plan's own seed: the same bits again
  }

  private static float[] kernel(TrainingPlan plan, TrainingRows rows) {
    return new TrainingRun(plan, rows, Optional.empty()).run().weights().parameter("dense1.kernel").values();
  }

  @Test
  void rowsWithoutWordsAreRefused() {
    TrainingPlan plan = TrainingPlan.of(Network.of(Layer.dense(8)), Loss.softmaxCrossEntropy()).withWordDropout(0.5);
    TrainingRows rows = TrainingRows.of(inputs(), WIDTH, labels());
    assertThatThrownBy(() -> new TrainingRun(plan, rows, Optional.empty())).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("word dropout needs inputs that are words of a text: there are none");
    assertThatThrownBy(() -> plan.withWordDropout(1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("above 0 and below 1, not 1.0");
    assertThatThrownBy(() -> new TrainingRun(plan().withEmbeddingDropout(0.5), rows, Optional.empty()))
        .hasMessage("embedding dropout needs inputs that are words of a text: there are none");
  }
}
