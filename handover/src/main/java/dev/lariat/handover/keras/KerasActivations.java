package dev.lariat.handover.keras;

import dev.lariat.net.layer.Activation;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Reads the activations of Keras' layers. */
final class KerasActivations {
  private final KerasLayerSettings settings;

  KerasActivations(KerasLayerSettings settings) {
    this.settings = settings;
  }

  /** How Keras calls an activation of a layer's settings. */
  static String name(JsonNode activation) {
    return activation.isObject()
        ? activation.path("config").isString()
            ? activation.path("config").asString("")
            : activation.path("class_name").asString("").toLowerCase(Locale.ROOT)
        : activation.asString("linear");
  }

  /** The activation of a name. */
  Activation of(JsonNode layer, String name, String path) {
    return switch (name) {
      case "linear" -> Activation.LINEAR;
      case "relu" -> Activation.RELU;
      case "gelu" -> Activation.GELU;
      case "silu", "swish" -> Activation.SILU;
      case "selu" -> Activation.SELU;
      case "elu" -> Activation.ELU;
      case "mish" -> Activation.MISH;
      case "tanh" -> Activation.TANH;
      case "sigmoid" -> Activation.SIGMOID;
      case "leaky_relu" -> throw settings.unsupported(layer, path,
          "its activation leaky_relu has the slope 0.2, Lariat's has 0.01: use LeakyReLU(negative_slope=0.01)");
      default -> throw settings.unsupported(layer, path, "Lariat has no activation " + KerasArchive.printable(name));
    };
  }

  /** The activation of a layer of its own, {@code ReLU} or {@code LeakyReLU}. */
  Activation ramp(JsonNode layer, String path) {
    JsonNode config = layer.path("config");
    boolean leaky = layer.path("class_name").asString("").equals("LeakyReLU");
    if (!leaky && (KerasReader.given(config.path("max_value")) || config.path("threshold").asDouble(0) != 0)) {
      throw settings.unsupported(layer, path, "it has a max_value or threshold");
    }
    double slope = config.path("negative_slope").asDouble(leaky ? Double.NaN : 0);
    if (slope == 0 && !leaky) {
      return Activation.RELU;
    }
    if ((float) slope != Activation.LEAKY_SLOPE) {
      throw settings.unsupported(layer, path, "its slope is " + slope + ", Lariat's leaky ReLU has 0.01");
    }
    return Activation.LEAKY_RELU;
  }
}
