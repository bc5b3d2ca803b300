package dev.lariat.net.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.kernel.Philox;
import dev.lariat.loss.Loss;
import dev.lariat.loss.Targets;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.layer.Layer;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochOrderTest {
  private static int[] order(int rows, int together, int epoch) {
    int[] order = new int[rows];
    EpochOrder.fill(order, new Philox(7, 0, epoch, 0, 1), together);
    return order;
  }

  @Test
  void everyRowComesOnce() {
    for (int rows : new int[]{1, 255, 2048, 2049, 10_000}) {
      int[] sorted = order(rows, 2048, 1);
      Arrays.sort(sorted);
      assertThat(sorted).isEqualTo(IntStream.range(0, rows).toArray());
    }
    assertThat(order(10_000, 2048, 1)).isEqualTo(order(10_000, 2048, 1)).isNotEqualTo(order(10_000, 2048, 2));
  }

  /** What is read at a time is few blocks, from all over the table. */
  @Test
  void aWindowHasFewBlocksFromEverywhere() {
    int[] order = order(100_000, 2048, 3);
    int[] blocks = Arrays.stream(order, 0, 2048).map(row -> row / EpochOrder.BLOCK).distinct().sorted().toArray();
    assertThat(blocks.length).isLessThanOrEqualTo(2048 / EpochOrder.BLOCK + 1);
    assertThat(blocks[0]).isLessThan(200);
    assertThat(blocks[blocks.length - 1]).isGreaterThan(200);
    assertThat(Arrays.stream(order, 0, 2048).boxed().toList())
        .isNotEqualTo(Arrays.stream(order, 0, 2048).sorted().boxed().toList());
  }

  @Test
  void rowsInASegmentTrainToTheBitsOfAnArray() {
    var random = new Random(4);
    int rows = 700;
    float[] inputs = new float[rows * 5];
    float[] values = new float[rows];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
    }
    for (int r = 0; r < rows; r++) {
      values[r] = inputs[5 * r] - inputs[5 * r + 1];
    }
    TrainingPlan plan = TrainingPlan
        .of(Network.of(Layer.dense(8, dev.lariat.net.layer.Activation.RELU)), Loss.squaredError())
        .withEpochs(3);
    Targets targets = Targets.values(values);
    var array = new TrainingRun(plan, TrainingRows.of(inputs, 5, targets),
        Optional.of(TrainingRows.of(inputs, 5, targets)));
    TrainingRows segment = TrainingRows.of(MemorySegment.ofArray(inputs), 5, targets);
    var mapped = new TrainingRun(plan, segment, Optional.of(segment));
    assertThat(mapped.run().history().last().validationLoss()).isEqualTo(array.run().history().last().validationLoss());
    assertThat(mapped.predictor().predict(inputs, rows)).isEqualTo(array.predictor().predict(inputs, rows));
  }
}
