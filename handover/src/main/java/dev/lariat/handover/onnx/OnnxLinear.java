package dev.lariat.handover.onnx;

import static dev.lariat.handover.onnx.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.handover.pruning.LinearPlan;
import dev.lariat.model.LinearModel;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.TrivialModel;
import java.util.List;

/** Linear and trivial models as graphs, in double precision. */
final class OnnxLinear {
  private OnnxLinear() {}

  static void add(LinearModel model, OnnxGraph graph) {
    String eta = predictor(model, graph);
    switch (model.path().family().link()) {
      case IDENTITY -> graph.output(graph.named("prediction", number(model.target()), List.of(eta)),
          DataType.DOUBLE_VALUE, model.target().width());
      case LOG -> graph.output(graph.named("prediction", "Exp", List.of(eta)), DataType.DOUBLE_VALUE, 1);
      case LOGIT, SOFTMAX -> OnnxExport.classes(eta, model.point().intercepts().length, model.target().classes(),
          DataType.DOUBLE_VALUE, graph);
    }
  }

  /** What the model predicts, inside of a graph: probabilities of the classes, or a number. */
  static String prediction(LinearModel model, OnnxGraph graph) {
    String eta = predictor(model, graph);
    return switch (model.path().family().link()) {
      case IDENTITY -> graph.node(number(model.target()), List.of(eta));
      case LOG -> graph.node("Exp", List.of(eta));
      case LOGIT, SOFTMAX -> OnnxEnsemble.probabilities(eta, model.point().intercepts().length, graph);
    };
  }

  /** The operator that makes the target's number of what was learnt. */
  private static String number(ModelTarget target) {
    return switch (target.transform()) {
      case NONE -> "Identity";
      case LOG -> "Exp";
    };
  }

  /** The linear predictor, the offset included. */
  private static String predictor(LinearModel model, OnnxGraph graph) {
    var plan = new LinearPlan(model);
    var encoder = new OnnxEncoder(graph, model.preprocessing(), plan.features, true);
    String x = encoder.inputs(plan.features);
    String product = graph.node("MatMul",
        List.of(x, graph.doubles("output.kernel", plan.kernel, plan.features.size(), plan.outputs)));
    String eta = graph.node("Add", List.of(product, graph.doubles("output.bias", plan.bias, plan.outputs)));
    if (!model.offset().isEmpty()) {
      List<String> known = model.offset()
          .stream()
          .map(column -> graph.input(column, DataType.DOUBLE_VALUE, "a number, added to the linear predictor"))
          .toList();
      eta = graph.node("Add",
          List.of(eta, known.size() == 1 ? known.getFirst() : graph.node("Concat", known, attribute("axis", 1))));
    }
    return eta;
  }

  /** The table's first column is an input only for the number of rows. */
  static void add(TrivialModel model, OnnxGraph graph) {
    Encoding first = model.preprocessing().encodings().getFirst();
    int type = switch (first) {
      case Encoding.Numeric _,Encoding.Hinges _,Encoding.Date _ -> DataType.DOUBLE_VALUE;
      case Encoding.Bool _,Encoding.OneHot _,Encoding.Code _,Encoding.Text _,Encoding.Words _ -> DataType.STRING_VALUE;
    };
    String rows = graph.node("Shape",
        List.of(graph.input(first.column(), type, "tells the number of rows; its values do not matter")));
    double[] same = model.prediction().stream().mapToDouble(Double::doubleValue).toArray();
    ModelTarget target = model.target();
    String name = graph.named(target.classes().isEmpty() ? "prediction" : "probabilities", "Expand",
        List.of(graph.doubles("same", same, 1, same.length), rows));
    if (target.classes().isEmpty()) {
      graph.output(name, DataType.DOUBLE_VALUE, 1);
    } else {
      OnnxExport.labels(name, target.classes(), DataType.DOUBLE_VALUE, graph);
    }
  }
}
