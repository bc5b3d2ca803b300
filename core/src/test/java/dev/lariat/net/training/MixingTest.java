package dev.lariat.net.training;

import static dev.lariat.net.layer.Activation.TANH;
import static dev.lariat.net.layer.Layer.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.kernel.Kernels;
import dev.lariat.kernel.Philox;
import dev.lariat.loss.Loss;
import dev.lariat.loss.Targets;
import dev.lariat.net.Mixing;
import dev.lariat.net.Network;
import dev.lariat.net.SparseRows;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.Weights;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.pass.Batch;
import dev.lariat.net.pass.Mixer;
import dev.lariat.optim.Optimizer;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches that are mixed in pairs: what is learnt from them is what is learnt from the same rows mixed beforehand. */
class MixingTest {
  private static final int ROWS = 24;
  private static final int WIDTH = 5;
  private static final int[] COLUMNS = {3, 3, 7, 8, 8}; // three table columns
  private static final int FOLD = 2;
  private static final long SEED = 5;

  private static Network network() {
    return Network.of(dense(6, TANH));
  }

  private static TrainingPlan plan(Loss loss, Mixing mixing) {
    return plain(loss, ROWS).withMixing(mixing);
  }

  private static TrainingPlan plain(Loss loss, int batch) {
    return TrainingPlan.of(network(), loss)
        .withEpochs(1)
        .withBatch(batch)
        .withSeed(SEED)
        .withFold(FOLD)
        .withOptimizer(Optimizer.sgd(0.1));
  }

