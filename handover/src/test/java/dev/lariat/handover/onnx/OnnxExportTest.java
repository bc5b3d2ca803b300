package dev.lariat.handover.onnx;

import static dev.lariat.net.layer.Layer.activate;
import static dev.lariat.net.layer.Layer.batchNorm;
import static dev.lariat.net.layer.Layer.dense;
import static dev.lariat.net.layer.Layer.dropout;
import static dev.lariat.net.layer.Layer.layerNorm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.BooleanColumn;
import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.handover.TestTables;
import dev.lariat.handover.pruning.TrainedNetwork;
import dev.lariat.io.Tables;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.loss.Loss;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.Mixture;
import dev.lariat.model.Model;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.Provenance;
import dev.lariat.model.Temperature;
import dev.lariat.model.Trainer;
import dev.lariat.model.TrivialModel;
import dev.lariat.net.Network;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Initializer;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.optim.Optimizer;
import dev.lariat.penalty.GroupBy;
import dev.lariat.penalty.Penalty;
import java.lang.reflect.Array;
import java.nio.file.Path;
import dev.lariat.net.LayerText;
import java.nio.file.Files;
import java.util.Locale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ONNX Runtime predicts from raw rows is what Lariat predicts. */
class OnnxExportTest {
  private static final double TOLERANCE = 1e-5;

  @TempDir
  Path folder;

  private static void same(Model model, Dataset data) throws Exception {
    double[] expected = model.predict(data);
    try (var onnx = new OnnxRows(model)) {
      var outputs = onnx.run(data);
      int classes = model.target().classes().size();
      for (int row = 0; row < data.rows(); row++) {
        if (classes == 0) {
          double number = ((double[][]) outputs.get("prediction"))[row][0];
          assertThat(number).isCloseTo(expected[row], within(TOLERANCE * Math.max(1, Math.abs(expected[row]))));
          continue;
        }
        int best = 0;
        for (int c = 0; c < classes; c++) {
          double probability = ((Number) Array.get(Array.get(outputs.get("probabilities"), row), c)).doubleValue();
          assertThat(probability).isCloseTo(expected[row * classes + c], within(TOLERANCE));
          best = expected[row * classes + c] > expected[row * classes + best] ? c : best;
        }
        assertThat(((String[]) outputs.get("label"))[row]).isEqualTo(model.target().classes().get(best));
      }
    }
  }

  @Test
  void stringsDatesAndMissingValues() throws Exception {
    Dataset data = TestTables.read(TestTables.mixed(folder, 400, 1), "kind", "churned", "price");
    var model = Trainer.of(Network.of(dense(16, Activation.RELU), dropout(0.3), dense(8, Activation.TANH)))
        .epochs(2)
        .train(data)
        .model();
    same(model, data);
    same(model, TestTables.read(TestTables.mixed(folder, 200, 2), "kind", "churned", "price"));
  }

  @Test
  void unseenLevelsJoinTheOthers() throws Exception {
    Dataset data = TestTables.read(TestTables.mixed(folder, 300, 3), "price", "churned", "kind");
    var options = PreprocessingOptions.network().minLevelRows(55); // some of five cities are rarer
    var model = Trainer.of(Network.of(dense(5, Activation.SELU))).preprocessing(options).epochs(1).train(data).model();
    same(model, data);
  }

