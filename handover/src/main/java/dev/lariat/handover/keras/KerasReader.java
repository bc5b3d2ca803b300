package dev.lariat.handover.keras;

import dev.lariat.data.DataException;
import dev.lariat.loss.Loss;
import dev.lariat.net.layer.ActivationLayer;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.Architecture;
import dev.lariat.net.layer.BatchNorm;
import dev.lariat.net.layer.Conv1D;
import dev.lariat.net.layer.Conv2D;
import dev.lariat.net.layer.Convolution;
import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.LayerNorm;
import dev.lariat.net.layer.MapLayer;
import dev.lariat.net.layer.Reshape;
import dev.lariat.net.layer.Shape;
import dev.lariat.net.layer.Window;
import dev.lariat.net.Network;
import dev.lariat.net.Parameter;
import dev.lariat.net.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the layers of one Keras file. For one use. */
final class KerasReader {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;
  private final KerasWeights weights;
  private final Map<String, Integer> namesUsed = new HashMap<>();
  private final List<Layer> layers = new ArrayList<>();
  private final List<float[]> arrays = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final KerasLayerSettings settings;
  private final KerasMaps maps;
  private final KerasActivations activations;
  private final KerasRecurrent recurrent;
  private int inputs;
  private Shape shape; // of the layer before
  private boolean words; // whether it begins with an embedding
  private String last = ""; // the last layer's activation by itself, as Keras calls it

  KerasReader(Path file, KerasWeights weights) {
    this.file = file;
    this.weights = weights;
    this.settings = new KerasLayerSettings(file, notes);
    this.maps = new KerasMaps(settings);
    this.activations = new KerasActivations(settings);
    this.recurrent = new KerasRecurrent(file, weights, settings, notes);
  }

  KerasModel read(byte[] config) {
    JsonNode model;
    try {
      model = JSON.readTree(config);
    } catch (JacksonException e) {
      throw KerasArchive.broken(file,
          "config.json is not JSON (" + KerasArchive.printable(e.getOriginalMessage()) + ")");
    }
    try {
      return model(model);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw KerasArchive.broken(file, KerasArchive.printable(String.valueOf(e.getMessage())));
    }
  }

  private KerasModel model(JsonNode model) {
    String kind = model.path("class_name").asString("");
    if (!kind.equals("Sequential") && !kind.equals("Functional")) {
      throw new DataException(file + " holds a " + KerasArchive.printable(kind.isEmpty() ? "nameless model" : kind)
          + ": Lariat reads Sequential models and functional chains");
    }
    JsonNode list = model.path("config").path("layers");
    if (!list.isArray() || list.isEmpty()) {
      throw KerasArchive.broken(file, "config.json has no config/layers");
    }
    words = KerasWords.begins(list);
    String before = null;
    for (int i = 0; i < list.size(); i++) {
      JsonNode layer = list.get(i);
      String path = "config/layers/" + i;
      if (kind.equals("Functional")) {
        settings.requireChain(layer, path, before);
      }
      before = text(layer.path("config"), "name", path);
      add(layer, path);
    }
    return finish(model.path("compile_config"));
  }

