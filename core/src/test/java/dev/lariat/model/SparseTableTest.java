package dev.lariat.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.SparseColumn;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A table of sparse columns and of a column with many levels is encoded sparse, to the same numbers. */
class SparseTableTest {
  private static final int ROWS = 400;

  private static Dataset table(long seed) {
    var random = new Random(seed);
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < 40; c++) {
      int[] rows = random.ints(15, 0, ROWS).distinct().sorted().toArray();
      columns.add(new SparseColumn("word" + c, ROWS, rows,
          IntStream.of(rows).mapToDouble(_ -> random.nextInt(9) == 0 ? Double.NaN : random.nextGaussian()).toArray()));
    }
    columns.add(CategoryColumn.of("town", IntStream.range(0, ROWS).mapToObj(_ -> "t" + random.nextInt(30)).toList()));
    columns.add(new NumericColumn("size", random.doubles(ROWS).toArray()));
    columns.add(CategoryColumn.of("label", IntStream.range(0, ROWS).mapToObj(i -> i % 3 == 0 ? "a" : "b").toList()));
    return Dataset.of("words", columns);
  }

  @Test
  void isEncodedToTheSameNumbers() {
    long seed = System.nanoTime();
    var data = table(seed).target("label");
    int[] rows = IntStream.range(0, ROWS).filter(i -> i % 5 != 2).toArray();
    var encoder = Preprocessing.fit(data, rows, PreprocessingOptions.network());
    var target = Target.of(data.column("label"), Task.CLASSIFICATION);
    TrainingRows sparse = TableRows.encode(data, rows, target.select(rows), encoder, TargetScale.NONE);
    assertThat(sparse.sparse()).isPresent();
    float[] expected = encoder.encode(data, rows);
    float[] actual = new float[expected.length];
    for (int i = 0; i < rows.length; i++) {
      sparse.inputs(i, actual, i * encoder.width());
    }
    assertThat(actual).as("seed %d", seed).isEqualTo(expected);
  }

  @Test
  void predictsAsItsRowsWithTheirZeros() {
    var data = table(1).target("label");
    var fit = Trainer.of(Network.of(Layer.dense(8, Activation.RELU))).epochs(2).validation(0.2).train(data);
    var model = fit.model();
    float[] dense = model.predictor().predict(model.preprocessing().encode(data, data.allRows()), ROWS);
    double[] predictions = model.predict(data);
    for (int i = 0; i < predictions.length; i++) {
      assertThat((float) predictions[i]).isEqualTo(dense[i]);
    }
  }
}
