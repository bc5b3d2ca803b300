package dev.lariat.handover.keras;

import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Shape;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a file that begins with an {@code Embedding} says of the words of a text. Here a text ends where it ends; Keras
 * has a mask for that, or reads the padding, too.
 */
final class KerasWords {
  private KerasWords() {}

  /** {@return whether the first layer that computes is an embedding} */
  static boolean begins(JsonNode layers) {
    for (JsonNode layer : layers) {
      String kind = layer.path("class_name").asString("");
      if (!kind.equals("InputLayer")) {
        return kind.equals("Embedding");
      }
    }
    return false;
  }

  /**
   * {@return what a row is: the words of a text, or a single number, which is a category}
   *
   * @param sizes the batch's first
   * @param notes receives how many words are read where the file does not say it
   */
  static Optional<Shape> row(JsonNode sizes, List<String> notes) {
    boolean any = sizes.size() == 2 && sizes.get(1).isNull();
    if (any) {
      notes.add("the file says no number of words: the first " + Embedding.Words.USUAL + " of a text are read");
      return Optional.of(words(Embedding.Words.USUAL));
    }
    return KerasMaps.shape(sizes, 1)
        .map(row -> row instanceof Shape.Vector && row.size() > 1 ? words(row.size()) : row);
  }

  private static Shape words(int most) {
    return new Shape.Sequence(most, 1, Shape.Lengths.BY_ROW);
  }

  /** {@return what differs where the embedding has no mask} */
  static String unmasked(JsonNode config) {
    return "layer " + KerasArchive.printable(config.path("name").asString("?"))
        + " has no mask_zero, so that Keras reads the padding behind a text, too; Lariat's layers end where it ends";
  }

  /** Refuses what would count the padding of rows with lengths of their own. */
  static void requireLengths(KerasLayerSettings settings, JsonNode layer, Shape shape, String path) {
    if (shape == null || !shape.hasPadding()) {
      return;
    }
    switch (layer.path("class_name").asString("")) {
      case "Flatten" -> throw settings.unsupported(layer, path, "it follows " + shape
          + ", whose padding would count: a recurrent layer or GlobalAveragePooling1D makes a vector of a text");
      case "BatchNormalization" ->
        throw settings.unsupported(layer, path, "it follows " + shape + ", whose padding would count");
      case "Conv1D" -> {
        if (layer.path("config").path("padding").asString("valid").equals("valid")) {
          throw settings.unsupported(layer, path,
              "it would shorten the texts of " + shape + ": padding=\"same\" or \"causal\" keeps their length");
        }
      }
      default -> {
        // lengths go through it, or it has its own words
      }
    }
  }
}
