package dev.lariat.net.training;

import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.SparseRows;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.TrainingResult;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.loss.Loss;
import dev.lariat.loss.Targets;
import dev.lariat.optim.Optimizer;
import dev.lariat.penalty.Penalty;
import java.util.ArrayList;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sparse rows train to the weights of the same rows with their zeros, bit for bit. */
class SparseRowsTest {
  private static final int ROWS = 130;
  private static final int WIDTH = 300;

  static List<TrainingPlan> plans() {
    List<TrainingPlan> plans = new ArrayList<>();
    List<Network> networks = List.of(Network.of(),
        Network.of(Layer.dense(37, Activation.RELU, Penalty.l1(0.001)), Layer.dropout(0.4),
            Layer.dense(9, Activation.GELU)),
        Network.of(Layer.dense(16, Activation.TANH)), Network.of(Layer.dropout(0.2), Layer.dense(16, Activation.RELU)), // a
                                                                                                                        // first
                                                                                                                        // layer
                                                                                                                        // that
                                                                                                                        // takes
                                                                                                                        // them
                                                                                                                        // dense
        Network.of(Layer.batchNorm(), Layer.dense(16, Activation.RELU)));
    for (Network network : networks) {
      for (Optimizer optimizer : List.of(Optimizer.adamW(0.01, 0.01), Optimizer.sgd(0.1))) {
        plans.add(
            TrainingPlan.of(network, Loss.softmaxCrossEntropy()).withOptimizer(optimizer).withEpochs(3).withBatch(32));
      }
    }
    plans.add(plans.getFirst().withClipNorm(0.1));
    return plans;
  }

  @ParameterizedTest
  @MethodSource("plans")
  void trainToTheBitsOfDenseOnes(TrainingPlan plan) {
    long seed = System.nanoTime();
    SparseRows sparse = random(new Random(seed), ROWS, WIDTH);
    int[] labels = labels(sparse);
    TrainingRows one = TrainingRows.of(sparse, Targets.labels(labels, 3));
    TrainingRows other = TrainingRows.of(dense(sparse), WIDTH, labels, 3);
    var run = new TrainingRun(plan, one, Optional.of(one));
    var denseRun = new TrainingRun(plan, other, Optional.of(other));
    TrainingResult result = run.run();
    TrainingResult expected = denseRun.run();
    assertThat(result.weights()).as("seed %d", seed).isEqualTo(expected.weights());
    assertThat(result.history().epochs().getLast().validation())
        .isEqualTo(expected.history().epochs().getLast().validation());
    assertThat(run.predictor().predict(one)).isEqualTo(denseRun.predictor().predict(dense(sparse), ROWS));
  }

  /** The order of rows in memory is that of rows in a segment, as long as these are not too many. */
  @ParameterizedTest
  @MethodSource("plans")
  void trainToTheSameBitsInASegment(TrainingPlan plan) {
    SparseRows sparse = random(new Random(7), ROWS, WIDTH);
    SparseRows kept = inASegment(sparse);
    assertThat(kept.entries()).isEqualTo(sparse.entries());
    TrainingRows one = TrainingRows.of(sparse, Targets.labels(labels(sparse), 3));
    TrainingRows other = TrainingRows.of(kept, Targets.labels(labels(sparse), 3));
    assertThat(other.isInMemory()).isFalse();
    var run = new TrainingRun(plan, one, Optional.of(one));
    var keptRun = new TrainingRun(plan, other, Optional.of(other));
    assertThat(keptRun.run().weights()).isEqualTo(run.run().weights());
    assertThat(keptRun.result().history().epochs().getLast().validation())
        .isEqualTo(run.result().history().epochs().getLast().validation());
    assertThat(keptRun.predictor().predict(other)).isEqualTo(run.predictor().predict(one));
    float[] row = new float[WIDTH];
    other.inputs(ROWS - 1, row, 0);
    float[] expected = new float[WIDTH];
    sparse.dense(ROWS - 1, expected, 0);
    assertThat(row).isEqualTo(expected);
  }

  private static SparseRows inASegment(SparseRows rows) {
    MemorySegment segment = Arena.ofAuto().allocate(8 * rows.entries(), Integer.BYTES);
    var ends = new long[rows.rows()];
    long at = 0;
    for (int r = 0; r < rows.rows(); r++) {
      int count = rows.entries(r);
      MemorySegment.copy(rows.inputs(), rows.starts()[r], segment, ValueLayout.JAVA_INT, 8 * at, count);
      MemorySegment.copy(rows.values(), rows.starts()[r], segment, ValueLayout.JAVA_FLOAT, 8 * at + 4L * count, count);
      at += count;
      ends[r] = at;
    }
    return SparseRows.of(segment, rows.width(), ends);
  }

