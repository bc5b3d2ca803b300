package dev.lariat.handover.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.lariat.data.DataException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds a graph node by node; values are known by their names. */
final class OnnxGraph {
  /** The domain of the operators for classical machine learning. */
  static final String ML = "ai.onnx.ml";
  /** The domain of ONNX Runtime's own operators. */
  static final String MICROSOFT = "com.microsoft";
  /** The name of the number of rows, which is open. */
  private static final String ROWS = "rows";

  private boolean microsoft;
  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Map<String, Integer> used = new HashMap<>();
  private final Map<String, Integer> inputs = new HashMap<>(); // name → type

  /**
   * An empty graph.
   *
   * @param inputs the names of all inputs that it may get: nothing else is called so
   */
  OnnxGraph(String name, Collection<String> inputs) {
    graph.setName(name);
    inputs.forEach(input -> used.put(input, 1));
  }

  GraphProto build() {
    return graph.build();
  }

  /** An input of one column, added once; its name as it is. */
  String input(String name, int type, String documentation) {
    if (!used.containsKey(name)) {
      throw new IllegalStateException("an input without a reserved name: " + name);
    }
    Integer known = inputs.putIfAbsent(name, type);
    if (known != null) {
      if (known != type) {
        throw new DataException(
            "the column '" + name + "' is a number to one part of the model and a category to another");
      }
      return name;
    }
    graph.addInput(value(name, type, 1).toBuilder().setDocString(documentation));
    return name;
  }

  /** An output; {@code width} 0 for a list. */
  void output(String name, int type, int width) {
    graph.addOutput(value(name, type, width));
  }

  private static ValueInfoProto value(String name, int type, int width) {
    var shape = TensorShapeProto.newBuilder().addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(ROWS));
    if (width > 0) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)))
        .build();
  }

  /** Adds an operator and gives its output's name. */
  String node(String operator, List<String> inputs, AttributeProto... attributes) {
    return node("", operator, free(operator), inputs, attributes);
  }

  /** An operator of the machine-learning domain. */
  String learningNode(String operator, List<String> inputs, AttributeProto... attributes) {
    return node(ML, operator, free(operator), inputs, attributes);
  }

  /** An operator of ONNX Runtime's own, which every build of it has. */
  String microsoftNode(String operator, List<String> inputs, AttributeProto... attributes) {
    microsoft = true;
    return node(MICROSOFT, operator, free(operator), inputs, attributes);
  }

  /** Whether there is an operator of ONNX Runtime's own. */
  boolean isMicrosoft() {
    return microsoft;
  }

  /** Adds an operator with two outputs and gives the second's name. */
  String second(String operator, List<String> inputs, AttributeProto... attributes) {
    String output = free(operator);
    graph.addNode(NodeProto.newBuilder()
        .setOpType(operator)
        .setName(free("node_" + operator))
        .addAllInput(inputs)
        .addOutput(free(operator))
        .addOutput(output)
        .addAllAttribute(Arrays.asList(attributes)));
    return output;
  }

  /**
   * An operator whose result leaves the graph.
   *
   * @param stem what the result is called; {@code stem_output} where a column of the table has that name
   * @return the name of the result
   */
  String named(String stem, String operator, List<String> inputs, AttributeProto... attributes) {
    String output = stem;
    while (used.containsKey(output)) {
      output += "_output";
    }
    used.put(output, 1);
    return node(operator.equals("LabelEncoder") ? ML : "", operator, output, inputs, attributes);
  }

  private String node(String domain, String operator, String output, List<String> inputs,
      AttributeProto... attributes) {
    graph.addNode(NodeProto.newBuilder()
        .setDomain(domain)
        .setOpType(operator)
        .setName(free("node_" + operator))
        .addAllInput(inputs)
        .addOutput(output)
        .addAllAttribute(Arrays.asList(attributes)));
    return output;
  }

  private String free(String stem) {
    String name;
    do {
      name = stem + "_" + used.merge(stem, 1, Integer::sum);
    } while (used.containsKey(name));
    used.put(name, 1);
    return name;
  }

  String floats(String stem, float[] values, long... shape) {
    var tensor = constant(stem, TensorProto.DataType.FLOAT, shape);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    return add(tensor);
  }

  String doubles(String stem, double[] values, long... shape) {
    var tensor = constant(stem, TensorProto.DataType.DOUBLE, shape);
    for (double value : values) {
      tensor.addDoubleData(value);
    }
    return add(tensor);
  }

  String longs(String stem, long[] values, long... shape) {
    var tensor = constant(stem, TensorProto.DataType.INT64, shape);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return add(tensor);
  }

  String words(String stem, List<String> values, long... shape) {
    var tensor = constant(stem, TensorProto.DataType.STRING, shape);
    values.forEach(value -> tensor.addStringData(utf8(value)));
    return add(tensor);
  }

  private TensorProto.Builder constant(String stem, TensorProto.DataType type, long... shape) {
    var tensor = TensorProto.newBuilder().setName(free(stem)).setDataType(type.getNumber());
    for (long extent : shape) {
      tensor.addDims(extent);
    }
    return tensor;
  }

  private String add(TensorProto.Builder tensor) {
    graph.addInitializer(tensor);
    return tensor.getName();
  }

  static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INT).setI(value).build();
  }

  static AttributeProto attribute(String name, float value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.FLOAT).setF(value).build();
  }

  static AttributeProto string(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(utf8(value))
        .build();
  }

  static AttributeProto strings(String name, List<String> values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRINGS)
        .addAllStrings(values.stream().map(OnnxGraph::utf8).toList())
        .build();
  }

  static AttributeProto attribute(String name, List<Long> values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(values)
        .build();
  }

  static AttributeProto floatList(String name, List<Float> values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOATS)
        .addAllFloats(values)
        .build();
  }

  private static ByteString utf8(String text) {
    return ByteString.copyFrom(text, StandardCharsets.UTF_8);
  }
}
