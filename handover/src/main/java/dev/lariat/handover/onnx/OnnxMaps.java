package dev.lariat.handover.onnx;

import static dev.lariat.handover.onnx.OnnxGraph.attribute;

import dev.lariat.handover.pruning.TrainedNetwork;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.Architecture.Stage;
import dev.lariat.net.layer.Convolution;
import dev.lariat.net.layer.Flatten;
import dev.lariat.net.layer.GlobalPool;
import dev.lariat.net.layer.Reshape.Join;
import dev.lariat.net.layer.MapLayer;
import dev.lariat.net.layer.Pool;
import dev.lariat.net.layer.Pooling;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.net.layer.Reshape;
import dev.lariat.net.layer.Shape;
import dev.lariat.net.layer.SpatialDropout;
import dev.lariat.net.layer.Window;
import java.util.ArrayList;
import java.util.List;

/** Layers on images and sequences in a graph, where a map's channels come before its height and width. */
final class OnnxMaps {
  private OnnxMaps() {}

  /** Adds a layer without its activation, and gives its output's name. */
  static String add(TrainedNetwork network, Stage stage, MapLayer layer, OnnxGraph graph, OnnxPadding padding,
      String x) {
    boolean sequence = stage.input() instanceof Shape.Sequence;
    return switch (layer) {
      case Reshape(Shape shape) ->
        shape.hasPadding() ? padding.read(stage, x) : reshaped(shape, graph, channelsLast(stage.input(), graph, x));
      case Convolution convolution -> convolved(network, stage, convolution, sequence, graph, x);
      case Pool pool when stage.input().hasPadding() -> padding.pooled(stage, pool, x);
      case Pool pool -> graph.node(pool.pooling() == Pooling.MAX ? "MaxPool" : "AveragePool", List.of(x),
          attribute("kernel_shape", sides(pool.size(), sequence)), attribute("strides", sides(pool.size(), sequence)));
      case GlobalPool pool when stage.input().hasPadding() -> padding.joined(stage, pool, x);
      case GlobalPool pool ->
        flat(graph, graph.node(pool.pooling() == Pooling.MAX ? "GlobalMaxPool" : "GlobalAveragePool", List.of(x)));
      case Flatten _ -> flat(graph, channelsLast(stage.input(), graph, x));
      case Join _ -> padding.join(x);
      case SpatialDropout _ -> x;
      case Embedding.Words words -> padding.words(network, stage, words, x);
      case Recurrent recurrent -> OnnxRecurrent.add(network, stage, recurrent, graph, padding, x);
    };
  }

  private static String flat(OnnxGraph graph, String x) {
    return graph.node("Flatten", List.of(x), attribute("axis", 1));
  }

  private static List<Long> sides(long size, boolean sequence) {
    return sequence ? List.of(size) : List.of(size, size);
  }

  private static String reshaped(Shape shape, OnnxGraph graph, String x) {
    long[] sizes = switch (shape) {
      case Shape.Vector vector -> new long[]{-1, vector.size()};
      case Shape.Image image -> new long[]{-1, image.height(), image.width(), image.channels()};
      case Shape.Sequence sequence -> new long[]{-1, sequence.length(), sequence.channels()};
    };
    String maps = graph.node("Reshape", List.of(x, graph.longs("shape", sizes, sizes.length)));
    return switch (shape) {
      case Shape.Vector _ -> maps;
      case Shape.Image _ -> graph.node("Transpose", List.of(maps), attribute("perm", List.of(0L, 3L, 1L, 2L)));
      case Shape.Sequence _ -> graph.node("Transpose", List.of(maps), attribute("perm", List.of(0L, 2L, 1L)));
    };
  }

  private static String channelsLast(Shape shape, OnnxGraph graph, String x) {
    return switch (shape) {
      case Shape.Vector _ -> x;
      case Shape.Image _ -> graph.node("Transpose", List.of(x), attribute("perm", List.of(0L, 2L, 3L, 1L)));
      case Shape.Sequence _ -> graph.node("Transpose", List.of(x), attribute("perm", List.of(0L, 2L, 1L)));
    };
  }

  private static String convolved(TrainedNetwork network, Stage stage, Convolution convolution, boolean sequence,
      OnnxGraph graph, String x) {
    Window window = convolution.window(stage.input(), stage.name());
    Window.Axis down = window.vertical();
    Window.Axis along = window.horizontal();
    long units = convolution.units();
    float[] kernel = channelsFirst(network.parameter(stage, "kernel").values(), window, convolution.units());
    var inputs = new ArrayList<>(List.of(x,
        sequence
            ? graph.floats(stage.name() + ".kernel", kernel, units, window.channels(), along.kernel())
            : graph.floats(stage.name() + ".kernel", kernel, units, window.channels(), down.kernel(), along.kernel())));
    if (convolution.bias()) {
      inputs.add(graph.floats(stage.name() + ".bias", network.parameter(stage, "bias").values(), units));
    }
    List<Long> pads = sequence
        ? List.of((long) along.before(), (long) along.after())
        : List.of((long) down.before(), (long) along.before(), (long) down.after(), (long) along.after());
    List<Long> strides = sides(along.stride(), sequence);
    List<Long> dilations = sides(along.dilation(), sequence);
    return graph.node("Conv", inputs, attribute("pads", pads), attribute("strides", strides),
        attribute("dilations", dilations));
  }

  /** {@code [height][width][channel][unit]} as {@code [unit][channel][height][width]}. */
  private static float[] channelsFirst(float[] kernel, Window window, int units) {
    int places = window.vertical().kernel() * window.horizontal().kernel();
    float[] turned = new float[kernel.length];
    for (int place = 0; place < places; place++) {
      for (int channel = 0; channel < window.channels(); channel++) {
        for (int unit = 0; unit < units; unit++) {
          turned[(unit * window.channels() + channel) * places
              + place] = kernel[(place * window.channels() + channel) * units + unit];
        }
      }
    }
    return turned;
  }
}