  private void add(JsonNode layer, String path) {
    String kind = text(layer, "class_name", path);
    JsonNode config = layer.path("config");
    String stored = storedName(kind);
    String module = layer.path("module").asString("");
    if (kind.equals("Sequential") || kind.equals("Functional")) {
      throw unsupported(layer, path,
          "it is a model inside of the model: Lariat reads one chain of layers, so add its layers one by one");
    }
    if (!module.equals("keras.layers") || given(layer.path("registered_name"))) {
      throw unsupported(layer, path, "it is not one of Keras' own layers");
    }
    if (inputs == 0 && !kind.equals("InputLayer")) {
      input(layer.path("build_config").path("input_shape"), path);
    }
    if (!kind.equals("InputLayer") && config.path("trainable").isBoolean() && !config.path("trainable").asBoolean()) {
      notes.add("layer " + KerasArchive.printable(text(config, "name", path)) + " was frozen; Lariat trains it");
    }
    settings.noteWhatIsLeftOut(config, KerasArchive.printable(config.path("name").asString("")));
    KerasWords.requireLengths(settings, layer, shape, path);
    switch (kind) {
      case "InputLayer" -> input(config.path("batch_shape"), path);
      case "Dense" -> dense(layer, config, stored, path);
      case "Dropout" -> layers.add(Layer.dropout(number(config, "rate", path)));
      case "Activation" -> activation(layer, config.path("activation"), path);
      case "ReLU", "LeakyReLU" -> activate(layer, activations.ramp(layer, path), path);
      case "Softmax" -> activate(layer, "softmax", path);
      case "BatchNormalization" -> batchNorm(layer, config, stored, path);
      case "LayerNormalization" -> layerNorm(layer, config, stored, path);
      case "Embedding" -> embedding(layer, config, stored, path);
      case "Flatten" -> {
        // After a single embedded input it only drops an axis; elsewhere than behind maps rows are flat already.
        if (!(shape instanceof Shape.Vector)) {
          map(Layer.flatten());
        }
      }
      case "Conv1D", "Conv2D" -> convolution(layer, config, kind, stored, path);
      case "GRU", "LSTM", "Bidirectional" -> {
        KerasRecurrent.Read read = recurrent.layer(layer, stored, shape, path);
        arrays.addAll(read.arrays());
        map(read.layer());
      }
      case "Reshape", "MaxPooling1D", "MaxPooling2D", "AveragePooling1D", "AveragePooling2D", "GlobalMaxPooling1D",
          "GlobalMaxPooling2D", "GlobalAveragePooling1D", "GlobalAveragePooling2D", "SpatialDropout1D",
          "SpatialDropout2D" ->
        map(maps.layer(layer, kind, shape, path));
      default -> throw unsupported(layer, path, "Lariat has no such layer");
    }
  }

  static boolean given(JsonNode node) {
    return !node.isNull() && !node.isMissingNode();
  }

  private void input(JsonNode sizes, String path) {
    if (!sizes.isArray()) {
      throw new DataException(
          file + " has never been built, so that it has no weights: begin it with keras.Input((columns,)),"
              + " or call it once, and save it again");
    }
    Shape row = (words ? KerasWords.row(sizes, notes) : KerasMaps.shape(sizes, 1)).orElseThrow(
        () -> new DataException(file + ": " + path + " takes the shape " + KerasArchive.printable(sizes.toString())
            + ": Lariat's networks take a row of numbers, an image (height, width, channels) or a sequence (steps,"
            + " channels), all of one size"));
    inputs = row.hasPadding() ? row.size() + 1 : row.size(); // and how many words there are
    shape = Shape.vector(inputs);
    if (!(row instanceof Shape.Vector)) {
      map(new Reshape(row));
    }
  }

  /** A layer without weights that changes the shape. */
  private void map(MapLayer layer) {
    shape = layer.output(shape, layer.label());
    layers.add(layer);
  }

  private void convolution(JsonNode layer, JsonNode config, String kind, String stored, String path) {
    Activation activation = activations.of(layer, KerasActivations.name(config.path("activation")), path);
    Convolution convolution = maps.convolution(layer, kind, activation, path);
    Window window = convolution.window(shape, stored);
    List<KerasWeights.Array> variables = weights.variables(stored);
    require(variables, convolution.bias() ? 2 : 1, stored);
    switch (convolution) {
      case Conv2D conv -> take(variables.get(0), stored, conv.height(), conv.width(), window.channels(), conv.units());
      case Conv1D conv -> take(variables.get(0), stored, conv.size(), window.channels(), conv.units());
    }
    if (convolution.bias()) {
      take(variables.get(1), stored, convolution.units());
    }
    map(convolution);
  }

