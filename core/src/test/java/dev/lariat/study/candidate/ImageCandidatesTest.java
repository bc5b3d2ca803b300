package dev.lariat.study.candidate;

import static dev.lariat.net.layer.Activation.RELU;
import static dev.lariat.net.layer.Layer.conv;
import static dev.lariat.net.layer.Layer.dense;
import static dev.lariat.net.layer.Layer.flatten;
import static dev.lariat.net.layer.Layer.globalAverage;
import static dev.lariat.net.layer.Layer.image;
import static dev.lariat.net.layer.Layer.maxPool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.Task;
import dev.lariat.net.Architecture;
import dev.lariat.net.LayerText;
import dev.lariat.net.Network;
import dev.lariat.net.layer.Convolution;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What competes on images. */
class ImageCandidatesTest {
  private static final Network NETWORK = Network.of(image(8, 8, 1), conv(4, 3, RELU), maxPool(2), conv(6, 3, RELU),
      flatten(), dense(9, RELU), dense(7, RELU));

  private static NetworkRecipe on(Network network) {
    return NetworkRecipe.of(Task.CLASSIFICATION, 500, false).withNetwork(network);
  }

  private static String with(NetworkRegularizer regularizer, Network network) {
    return LayerText
        .of(regularizer.apply(on(network).plan(Task.CLASSIFICATION, 0, 0), Strength.of(0.25)).network().layers());
  }

  @Test
  void dropoutIsInTheHeadAndSpatialDropoutOnTheMaps() {
    assertThat(with(NetworkRegularizer.dropout(), NETWORK))
        .isEqualTo("image 8x8, conv 4 3, pool 2, conv 6 3, flatten, dense 9, dropout 0.25, dense 7, dropout 0.25");
    assertThat(with(NetworkRegularizer.spatialDropout(), NETWORK)).isEqualTo(
        "image 8x8, conv 4 3, pool 2, spatial-dropout 0.25, conv 6 3, spatial-dropout 0.25, flatten, dense 9, dense 7");
    Network headless = Network.of(image(8, 8, 1), conv(4, 3, RELU), globalAverage());
    assertThat(with(NetworkRegularizer.dropout(), headless))
        .isEqualTo("image 8x8, conv 4 3, global-average, dropout 0.25");
    assertThat(with(NetworkRegularizer.spatialDropout(), headless))
        .isEqualTo("image 8x8, conv 4 3, spatial-dropout 0.25, global-average");
  }

  @Test
  void theGroupLassoIsOnFilters() {
    List<Layer> layers = NetworkRegularizer.groupLasso()
        .apply(on(NETWORK).plan(Task.CLASSIFICATION, 0, 0), Strength.of(0.1))
        .network()
        .layers();
    assertThat(layers).allSatisfy(layer -> assertThat(layer.equals(layer.withRegularizers(_ -> false)))
        .isEqualTo(!(layer instanceof Convolution)));
  }

  @Test
  void whatIsForImagesIsNotTriedOnTables() {
    var tables = NetworkRecipe.of(Task.CLASSIFICATION, 500, false).network();
    assertThat(NetworkRegularizer.standard().stream().filter(each -> !each.suits(tables)).map(NetworkRegularizer::name))
        .containsExactly("spatial-dropout", "recurrent-dropout", "variational-dropout", "weight-drop", "shift",
            "cutout", "flip", "flip-vertical");
    assertThat(
        NetworkRegularizer.standard().stream().filter(each -> !each.suits(NETWORK)).map(NetworkRegularizer::name))
        .containsExactly("recurrent-dropout", "variational-dropout", "weight-drop");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "28 | 28 | 1 | 10 | image 28x28, conv 32 3, pool 2, conv 64 3, pool 2, flatten, dense 128",
      "8 | 8 | 1 | 10 | image 8x8, conv 16 3 same, pool 2, conv 32 3 same, pool 2, flatten, dense 64",
      "32 | 48 | 3 | 100 | image 32x48x3, conv 32 3, pool 2, conv 64 3, pool 2, flatten, dense 128",
      "64 | 64 | 3 | 200 | image 64x64x3, conv 32 3, pool 2, conv 64 3, pool 2, conv 128 3, pool 2, flatten, dense 200",
      "1 | 3 | 1 | 2 | image 1x3, conv 16 3 same, flatten, dense 64"})
  void theNetworkFollowsTheSizeOfTheImages(int height, int width, int channels, int classes, String expected) {
    var image = new Shape.Image(height, width, channels);
    NetworkRecipe recipe = NetworkRecipe.ofImages(image, 8000, classes, false);
    assertThat(recipe.networkText()).isEqualTo(expected);
    assertThat(Architecture.of(recipe.network(), image.size(), classes, null).outputs()).isEqualTo(classes);
    assertThat(recipe.epochs()).isEqualTo(11);
  }
}
