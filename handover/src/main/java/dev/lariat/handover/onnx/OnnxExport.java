package dev.lariat.handover.onnx;

import dev.lariat.handover.pruning.TrainedNetwork;
import static dev.lariat.handover.onnx.OnnxGraph.attribute;
import static dev.lariat.handover.onnx.OnnxGraph.strings;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.lariat.data.encoding.Feature;
import dev.lariat.io.AtomicFile;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Model;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.Provenance;
import dev.lariat.model.TrivialModel;
import dev.lariat.net.layer.ActivationLayer;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.Architecture.Stage;
import dev.lariat.net.layer.BatchNorm;
import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.LayerNorm;
import dev.lariat.net.layer.MapLayer;
import dev.lariat.net.layer.Shape;
import dev.lariat.net.layer.Convolution;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A model as ONNX, preprocessing included: an input per column that the model uses, by the column's name; out come
 * {@code label} and {@code probabilities} {@code [rows, classes]}, or {@code prediction} {@code [rows, 1]} in the
 * target's unit. An output is called {@code …_output} where a column has its name.
 */
public final class OnnxExport {
  /** The version of the standard operators: 17 is the first with layer normalisation. */
  public static final int OPSET = 17;
  /** The version of the machine-learning operators. */
  public static final int LEARNING_OPSET = 3;
  private static final int IR_VERSION = 8;

  private OnnxExport() {}

  /**
   * Writes a model.
   *
   * @param overwrite whether an existing file may be replaced
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public static void write(Model model, Path file, boolean overwrite) {
    ModelProto proto = of(model);
    AtomicFile.write(file, overwrite, proto::writeTo);
  }

  static ModelProto of(Model model) {
    var graph = new OnnxGraph("lariat", columns(model));
    switch (model) {
      case NetworkModel network -> network(network, graph);
      case LinearModel linear -> OnnxLinear.add(linear, graph);
      case TrivialModel trivial -> OnnxLinear.add(trivial, graph);
      case EnsembleModel ensemble -> OnnxEnsemble.add(ensemble, graph);
    }
    ModelTarget target = model.target();
    ModelProto.Builder proto = ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("lariat")
        .setProducerVersion(Provenance.lariatVersion())
        .setGraph(graph.build())
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(OnnxGraph.ML).setVersion(LEARNING_OPSET))
        .setDocString("Predicts " + target.name() + ". Made by: " + model.provenance().command())
        .addMetadataProps(StringStringEntryProto.newBuilder().setKey("target").setValue(target.name()))
        .addMetadataProps(
            StringStringEntryProto.newBuilder().setKey("classes").setValue(String.join("\n", target.classes())));
    if (graph.isMicrosoft()) {
      proto.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(OnnxGraph.MICROSOFT).setVersion(1));
    }
    return proto.build();
  }

  /** The columns that may become inputs. */
  private static Set<String> columns(Model model) {
    var columns = new LinkedHashSet<String>();
    model.preprocessing().encodings().forEach(encoding -> columns.add(encoding.column()));
    switch (model) {
      case LinearModel linear -> columns.addAll(linear.offset());
      case EnsembleModel ensemble -> ensemble.mixture().ifPresent(mixture -> columns.addAll(columns(mixture.linear())));
      case NetworkModel _,TrivialModel _ -> {
        // They read what is encoded, and nothing else.
      }
    }
    return columns;
  }

  private static void network(NetworkModel model, OnnxGraph graph) {
    TrainedNetwork network = TrainedNetwork.of(model);
    var encoder = new OnnxEncoder(graph, model.preprocessing(), network.inputs(), false);
    String x = raw(network, network.features(model.preprocessing().features()), encoder, graph);
    if (model.target().classes().isEmpty()) {
      graph.output(number(model, x, "prediction", graph), DataType.DOUBLE_VALUE, 1);
    } else {
      classes(x, network.outputs(), model.target().classes(), DataType.FLOAT_VALUE, graph);
    }
  }

  /** The numbers of the output layer. */
  static String raw(TrainedNetwork network, List<Feature> features, OnnxEncoder encoder, OnnxGraph graph) {
    String x = null;
    var padding = new OnnxPadding(graph);
    for (Stage stage : network.architecture().stages()) {
      if (x == null) {
        boolean embeds = stage.layer() instanceof Embedding;
        List<Integer> plain = IntStream.range(0, features.size())
            .filter(i -> !embeds || features.get(i).role() != Feature.Role.CODE)
            .mapToObj(network.inputs()::get)
            .toList();
        x = plain.isEmpty() ? "" : encoder.inputs(plain);
      }
      x = stage(network, stage, encoder, graph, padding, x);
      boolean computed = stage.layer() instanceof Convolution || stage.layer() instanceof ActivationLayer;
      x = computed && stage.output() instanceof Shape.Sequence sequence && sequence.padded()
          ? padding.cleared(x, sequence.length())
          : x;
    }
    return x;
  }

  /**
   * A prediction in the target's unit, in double precision.
   *
   * @param name of the result where it leaves the graph; empty where it does not
   */
  static String number(NetworkModel model, String raw, String name, OnnxGraph graph) {
    String wide = graph.node("Cast", List.of(raw), attribute("to", DataType.DOUBLE_VALUE));
    List<String> summands = List.of(
        graph.node("Mul", List.of(wide, graph.doubles("deviation", new double[]{model.scale().deviation()}))),
        graph.doubles("mean", new double[]{model.scale().mean()}));
    return switch (model.target().transform()) {
      case NONE -> name.isEmpty() ? graph.node("Add", summands) : graph.named(name, "Add", summands);
      case LOG -> {
        List<String> learnt = List.of(graph.node("Add", summands));
        yield name.isEmpty() ? graph.node("Exp", learnt) : graph.named(name, "Exp", learnt);
      }
    };
  }

