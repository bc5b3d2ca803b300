package dev.lariat.handover.keras;

import dev.lariat.net.layer.Initializer;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.net.layer.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads Keras' recurrent layers, alone or in a {@code Bidirectional}, with their weights. */
final class KerasRecurrent {
  private final Path file;
  private final KerasWeights weights;
  private final KerasLayerSettings settings;
  private final List<String> notes;

  /**
   * A layer that was read.
   *
   * @param layer its description
   * @param arrays its weights, in the order of its parameters
   */
  record Read(Recurrent layer, List<float[]> arrays) {}

  KerasRecurrent(Path file, KerasWeights weights, KerasLayerSettings settings, List<String> notes) {
    this.file = file;
    this.weights = weights;
    this.settings = settings;
    this.notes = notes;
  }

  /**
   * Reads a layer.
   *
   * @param stored its folder in the weights
   * @param shape of what it takes
   */
  Read layer(JsonNode layer, String stored, Shape shape, String path) {
    var arrays = new ArrayList<float[]>();
    int channels = shape.sequenceFor(stored).channels();
    if (!layer.path("class_name").asString("").equals("Bidirectional")) {
      if (layer.path("config").path("go_backwards").asBoolean(false)) {
        throw settings.unsupported(layer, path,
            "it goes backwards alone; Lariat's layers go forward or, in a Bidirectional, both ways");
      }
      Recurrent one = direction(layer, path);
      arrays(layer, one, channels, stored + "/cell", path, arrays);
      return new Read(one, arrays);
    }
    JsonNode config = layer.path("config");
    if (!config.path("merge_mode").asString("concat").equals("concat")) {
      throw settings.unsupported(layer, path, "its merge_mode is not concat, Lariat's way to join directions");
    }
    JsonNode forward = config.path("layer");
    JsonNode backward = config.path("backward_layer");
    boolean turned = forward.path("config").path("go_backwards").asBoolean(false)
        || (backward.isObject() && !backward.path("config").path("go_backwards").asBoolean(false));
    if (turned) {
      throw settings.unsupported(layer, path, "its first layer goes backwards, Lariat's forward");
    }
    Recurrent one = direction(forward, path + "/config/layer");
    if (backward.isObject() && !direction(backward, path + "/config/backward_layer").equals(one)) {
      throw settings.unsupported(layer, path, "its two directions differ in more than their weights");
    }
    arrays(forward, one, channels, stored + "/forward_layer/cell", path, arrays);
    arrays(forward, one, channels, stored + "/backward_layer/cell", path, arrays);
    return new Read(one.bidirectional(), arrays);
  }

  /** What one direction is, whichever it is. */
  private Recurrent direction(JsonNode layer, String path) {
    JsonNode config = layer.path("config");
    String name = KerasArchive.printable(config.path("name").asString("?"));
    Recurrent.Cell cell = cell(layer, config, path);
    activation(layer, config, "activation", "tanh", path);
    activation(layer, config, "recurrent_activation", "sigmoid", path);
    for (String setting : List.of("return_state", "stateful")) {
      if (config.path(setting).asBoolean(false)) {
        throw settings.unsupported(layer, path, "it has " + setting + ", which Lariat's layers have not");
      }
    }
    if (KerasReader.given(config.path("bias_regularizer")) || KerasReader.given(config.path("bias_constraint"))) {
      throw settings.unsupported(layer, path, "it has a rule on its biases; Lariat's recurrent layers have none there");
    }
    if (!KerasMaps.isPositive(config.path("units"))) {
      throw settings.unsupported(layer, path, "it has no sound units");
    }
    var noise = new Recurrent.Noise(rate(config, "dropout"), rate(config, "recurrent_dropout"), 0);
    if (noise.input() > 0 && noise.recurrent() > 0) {
      note("layer " + name + " has dropout and recurrent_dropout, so that Keras drops other inputs for each gate;"
          + " Lariat drops the same for all");
    }
    String begins = config.path("recurrent_initializer").path("class_name").asString("Orthogonal");
    if (!begins.startsWith("Orthogonal")) {
      note("layer " + name + " begins the weights of its state with " + KerasArchive.printable(begins)
          + "; Lariat trains them from an orthogonal matrix");
    }
    if (!config.path("use_bias").asBoolean(true)) {
      note("layer " + name + " has no bias; Lariat trains one, from 0");
    }
    Initializer initializer = settings.initializer(config.path("kernel_initializer"), path);
    var plain = new Recurrent(cell, config.path("units").intValue(), Recurrent.Output.LAST, Recurrent.Direction.FORWARD,
        noise, initializer, settings.regularizers(layer, config, "kernel", 1, path),
        settings.regularizers(layer, config, "recurrent", 1, path));
    return config.path("return_sequences").asBoolean(false) ? plain.sequence() : plain;
  }

  /** Both directions say the same: once is enough. */
  private void note(String note) {
    String once = note.replace("layer backward_", "layer forward_");
    if (!notes.contains(once)) {
      notes.add(once);
    }
  }

  private Recurrent.Cell cell(JsonNode layer, JsonNode config, String path) {
    return switch (layer.path("class_name").asString("")) {
      case "LSTM" -> Recurrent.Cell.LSTM;
      case "GRU" -> config.path("reset_after").asBoolean(true) ? Recurrent.Cell.GRU : Recurrent.Cell.GRU_RESET_BEFORE;
      default -> throw settings.unsupported(layer, path, "Lariat has GRU and LSTM");
    };
  }

  private static double rate(JsonNode config, String name) {
    return config.path(name).asDouble(0);
  }

  private void activation(JsonNode layer, JsonNode config, String what, String only, String path) {
    String name = KerasActivations.name(config.path(what));
    if (!name.equals(only)) {
      throw settings.unsupported(layer, path,
          "its " + what + " is " + KerasArchive.printable(name) + "; Lariat has " + only + " there");
    }
  }

  /** A cell's arrays: W, U, and a GRU's biases as two rows. */
  private void arrays(JsonNode layer, Recurrent one, int channels, String stored, String path, List<float[]> arrays) {
    int width = Math.multiplyExact(one.units(), one.cell().gates());
    List<KerasWeights.Array> variables = weights.variables(stored);
    boolean biased = layer.path("config").path("use_bias").asBoolean(true);
    if (variables.size() != (biased ? 3 : 2)) {
      throw KerasArchive.broken(file,
          "layer " + stored + " (" + path + ") has " + variables.size() + " arrays, not " + (biased ? 3 : 2));
    }
    arrays.add(array(variables.get(0), stored, channels, width));
    arrays.add(array(variables.get(1), stored, one.units(), width));
    switch (one.cell()) {
      case LSTM, GRU_RESET_BEFORE -> arrays.add(biased ? array(variables.get(2), stored, width) : new float[width]);
      case GRU -> {
        float[] rows = biased ? array(variables.get(2), stored, 2, width) : new float[2 * width];
        arrays.add(Arrays.copyOf(rows, width));
        arrays.add(Arrays.copyOfRange(rows, width, 2 * width));
      }
    }
  }

  private float[] array(KerasWeights.Array array, String stored, int... shape) {
    if (!Arrays.equals(array.shape(), shape)) {
      throw KerasArchive.broken(file, "layer " + stored + " has an array of shape " + Arrays.toString(array.shape())
          + ", not " + Arrays.toString(shape));
    }
    return array.values();
  }
}
