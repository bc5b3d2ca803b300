package dev.lariat.handover.onnx;

import static dev.lariat.handover.onnx.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.lariat.data.encoding.Feature;
import dev.lariat.handover.pruning.TrainedNetwork;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.Mixture;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.Temperature;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Several networks as one graph: rows are encoded once, each network has its own nodes, and their mean is calibrated
 * and mixed with a linear model, all from the single networks' outputs on in double precision.
 */
final class OnnxEnsemble {
  /** A probability below it counts as this one, so that its logarithm is finite. */
  private static final double LOWEST = 1e-30;

  private OnnxEnsemble() {}

  static void add(EnsembleModel model, OnnxGraph graph) {
    List<TrainedNetwork> networks = model.members().stream().map(TrainedNetwork::of).toList();
    var used = new TreeSet<Integer>();
    networks.forEach(network -> used.addAll(network.inputs()));
    var encoder = new OnnxEncoder(graph, model.preprocessing(), List.copyOf(used), false);
    List<Feature> features = model.preprocessing().features();
    NetworkModel first = model.members().getFirst();
    List<String> classes = model.target().classes();
    var members = new ArrayList<String>();
    for (TrainedNetwork network : networks) {
      String raw = OnnxExport.raw(network, network.features(features), encoder, graph);
      members.add(classes.isEmpty()
          ? OnnxExport.number(first, raw, "", graph)
          : probabilities(graph.node("Cast", List.of(raw), attribute("to", DataType.DOUBLE_VALUE)), network.outputs(),
              graph));
    }
    // ONNX Runtime has no Mean of doubles.
    String prediction = graph.node("Mul", List.of(graph.node("Sum", members), number(1.0 / members.size(), graph)));
    if (model.temperature().isPresent()) {
      prediction = calibrated(model.temperature().get(), prediction, classes.size(), graph);
    }
    if (model.mixture().isPresent()) {
      prediction = mixed(model.mixture().get(), prediction, graph);
    }
    if (classes.isEmpty()) {
      graph.output(graph.named("prediction", "Identity", List.of(prediction)), DataType.DOUBLE_VALUE, 1);
    } else {
      OnnxExport.labels(graph.named("probabilities", "Identity", List.of(prediction)), classes, DataType.DOUBLE_VALUE,
          graph);
    }
  }

  /** Probabilities of all classes from doubles of the output layer. */
  static String probabilities(String raw, int outputs, OnnxGraph graph) {
    if (outputs > 1) {
      return graph.node("Softmax", List.of(raw), attribute("axis", -1));
    }
    String positive = graph.node("Sigmoid", List.of(raw));
    String negative = graph.node("Sub", List.of(number(1, graph), positive));
    return graph.node("Concat", List.of(negative, positive), attribute("axis", 1));
  }

  /** softmax(β·log p), drawn to equal shares as if one more row had been seen: {@link Temperature#apply}. */
  private static String calibrated(Temperature temperature, String mean, int classes, OnnxGraph graph) {
    String logs = graph.node("Log", List.of(graph.node("Max", List.of(mean, number(LOWEST, graph)))));
    String sharpened = graph.node("Softmax",
        List.of(graph.node("Mul", List.of(logs, number(temperature.inverse(), graph)))), attribute("axis", -1));
    double rows = temperature.rows();
    String kept = graph.node("Mul", List.of(sharpened, number(rows / (rows + 1), graph)));
    return graph.node("Add", List.of(kept, number(1 / (classes * (rows + 1)), graph)));
  }

  private static String mixed(Mixture mixture, String networks, OnnxGraph graph) {
    String linear = OnnxLinear.prediction(mixture.linear(), graph);
    return graph.node("Add", List.of(graph.node("Mul", List.of(networks, number(1 - mixture.weight(), graph))),
        graph.node("Mul", List.of(linear, number(mixture.weight(), graph)))));
  }

  private static String number(double value, OnnxGraph graph) {
    return graph.doubles("number", new double[]{value});
  }
}