  private static String stage(TrainedNetwork network, Stage stage, OnnxEncoder encoder, OnnxGraph graph,
      OnnxPadding padding, String x) {
    return switch (stage.layer()) {
      case Dense dense -> {
        String kernel = graph.floats(stage.name() + ".kernel", network.parameter(stage, "kernel").values(),
            stage.inputs(), stage.outputs());
        String product = graph.node("MatMul", List.of(x, kernel));
        String sum = dense.bias()
            ? graph.node("Add",
                List.of(product,
                    graph.floats(stage.name() + ".bias", network.parameter(stage, "bias").values(), stage.outputs())))
            : product;
        yield activation(dense.activation(), sum, graph);
      }
      case ActivationLayer activate -> activation(activate.activation(), x, graph);
      case Dropout(double rate, Dropout.Form form) -> form == Dropout.Form.INVERTED
          ? x
          : graph.node("Mul", List.of(x, graph.floats("kept", new float[]{(float) (1 - rate)})));
      case BatchNorm norm -> graph.node("BatchNormalization",
          List.of(x, vector(network, stage, "scale", graph), vector(network, stage, "shift", graph),
              vector(network, stage, "mean", graph), vector(network, stage, "variance", graph)),
          attribute("epsilon", (float) norm.epsilon()));
      case LayerNorm norm -> graph.node("LayerNormalization",
          List.of(x, vector(network, stage, "scale", graph), vector(network, stage, "shift", graph)),
          attribute("axis", -1), attribute("epsilon", (float) norm.epsilon()));
      case Embedding embedding -> embedding(network, stage, embedding, encoder, graph, x);
      case MapLayer map -> {
        String maps = OnnxMaps.add(network, stage, map, graph, padding, x);
        yield map instanceof Convolution convolution ? activation(convolution.activation(), maps, graph) : maps;
      }
    };
  }

  private static String vector(TrainedNetwork network, Stage stage, String what, OnnxGraph graph) {
    return graph.floats(stage.name() + "." + what, network.parameter(stage, what).values(), stage.output().channels());
  }

  private static String embedding(TrainedNetwork network, Stage stage, Embedding embedding, OnnxEncoder encoder,
      OnnxGraph graph, String x) {
    var parts = new ArrayList<String>();
    if (!x.isEmpty()) {
      parts.add(x);
    }
    for (Embedding.Code code : embedding.codes()) {
      String name = "table" + code.input();
      String table = graph.floats(stage.name() + "." + name, network.parameter(stage, name).values(),
          code.levels() + 1L, code.dimension());
      parts.add(
          graph.node("Gather", List.of(table, encoder.code(network.inputs().get(code.input()))), attribute("axis", 0)));
    }
    return parts.size() == 1 ? parts.getFirst() : graph.node("Concat", parts, attribute("axis", 1));
  }

  private static String activation(Activation activation, String x, OnnxGraph graph) {
    return switch (activation) {
      case LINEAR -> x;
      case RELU -> graph.node("Relu", List.of(x));
      case LEAKY_RELU -> graph.node("LeakyRelu", List.of(x), attribute("alpha", Activation.LEAKY_SLOPE));
      case SELU -> graph.node("Selu", List.of(x));
      case ELU -> graph.node("Elu", List.of(x));
      case MISH -> graph.node("Mul", List.of(x, graph.node("Tanh", List.of(graph.node("Softplus", List.of(x))))));
      case TANH -> graph.node("Tanh", List.of(x));
      case SIGMOID -> graph.node("Sigmoid", List.of(x));
      case SILU -> graph.node("Mul", List.of(x, graph.node("Sigmoid", List.of(x))));
      case GELU -> {
        String erf = graph.node("Erf", List.of(graph.node("Mul", List.of(x, scalar(graph, Math.sqrt(0.5))))));
        String half = graph.node("Mul", List.of(x, scalar(graph, 0.5)));
        yield graph.node("Mul", List.of(half, graph.node("Add", List.of(erf, scalar(graph, 1)))));
      }
    };
  }

  private static String scalar(OnnxGraph graph, double value) {
    return graph.floats("number", new float[]{(float) value});
  }

  /** Probabilities from raw outputs: one for the positive class, or one per class. */
  static void classes(String raw, int outputs, List<String> classes, int type, OnnxGraph graph) {
    String probabilities;
    if (outputs == 1) {
      String positive = graph.node("Sigmoid", List.of(raw));
      String one = type == DataType.DOUBLE_VALUE
          ? graph.doubles("one", new double[]{1})
          : graph.floats("one", new float[]{1});
      String negative = graph.node("Sub", List.of(one, positive));
      probabilities = graph.named("probabilities", "Concat", List.of(negative, positive), attribute("axis", 1));
    } else {
      probabilities = graph.named("probabilities", "Softmax", List.of(raw), attribute("axis", -1));
    }
    labels(probabilities, classes, type, graph);
  }

  /** The most probable class beside the probabilities. */
  static void labels(String probabilities, List<String> classes, int type, OnnxGraph graph) {
    String best = graph.node("ArgMax", List.of(probabilities), attribute("axis", 1), attribute("keepdims", 0));
    AttributeProto places = attribute("keys_int64s", LongStream.range(0, classes.size()).boxed().toList());
    graph.output(graph.named("label", "LabelEncoder", List.of(best), places, strings("values_strings", classes)),
        DataType.STRING_VALUE, 0);
    graph.output(probabilities, type, classes.size());
  }
}
