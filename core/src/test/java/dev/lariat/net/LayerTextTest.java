package dev.lariat.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Padding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerTextTest {
  @Test
  void wordsAreTheLayersThatJavaMakes() {
    assertThat(
        LayerText.read("conv 32 3, pool 2, spatial-dropout 0.25, conv 64 3x5 same stride 2 gelu, flatten, dense 128"))
        .containsExactly(Layer.conv(32, 3, Activation.RELU), Layer.maxPool(2), Layer.spatialDropout(0.25),
            Layer.conv(64, 3, Activation.GELU).size(3, 5).padding(Padding.SAME).stride(2), Layer.flatten(),
            Layer.dense(128, Activation.RELU));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "image 28x28, conv 32 3, pool 2, batch-norm, relu, average-pool 3, global-average, dense 10 linear, dropout 0.5",
      "sequence 150x3, conv1d 8 5 causal dilation 4 leaky-relu, conv1d 8 3 same stride 2, global-max, layer-norm, tanh",
      "image 8x9x3, conv 4 2x3 same linear, spatial-dropout 0.1, flatten", "dense 5 selu",
      "sequence 150x3, gru 32 sequence bidirectional dropout 0.2 recurrent-dropout 0.25, lstm 16 weight-drop 0.3",
      "sequence 150x3, gru 8 reset-before sequence"})
  void whatIsPrintedIsReadBack(String text) {
    List<Layer> layers = LayerText.read(text);
    assertThat(LayerText.of(layers)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "gru 8 weight-drop 0.1 dropout 0.2 bidirectional sequence | gru 8 sequence bidirectional dropout 0.2 weight-drop 0.1",
      "conv 4 3 gelu stride 2 same | conv 4 3 same stride 2 gelu",
      "conv1d 4 3 dilation 2 tanh causal | conv1d 4 3 causal dilation 2 tanh"})
  void wordsBehindTheSizesStandInAnyOrder(String text, String printed) {
    assertThat(LayerText.of(LayerText.read(text))).isEqualTo(printed);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {"cnv 32 3 | 0 | no layer 'cnv': did you mean 'conv'?",
      "conv 32 | 7 | conv needs a kernel, as in conv 32 3 or conv 32 3x5",
      "conv 32 3,, dense 4 | 10 | a layer is missing", "pool two | 5 | 'two' is not a size, as in pool 2",
      "dense 4 dropout 0.5 | 8 | 'dropout' does not belong to dense; a comma begins the next layer",
      "flatten, dropout 1.5 | 9 | a dropout rate must be at least 0 and below 1, not 1.5",
      "conv 3 3xa | 7 | '3xa' is not a kernel, as in conv 32 3 or conv 32 3x5",
      "rnn 8 | 0 | no layer 'rnn': layers are conv",
      "embedding 16 drop 0.2, gru 8 | 13 | 'drop' does not belong to embedding; a comma begins the next layer",
      "embedding | 9 | embedding needs a length of the words' vectors, as in embedding 32",
      "embedding 8 dropout 1.5 | 0 | a rate of embedding dropout must be at least 0 and below 1, not 1.5",
      "gru 8 dropout 0.1 dropout 0.2 | 18 | 'dropout' stands there twice",
      "gru 8 dropout, dense 4 | 13 | gru needs a rate, as in dropout 0.25",
      "gru 8 dropout sequence 0.2 | 14 | 'sequence' is not a rate, as in dropout 0.25",
      "conv 4 stride 2 3 | 7 | 'stride' is not a kernel, as in conv 32 3 or conv 32 3x5",
      "gru sequence | 4 | 'sequence' is not a number of units, as in gru 32",
      "lstm 8 sequence dropout 1 | 0 | the dropout of a recurrent layer must be at least 0 and below 1, not 1.0"})
  void aMistakeHasACaretUnderIt(String text, int place, String why) {
    assertThatThrownBy(() -> LayerText.read(text)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(why)
        .message()
        .satisfies(message -> {
          List<String> lines = message.lines().toList();
          assertThat(lines).hasSize(3);
          assertThat(lines.get(1)).isEqualTo("  " + text);
          assertThat(lines.get(2)).isEqualTo("  " + " ".repeat(place) + "^");
        });
  }
}
