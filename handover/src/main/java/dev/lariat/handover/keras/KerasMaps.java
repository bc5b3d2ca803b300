package dev.lariat.handover.keras;

import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Conv1D;
import dev.lariat.net.layer.Conv2D;
import dev.lariat.net.layer.Convolution;
import dev.lariat.net.layer.GlobalPool;
import dev.lariat.net.layer.Initializer;
import dev.lariat.net.layer.MapLayer;
import dev.lariat.net.layer.Padding;
import dev.lariat.net.layer.Pool;
import dev.lariat.net.layer.Pooling;
import dev.lariat.net.layer.Reshape;
import dev.lariat.net.layer.Shape;
import dev.lariat.net.layer.SpatialDropout;
import dev.lariat.penalty.Regularizer;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads Keras' layers on images and sequences, from their settings alone. */
final class KerasMaps {
  private final KerasLayerSettings settings;

  KerasMaps(KerasLayerSettings settings) {
    this.settings = settings;
  }

  /**
   * What a row is by a list of sizes, of which the first {@code from} are not looked at; empty if Lariat has no such.
   */
  static Optional<Shape> shape(JsonNode sizes, int from) {
    int[] known = new int[Math.max(0, sizes.size() - from)];
    for (int i = 0; i < known.length; i++) {
      JsonNode size = sizes.get(from + i);
      if (!isPositive(size)) {
        return Optional.empty();
      }
      known[i] = size.intValue();
    }
    return switch (known.length) {
      case 1 -> Optional.of(Shape.vector(known[0]));
      case 2 -> Optional.of(new Shape.Sequence(known[0], known[1]));
      case 3 -> Optional.of(new Shape.Image(known[0], known[1], known[2]));
      default -> Optional.empty();
    };
  }

  /** A convolution. */
  Convolution convolution(JsonNode layer, String kind, Activation activation, String path) {
    JsonNode config = layer.path("config");
    channelsLast(layer, config, path);
    if (config.path("groups").asInt(1) != 1) {
      throw settings.unsupported(layer, path, "it has groups, and Lariat's convolutions none");
    }
    int filters = positive(layer, config.path("filters"), "filters", path);
    JsonNode kernel = config.path("kernel_size");
    int stride = same(layer, config.path("strides"), "strides", path);
    int dilation = same(layer, config.path("dilation_rate"), "dilation_rate", path);
    Padding padding = switch (config.path("padding").asString("valid")) {
      case "valid" -> Padding.VALID;
      case "same" -> Padding.SAME;
      case "causal" -> Padding.CAUSAL;
      default -> throw settings.unsupported(layer, path, "Lariat has no such padding");
    };
    boolean bias = config.path("use_bias").asBoolean(true);
    Initializer initializer = settings.initializer(config.path("kernel_initializer"), path);
    boolean sequence = kind.endsWith("1D");
    List<Regularizer> onKernel = settings.regularizers(layer, config, "kernel", sequence ? 2 : 3, path);
    List<Regularizer> onBias = bias ? settings.regularizers(layer, config, "bias", 1, path) : List.of();
    if (sequence) {
      return new Conv1D(filters, positive(layer, kernel.path(0), "kernel_size", path), stride, dilation, padding,
          activation, bias, initializer, onKernel, onBias);
    }
    if (dilation != 1) {
      throw settings.unsupported(layer, path, "it is dilated, which Lariat's convolutions of images are not");
    }
    return new Conv2D(filters, positive(layer, kernel.path(0), "kernel_size", path),
        positive(layer, kernel.path(1), "kernel_size", path), stride, padding, activation, bias, initializer, onKernel,
        onBias);
  }

  /** A layer without weights. */
  MapLayer layer(JsonNode layer, String kind, Shape before, String path) {
    JsonNode config = layer.path("config");
    if (kind.equals("Reshape")) {
      return new Reshape(shape(config.path("target_shape"), 0)
          .orElseThrow(() -> settings.unsupported(layer, path, "Lariat has no such shape")));
    }
    channelsLast(layer, config, path);
    Pooling pooling = kind.contains("Max") ? Pooling.MAX : Pooling.AVERAGE;
    if (kind.startsWith("SpatialDropout")) {
      return new SpatialDropout(config.path("rate").asDouble(Double.NaN));
    }
    if (kind.startsWith("Global")) {
      if (config.path("keepdims").asBoolean(false)) {
        throw settings.unsupported(layer, path, "it keeps its axes; Lariat's gives a vector");
      }
      return new GlobalPool(pooling);
    }
    int size = same(layer, config.path("pool_size"), "pool_size", path);
    if (!config.path("strides").isNull() && same(layer, config.path("strides"), "strides", path) != size) {
      throw settings.unsupported(layer, path, "its windows overlap or leave gaps; Lariat's lie side by side");
    }
    boolean whole = switch (before) {
      case Shape.Vector _ -> true;
      case Shape.Sequence sequence -> sequence.length() % size == 0;
      case Shape.Image image -> image.height() % size == 0 && image.width() % size == 0;
    };
    if (!config.path("padding").asString("valid").equals("valid") && !whole) {
      throw settings.unsupported(layer, path, "its padding is same; Lariat's pools see whole windows only");
    }
    return new Pool(pooling, size);
  }

  private void channelsLast(JsonNode layer, JsonNode config, String path) {
    if (config.path("data_format").asString("channels_last").equals("channels_first")) {
      throw settings.unsupported(layer, path, "its channels come first; Lariat's are last");
    }
  }

  /** A setting that is the same in all directions. */
  private int same(JsonNode layer, JsonNode sizes, String name, String path) {
    int first = positive(layer, sizes.isArray() ? sizes.path(0) : sizes, name, path);
    for (JsonNode size : sizes) {
      if (size.asInt(0) != first) {
        throw settings.unsupported(layer, path, "its " + name + " differ by direction, Lariat's do not");
      }
    }
    return first;
  }

  private int positive(JsonNode layer, JsonNode size, String name, String path) {
    if (!isPositive(size)) {
      throw settings.unsupported(layer, path, "it has no sound " + name);
    }
    return size.intValue();
  }

  /** {@return whether it is a whole number of at least 1} */
  static boolean isPositive(JsonNode number) {
    return number.isIntegralNumber() && number.canConvertToInt() && number.intValue() >= 1;
  }
}
