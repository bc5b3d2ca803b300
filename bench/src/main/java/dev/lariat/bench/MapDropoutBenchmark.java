package dev.lariat.bench;

import static dev.lariat.net.layer.Activation.RELU;
import static dev.lariat.net.layer.Layer.conv;
import static dev.lariat.net.layer.Layer.dense;
import static dev.lariat.net.layer.Layer.dropout;
import static dev.lariat.net.layer.Layer.flatten;
import static dev.lariat.net.layer.Layer.image;
import static dev.lariat.net.layer.Layer.maxPool;
import static dev.lariat.net.layer.Layer.spatialDropout;

import dev.lariat.net.Network;
import dev.lariat.net.layer.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which dropout, and how strong, in a small network of convolutions: on the maps, on whole channels, in the dense head,
 * as {@link DigitDropout} compares.
 *
 * <p>Arguments: training rows, epochs and seeds of each part, such as {@code 1000:12:3 4000:8:2}, which is the default.
 */
public final class MapDropoutBenchmark {
  private static final double LEARNING_RATE = 1e-3;

  private MapDropoutBenchmark() {}

  /**
   * Where noise is, and how much.
   *
   * @param element behind each pool, each number by itself
   * @param spatial behind each pool, whole channels
   * @param head behind the dense layer
   */
  private record Setting(double element, double spatial, double head) implements DigitDropout.Setting {
    @Override
    public Network network() {
      var layers = new ArrayList<Layer>(List.of(image(28, 28, 1), conv(32, 3, RELU), maxPool(2)));
      noise(layers);
      layers.addAll(List.of(conv(64, 3, RELU), maxPool(2)));
      noise(layers);
      layers.addAll(List.of(flatten(), dense(128, RELU)));
      if (head > 0) {
        layers.add(dropout(head));
      }
      return Network.of(layers);
    }

    private void noise(List<Layer> layers) {
      if (element > 0) {
        layers.add(dropout(element));
      }
      if (spatial > 0) {
        layers.add(spatialDropout(spatial));
      }
    }

    @Override
    public String toString() {
      var words = new ArrayList<String>();
      if (element > 0) {
        words.add("maps " + element);
      }
      if (spatial > 0) {
        words.add("channels " + spatial);
      }
      if (head > 0) {
        words.add("head " + head);
      }
      return words.isEmpty() ? "none" : String.join(", ", words);
    }
  }

  private static final List<Setting> SETTINGS = List.of(new Setting(0, 0, 0), new Setting(0, 0, 0.5),
      new Setting(0, 0.25, 0), new Setting(0.25, 0, 0), new Setting(0, 0.25, 0.5), new Setting(0, 0, 0.25),
      new Setting(0, 0.1, 0), new Setting(0, 0.5, 0), new Setting(0.5, 0, 0), new Setting(0, 0, 0.75));

  /** Runs in the repository's folder. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    for (String part : args.length == 0 ? new String[]{"1000:12:3", "4000:8:2"} : args) {
      int[] of = Arrays.stream(part.split(":")).mapToInt(Integer::parseInt).toArray();
      new DigitDropout(SETTINGS, LEARNING_RATE).compare(of[0], of[1], of[2]);
    }
  }
}