  /** Numbers whose squares overflow, and levels as another program writes them. */
  @Test
  void farNumbersAndOtherSpellings() throws Exception {
    var random = new SplittableRandom(5);
    int rows = 90;
    double[] x = random.doubles(rows).toArray();
    double[] y = new double[rows];
    List<String> count = new ArrayList<>();
    List<String> paid = new ArrayList<>();
    List<Boolean> member = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      count.add(Integer.toString(1 + row % 3));
      paid.add(random.nextBoolean() ? "yes" : "no");
      member.add(random.nextBoolean());
      y[row] = x[row] + row % 3 + (member.get(row) ? 2 : 0) - (paid.get(row).equals("yes") ? 1 : 0);
    }
    Dataset data = Dataset
        .of("known", List.of(new NumericColumn("x", x), CategoryColumn.of("count", count),
            CategoryColumn.of("paid", paid), BooleanColumn.of("member", member), new NumericColumn("y", y)))
        .target("y", Task.REGRESSION);
    Dataset odd = Dataset.of("odd",
        List.of(NumericColumn.of("x", 1e300, -1e300, 1e155, -1e155, 1e120, -0.0, 1e101, 0.5),
            CategoryColumn.of("count", List.of("1.0", "2.0", "3", "3.0", "7.0", "1", "2", "1.0")),
            CategoryColumn.of("paid", List.of("True", "FALSE", "1", "0.0", "yes", "no", "N", "1.0")),
            CategoryColumn.of("member", List.of("1.0", "0.0", "Yes", "no", "T", "f", "1", "0"))));
    for (var options : List.of(PreprocessingOptions.network(), PreprocessingOptions.network().embedAbove(1))) {
      same(Trainer.of(Network.of(dense(6, Activation.TANH))).preprocessing(options).epochs(2).train(data).model(), odd);
    }
    LinearModel linear = fitted(LinearTrainer.of(data, Family.gaussian(), LinearPenalty.lasso()));
    assertThat(linear.point().index()[0].length).isGreaterThan(4);
    same(linear, odd);
  }

  @Test
  void everyLayerAndActivation() throws Exception {
    Dataset data = TestTables.read(TestTables.mixed(folder, 300, 4), "price", "churned", "kind");
    var layers = new ArrayList<Layer>();
    layers.add(batchNorm());
    for (Activation activation : Activation.values()) {
      layers.add(dense(6, activation));
      layers.add(layers.size() % 4 == 2 ? layerNorm() : dropout(0.2, Dropout.Form.ORIGINAL));
    }
    layers.add(activate(Activation.GELU));
    layers.add(batchNorm());
    var options = PreprocessingOptions.network().embedAbove(3);
    var model = Trainer.of(Network.of(layers)).preprocessing(options).epochs(2).train(data).model();
    assertThat(model.plan().network().layers().getFirst()).isInstanceOf(Embedding.class);
    same(model, data);
  }

  /** Sequences with lengths of their own, of which those of one step, and columns beside them. */
  @ParameterizedTest
  @ValueSource(strings = {"gru 4, join, dense 3", "lstm 3 sequence bidirectional, global-average, join",
      "gru 3 bidirectional", "conv1d 4 3 same sigmoid, pool 2, lstm 3 sequence, global-max, join",
      "gru 3 sequence, sigmoid, average-pool 2, conv1d 3 2 causal, global-average"})
  void sequencesWithLengthsOfTheirOwn(String words) throws Exception {
    var random = new SplittableRandom(4);
    var csv = new StringBuilder("a@1,b@1,a@2,b@2,a@3,b@3,a@4,b@4,a@5,b@5,sequence_steps,age,site,y\n");
    for (int row = 0; row < 60; row++) {
      int steps = 1 + random.nextInt(5);
      for (int i = 0; i < 10; i++) {
        csv.append(i < 2 * steps ? String.format(Locale.ROOT, "%.3f", random.nextGaussian()) : "").append(',');
      }
      csv.append(steps)
          .append(',')
          .append(random.nextInt(90))
          .append(",s")
          .append(random.nextInt(3))
          .append(',')
          .append(row % 3)
          .append(".5\n");
    }
    Dataset data = Tables.read(Files.writeString(folder.resolve("sequences.csv"), csv)).target("y");
    var layers = new ArrayList<Layer>(List.of(Layer.sequences(5, 2)));
    layers.addAll(LayerText.read(words));
    same(Trainer.of(Network.of(layers)).epochs(2).train(data).model(), data);
  }

  /** A map is read on pixel by pixel, though the graph keeps channel by channel. */
  @Test
  void mapsThatAreReadAsAnotherShape() throws Exception {
    Dataset data = steps(6);
    Network network = Network.of(Layer.image(4, 3, 2), Layer.conv(3, 2, Activation.TANH), Layer.sequence(9, 2),
        Layer.conv1d(4, 2, Activation.TANH), Layer.image(2, 2, 8), Layer.globalMax());
    same(Trainer.of(network).epochs(2).train(data).model(), data);
  }

  /** Both ways, last and whole: the operators' gates stand in another order, and their states lie another way round. */
  @ParameterizedTest
  @CsvSource({"gru, lstm", "lstm, gru"})
  void recurrentLayers(String first, String second) throws Exception {
    Dataset data = steps(6);
    Network both = Network.of(Layer.sequence(8, 3), recurrent(first, 4).sequence().bidirectional(),
        recurrent(second, 3).sequence(), Layer.batchNorm(), recurrent(first, 5).bidirectional());
    same(Trainer.of(both).epochs(3).train(data).model(), data);
    Network last = Network.of(Layer.sequence(8, 3), Layer.conv1d(4, 2, Activation.TANH), recurrent(second, 5),
        Layer.dense(3, Activation.TANH));
    same(Trainer.of(last).epochs(3).train(data).model(), data);
    Network whole = Network.of(Layer.sequence(8, 3), recurrent(first, 3).sequence().bidirectional(), Layer.maxPool(2),
        Layer.flatten());
    same(Trainer.of(whole).epochs(3).train(data).model(), data);
  }

  private static Recurrent recurrent(String cell, int units) {
    return cell.equals("gru") ? Layer.gru(units) : Layer.lstm(units).init(Initializer.PYTORCH);
  }

  /** Rows of 24 numbers and a target. */
  private static Dataset steps(long seed) {
    var random = new SplittableRandom(seed);
    var columns = new ArrayList<Column>();
    for (int j = 0; j < 24; j++) {
      columns.add(new NumericColumn("p" + j, random.doubles(40, -1, 1).toArray()));
    }
    columns.add(new NumericColumn("y", random.doubles(40).toArray()));
    return Dataset.of("made", columns).target("y");
  }

  @Test
  void twoClassesFromOneOutput() throws Exception {
    Dataset data = TestTables.read(TestTables.mixed(folder, 300, 5), "churned", "kind", "price");
    var model = Trainer.of(Network.of(dense(8, Activation.SILU)))
        .loss(Loss.binaryCrossEntropy())
        .epochs(2)
        .train(data)
        .model();
    assertThat(model.architecture().outputs()).isEqualTo(1);
    same(model, data);
  }

  private static LinearModel fitted(LinearTrainer request) {
    return LinearModel.of(request.fit(), Provenance.now("test", 0, "", ""));
  }

  @Test
  void linearModelsOfEveryFamily() throws Exception {
    Path file = TestTables.mixed(folder, 300, 7);
    Dataset price = TestTables.read(file, "price", "churned", "kind");
    same(fitted(LinearTrainer.of(price, Family.gaussian(), LinearPenalty.ridge())), price);
    Dataset churned = TestTables.read(file, "churned", "kind", "price");
    var lasso = fitted(LinearTrainer.of(churned, Family.binomial(), LinearPenalty.lasso()));
    same(lasso, churned);
    LinearModel sparse = lasso.at(Double.toString(lasso.path().points().get(8).lambda()));
    same(sparse, churned);
    try (var onnx = new OnnxRows(sparse)) {
      assertThat(onnx.inputs()).isNotEmpty().doesNotContainAnyElementsOf(sparse.preprocessing().unused());
    }
    Dataset kind = TestTables.read(file, "kind", "churned", "price");
    same(fitted(LinearTrainer.of(kind, Family.multinomial(), LinearPenalty.elasticNet(0.5))), kind);
    same(lasso.at(Double.toString(lasso.path().points().getFirst().lambda())), churned); // the intercept alone
    Dataset counts = TestTables.read(file, "price", "churned", "kind");
    var offset = new double[counts.rows()];
    Arrays.setAll(offset, i -> i % 3 * 0.1);
    Dataset exposed = counts.with(new NumericColumn("exposure", offset)).target("price");
    same(fitted(LinearTrainer.of(exposed, Family.poisson(), LinearPenalty.lasso()).offset("exposure")), exposed);
  }

  @Test
  void additiveModels() throws Exception {
    Path file = TestTables.mixed(folder, 300, 7);
    Dataset price = TestTables.read(file, "price", "churned", "kind");
    LinearModel curves = fitted(LinearTrainer.of(price, Family.gaussian(), LinearPenalty.ridge()).hinges(16));
    assertThat(curves.preprocessing().encodings()).hasAtLeastOneElementOfType(Encoding.Hinges.class);
    same(curves, price);
    Dataset kind = TestTables.read(file, "kind", "churned", "price");
    LinearModel lasso = fitted(LinearTrainer.of(kind, Family.multinomial(), LinearPenalty.lasso()).hinges(4));
    same(lasso, kind);
    same(lasso.at(Double.toString(lasso.path().points().get(9).lambda())), kind); // some pieces alone
    var network = Trainer.of(Network.of(dense(8, Activation.TANH))).epochs(2).train(price).model();
    same(new EnsembleModel(List.of(network, network), Optional.empty(), Optional.of(new Mixture(curves, 0.4)),
        network.provenance()), price);
  }

  @Test
  void trivialModels() throws Exception {
    Dataset data = TestTables.read(TestTables.mixed(folder, 50, 8), "kind", "churned", "price");
    var preprocessing = Preprocessing.fit(data, data.allRows(), PreprocessingOptions.network());
    same(new TrivialModel(ModelTarget.of(data.target()), preprocessing, List.of(0.5, 0.2, 0.3),
        Provenance.now("test", 0, "", "")), data);
  }

  /** Numbers, two classes by one output, three classes; averaged, calibrated, mixed, and everything at once. */
  @Test
  void severalNetworksAreOneGraph() throws Exception {
    Path file = TestTables.mixed(folder, 300, 9);
    ensembles(TestTables.read(file, "price", "churned", "kind"), Family.gaussian(), Loss.squaredError());
    ensembles(TestTables.read(file, "churned", "kind", "price"), Family.binomial(), Loss.binaryCrossEntropy());
    ensembles(TestTables.read(file, "kind", "churned", "price"), Family.multinomial(), Loss.softmaxCrossEntropy());
  }

  private static void ensembles(Dataset data, Family family, Loss loss) throws Exception {
    var lasso = Penalty.groupLasso(0.05, GroupBy.INPUT); // so that the networks use different inputs
    var trainer = Trainer.of(Network.of(dense(8, Activation.TANH, lasso))).loss(loss).epochs(3);
    List<NetworkModel> members = IntStream.range(0, 3)
        .mapToObj(seed -> trainer.seed(seed).train(data).model())
        .toList();
    var mixture = Optional.of(new Mixture(fitted(LinearTrainer.of(data, family, LinearPenalty.ridge())), 0.3));
    var temperature = data.target().classes().isEmpty()
        ? Optional.<Temperature>empty()
        : Optional.of(new Temperature(1.7, 100));
    var provenance = members.getFirst().provenance();
    same(new EnsembleModel(members, Optional.empty(), Optional.empty(), provenance), data);
    same(new EnsembleModel(members, temperature, Optional.empty(), provenance), data);
    same(new EnsembleModel(members, Optional.empty(), mixture, provenance), data);
    same(new EnsembleModel(members.subList(0, 1), temperature, mixture, provenance), data);
    same(new EnsembleModel(members, temperature, mixture, provenance), data);
  }

  @Test
  void aTargetThatIsLearntAsItsLogarithm() throws Exception {
    Dataset plain = TestTables.read(TestTables.mixed(folder, 200, 12), "price", "churned", "kind");
    double[] prices = plain.target().values();
    Dataset data = plain
        .with(new NumericColumn("price", Arrays.stream(prices).map(price -> 1 + Math.abs(price)).toArray()))
        .logTarget();
    var network = Trainer.of(Network.of(dense(8, Activation.TANH))).epochs(2).train(data).model();
    var linear = fitted(LinearTrainer.of(data, Family.gaussian(), LinearPenalty.ridge()));
    same(network, data);
    same(linear, data);
    same(new EnsembleModel(List.of(network, network), Optional.empty(), Optional.of(new Mixture(linear, 0.25)),
        network.provenance()), data);
  }

  @Test
  void zerosAreLeftOutAndPredictionsStay() throws Exception {
    Dataset data = TestTables.read(TestTables.mixed(folder, 400, 6), "price", "churned", "kind");
    var lasso = Penalty.groupLasso(0.15, GroupBy.INPUT);
    var units = Penalty.groupLasso(0.05, GroupBy.UNIT);
    var model = Trainer
        .of(Network.of(dense(16, Activation.RELU, lasso), dense(12, Activation.RELU, units)).output(Penalty.l1(0.01)))
        .optimizer(Optimizer.adam(0.01))
        .epochs(15)
        .train(data)
        .model();
    var network = TrainedNetwork.of(model);
    assertThat(network.leftOut().inputs()).isPositive();
    assertThat(network.leftOut().units()).isPositive();
    assertThat(network.architecture().trainedParameters()).isLessThan(model.architecture().trainedParameters());
    same(model, data);
    try (var onnx = new OnnxRows(model)) {
      assertThat(onnx.inputs()).doesNotContainAnyElementsOf(model.preprocessing().unused());
    }
  }

  @ParameterizedTest
  @CsvSource({"longley.csv,Employed", "diabetes.csv,progression", "breast-cancer.csv,diagnosis", "wine.csv,cultivar",
      "spam.csv.gz,type", "mnist10k.csv.gz,digit"})
  void sampleData(String file, String target) throws Exception {
    Dataset data = Tables.read(Path.of(System.getProperty("lariat.repository"), "examples/data", file)).target(target);
    int step = Math.max(1, data.rows() / 300);
    int[] some = IntStream.range(0, data.rows() / step).map(i -> i * step).toArray();
    Dataset rows = data.select(some);
    var model = Trainer.of(Network.of(List.of(dense(16, Activation.RELU)))).epochs(1).train(rows).model();
    same(model, rows);
  }
}
