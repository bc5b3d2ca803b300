package dev.lariat.study.candidate;

import static dev.lariat.net.layer.Activation.RELU;
import static dev.lariat.net.layer.Layer.conv1d;
import static dev.lariat.net.layer.Layer.dense;
import static dev.lariat.net.layer.Layer.gru;
import static dev.lariat.net.layer.Layer.lstm;
import static dev.lariat.net.layer.Layer.maxPool;
import static dev.lariat.net.layer.Layer.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.Task;
import dev.lariat.net.Architecture;
import dev.lariat.net.LayerText;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.layer.Convolution;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.net.layer.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What competes on series. */
class SeriesCandidatesTest {
  private static final Network NETWORK = Network.of(sequence(40, 2), conv1d(4, 3, RELU), maxPool(2), lstm(5).sequence(),
      gru(6));

  private static TrainingPlan with(NetworkRegularizer regularizer, Network network) {
    return regularizer.apply(
        NetworkRecipe.of(Task.CLASSIFICATION, 500, false).withNetwork(network).plan(Task.CLASSIFICATION, 0, 0),
        Strength.of(0.25));
  }

  private static String text(NetworkRegularizer regularizer, Network network) {
    return LayerText.of(with(regularizer, network).network().layers());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "recurrent-dropout | lstm 5 sequence recurrent-dropout 0.25, gru 6 recurrent-dropout 0.25",
      "variational-dropout | lstm 5 sequence dropout 0.25 recurrent-dropout 0.25, gru 6 dropout 0.25 recurrent-dropout 0.25",
      "weight-drop | lstm 5 sequence weight-drop 0.25, gru 6 weight-drop 0.25",
      "dropout | lstm 5 sequence, gru 6, dropout 0.25"})
  void everyDropoutIsInItsPlace(String name, String layers) {
    NetworkRegularizer regularizer = NetworkRegularizer.standard()
        .stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
    assertThat(text(regularizer, NETWORK)).isEqualTo("sequence 40x2, conv1d 4 3, pool 2, " + layers);
  }

  @Test
  void channelsOfTheConvolutionsAreDroppedBeforeTheRecurrentLayers() {
    assertThat(text(NetworkRegularizer.spatialDropout(), NETWORK))
        .isEqualTo("sequence 40x2, conv1d 4 3, pool 2, spatial-dropout 0.25, lstm 5 sequence, gru 6");
    Network head = Network.of(sequence(40, 2), gru(6), dense(8, RELU));
    assertThat(text(NetworkRegularizer.dropout(), head)).isEqualTo("sequence 40x2, gru 6, dense 8, dropout 0.25");
  }

  @Test
  void theGroupLassoIsOnFiltersAndOnUnitsWithAllTheirGates() {
    List<Layer> layers = with(NetworkRegularizer.groupLasso(), NETWORK).network().layers();
    assertThat(layers).allSatisfy(layer -> assertThat(layer.equals(layer.withRegularizers(_ -> false)))
        .isEqualTo(!(layer instanceof Convolution || layer instanceof Recurrent)));
  }

  @Test
  void nothingForImagesOrTablesIsTried() {
    assertThat(NetworkRegularizer.standard()
        .stream()
        .filter(each -> !each.suits(Network.of(sequence(9, 1), gru(4))))
        .map(NetworkRegularizer::name))
        .containsExactly("spatial-dropout", "shift", "cutout", "cutmix", "flip", "flip-vertical");
    assertThat(with(NetworkRegularizer.l2(), NETWORK).clipNorm()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"40 | 1 | 500 | sequence 40, gru 32", "100 | 6 | 2000 | sequence 100x6, gru 64",
      "101 | 2 | 500 | sequence 101x2, conv1d 32 5, pool 4, gru 32",
      "2000 | 1 | 9000 | sequence 2000, conv1d 64 5, pool 4, conv1d 64 5, pool 4, conv1d 64 5, pool 4, gru 64",
      "1 | 3 | 50 | sequence 1x3, gru 32"})
  void theNetworkFollowsTheLengthOfTheSeries(int steps, int channels, int rows, String expected) {
    var sequence = new Shape.Sequence(steps, channels);
    NetworkRecipe recipe = NetworkRecipe.ofSequences(sequence, rows, false, 0);
    assertThat(recipe.networkText()).isEqualTo(expected);
    assertThat(Architecture.of(recipe.network(), sequence.size(), 3, null).outputs()).isEqualTo(3);
    assertThat(recipe.twiceAsWide().networkText()).contains("gru " + (rows < 2000 ? 64 : 128));
  }
}
