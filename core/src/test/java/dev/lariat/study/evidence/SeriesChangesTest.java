package dev.lariat.study.evidence;

import static dev.lariat.net.layer.Activation.RELU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.model.Model;
import dev.lariat.model.Trainer;
import dev.lariat.net.Network;
import dev.lariat.net.layer.Layer;
import dev.lariat.study.evidence.SeriesEvidence.Why;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Where series are read from, where that is known. */
class SeriesChangesTest {
  private static final int STEPS = 12;
  private static final int PLANTED = 4;
  private static final int ROWS = 200;

  private final double[][] values = new double[STEPS][ROWS];
  private final Dataset data = series();

  /** Noise, in which one step says the class, nine times of ten: a network that is quite sure has no gradient. */
  private Dataset series() {
    var random = new SplittableRandom(4);
    String[] labels = new String[ROWS];
    for (int row = 0; row < ROWS; row++) {
      for (int step = 0; step < STEPS; step++) {
        values[step][row] = random.nextGaussian();
      }
      labels[row] = (values[PLANTED][row] > 0) ^ (random.nextInt(10) == 0) ? "up" : "down";
    }
    var columns = new ArrayList<Column>();
    for (int step = 0; step < STEPS; step++) {
      columns.add(NumericColumn.of("t" + step, values[step]));
    }
    columns.add(CategoryColumn.of("way", List.of(labels)));
    return Dataset.of("series", columns).target("way");
  }

  private Model trained(Network network, int epochs) {
    return Trainer.of(network).epochs(epochs).batch(20).seed(2).train(data).model();
  }

  @Test
  void aPlantedStepIsFound() {
    Model model = trained(Network.of(Layer.sequence(STEPS, 1), Layer.gru(8)), 30);
    SeriesEvidence series = SeriesChanges.of(model, data, new int[0]).orElseThrow();
    assertThat(series.steps()).isEqualTo(STEPS);
    assertThat(series.rows()).extracting(SeriesEvidence.Row::why)
        .containsExactly(Why.BEST, Why.BEST, Why.WORST, Why.WORST, Why.WORST);
    double[] predictions = model.predict(data);
    for (SeriesEvidence.Row row : series.rows()) {
      int at = row.number() - 1;
      assertThat(row.truth()).isEqualTo(data.column("way").text(at));
      int best = predictions[2 * at] > predictions[2 * at + 1] ? 0 : 1;
      assertThat(row.predicted()).isEqualTo(model.target().classes().get(best));
      assertThat(row.values().getFirst()).hasSize(STEPS);
      if (row.why() == Why.BEST) {
        List<Double> sizes = row.counts().stream().map(Math::abs).toList();
        assertThat(sizes.indexOf(Collections.max(sizes))).isEqualTo(PLANTED);
        assertThat(row.counts().get(PLANTED)).isPositive();
      }
    }
    var loss = Comparator.<SeriesEvidence.Row>comparingDouble(row -> {
      int at = row.number() - 1;
      return -predictions[2 * at + model.target().classes().indexOf(row.truth())];
    });
    assertThat(series.rows().stream().min(loss).orElseThrow().why()).isEqualTo(Why.BEST);
    assertThat(series.rows().stream().max(loss).orElseThrow()).isEqualTo(series.rows().get(2));
  }

  /** Of a linear network the products add up to the log-odds less those at the mean, which are the bias. */
  @Test
  void ofALinearNetworkTheyAddUpToThePrediction() {
    Model model = trained(Network.of(Layer.sequence(STEPS, 1), Layer.flatten()), 5);
    double[] predictions = model.predict(data);
    SeriesEvidence series = SeriesChanges.of(model, data, new int[0]).orElseThrow();
    double first = Double.NaN;
    for (SeriesEvidence.Row row : series.rows()) {
      int at = row.number() - 1;
      double up = StrictMath.log(predictions[2 * at + model.target().classes().indexOf("up")]
          / predictions[2 * at + model.target().classes().indexOf("down")]);
      double sum = row.counts().stream().mapToDouble(c -> c).sum() * ("up".equals(row.predicted()) ? 1 : -1);
      first = Double.isNaN(first) ? up - sum : first;
      assertThat(up - sum).isCloseTo(first, within(5e-3)); // the counts are rounded
    }
  }

  @Test
  void otherModelsHaveNone() {
    assertThat(SeriesChanges.of(trained(Network.of(Layer.dense(3, RELU)), 1), data, new int[0])).isEmpty();
  }
}
