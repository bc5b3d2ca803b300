package dev.lariat.handover.keras;

import dev.lariat.handover.translation.PenaltyStrength;
import dev.lariat.data.DataException;
import dev.lariat.net.layer.Initializer;
import dev.lariat.net.layer.Shape;
import dev.lariat.penalty.ElasticNet;
import dev.lariat.penalty.L1;
import dev.lariat.penalty.L2;
import dev.lariat.penalty.MaxNorm;
import dev.lariat.penalty.Regularizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Reads the regularizers, constraints and initialisers of a Keras layer. */
final class KerasLayerSettings {
  private final Path file;
  private final List<String> notes;

  KerasLayerSettings(Path file, List<String> notes) {
    this.file = file;
    this.notes = notes;
  }

  /**
   * What is on a variable: {@code kernel}, {@code bias} or {@code embeddings}.
   *
   * @param summed how many axes of it, from the first on, end in one unit
   */
  List<Regularizer> regularizers(JsonNode layer, JsonNode config, String what, int summed, String path) {
    var list = new ArrayList<Regularizer>();
    JsonNode regularizer = config.path(what + "_regularizer");
    if (regularizer.isObject()) {
      JsonNode constants = regularizer.path("config");
      PenaltyStrength strength = switch (regularizer.path("class_name").asString("")) {
        case "L1" -> PenaltyStrength.ofKeras(constant(constants, "l1", 0.01), 0);
        case "L2" -> PenaltyStrength.ofKeras(0, constant(constants, "l2", 0.01));
        case "L1L2" -> PenaltyStrength.ofKeras(constant(constants, "l1", 0), constant(constants, "l2", 0));
        default -> throw unsupported(layer, path,
            "Lariat has no regularizer " + KerasArchive.printable(regularizer.path("class_name").asString("")));
      };
      if (strength.l1() > 0 && strength.l2() > 0) {
        list.add(new ElasticNet(strength.l1() + strength.l2(), strength.l1Share()));
      } else if (strength.l1() > 0) {
        list.add(new L1(strength.l1()));
      } else if (strength.l2() > 0) {
        list.add(new L2(strength.l2()));
      }
    }
    JsonNode constraint = config.path(what + "_constraint");
    if (constraint.isObject()) {
      JsonNode constants = constraint.path("config");
      if (!constraint.path("class_name").asString("").equals("MaxNorm") || !firstAxes(constants.path("axis"), summed)) {
        throw unsupported(layer, path,
            "Lariat has no constraint " + KerasArchive.printable(constraint.path("class_name").asString(""))
                + " but MaxNorm with axis " + (summed == 1 ? "0" : IntStream.range(0, summed).boxed().toList()));
      }
      list.add(new MaxNorm(constants.path("max_value").asDouble(2)));
    }
    return list;
  }

  private static boolean firstAxes(JsonNode axis, int count) {
    if (!axis.isArray()) {
      return count == 1 && axis.asInt(0) == 0;
    }
    boolean first = axis.size() == count;
    for (int i = 0; first && i < count; i++) {
      first = axis.get(i).asInt(-1) == i;
    }
    return first;
  }

  private static double constant(JsonNode constants, String name, double usual) {
    return KerasTraining.shortest(constants.path(name).asDouble(usual));
  }

  /** How a kernel begins. */
  Initializer initializer(JsonNode initializer, String path) {
    String name = initializer.path("class_name").asString("GlorotUniform");
    return switch (name) {
      case "GlorotUniform" -> Initializer.GLOROT_UNIFORM;
      case "GlorotNormal" -> Initializer.GLOROT_NORMAL;
      case "HeUniform" -> Initializer.HE_UNIFORM;
      case "HeNormal" -> Initializer.HE_NORMAL;
      case "LecunUniform" -> Initializer.LECUN_UNIFORM;
      case "LecunNormal" -> Initializer.LECUN_NORMAL;
      default -> {
        notes.add(path + " begins with " + KerasArchive.printable(name) + "; Lariat trains it from Glorot uniform");
        yield Initializer.GLOROT_UNIFORM;
      }
    };
  }

  /** A functional layer must follow the one before it in the file, and nothing else. */
  void requireChain(JsonNode layer, String path, String before) {
    JsonNode calls = layer.path("inbound_nodes");
    if (before == null) {
      return;
    }
    JsonNode arguments = calls.path(0).path("args");
    JsonNode tensor = arguments.path(0);
    boolean chain = calls.size() == 1 && arguments.size() == 1
        && tensor.path("config").path("keras_history").path(0).asString("").equals(before);
    if (!chain) {
      throw unsupported(layer, path,
          "it does not follow " + KerasArchive.printable(before) + " alone: Lariat reads chains of layers");
    }
  }

  /** A normalisation over the last axis with scale and shift, and nothing on these. */
  void requireAffine(JsonNode layer, JsonNode config, Shape shape, String path) {
    JsonNode axis = config.path("axis").isArray() ? config.path("axis").path(0) : config.path("axis");
    int last = switch (shape) {
      case Shape.Vector _ -> 1;
      case Shape.Sequence _ -> 2;
      case Shape.Image _ -> 3;
    };
    if (axis.asInt(-1) != -1 && axis.asInt(-1) != last) {
      throw unsupported(layer, path, "its axis is not the last");
    }
    if (!config.path("center").asBoolean(true) || !config.path("scale").asBoolean(true)) {
      throw unsupported(layer, path, "it has no " + (config.path("scale").asBoolean(true) ? "center" : "scale"));
    }
    for (String what : List.of("beta_regularizer", "gamma_regularizer", "beta_constraint", "gamma_constraint")) {
      if (KerasReader.given(config.path(what))) {
        throw unsupported(layer, path, "it has a " + what);
      }
    }
  }

  /** Names the layer with its place in the file. */
  DataException unsupported(JsonNode layer, String path, String why) {
    return new DataException(file + ": layer " + KerasArchive.printable(layer.path("config").path("name").asString("?"))
        + " (" + KerasArchive.printable(layer.path("class_name").asString("?")) + ", " + path + "): " + why);
  }

  /** Says what of a layer is not read, though the network can be used without it. */
  void noteWhatIsLeftOut(JsonNode config, String layer) {
    if (config.hasNonNull("activity_regularizer")) {
      notes.add("layer " + layer + " has an activity_regularizer; Lariat has none, and trains without it");
    }
    if (config.hasNonNull("noise_shape")) {
      notes.add("layer " + layer + " has a noise_shape; Lariat drops each number by itself");
    }
  }
}
