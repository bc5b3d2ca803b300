package dev.lariat.io.model;

import static dev.lariat.net.layer.Activation.RELU;
import static dev.lariat.net.layer.Layer.dense;
import static dev.lariat.net.layer.Layer.dropout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.TextColumn;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.io.AtomicFile;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.PathOptions;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.Mixture;
import dev.lariat.model.Model;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.Provenance;
import dev.lariat.model.Temperature;
import dev.lariat.model.Trainer;
import dev.lariat.net.ClassWeights;
import dev.lariat.net.EarlyStopping;
import dev.lariat.net.Network;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.Schedule;
import dev.lariat.penalty.Decay;
import dev.lariat.penalty.GroupBy;
import dev.lariat.penalty.MaxNorm;
import dev.lariat.penalty.Penalty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  @TempDir
  Path folder;

  private static Dataset table() {
    var random = new SplittableRandom(1);
    double[] x = random.doubles(60).toArray();
    x[7] = Double.NaN;
    double[] y = random.doubles(60).toArray();
    var colour = random.ints(60, 0, 4).mapToObj(i -> List.of("red", "grün", "a,b", "\"q\"").get(i)).toList();
    return Dataset.of("table",
        List.of(new NumericColumn("x", x), new NumericColumn("y", y), CategoryColumn.of("colour", colour)));
  }

  @Test
  void aRecurrentNetworkIsReadAsItWasWritten() {
    var random = new SplittableRandom(4);
    var columns = new ArrayList<Column>();
    for (int t = 0; t < 6; t++) {
      columns.add(new NumericColumn("t" + t, random.doubles(40).toArray()));
    }
    Dataset series = Dataset.of("series", columns);
    var network = Network.of(Layer.sequence(6, 1),
        Layer.lstm(3).sequence().bidirectional().kernels(Penalty.l2(0.01)).noise(new Recurrent.Noise(0.1, 0.2, 0.3)),
        Layer.gru(4).inputKernel(Penalty.groupLasso(0.001, GroupBy.UNIT)).recurrentKernel(new MaxNorm(2)));
    Dataset marked = Dataset.of("series", plus(columns, new NumericColumn("y", random.doubles(40).toArray())))
        .target("y");
    NetworkModel model = Trainer.of(network).epochs(1).train(marked).model();
    Path file = folder.resolve("recurrent.lariat");
    model.save(file);
    NetworkModel read = (NetworkModel) Model.load(file);
    assertThat(read.plan()).isEqualTo(model.plan());
    assertThat(read.predict(series)).isEqualTo(model.predict(series));
  }

  @Test
  void wordsInTheirOrderComeBackAndAreOfTheNewestFormat() throws IOException {
    var random = new SplittableRandom(4);
    List<String> texts = random.ints(40, 0, 4)
        .mapToObj(i -> List.of("good film", "bad \"film\"", "a rare, good one", "grün").get(i))
        .toList();
    Dataset reviews = Dataset.of("reviews",
        List.of(TextColumn.of("review", texts), new NumericColumn("y", random.doubles(40).toArray())));
    var network = Network.of(Layer.sequences(3, 1), Layer.words(3).dropping(0.2), Layer.gru(4));
    NetworkModel model = Trainer.of(network).epochs(1).train(reviews.target("y")).model();
    Path file = folder.resolve("words.lariat");
    model.save(file);
    NetworkModel read = (NetworkModel) Model.load(file);
    assertThat(read.plan()).isEqualTo(model.plan());
    assertThat(read.preprocessing()).isEqualTo(model.preprocessing());
    assertThat(read.predict(reviews)).isEqualTo(model.predict(reviews));
    assertThat(new String(ModelArchive.read(file).get("model.json"), StandardCharsets.UTF_8)).contains("\"format\" : 5",
        "\"type\" : \"wordEmbedding\"");
    assertThat(json(everything())).contains("\"format\" : 1").doesNotContain("\"words\"");
  }

  private String json(Model model) throws IOException {
    Path file = folder.resolve("json.lariat");
    model.save(file, true);
    return new String(ModelArchive.read(file).get("model.json"), StandardCharsets.UTF_8);
  }

  private static List<Column> plus(List<Column> columns, Column more) {
    var all = new ArrayList<>(columns);
    all.add(more);
    return all;
  }

  /** Everything that a description can hold. */
  private static NetworkModel everything() {
    var network = Network.of(dense(5, RELU, Penalty.l1(0.001), Penalty.l2(0.002), new MaxNorm(3)), Layer.batchNorm(),
        dropout(0.25),
        dense(4, RELU, Penalty.elasticNet(0.001, 0.3), Penalty.groupLasso(0.001, GroupBy.UNIT), new Decay(0.1)),
        Layer.layerNorm());
    return Trainer.of(network)
        .optimizer(Optimizer.adamW(0.01))
        .schedule(Schedule.cosine(1))
        .epochs(3)
        .preprocessing(PreprocessingOptions.network().embedAbove(2).minLevelRows(1))
        .classWeights(ClassWeights.BALANCED)
        .earlyStopping(EarlyStopping.patience(2))
        .validation(0.2)
        .train(table().target("colour"))
        .model();
  }

  @Test
  void aModelThatWasReadAgainIsTheSameAndPredictsTheSameBits() {
    var model = everything();
    Path file = folder.resolve("m.lariat");
    model.save(file);
    var read = (NetworkModel) Model.load(file);
    assertThat(read).isEqualTo(model);
    assertThat(read.predict(table())).isEqualTo(model.predict(table()));
  }

  @Test
  void aRegressionWithMomentumComesBackToo() {
    var model = Trainer.of(Network.of())
        .optimizer(Optimizer.nesterov(0.01, 0.9))
        .schedule(Schedule.step(2, 0.5))
        .epochs(2)
        .train(table().without("x").target("y"))
        .model();
    Path file = folder.resolve("m.lariat");
    model.save(file);
    assertThat(Model.load(file)).isEqualTo(model);
  }

  /** Everything that a linear model can hold, but groups. */
  private static LinearModel linear() {
    var fit = LinearTrainer.of(table().target("y"), Family.gaussian(), LinearPenalty.elasticNet(0.7))
        .factor("colour", Double.POSITIVE_INFINITY)
        .lower("x", 0)
        .options(PathOptions.DEFAULT.withDialect(PathOptions.Dialect.GLMNET).withStandardize(false))
        .fit();
    return LinearModel.of(fit, Provenance.now("test", 0, "table", ""));
  }

  @Test
  void aLinearModelKeepsWhatItMinimised() {
    var model = linear();
    Path file = folder.resolve("m.lariat");
    model.save(file);
    var read = (LinearModel) Model.load(file);
    assertThat(read.predict(table())).isEqualTo(model.predict(table()));
    assertThat(read.objective().orElseThrow()).usingRecursiveComparison().isEqualTo(model.objective().orElseThrow());
  }

  /** Three networks of embedded and numeric columns, calibrated, with a share of a linear model of other columns. */
  private static EnsembleModel ensemble() {
    var table = table();
    var trainer = Trainer.of(Network.of(dense(3, RELU), Layer.batchNorm()))
        .epochs(2)
        .preprocessing(PreprocessingOptions.network().embedAbove(2).minLevelRows(1));
    List<NetworkModel> members = LongStream.of(7, -1, 8)
        .mapToObj(seed -> trainer.seed(seed).train(table.target("y")).model())
        .toList();
    return new EnsembleModel(members, Optional.empty(), Optional.of(new Mixture(linear(), 0.3)),
        Provenance.now("test", 7, "table", ""));
  }

  @Test
  void anEnsembleIsReadAgainWithAllItsParts() throws IOException {
    var model = ensemble();
    Path file = folder.resolve("m.lariat");
    model.save(file);
    assertThat(new String(ModelArchive.read(file).get("model.json"), StandardCharsets.UTF_8)).contains("\"format\" : 2",
        "\"kind\" : \"ensemble\"");
    var read = (EnsembleModel) Model.load(file);
    assertThat(read.members()).isEqualTo(model.members());
    assertThat(read.mixture().orElseThrow().weight()).isEqualTo(0.3);
    assertThat(read.predict(table())).isEqualTo(model.predict(table()));
    assertThat(read.provenance()).isEqualTo(model.provenance());

    List<NetworkModel> classes = List.of(everything());
    var calibrated = new EnsembleModel(classes, Optional.of(new Temperature(0.7, 60)), Optional.empty(),
        model.provenance());
    calibrated.save(file, true);
    assertThat(Model.load(file)).isEqualTo(calibrated);
    assertThat(Model.load(file).predict(table())).isEqualTo(calibrated.predict(table()));
  }

  @Test
  void relaxedFitsComeBack() throws IOException {
    LinearModel model = LinearModel.of(
        LinearTrainer.of(table().target("y"), Family.gaussian(), LinearPenalty.lasso()).relaxed().crossValidate(4),
        Provenance.now("test", 0, "table", ""));
    Path file = folder.resolve("relaxed.lariat");
    model.save(file);
    LinearModel read = (LinearModel) Model.load(file);
    for (double gamma : new double[]{0, 0.3, 1}) {
      assertThat(read.withGamma(gamma).predict(table())).isEqualTo(model.withGamma(gamma).predict(table()));
    }
    assertThat(read.at("min").predict(table())).isEqualTo(model.at("min").predict(table()));
    assertThat(new String(ModelArchive.read(file).get("model.json"), StandardCharsets.UTF_8)).contains("\"format\" : 2",
        "\"gammaMin\"");
  }

  /** An earlier version would say that it knows no such family, not that it is to be updated. */
  @Test
  void numbersInPiecesComeBackAndAreOfTheNewestFormat() throws IOException {
    var random = new SplittableRandom(2);
    double[] x = random.doubles(200).toArray();
    x[7] = Double.NaN;
    double[] y = random.doubles(200).toArray();
    Dataset data = Dataset.of("pieces", List.of(new NumericColumn("x", x), new NumericColumn("y", y))).target("y");
    LinearModel model = LinearModel.of(
        LinearTrainer.of(data, Family.gaussian(), LinearPenalty.ridge()).hinges(16).fit(),
        Provenance.now("test", 3, "", ""));
    Path file = folder.resolve("pieces.lariat");
    model.save(file);
    LinearModel read = (LinearModel) Model.load(file);
    assertThat(read.preprocessing()).isEqualTo(model.preprocessing());
    assertThat(read.preprocessing().options().hinges()).isEqualTo(16);
    assertThat(read.predict(data)).containsExactly(model.predict(data));
    assertThat(new String(ModelArchive.read(file).get("model.json"), StandardCharsets.UTF_8)).contains("\"format\" : 4",
        "\"type\" : \"hinges\"");
    NetworkModel network = Trainer.of(Network.of(Layer.dense(3))).epochs(1).train(data).model();
    var mixed = new EnsembleModel(List.of(network), Optional.empty(), Optional.of(new Mixture(model, 0.5)),
        network.provenance());
    mixed.save(folder.resolve("mixed.lariat"));
    assertThat(Model.load(folder.resolve("mixed.lariat")).predict(data)).containsExactly(mixed.predict(data));
    assertThat(new String(ModelArchive.read(folder.resolve("mixed.lariat")).get("model.json"), StandardCharsets.UTF_8))
        .contains("\"format\" : 4");
  }

  @Test
  void familiesThatCameLaterAreOfTheNewFormat() throws IOException {
    Path file = folder.resolve("gamma.lariat");
    LinearModel
        .of(LinearTrainer.of(positive(), Family.gamma(), LinearPenalty.lasso()).fit(),
            Provenance.now("test", 0, "table", ""))
        .save(file);
    assertThat(new String(ModelArchive.read(file).get("model.json"), StandardCharsets.UTF_8))
        .contains("\"format\" : 2");
    linear().save(folder.resolve("gaussian.lariat"));
    assertThat(
        new String(ModelArchive.read(folder.resolve("gaussian.lariat")).get("model.json"), StandardCharsets.UTF_8))
        .contains("\"format\" : 1");
  }

  private static Dataset positive() {
    double[] x = {1, 2, 3, 4, 5, 6};
    double[] y = {1, 2, 2, 4, 3, 7};
    return Dataset.of("positive", List.of(new NumericColumn("x", x), new NumericColumn("y", y))).target("y");
  }

  @Test
  void aSingleNetworkIsWrittenForEarlierVersions() throws IOException {
    Path file = folder.resolve("m.lariat");
    everything().save(file);
    assertThat(new String(ModelArchive.read(file).get("model.json"), StandardCharsets.UTF_8))
        .contains("\"format\" : 1");
  }

  /** The checksums are made anew, so that what is wrong reaches the readers behind them. */
  @Test
  @Tag("slow")
  void aThousandMutationsBehindTheChecksums() throws IOException {
    var random = new SplittableRandom(3);
    Path file = folder.resolve("m.lariat");
    int refused = 0;
    for (Model model : List.of(everything(), linear(), ensemble())) {
      model.save(file, true);
      for (String name : List.of("model.json", "weights.safetensors")) {
        for (int i = 0; i < 250; i++) {
          var entries = ModelArchive.read(file);
          byte[] bytes = entries.get(name);
          for (int change = random.nextInt(1, 4); change > 0; change--) {
            // Digits keep JSON what it is and make its numbers others.
            bytes[random.nextInt(
                bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt('0', '9' + 1) : random.nextInt(256));
          }
          Path mutated = folder.resolve("mutated.lariat");
          try (var out = Files.newOutputStream(mutated)) {
            ModelArchive.write(entries, out);
          }
          try {
            Model.load(mutated);
          } catch (DataException e) {
            refused++;
            assertThat(e.getMessage()).contains("mutated.lariat").doesNotContain("\n");
          }
        }
      }
    }
    assertThat(refused).isBetween(150, 1499);
  }

  @Test
  void anExistingFileIsKeptUnlessTold() {
    Path file = folder.resolve("m.lariat");
    everything().save(file);
    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> everything().save(file))
        .withMessageContaining("--force");
    everything().save(file, true);
  }

  private Path changed(String from, String to) throws IOException {
    Path file = folder.resolve("m.lariat");
    everything().save(file, true);
    var entries = new LinkedHashMap<>(ModelArchive.read(file));
    String json = new String(entries.get("model.json"), StandardCharsets.UTF_8);
    assertThat(json).contains(from);
    entries.put("model.json", json.replace(from, to).getBytes(StandardCharsets.UTF_8));
    AtomicFile.write(file, true, out -> ModelArchive.write(entries, out));
    return file;
  }

  @Test
  void aNewerFormatIsRefusedByName() throws IOException {
    Path file = changed("\"format\" : 1", "\"format\" : 6");
    assertThatExceptionOfType(DataException.class).isThrownBy(() -> Model.load(file))
        .withMessageContaining("is of format 6")
        .withMessageContaining("up to format 5: update Lariat");
  }

  @Test
  void whatContradictsItselfIsRefused() throws IOException {
    for (var change : Map
        .of("\"units\" : 5", "\"units\" : 500000000", "\"type\" : \"dense\"", "\"type\" : \"java.lang.Runtime\"",
            "\"rate\" : 0.25", "\"rate\" : NaN", "\"units\" : 4", "\"units\" : -4", "\"kind\" : \"network\"",
            "\"kind\" : \"forest\"")
        .entrySet()) {
      Path file = changed(change.getKey(), change.getValue());
      assertThatExceptionOfType(DataException.class).as(change.getValue())
          .isThrownBy(() -> Model.load(file))
          .withMessageContaining("m.lariat is not a sound Lariat model: ")
          .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("\n").hasSizeLessThan(600));
    }
  }

  @Test
  void aThousandMutationsAreReadOrRefusedInOneLine() throws IOException {
    Path file = folder.resolve("m.lariat");
    everything().save(file);
    byte[] sound = Files.readAllBytes(file);
    var random = new SplittableRandom(99);
    for (int i = 0; i < 1000; i++) {
      byte[] mutated = sound.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, mutated);
      try {
        Model.load(file);
      } catch (DataException | UncheckedIOException e) {
        assertThat(e.getMessage()).doesNotContain("\n");
      }
    }
  }

}