  private void dense(JsonNode layer, JsonNode config, String stored, String path) {
    softmaxOnlyLast(layer, path);
    int units = whole(config, "units", path);
    boolean bias = config.path("use_bias").asBoolean(true);
    List<KerasWeights.Array> variables = weights.variables(stored);
    require(variables, bias ? 2 : 1, stored);
    take(variables.get(0), stored, vector(layer, path), units);
    if (bias) {
      take(variables.get(1), stored, units);
    }
    String activation = KerasActivations.name(config.path("activation"));
    boolean output = activation.equals("softmax");
    layers.add(new Dense(units, output ? Activation.LINEAR : activations.of(layer, activation, path), bias,
        settings.initializer(config.path("kernel_initializer"), path),
        settings.regularizers(layer, config, "kernel", 1, path),
        bias ? settings.regularizers(layer, config, "bias", 1, path) : List.of()));
    shape = Shape.vector(units);
    if (output) {
      last = activation;
    }
  }

  /** The numbers of a row, of which no axis is left. */
  private int vector(JsonNode layer, String path) {
    if (!(shape instanceof Shape.Vector)) {
      throw unsupported(layer, path, "it follows " + shape + ", and Lariat has it on vectors alone: flatten before it");
    }
    return shape.size();
  }

  /** Softmax is the loss's part of the output layer: nothing may follow it. */
  private void softmaxOnlyLast(JsonNode layer, String path) {
    if (!last.isEmpty()) {
      throw unsupported(layer, path, "it follows the activation " + last + ", which Lariat has at the output alone");
    }
  }

  private void batchNorm(JsonNode layer, JsonNode config, String stored, String path) {
    softmaxOnlyLast(layer, path);
    settings.requireAffine(layer, config, shape, path);
    if (config.path("renorm").asBoolean(false)) {
      throw unsupported(layer, path, "it renormalises");
    }
    List<KerasWeights.Array> variables = weights.variables(stored);
    require(variables, 4, stored);
    for (KerasWeights.Array variable : variables) {
      take(variable, stored, shape.channels());
    }
    layers.add(new BatchNorm(number(config, "momentum", path), number(config, "epsilon", path)));
  }

  private void layerNorm(JsonNode layer, JsonNode config, String stored, String path) {
    softmaxOnlyLast(layer, path);
    settings.requireAffine(layer, config, shape, path);
    if (config.path("rms_scaling").asBoolean(false)) {
      throw unsupported(layer, path, "it scales by the root mean square");
    }
    List<KerasWeights.Array> variables = weights.variables(stored);
    require(variables, 2, stored);
    int width = vector(layer, path);
    take(variables.get(0), stored, width);
    take(variables.get(1), stored, width);
    layers.add(new LayerNorm(number(config, "epsilon", path)));
  }

  private void embedding(JsonNode layer, JsonNode config, String stored, String path) {
    boolean ofWords = layers.size() == 1 && shape.hasPadding();
    if (!ofWords && (!layers.isEmpty() || inputs != 1)) {
      throw unsupported(layer, path, "Lariat reads an embedding of words, or of one input, as the first layer");
    }
    boolean masks = config.path("mask_zero").asBoolean(false);
    if (masks && !ofWords) {
      throw unsupported(layer, path, "it masks");
    }
    if (ofWords && !masks) {
      notes.add(KerasWords.unmasked(config));
    }
    int levels = whole(config, "input_dim", path);
    int dimension = whole(config, "output_dim", path);
    List<KerasWeights.Array> variables = weights.variables(stored);
    require(variables, 1, stored);
    take(variables.getFirst(), stored, levels, dimension);
    if (ofWords) {
      if (levels <= 1) {
        throw unsupported(layer, path, "its input_dim leaves no word");
      }
      map(new Embedding.Words(dimension, levels - 1, 0, settings.regularizers(layer, config, "embeddings", 1, path)));
      return;
    }
    layers.add(new Embedding(List.of(new Embedding.Code(0, levels - 1, dimension)),
        settings.regularizers(layer, config, "embeddings", 1, path)));
    shape = Shape.vector(dimension);
  }

  private void activation(JsonNode layer, JsonNode activation, String path) {
    activate(layer, KerasActivations.name(activation), path);
  }

  private void activate(JsonNode layer, String name, String path) {
    softmaxOnlyLast(layer, path);
    switch (name) {
      case "softmax" -> last = name;
      case "linear" -> {
      }
      default -> activate(layer, activations.of(layer, name, path), path);
    }
  }

