package dev.lariat.model;

import static dev.lariat.net.layer.Activation.RELU;
import static dev.lariat.net.layer.Layer.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Schema;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.net.Network;
import dev.lariat.optim.Optimizer;
import dev.lariat.penalty.Penalty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EnsembleModelTest {
  private static final Dataset TRAINING = table(60, 1);
  private static final Dataset OTHER = table(400, 2);

  /** Two numbers, a noisy class, a noisy number. */
  private static Dataset table(int rows, long seed) {
    var random = new Random(seed);
    double[] a = random.doubles(rows).toArray();
    double[] b = random.doubles(rows).toArray();
    double[] y = new double[rows];
    var kind = new ArrayList<String>();
    for (int i = 0; i < rows; i++) {
      y[i] = 3 * a[i] + random.nextGaussian();
      kind.add(a[i] + 0.5 * random.nextGaussian() > 0.5 ? "high" : b[i] > 0.5 ? "low" : "middle");
    }
    return Dataset.of("table", List.<Column>of(new NumericColumn("a", a), new NumericColumn("b", b),
        new NumericColumn("y", y), CategoryColumn.of("kind", kind)));
  }

  private static List<NetworkModel> members(int count, String target) {
    var trainer = Trainer.of(Network.of(dense(16, RELU))).optimizer(Optimizer.adam(0.02)).epochs(30);
    var data = TRAINING.without(target.equals("y") ? "kind" : "y").target(target);
    return LongStream.range(0, count).mapToObj(seed -> trainer.seed(seed).train(data).model()).toList();
  }

  private static EnsembleModel average(List<NetworkModel> members) {
    return new EnsembleModel(members, Optional.empty(), Optional.empty(), members.getFirst().provenance());
  }

  @Test
  void theLossOfTheAverageIsNotAboveTheMeanOfTheMembersLosses() {
    for (String target : List.of("kind", "y")) {
      List<NetworkModel> members = members(5, target);
      String metric = target.equals("y") ? "rmse" : "logLoss";
      double power = target.equals("y") ? 2 : 1; // the squared error is convex, not its root
      double mean = members.stream()
          .mapToDouble(m -> Math.pow(m.evaluate(OTHER).values().get(metric), power))
          .average()
          .orElseThrow();
      double average = Math.pow(average(members).evaluate(OTHER).values().get(metric), power);
      assertThat(average).as(target).isLessThan(mean);
    }
  }

  @Test
  void theAverageIsTheMeanOfThePredictions() {
    List<NetworkModel> members = members(3, "kind");
    double[] average = average(members).predict(OTHER);
    List<double[]> each = members.stream().map(m -> m.predict(OTHER)).toList();
    for (int i = 0; i < average.length; i++) {
      double sum = each.get(0)[i] + each.get(1)[i] + each.get(2)[i];
      assertThat(average[i]).isCloseTo(sum / 3, within(1e-15));
    }
    assertThat(average(members.subList(0, 1)).predict(OTHER)).isEqualTo(each.getFirst());
  }

  @Test
  void calibratedFirstThenMixed() {
    List<NetworkModel> members = members(2, "y");
    var fit = LinearTrainer.of(TRAINING.without("kind").target("y"), Family.gaussian(), LinearPenalty.ridge()).fit();
    LinearModel linear = LinearModel.of(fit, members.getFirst().provenance());
    var model = new EnsembleModel(members, Optional.empty(), Optional.of(new Mixture(linear, 0.25)),
        members.getFirst().provenance());
    double[] mixed = model.predict(OTHER);
    double[] networks = average(members).predict(OTHER);
    double[] other = linear.predict(OTHER);
    for (int i = 0; i < mixed.length; i++) {
      assertThat(mixed[i]).isCloseTo(0.75 * networks[i] + 0.25 * other[i], within(1e-12));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new EnsembleModel(members, Optional.of(new Temperature(1, 9)),
        Optional.empty(), members.getFirst().provenance())).withMessageContaining("no temperature");
  }

  @Test
  void aColumnMayBeAbsentOnlyIfNothingUsesIt() {
    var sparse = Trainer.of(Network.of(dense(8, RELU, Penalty.l1(10)))).epochs(20).optimizer(Optimizer.adam(0.05));
    var data = TRAINING.without("kind").target("y");
    List<NetworkModel> blind = List.of(sparse.seed(1).train(data).model(), sparse.seed(2).train(data).model());
    assertThat(blind).allMatch(m -> m.preprocessing().unused().size() == 2);
    EnsembleModel model = average(blind);
    assertThat(model.predict(OTHER.without("a", "b"))).hasSize(OTHER.rows());
    var seeing = members(1, "y").getFirst();
    // Other settings are other networks.
    assertThatIllegalArgumentException().isThrownBy(() -> average(List.of(blind.getFirst(), seeing)))
        .withMessageContaining("seed and weights only");
    var fit = LinearTrainer.of(data, Family.gaussian(), LinearPenalty.ridge()).fit();
    var mixed = new EnsembleModel(blind, Optional.empty(),
        Optional.of(new Mixture(LinearModel.of(fit, seeing.provenance()), 0.5)), seeing.provenance());
    assertThat(mixed.schema().fields()).filteredOn(Schema.Field::required)
        .extracting(Schema.Field::name)
        .contains("a", "b");
  }

  /**
   * 500 rows of three classes, drawn from probabilities that a network states with {@code sharpness} times the logits.
   */
  @SuppressWarnings("ArrayRecordComponent") // a plain carrier, never compared
  private record Planted(double[] stated, int[] labels, double[] weights, int[] rows) {
    static Planted of(double sharpness, int count) {
      var random = new Random(8);
      double[] stated = new double[3 * count];
      int[] labels = new int[count];
      double[] weights = new double[count];
      int[] rows = new int[count];
      for (int i = 0; i < count; i++) {
        double[] z = {2 * random.nextGaussian(), 2 * random.nextGaussian(), 2 * random.nextGaussian()};
        double[] truth = softmax(z, 1);
        System.arraycopy(softmax(z, sharpness), 0, stated, 3 * i, 3);
        double u = random.nextDouble();
        labels[i] = u < truth[0] ? 0 : u < truth[0] + truth[1] ? 1 : 2;
        weights[i] = 0.5 + random.nextDouble();
        rows[i] = i;
      }
      return new Planted(stated, labels, weights, rows);
    }

    private static double[] softmax(double[] z, double beta) {
      double[] p = new double[z.length];
      double sum = 0;
      for (int c = 0; c < z.length; c++) {
        p[c] = Math.exp(beta * z[c]);
        sum += p[c];
      }
      for (int c = 0; c < z.length; c++) {
        p[c] /= sum;
      }
      return p;
    }

    double loss(Temperature temperature) {
      double[] p = stated.clone();
      double loss = 0;
      for (int i = 0; i < labels.length; i++) {
        temperature.apply(p, 3 * i, 3);
        loss -= weights[i] * Math.log(p[3 * i + labels[i]]);
      }
      return loss;
    }
  }

  @Test
  void anOverconfidentNetworkIsCalibrated() {
    var planted = Planted.of(2.5, 2000);
    var fitted = Temperature.fit(planted.stated, planted.labels, planted.weights, planted.rows, 3);
    assertThat(fitted.inverse()).isCloseTo(1 / 2.5, within(0.04));
    assertThat(planted.loss(fitted)).isLessThan(0.8 * planted.loss(new Temperature(1, 1_000_000)));
  }

  @Test
  void bisectionFindsTheLowestLoss() {
    var planted = Planted.of(1.7, 300);
    double found = Temperature.fit(planted.stated, planted.labels, planted.weights, planted.rows, 3).inverse();
    double best = 0;
    double lowest = Double.POSITIVE_INFINITY;
    for (double beta = 0.05; beta < 4; beta += 1e-3) {
      double loss = planted.loss(new Temperature(beta, 1_000_000_000_000L)); // as good as without a floor
      if (loss < lowest) {
        lowest = loss;
        best = beta;
      }
    }
    assertThat(found).isCloseTo(best, within(1e-3));
  }

  @Test
  void noProbabilityFallsBelowTheFloorAndTheySumToOne() {
    double[] p = {1, 0, 0, 1 / 3.0, 1 / 3.0, 1 / 3.0};
    var temperature = new Temperature(5, 9);
    temperature.apply(p, 0, 3);
    temperature.apply(p, 3, 3);
    assertThat(p).containsExactly(new double[]{28 / 30.0, 1 / 30.0, 1 / 30.0, 1 / 3.0, 1 / 3.0, 1 / 3.0},
        within(1e-15));
    // Where all classes are as likely, no β is better than another.
    assertThat(Temperature.fit(new double[]{0.5, 0.5}, new int[]{1}, new double[]{1}, new int[]{0}, 2).inverse())
        .isEqualTo(1);
  }
}
