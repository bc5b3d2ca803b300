package dev.lariat.cli.option;

import dev.lariat.net.layer.Embedding;
import dev.lariat.net.LayerText;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.MapLayer;
import dev.lariat.net.layer.Reshape;
import dev.lariat.net.layer.Shape;
import dev.lariat.study.candidate.NetworkRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code --layers}, {@code --image} and {@code --series} say. */
final class DescribedLayers {
  private DescribedLayers() {}

  /**
   * {@return the layers of a text, behind the one that reads a row as a map}
   *
   * @param layers what {@code --layers} says
   * @param map what {@code --image} or {@code --series} says; empty where nothing is
   * @param found what rows are known to be; for layers on images
   * @param columns that are learnt from; empty where the table has not been read. What stands beside sequences is
   * joined behind them
   */
  static List<Layer> read(String layers, Optional<Shape> map, Optional<Shape.Image> found,
      Optional<List<String>> columns) {
    List<Layer> said;
    try {
      said = LayerText.read(layers);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--layers: " + e.getMessage(), e);
    }
    if (said.stream().anyMatch(Embedding.Words.class::isInstance)) {
      return ofWords(said, map, columns);
    }
    boolean says = said.getFirst() instanceof Reshape;
    boolean onMaps = said.stream().anyMatch(MapLayer.class::isInstance);
    boolean ofPictures = found.isPresent() && map.filter(Shape.Sequence.class::isInstance).isEmpty();
    if (says && map.isPresent() && !ofPictures) {
      throw new IllegalArgumentException("--layers says what a row is already: leave out "
          + (map.get() instanceof Shape.Image ? "--image" : map.get().hasPadding() ? "'sequence'" : "--series"));
    }
    Optional<Shape> shape = !ofPictures ? map : onMaps && !says ? found.map(image -> image) : Optional.empty();
    if (shape.isEmpty()) {
      return said;
    }
    var all = new ArrayList<Layer>(said);
    all.addFirst(new Reshape(shape.get()));
    return hasBeside(shape.get(), columns) ? NetworkRecipe.joined(all) : all;
  }

  /** Layers on the words of a text, which is read as a sequence; other columns are joined behind it. */
  private static List<Layer> ofWords(List<Layer> said, Optional<Shape> map, Optional<List<String>> columns) {
    if (map.isPresent()) {
      throw new IllegalArgumentException("--layers: an embedding reads the words of a column of text: leave out "
          + (map.get() instanceof Shape.Image ? "--image" : map.get().hasPadding() ? "--sequence-id" : "--series"));
    }
    var all = new ArrayList<Layer>(said);
    if (!(said.getFirst() instanceof Reshape)) {
      all.addFirst(Layer.sequences(Embedding.Words.USUAL, 1));
    }
    return columns.filter(names -> names.size() > 1).isPresent() ? NetworkRecipe.joined(all) : all;
  }

  /**
   * {@return what {@code --image} or {@code --series} says a row is}
   *
   * @param image what {@code --image} says
   * @param series what {@code --series} says
   * @param sequences what a long table's sequences are
   * @param columns that are learnt from; empty where the table has not been read
   */
  static Optional<Shape> map(Optional<Shape.Image> image, SeriesInput series, Optional<Shape.Sequence> sequences,
      Optional<List<String>> columns) {
    if (sequences.isPresent() && (image.isPresent() || series.isGiven())) {
      throw new IllegalArgumentException(
          (image.isPresent() ? "--image" : "--series") + " and --sequence-id: choose one");
    }
    if (sequences.isPresent()) {
      return sequences.map(steps -> steps);
    }
    if (image.isPresent() && series.isGiven()) {
      throw new IllegalArgumentException("--image and --series: choose one");
    }
    return image.isPresent() ? image.map(size -> size) : series.shape(columns);
  }

  /** {@return whether something stands beside sequences with lengths of their own} */
  private static boolean hasBeside(Shape shape, Optional<List<String>> columns) {
    return shape.hasPadding() && columns.isPresent() && columns.get().size() > shape.size() + 1;
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
