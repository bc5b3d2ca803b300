package dev.lariat.handover.onnx;

import static dev.lariat.handover.onnx.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.Architecture.Stage;
import dev.lariat.net.layer.GlobalPool;
import dev.lariat.net.layer.Pool;
import dev.lariat.net.layer.Pooling;
import dev.lariat.handover.pruning.TrainedNetwork;
import dev.lariat.net.layer.Shape;
import java.util.List;

/**
 * Sequences with lengths of their own in a graph: a row is its steps, how many there are, and what stands beside them.
 * For one use.
 */
final class OnnxPadding {
  private final OnnxGraph graph;
  private String lengths; // [rows] of int64
  private String beside; // [rows, n]; null where nothing stands there

  OnnxPadding(OnnxGraph graph) {
    this.graph = graph;
  }

  /** Takes rows apart; gives the steps, [rows, channels, steps], with zeros for the padding. */
  String read(Stage stage, String x) {
    Shape.Sequence sequence = (Shape.Sequence) stage.output();
    String steps = graph.node("Reshape",
        List.of(part(x, 0, sequence.size()), longs(-1, sequence.length(), sequence.channels())));
    lengths = graph.node("Cast",
        List.of(graph.node("Reshape", List.of(part(x, sequence.size(), sequence.size() + 1), longs(-1)))),
        attribute("to", DataType.INT64_VALUE));
    beside = stage.inputs() == sequence.size() + 1 ? null : part(x, sequence.size() + 1, stage.inputs());
    String maps = graph.node("Transpose", List.of(steps), attribute("perm", List.of(0L, 2L, 1L)));
    return cleared(maps, sequence.length());
  }

  /** The vectors of words, from their numbers: [rows, dimension, steps]. */
  String words(TrainedNetwork network, Stage stage, Embedding.Words words, String x) {
    String table = graph.floats(stage.name() + ".table", network.parameter(stage, "table").values(), words.words() + 1L,
        words.dimension());
    String places = graph.node("Cast", List.of(graph.node("Squeeze", List.of(x, longs(1)))),
        attribute("to", DataType.INT64_VALUE));
    String vectors = graph.node("Gather", List.of(table, places), attribute("axis", 0));
    return cleared(graph.node("Transpose", List.of(vectors), attribute("perm", List.of(0L, 2L, 1L))),
        ((Shape.Sequence) stage.output()).length());
  }

  private String part(String x, long from, long to) {
    return graph.node("Slice", List.of(x, longs(from), longs(to), longs(1)));
  }

  private String longs(long... values) {
    return graph.longs("places", values, values.length);
  }

  /** {@return how many steps rows have, as an operator of recurrence takes it: [rows] of int32} */
  String lengths() {
    return graph.node("Cast", List.of(lengths), attribute("to", DataType.INT32_VALUE));
  }

  /** {@return where there is a step: [rows, 1, steps]} */
  private String there(int steps) {
    long[] places = new long[steps];
    for (int t = 0; t < steps; t++) {
      places[t] = t;
    }
    String ends = graph.node("Reshape", List.of(lengths, longs(-1, 1, 1)));
    return graph.node("Less", List.of(graph.longs("steps", places, 1, 1, steps), ends));
  }

  /** {@return maps with zeros for the padding} */
  String cleared(String maps, int steps) {
    return graph.node("Where", List.of(there(steps), maps, graph.floats("zero", new float[]{0}, 1)));
  }

  private String lowered(String maps, int steps) {
    return graph.node("Where", List.of(there(steps), maps, graph.floats("low", new float[]{-Float.MAX_VALUE}, 1)));
  }

  /** {@return how many steps rows have, as numbers to divide maps by: [rows, 1, 1], at least 1 and at most so many} */
  private String count(long most) {
    String some = graph.node("Max", List.of(lengths, longs(1)));
    String few = most > 0 ? graph.node("Min", List.of(some, longs(most))) : some;
    return graph.node("Reshape",
        List.of(graph.node("Cast", List.of(few), attribute("to", DataType.FLOAT_VALUE)), longs(-1, 1, 1)));
  }

  /** A pool of the steps that are there; a row that is shorter than a window keeps one. */
  String pooled(Stage stage, Pool pool, String x) {
    int before = ((Shape.Sequence) stage.input()).length();
    int after = ((Shape.Sequence) stage.output()).length();
    var size = attribute("kernel_shape", List.of((long) pool.size()));
    var stride = attribute("strides", List.of((long) pool.size()));
    String joined = switch (pool.pooling()) {
      case MAX -> graph.node("MaxPool", List.of(lowered(x, before)), size, stride);
      case AVERAGE -> {
        String share = graph.node("Div",
            List.of(graph.floats("window", new float[]{pool.size()}, 1), count(pool.size())));
        yield graph.node("Mul", List.of(graph.node("AveragePool", List.of(x), size, stride), share));
      }
    };
    // A row of no step has none behind it, too: Min(length, Max(1, length / size)).
    lengths = graph.node("Min", List.of(lengths,
        graph.node("Max", List.of(longs(1), graph.node("Div", List.of(lengths, longs(pool.size())))))));
    return cleared(joined, after);
  }

  /** All steps that are there, channel by channel: [rows, channels]. */
  String joined(Stage stage, GlobalPool pool, String x) {
    int steps = ((Shape.Sequence) stage.input()).length();
    String all = pool.pooling() == Pooling.MAX
        ? graph.node("GlobalMaxPool", List.of(lowered(x, steps)))
        : graph.node("Div",
            List.of(
                graph.node("Mul",
                    List.of(graph.node("GlobalAveragePool", List.of(x)), graph.floats("steps", new float[]{steps}, 1))),
                count(0)));
    return graph.node("Flatten", List.of(all), attribute("axis", 1));
  }

  /** What stands beside the sequences, behind a vector. */
  String join(String x) {
    return beside == null ? x : graph.node("Concat", List.of(x, beside), attribute("axis", 1));
  }
}
