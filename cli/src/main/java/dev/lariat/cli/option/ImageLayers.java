package dev.lariat.cli.option;

import dev.lariat.net.LayerText;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Reshape;
import dev.lariat.net.layer.Shape;
import java.util.ArrayList;
import java.util.List;

/** What {@code --layers} and {@code --image} say. */
final class ImageLayers {
  private ImageLayers() {}

  /**
   * {@return the layers of a text, behind the one that reads a row as an image}
   *
   * @param layers what {@code --layers} says
   * @param image what {@code --image} says; null where nothing is
   */
  static List<Layer> read(String layers, String image) {
    List<Layer> said;
    try {
      said = LayerText.read(layers);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--layers: " + e.getMessage(), e);
    }
    if (image == null) {
      return said;
    }
    if (said.getFirst() instanceof Reshape) {
      throw new IllegalArgumentException("--layers says what a row is already: leave out --image");
    }
    var all = new ArrayList<Layer>(said);
    all.addFirst(new Reshape(image(image)));
    return all;
  }

  /** {@return the size that {@code --image} says} */
  static Shape.Image image(String text) {
    try {
      List<Layer> one = LayerText.read("image " + text);
      if (one.size() == 1 && one.getFirst() instanceof Reshape(Shape.Image image)) {
        return image;
      }
    } catch (IllegalArgumentException e) {
      throw noSize(text, e);
    }
    throw noSize(text, null);
  }

  private static IllegalArgumentException noSize(String text, Exception cause) {
    return new IllegalArgumentException("--image '" + text + "' is no size, as in --image 28x28 or --image 32x32x3",
        cause);
  }
}
