package dev.lariat.study.candidate;

import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Convolution;
import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Flatten;
import dev.lariat.net.layer.GlobalPool;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.MapLayer;
import dev.lariat.net.layer.Recurrent;
import java.util.ArrayList;
import java.util.List;

/** Where the layers of noise of a dropout candidate are put. */
final class NoiseLayers {
  private NoiseLayers() {}

  /**
   * Dropout after every hidden layer of units, its normalisation and activation. Of a network on maps these are the
   * dense layers behind the maps, and where there is none what the maps end in, a recurrent layer's last state for
   * example: whole channels are dropped by {@link #onMaps}, a candidate of its own.
   */
  static List<Layer> onUnits(List<Layer> layers, double rate) {
    boolean maps = layers.stream().anyMatch(MapLayer.class::isInstance);
    boolean head = layers.stream().anyMatch(Dense.class::isInstance);
    var noisy = new ArrayList<Layer>();
    boolean open = false;
    for (Layer layer : layers) {
      if (layer.mixesInputs()) {
        if (open) {
          noisy.add(Layer.dropout(rate));
        }
        open = !maps || layer instanceof Dense;
      }
      open |= maps && !head && endsMaps(layer);
      noisy.add(layer);
    }
    if (open) {
      noisy.add(Layer.dropout(rate));
    }
    return noisy;
  }

  /**
   * Spatial dropout after every convolution, its normalisation, activation and pool: dropping a channel before a pool
   * or behind it is the same, and behind it there are fewer numbers.
   */
  static List<Layer> onMaps(List<Layer> layers, double rate) {
    var noisy = new ArrayList<Layer>();
    boolean open = false;
    for (Layer layer : layers) {
      if (open && (layer instanceof Convolution || layer instanceof Recurrent || endsMaps(layer))) {
        noisy.add(Layer.spatialDropout(rate));
        open = false;
      }
      open |= layer instanceof Convolution;
      noisy.add(layer);
    }
    return noisy;
  }

  /** {@return whether a layer makes a vector of a map} */
  static boolean endsMaps(Layer layer) {
    return layer instanceof Flatten || layer instanceof GlobalPool
        || (layer instanceof Recurrent recurrent && recurrent.output() == Recurrent.Output.LAST);
  }

  /** Another dropout of the words' vectors. */
  static List<Layer> onWords(List<Layer> layers, double rate) {
    return layers.stream()
        .<Layer>map(layer -> layer instanceof Embedding.Words words ? words.dropping(rate) : layer)
        .toList();
  }

  /** Other dropouts inside of every recurrent layer. */
  static List<Layer> inRecurrent(List<Layer> layers, Recurrent.Noise noise) {
    return layers.stream()
        .<Layer>map(layer -> layer instanceof Recurrent recurrent ? recurrent.noise(noise) : layer)
        .toList();
  }
}
