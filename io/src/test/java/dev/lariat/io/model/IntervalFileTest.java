package dev.lariat.io.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.Mixture;
import dev.lariat.model.Model;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.Provenance;
import dev.lariat.model.Trainer;
import dev.lariat.model.TrivialModel;
import dev.lariat.model.interval.IntervalFormat;
import dev.lariat.model.interval.PredictionIntervals;
import dev.lariat.net.Network;
import dev.lariat.net.layer.Layer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prediction intervals in model files. */
class IntervalFileTest {
  private static final Provenance PROVENANCE = Provenance.now("test", 0, "", "");

  @TempDir
  Path folder;

  private static Dataset table() {
    var random = new SplittableRandom(3);
    double[] x = random.doubles(40).toArray();
    double[] y = new double[40];
    List<String> colours = new ArrayList<>();
    for (int i = 0; i < y.length; i++) {
      colours.add(i % 3 == 0 ? "red" : "blue");
      y[i] = x[i] + (i % 3) + 0.1 * random.nextGaussian();
    }
    return Dataset
        .of("table",
            List.of(new NumericColumn("x", x), CategoryColumn.of("colour", colours), new NumericColumn("y", y)))
        .target("y");
  }

  private static NetworkModel network(Dataset data, long seed) {
    return Trainer.of(Network.of(Layer.dense(4))).epochs(2).seed(seed).train(data).model();
  }

  /** One fold of each kind of model. */
  private static PredictionIntervals intervals(Dataset data) {
    LinearModel linear = LinearModel.of(LinearTrainer.of(data, Family.gaussian(), LinearPenalty.lasso()).fit(),
        PROVENANCE);
    Preprocessing columns = Preprocessing.fit(data, data.allRows(), PreprocessingOptions.network());
    List<Model> models = List.of(new TrivialModel(ModelTarget.of(data.target()), columns, List.of(1.5), PROVENANCE),
        linear, network(data, 1), new EnsembleModel(List.of(network(data, 1), network(data, 2)), Optional.empty(),
            Optional.of(new Mixture(linear, 0.3)), PROVENANCE));
    return new PredictionIntervals(models.stream().map(model -> PredictionIntervals.Fold.of(model, data)).toList());
  }

  @Test
  void intervalsThatWereReadAgainHaveTheSameBits() {
    Dataset data = table();
    PredictionIntervals intervals = intervals(data);
    Path file = folder.resolve("model.lariat");
    IntervalFormat.installed().write(network(data, 1), intervals, file, false);
    assertThat(PredictionIntervals.load(file).predict(data, 0.9)).containsExactly(intervals.predict(data, 0.9));
    assertThat(PredictionIntervals.load(folder).predict(data, 0.5)).containsExactly(intervals.predict(data, 0.5));
    assertThat(Model.load(file).predict(data)).containsExactly(network(data, 1).predict(data));
  }

  @Test
  void aFileWithoutThemSaysWhereTheyComeFrom() {
    Path file = folder.resolve("model.lariat");
    network(table(), 1).save(file);
    assertThat(IntervalFormat.installed().intervals(file)).isEmpty();
    assertThatThrownBy(() -> PredictionIntervals.load(file)).isInstanceOf(DataException.class)
        .hasMessageContaining("keeps no prediction intervals: they come from the folds of 'lariat fit' on a number");
  }

  @Test
  void damageIsSaidAndTheModelStaysReadable() throws Exception {
    Dataset data = table();
    Path file = folder.resolve("model.lariat");
    IntervalFormat.installed().write(network(data, 1), intervals(data), file, false);
    Map<String, byte[]> sound = ModelArchive.read(file);
    String description = new String(sound.get("intervals.json"), StandardCharsets.UTF_8);
    for (String[] damage : new String[][]{{"{\"format\":1", "{\"format\":9", "written by a newer Lariat"},
        {"\"kind\":\"linear\"", "\"kind\":\"oracle\"", "a model of the unknown kind 'oracle'"},
        {description, "{\"format\":1,\"folds\":[]}", "its intervals contradict themselves"},
        {description, "{", "intervals.json breaks off in line 1"}}) {
      var entries = new LinkedHashMap<>(sound);
      assertThat(description).contains(damage[0]);
      entries.put("intervals.json", description.replace(damage[0], damage[1]).getBytes(StandardCharsets.UTF_8));
      Path broken = folder.resolve("broken" + Arrays.hashCode(damage) + ".lariat");
      try (var out = Files.newOutputStream(broken)) {
        ModelArchive.write(entries, out);
      }
      assertThatThrownBy(() -> PredictionIntervals.load(broken)).isInstanceOf(DataException.class)
          .hasMessageContaining(damage[2]);
      assertThat(Model.load(broken).predict(data)).hasSize(40);
    }
  }
}