  @Test
  void mustFitTheirSegment() {
    MemorySegment two = Arena.ofAuto().allocate(16, Integer.BYTES);
    assertThatThrownBy(() -> SparseRows.of(two, 3, new long[]{1, 3})).hasMessage("3 entries do not fit into 16 bytes");
    assertThatThrownBy(() -> SparseRows.of(two, 3, new long[]{2, 1}))
        .hasMessage("row 1 of 3 inputs goes from entry 2 to 1");
    assertThatThrownBy(() -> SparseRows.of(two, 3, new long[]{2}).inputs()).hasMessage("the rows are in no arrays");
  }

  /** With their zeros these rows would be 12 GB. */
  @Test
  void needRoomForTheirEntriesOnly() {
    int rows = 10_000;
    int width = 300_000;
    SparseRows sparse = random(new Random(3), rows, width, 5);
    var data = TrainingRows.of(sparse, Targets.labels(labels(sparse), 3));
    var plan = TrainingPlan.of(Network.of(Layer.dense(4, Activation.RELU)), Loss.softmaxCrossEntropy())
        .withOptimizer(Optimizer.sgd(1))
        .withEpochs(2)
        .withBatch(500);
    var epochs = new TrainingRun(plan, data, Optional.empty()).run().history().epochs();
    assertThat(epochs.getLast().trainLoss()).isLessThan(epochs.getFirst().trainLoss());
  }

  @Test
  void mustFit() {
    assertThatThrownBy(() -> new SparseRows(3, new int[]{0, 2}, new int[]{1, 1}, new float[2]))
        .hasMessage("row 0: input 1 after 1 of 3");
    assertThatThrownBy(() -> new SparseRows(3, new int[]{0, 1}, new int[]{3}, new float[1]))
        .hasMessage("row 0: input 3 after -1 of 3");
    assertThatThrownBy(() -> new SparseRows(3, new int[]{0, 2, 1}, new int[]{0, 1}, new float[2]))
        .hasMessage("row 1 ends at 1 before 2");
    assertThatThrownBy(() -> new SparseRows(3, new int[]{0, 3}, new int[]{0, 1}, new float[2]))
        .hasMessage("row starts that end at 3 do not fit 2 inputs and 2 values");
    SparseRows sparse = new SparseRows(3, new int[]{0, 1}, new int[]{2}, new float[]{5});
    assertThatThrownBy(() -> TrainingRows.of(sparse, Targets.values(new float[]{1})).inputs())
        .hasMessage("the rows are no array");
    assertThatThrownBy(() -> TrainingRows.of(sparse, Targets.values(new float[2])))
        .hasMessage("1 rows of 3 inputs do not fit 2 targets");
  }

  private static SparseRows random(Random random, int rows, int width) {
    return random(random, rows, width, 12);
  }

  /** From none to {@code most} entries a row, ones and others. */
  private static SparseRows random(Random random, int rows, int width, int most) {
    int[] starts = new int[rows + 1];
    int[] inputs = new int[rows * most];
    float[] values = new float[rows * most];
    int count = 0;
    for (int r = 0; r < rows; r++) {
      int[] chosen = random.ints(random.nextInt(most + 1), 0, width).distinct().sorted().toArray();
      for (int input : chosen) {
        inputs[count] = input;
        values[count++] = random.nextBoolean() ? 1 : (float) random.nextGaussian();
      }
      starts[r + 1] = count;
    }
    return new SparseRows(width, starts, Arrays.copyOf(inputs, count), Arrays.copyOf(values, count));
  }

  private static int[] labels(SparseRows rows) {
    int[] labels = new int[rows.rows()];
    for (int r = 0; r < labels.length; r++) {
      labels[r] = rows.starts()[r + 1] == rows.starts()[r] ? 2 : rows.inputs()[rows.starts()[r]] % 2;
    }
    return labels;
  }

  private static float[] dense(SparseRows rows) {
    float[] all = new float[rows.rows() * rows.width()];
    for (int r = 0; r < rows.rows(); r++) {
      rows.dense(r, all, r * rows.width());
    }
    return all;
  }
}
