package dev.lariat.handover.onnx;

import static dev.lariat.handover.onnx.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.lariat.handover.pruning.TrainedNetwork;
import dev.lariat.net.Architecture.Stage;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.net.layer.Shape;
import java.util.ArrayList;
import java.util.List;

/** Recurrent layers in a graph, whose operators read the steps of all rows one after the other. */
final class OnnxRecurrent {
  private OnnxRecurrent() {}

  /** Adds a layer, and gives its output's name. */
  static String add(TrainedNetwork network, Stage stage, Recurrent layer, OnnxGraph graph, OnnxPadding padding,
      String x) {
    String steps = graph.node("Transpose", List.of(x), attribute("perm", List.of(2L, 0L, 1L)));
    long directions = layer.directions();
    long units = layer.units();
    long width = units * layer.cell().gates();
    var inputs = new ArrayList<>(List.of(steps,
        graph.floats(stage.name() + ".kernel", turned(network, stage, layer, "kernel"), directions, width,
            stage.input().channels()),
        graph.floats(stage.name() + ".recurrentKernel", turned(network, stage, layer, "recurrentKernel"), directions,
            width, units),
        graph.floats(stage.name() + ".bias", biases(network, stage, layer), directions, 2 * width)));
    if (stage.input().hasPadding()) {
      inputs.add(padding.lengths());
    }
    AttributeProto[] attributes = attributes(layer);
    String operator = switch (layer.cell()) {
      case LSTM -> "LSTM";
      case GRU, GRU_RESET_BEFORE -> "GRU";
    };
    return switch (layer.output()) {
      case LAST ->
        graph.node("Flatten", List.of(graph.node("Transpose", List.of(graph.second(operator, inputs, attributes)),
            attribute("perm", List.of(1L, 0L, 2L)))), attribute("axis", 1));
      case SEQUENCE -> {
        // [steps, directions, rows, units] as [rows, directions · units, steps]
        String states = graph.node("Transpose", List.of(graph.node(operator, inputs, attributes)),
            attribute("perm", List.of(2L, 1L, 3L, 0L)));
        long length = ((Shape.Sequence) stage.output()).length();
        yield graph.node("Reshape",
            List.of(states, graph.longs("shape", new long[]{-1, directions * units, length}, 3)));
      }
    };
  }

  private static AttributeProto[] attributes(Recurrent layer) {
    var list = new ArrayList<AttributeProto>();
    list.add(attribute("hidden_size", layer.units()));
    list.add(OnnxGraph.string("direction", switch (layer.direction()) {
      case FORWARD -> "forward";
      case BIDIRECTIONAL -> "bidirectional";
    }));
    switch (layer.cell()) {
      case LSTM, GRU_RESET_BEFORE -> {
        // An LSTM resets nothing; a GRU does it before the product unless told.
      }
      case GRU -> list.add(attribute("linear_before_reset", 1));
    }
    return list.toArray(AttributeProto[]::new);
  }

  /** Which of Lariat's gates stands at each of ONNX' places. */
  private static int[] gates(Recurrent layer) {
    return switch (layer.cell()) {
      case LSTM -> new int[]{0, 3, 1, 2}; // i, o, f, g
      case GRU, GRU_RESET_BEFORE -> new int[]{0, 1, 2}; // z, r, n
    };
  }

  /** {@code [inputs][gate][unit]} of all directions as {@code [direction][gate][unit][inputs]}. */
  private static float[] turned(TrainedNetwork network, Stage stage, Recurrent layer, String array) {
    int units = layer.units();
    int width = units * layer.cell().gates();
    int[] gates = gates(layer);
    float[] all = null;
    for (int direction = 0; direction < layer.directions(); direction++) {
      float[] values = network.parameter(stage, Recurrent.named(array, direction)).values();
      int rows = values.length / width;
      all = all == null ? new float[layer.directions() * values.length] : all;
      for (int place = 0; place < gates.length; place++) {
        for (int unit = 0; unit < units; unit++) {
          int to = direction * values.length + (place * units + unit) * rows;
          for (int row = 0; row < rows; row++) {
            all[to + row] = values[row * width + gates[place] * units + unit];
          }
        }
      }
    }
    return all;
  }

  /** The biases of the inputs, then those of the state, which an LSTM has none of. */
  private static float[] biases(TrainedNetwork network, Stage stage, Recurrent layer) {
    int units = layer.units();
    int[] gates = gates(layer);
    int width = units * gates.length;
    float[] all = new float[layer.directions() * 2 * width];
    List<String> names = switch (layer.cell()) {
      case LSTM, GRU_RESET_BEFORE -> List.of("bias");
      case GRU -> List.of("bias", "recurrentBias");
    };
    for (int direction = 0; direction < layer.directions(); direction++) {
      for (int b = 0; b < names.size(); b++) {
        float[] values = network.parameter(stage, Recurrent.named(names.get(b), direction)).values();
        for (int place = 0; place < gates.length; place++) {
          System.arraycopy(values, gates[place] * units, all, (2 * direction + b) * width + place * units, units);
        }
      }
    }
    return all;
  }
}