  private static float[] inputs() {
    var random = new Philox(1, 0, 0, 0, 0);
    float[] inputs = new float[ROWS * WIDTH];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
    }
    return inputs;
  }

  /** Rows in the order of the first epoch, mixed by hand, each twice: with its own target and with the partner's. */
  private static TrainingRows mixed(Mixing mixing, Targets targets) {
    int[] order = IntStream.range(0, ROWS).toArray();
    new Philox(SEED, FOLD, 1, 0, 0xFFFF).shuffle(order);
    var mixer = new Mixer(mixing, SEED, FOLD, ROWS, COLUMNS, new boolean[WIDTH], 1, Optional.empty());
    TrainingRows rows = TrainingRows.of(inputs(), WIDTH, targets);
    var batch = new Batch(rows, ROWS, false, Kernels.best());
    batch.gather(order, 0, ROWS);
    assertThat(mixer.mix(batch, order, 0, ROWS, 1, 0)).isTrue();
    float share = mixer.share();
    int[] partners = mixer.partners().clone();
    assertThat(IntStream.of(partners).sorted().toArray()).containsExactly(IntStream.range(0, ROWS).toArray());
    boolean[] taken = new boolean[WIDTH]; // of cutmix, as seen in the first row that has another partner
    float[] twice = new float[2 * ROWS * WIDTH];
    float[] weights = new float[2 * ROWS];
    int[] labels = new int[2 * ROWS];
    float[] values = new float[2 * ROWS];
    float[] all = inputs();
    Mixer again = new Mixer(mixing, SEED, FOLD, ROWS, COLUMNS, new boolean[WIDTH], 1, Optional.empty());
    var unit = new Batch(TrainingRows.of(marked(), WIDTH, targets), ROWS, false, Kernels.best());
    unit.gather(order, 0, ROWS);
    assertThat(again.mix(unit, order, 0, ROWS, 1, 0)).isTrue();
    float[] marks = new float[ROWS * WIDTH];
    unit.copy(marks);
    for (int r = 0; r < ROWS; r++) {
      for (int i = 0; i < WIDTH && partners[r] != order[r]; i++) {
        taken[i] = marks[r * WIDTH + i] == partners[r];
      }
    }
    for (int r = 0; r < ROWS; r++) {
      for (int i = 0; i < WIDTH; i++) {
        float own = all[order[r] * WIDTH + i];
        float other = all[partners[r] * WIDTH + i];
        float value = mixing.form() == Mixing.Form.MIXUP ? own + share * (other - own) : taken[i] ? other : own;
        twice[r * WIDTH + i] = value;
        twice[(ROWS + r) * WIDTH + i] = value;
      }
      weights[r] = 1 - share;
      weights[ROWS + r] = share;
      for (int half = 0; half < 2; half++) {
        int row = half == 0 ? order[r] : partners[r];
        labels[half * ROWS + r] = targets.areLabels() ? targets.label(row) : 0;
        values[half * ROWS + r] = targets.areLabels() ? 0 : targets.value(row, 0);
      }
    }
    return TrainingRows
        .of(twice, WIDTH, targets.areLabels() ? Targets.labels(labels, targets.classes()) : Targets.values(values))
        .withSampleWeights(weights);
  }

  /** Every input is its row's number. */
  private static float[] marked() {
    float[] marked = new float[ROWS * WIDTH];
    for (int i = 0; i < marked.length; i++) {
      int row = i / WIDTH;
      marked[i] = row;
    }
    return marked;
  }

  private static Targets labels() {
    return Targets.labels(IntStream.range(0, ROWS).map(i -> i % 3).toArray(), 3);
  }

  private static Targets numbers() {
    float[] values = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      values[i] = (i * 7 % 11) - 5;
    }
    return Targets.values(values);
  }

  private static void alike(Weights a, Weights b) {
    for (int p = 0; p < a.parameters().size(); p++) {
      float[] expected = b.parameters().get(p).values();
      float[] actual = a.parameters().get(p).values();
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).isCloseTo(expected[i], within(1e-6f));
      }
    }
  }

  private static void learnsAsFromMixedRows(Mixing mixing, Loss loss, Targets targets) {
    var rows = TrainingRows.of(inputs(), WIDTH, targets).withColumns(COLUMNS);
    Weights mixed = new TrainingRun(plan(loss, mixing), rows, Optional.empty()).run().weights();
    TrainingPlan plain = plain(loss, 2 * ROWS);
    Weights byHand = new TrainingRun(plain, mixed(mixing, targets), Optional.empty()).run().weights();
    alike(mixed, byHand);
    Weights without = new TrainingRun(plain.withBatch(ROWS), rows, Optional.empty()).run().weights();
    assertThat(mixed).isNotEqualTo(without);
  }

  @Test
  void whatIsLearntIsThatOfRowsMixedByHand() {
    learnsAsFromMixedRows(Mixing.mixup(0.8), Loss.softmaxCrossEntropy(), labels());
    learnsAsFromMixedRows(Mixing.mixup(0.8), Loss.softmaxCrossEntropy(0.1), labels());
    learnsAsFromMixedRows(Mixing.mixup(0.8), Loss.squaredError(), numbers());
    learnsAsFromMixedRows(Mixing.mixup(0.8), Loss.absoluteError(), numbers());
    learnsAsFromMixedRows(Mixing.cutmix(1), Loss.softmaxCrossEntropy(), labels());
    learnsAsFromMixedRows(Mixing.cutmix(1), Loss.squaredError(), numbers());
  }

  /** The squared error of a mixed target has the mixed gradient: rows mixed with their target are enough. */
  @Test
  void ofTheSquaredErrorTheTargetIsMixed() {
    Mixing mixing = Mixing.mixup(0.8);
    TrainingRows twice = mixed(mixing, numbers());
    float[] inputs = java.util.Arrays.copyOf(twice.inputs(), ROWS * WIDTH);
    float[] weights = twice.sampleWeights().orElseThrow();
    float[] soft = new float[ROWS];
    for (int r = 0; r < ROWS; r++) {
      soft[r] = weights[r] * twice.targets().value(r, 0) + weights[ROWS + r] * twice.targets().value(ROWS + r, 0);
    }
    var rows = TrainingRows.of(inputs(), WIDTH, numbers()).withColumns(COLUMNS);
    TrainingPlan plan = plan(Loss.squaredError(), mixing);
    TrainingPlan plain = plain(Loss.squaredError(), ROWS);
    alike(new TrainingRun(plan, rows, Optional.empty()).run().weights(),
        new TrainingRun(plain, TrainingRows.of(inputs, WIDTH, soft), Optional.empty()).run().weights());
  }

  @Test
  void sharesOfMixupAreFromBeta() {
    for (double a : new double[]{0.1, 0.3, 1, 4}) {
      double[] shares = IntStream.range(0, 20_000).mapToDouble(step -> {
        var mixer = new Mixer(Mixing.mixup(a), 1, 0, 1, null, new boolean[1], 1, Optional.empty());
        var batch = new Batch(TrainingRows.of(new float[1], 1, new float[1]), 1, false, Kernels.best());
        mixer.mix(batch, new int[1], 0, 1, 1, step);
        return mixer.share();
      }).toArray();
      double mean = DoubleStream.of(shares).average().orElseThrow();
      double variance = DoubleStream.of(shares).map(s -> (s - mean) * (s - mean)).average().orElseThrow();
      assertThat(DoubleStream.of(shares).allMatch(share -> share >= 0 && share <= 1)).isTrue();
      assertThat(mean).as("a = %s", a).isCloseTo(0.5, within(0.012)); // 3.5 standard errors at most
      assertThat(variance).as("a = %s", a).isCloseTo(1 / (4 * (2 * a + 1)), within(0.006));
    }
  }

  @Test
  void cutmixMixesItsShareOfTheBatchesAndWholeColumns() {
    var mixer = new Mixer(Mixing.cutmix(0.3), 1, 0, ROWS, COLUMNS, new boolean[WIDTH], 1, Optional.empty());
    var rows = TrainingRows.of(marked(), WIDTH, numbers());
    int[] order = IntStream.range(0, ROWS).toArray();
    int mixed = 0;
    double[] columnTaken = new double[WIDTH];
    float[] values = new float[ROWS * WIDTH];
    for (int step = 0; step < 3000; step++) {
      var batch = new Batch(rows, ROWS, false, Kernels.best());
      batch.gather(order, 0, ROWS);
      if (!mixer.mix(batch, order, 0, ROWS, 1, step)) {
        continue;
      }
      mixed++;
      batch.copy(values);
      int row = 0;
      while (mixer.partners()[row] == row) {
        row++;
      }
      int taken = 0;
      for (int i = 0; i < WIDTH; i++) {
        boolean other = values[row * WIDTH + i] == mixer.partners()[row];
        columnTaken[i] += other ? 1 : 0;
        taken += other && i != 1 && i != 4 ? 1 : 0; // the first input of each column
      }
      assertThat(mixer.share()).isEqualTo(taken / 3f);
    }
    assertThat(mixed / 3000.0).isCloseTo(0.3, within(0.03));
    assertThat(columnTaken[0]).isEqualTo(columnTaken[1]);
    assertThat(columnTaken[3]).isEqualTo(columnTaken[4]);
    // ⌊3u⌋, but at least 1: one column twice as often as two; each in 4/9 of the batches
    for (double count : columnTaken) {
      assertThat(count / mixed).isCloseTo(4 / 9.0, within(0.06));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MIXUP", "CUTMIX"})
  void codesStayCodes(Mixing.Form form) {
    boolean[] codes = {false, true};
    var embedded = Network.of(Layer.embedding(new Embedding.Code(1, 9, 2)), dense(3, TANH));
    assertThat(Mixing.codes(embedded, 2)).containsExactly(false, true);
    var mixer = new Mixer(new Mixing(form, 1), 1, 0, 4, null, codes, 1, Optional.empty());
    var rows = TrainingRows.of(new float[]{0, 1, 1, 2, 2, 3, 3, 4}, 2, new float[4]);
    float[] values = new float[8];
    for (int step = 0; step < 50; step++) {
      var batch = new Batch(rows, 4, false, Kernels.best());
      batch.gather(new int[]{0, 1, 2, 3}, 0, 4);
      mixer.mix(batch, new int[]{0, 1, 2, 3}, 0, 4, 1, step);
      batch.copy(values);
      for (int r = 0; r < 4; r++) {
        assertThat(values[2 * r + 1]).isIn(1f, 2f, 3f, 4f);
      }
    }
  }

  /** Rows that are kept sparse are mixed as dense ones. */
  @Test
  void sparseRowsGiveTheSameBits() {
    float[] dense = inputs();
    int[] starts = IntStream.rangeClosed(0, ROWS).map(r -> r * WIDTH).toArray();
    int[] places = IntStream.range(0, ROWS * WIDTH).map(i -> i % WIDTH).toArray();
    var sparse = new SparseRows(WIDTH, starts, places, dense);
    TrainingPlan plan = plan(Loss.softmaxCrossEntropy(), Mixing.mixup(0.5)).withEpochs(3).withBatch(7);
    assertThat(new TrainingRun(plan, TrainingRows.of(sparse, labels()), Optional.empty()).run().weights())
        .isEqualTo(new TrainingRun(plan, TrainingRows.of(dense, WIDTH, labels()), Optional.empty()).run().weights());
  }

  @Test
  void epochsInManyCallsGiveTheSameBits() {
    TrainingPlan plan = plan(Loss.softmaxCrossEntropy(), Mixing.cutmix(0.5)).withEpochs(6).withBatch(7);
    var rows = TrainingRows.of(inputs(), WIDTH, labels());
    var whole = new TrainingRun(plan, rows, Optional.empty());
    var parts = new TrainingRun(plan, rows, Optional.empty());
    parts.advance(1);
    parts.advance(2);
    assertThat(parts.run().weights()).isEqualTo(whole.run().weights());
  }

  @Test
  void strengthsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Mixing.mixup(0)).hasMessageContaining("mixup").hasMessageContaining("not 0.0");
    assertThatThrownBy(() -> Mixing.cutmix(1.5)).hasMessageContaining("at most 1, not 1.5");
    assertThatThrownBy(() -> Mixing.cutmix(Double.NaN)).hasMessageContaining("NaN");
  }
}