  private void activate(JsonNode layer, Activation activation, String path) {
    softmaxOnlyLast(layer, path);
    layers.add(new ActivationLayer(activation));
  }

  private KerasModel finish(JsonNode compiled) {
    boolean sigmoid = layers.size() > 1 && layers.getLast() instanceof ActivationLayer(Activation a)
        && a == Activation.SIGMOID;
    if (sigmoid) {
      layers.removeLast();
    }
    if (layers.isEmpty() || !(layers.removeLast() instanceof Dense output)) {
      throw new DataException(file + " does not end in a Dense layer; Lariat's networks do");
    }
    sigmoid |= output.activation() == Activation.SIGMOID;
    if (output.activation() != Activation.LINEAR && output.activation() != Activation.SIGMOID) {
      throw new DataException(file + " ends in a Dense layer with activation "
          + output.activation().name().toLowerCase(Locale.ROOT) + "; Lariat's end in softmax, sigmoid or linear");
    }
    if (!output.biasRegularizers().isEmpty()) {
      notes.add("the output layer's bias_regularizer is left out: Lariat has none there");
    }
    Network network = new Network(layers, output.kernelRegularizers(), output.initializer());
    var architecture = Architecture.of(network, inputs, output.units());
    if (!output.bias()) {
      arrays.add(new float[output.units()]);
      notes.add("the output layer has no bias; Lariat trains one, from 0");
    }
    var compiledFor = new KerasTraining(file, notes);
    Optional<Loss> loss = compiledFor.loss(compiled, !last.isEmpty(), sigmoid);
    var specs = architecture.parameters();
    if (specs.size() != arrays.size()) {
      throw KerasArchive.broken(file, "it holds " + arrays.size() + " arrays for " + specs.size());
    }
    var parameters = new ArrayList<Parameter>();
    for (int i = 0; i < arrays.size(); i++) {
      var shape = specs.get(i).role().weight()
          ? List.of(specs.get(i).shape().inputs(), specs.get(i).shape().units())
          : List.of(specs.get(i).shape().units());
      parameters.add(new Parameter(specs.get(i).name(), shape, arrays.get(i)));
    }
    return new KerasModel(network, inputs, output.units(), new Weights(parameters), loss,
        compiledFor.optimizer(compiled), compiledFor.schedule(), compiledFor.clipNorm(), notes);
  }

  /** A layer's folder in the weights: its class in snake case, numbered within its class. */
  private String storedName(String kind) {
    String snake = kind.replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
    int used = namesUsed.merge(snake, 1, Integer::sum) - 1;
    return used == 0 ? snake : snake + "_" + used;
  }

  private void require(List<KerasWeights.Array> variables, int count, String layer) {
    if (variables.size() != count) {
      throw KerasArchive.broken(file, "layer " + layer + " has " + variables.size() + " arrays, not " + count);
    }
  }

  private void take(KerasWeights.Array array, String layer, int... shape) {
    if (!Arrays.equals(array.shape(), shape)) {
      throw KerasArchive.broken(file, "layer " + layer + " has an array of shape " + Arrays.toString(array.shape())
          + ", not " + Arrays.toString(shape));
    }
    arrays.add(array.values());
  }

  private DataException unsupported(JsonNode layer, String path, String why) {
    return settings.unsupported(layer, path, why);
  }

  private String text(JsonNode node, String key, String path) {
    String text = node.path(key).asString("");
    if (text.isEmpty()) {
      throw KerasArchive.broken(file, path + " has no " + key);
    }
    return text;
  }

  private double number(JsonNode node, String key, String path) {
    JsonNode number = node.path(key);
    if (!number.isNumber() || !Double.isFinite(number.doubleValue())) {
      throw KerasArchive.broken(file, path + " has no number " + key);
    }
    return number.doubleValue();
  }

  private int whole(JsonNode node, String key, String path) {
    JsonNode number = node.path(key);
    if (!KerasMaps.isPositive(number)) {
      throw KerasArchive.broken(file, path + " has no sound " + key);
    }
    return number.intValue();
  }
}
