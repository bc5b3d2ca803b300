package dev.lariat.handover.onnx;

import static dev.lariat.handover.onnx.OnnxGraph.attribute;
import static dev.lariat.handover.onnx.OnnxGraph.floatList;
import static dev.lariat.handover.onnx.OnnxGraph.strings;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.lariat.data.BooleanColumn;
import dev.lariat.data.LevelIndex;
import dev.lariat.data.encoding.DatePart;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.Scale;
import dev.lariat.io.column.Missing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The preprocessing as a graph: a table's columns in, each {@code [rows, 1]}, the model's inputs out. Numbers come as
 * doubles with NaN for missing, categories and yes or no as strings with an empty one for missing, dates as doubles of
 * days since 1970-01-01. For one use.
 */
final class OnnxEncoder {
  /** How tables write that a value is missing. */
  private static final List<String> MISSING = Missing.words();
  /** In clips: further out an input is the clip, and its square would overflow. */
  private static final double FAR = 1e100;
  /** A place that no one-hot vector has: all its numbers are 0. */
  private static final long NOWHERE = 1L << 40;

  private final OnnxGraph graph;
  private final boolean[] wanted; // per feature
  private final boolean inDoubles;
  private final List<String> numbers = new ArrayList<>(); // [rows, 1] doubles, NaN for missing
  private final List<Scale> scales = new ArrayList<>();
  private final List<Integer> numberFeatures = new ArrayList<>(); // −1 where only the indicator is wanted
  private final Map<Integer, Integer> indicators = new HashMap<>(); // feature → which number is missing
  private final List<String> blocks = new ArrayList<>(); // [rows, n]
  private final List<Integer> order = new ArrayList<>(); // the feature of each column of the blocks
  private final Map<Integer, String> codes = new HashMap<>(); // feature → [rows] int64

  OnnxEncoder(OnnxGraph graph, Preprocessing preprocessing, List<Integer> features, boolean inDoubles) {
    this.graph = graph;
    this.inDoubles = inDoubles;
    wanted = new boolean[preprocessing.width()];
    features.forEach(feature -> wanted[feature] = true);
    int from = 0;
    for (Encoding encoding : preprocessing.encodings()) {
      boolean any = false;
      for (int f = from; f < from + encoding.width(); f++) {
        any |= wanted[f];
      }
      if (any) {
        add(encoding, from);
      }
      from += encoding.width();
    }
    scale();
  }

  /** The code of a feature that is embedded: {@code [rows]} of int64. */
  String code(int feature) {
    return codes.get(feature);
  }

  /** These features, in this order: {@code [rows, n]}. */
  String inputs(List<Integer> features) {
    String all = blocks.size() == 1 ? blocks.getFirst() : graph.node("Concat", blocks, attribute("axis", 1));
    if (order.equals(features)) {
      return all;
    }
    Map<Integer, Integer> at = new HashMap<>();
    for (int i = 0; i < order.size(); i++) {
      at.putIfAbsent(order.get(i), i);
    }
    long[] places = features.stream().mapToLong(at::get).toArray();
    return graph.node("Gather", List.of(all, graph.longs("places", places, places.length)), attribute("axis", 1));
  }

  private void add(Encoding encoding, int at) {
    switch (encoding) {
      case Encoding.Numeric numeric -> {
        String input = graph.input(numeric.column(), DataType.DOUBLE_VALUE, "a number; NaN is missing");
        number(input, numeric.scale(), at, numeric.indicator() ? at + 1 : -1);
      }
      case Encoding.Hinges hinges -> addHinges(hinges, at);
      case Encoding.Bool bool -> {
        String input = graph.input(bool.column(), DataType.STRING_VALUE, "yes or no; empty is missing");
        number(yesNo(input), bool.scale(), at, bool.indicator() ? at + 1 : -1);
      }
      case Encoding.Date date -> addDate(date, at);
      case Encoding.OneHot hot -> addOneHot(hot, at);
      case Encoding.Code code -> {
        String input = graph.input(code.column(), DataType.STRING_VALUE, "a category; empty is missing");
        codes.put(at, flat(places(input, code.levels(), 1, code.codes() - 1, 0)));
      }
      case Encoding.Text text -> addText(text, at);
      case Encoding.Words words -> addWords(words, at);
    }
  }

  private void number(String input, Scale scale, int feature, int indicator) {
    boolean indicated = indicator >= 0 && wanted[indicator];
    if (!wanted[feature] && !indicated) {
      return;
    }
    if (indicated) {
      indicators.put(indicator, numbers.size());
    }
    numbers.add(input);
    scales.add(scale);
    numberFeatures.add(wanted[feature] ? feature : -1);
  }

  /** The number as any other; beside it how far it is through the pieces that are wanted, side by side. */
  private void addHinges(Encoding.Hinges hinges, int at) {
    String input = graph.input(hinges.column(), DataType.DOUBLE_VALUE, "a number; NaN is missing");
    number(input, hinges.scale(), at, hinges.indicator() ? at + hinges.width() - 1 : -1);
    var from = new ArrayList<Double>();
    var length = new ArrayList<Double>();
    for (int piece = 0; piece < hinges.pieces(); piece++) {
      if (wanted[at + 1 + piece]) {
        from.add(hinges.edges().get(piece));
        length.add(hinges.edges().get(piece + 1) - hinges.edges().get(piece));
        order.add(at + 1 + piece);
      }
    }
    if (!from.isEmpty()) {
      String filled = graph.node("Where",
          List.of(graph.node("IsNaN", List.of(input)), scalar(hinges.scale().fill()), input));
      blocks.add(narrowed(
          graph.node("Clip", List.of(node("Div", minus(filled, row(from)), row(length)), scalar(0), scalar(1)))));
    }
  }

  private String yesNo(String input) {
    List<String> words = spellings();
    String found = graph.learningNode("LabelEncoder", List.of(input), strings("keys_strings", words),
        floatList("values_floats", words.stream().map(word -> (float) BooleanColumn.meaning(word)).toList()),
        attribute("default_float", Float.NaN));
    return graph.node("Cast", List.of(found), attribute("to", DataType.DOUBLE_VALUE));
  }

  /** Of yes and no, in small letters, in capitals, and with a capital in front. */
  private static List<String> spellings() {
    var words = new LinkedHashSet<String>();
    for (String word : List.of("false", "true", "no", "yes", "f", "t", "n", "y", "0", "1", "0.0", "1.0")) {
      String upper = word.toUpperCase(Locale.ROOT);
      words.addAll(List.of(word, upper, upper.charAt(0) + word.substring(1)));
    }
    return List.copyOf(words);
  }

  private void addOneHot(Encoding.OneHot hot, int at) {
    String input = graph.input(hot.column(), DataType.STRING_VALUE, "a category; empty is missing");
    int levels = hot.levels().size();
    long missing = hot.indicator() ? hot.width() - 1 : NOWHERE;
    long unseen = hot.other() ? levels : NOWHERE;
    String places = flat(places(input, hot.levels(), 0, missing, unseen));
    String one = graph.node("OneHot",
        List.of(places, graph.longs("depth", new long[]{hot.width()}, 1), graph.floats("offOn", new float[]{0, 1}, 2)),
        attribute("axis", 1)); // ONNX Runtime has none of doubles
    blocks.add(inDoubles ? graph.node("Cast", List.of(one), attribute("to", DataType.DOUBLE_VALUE)) : one);
    for (int i = 0; i < hot.width(); i++) {
      order.add(at + i);
    }
  }

  /** 0 where a text is missing, else 1. */
  private String present(String input, int type) {
    return graph.node("Cast",
        List.of(graph.learningNode("LabelEncoder", List.of(input), strings("keys_strings", MISSING),
            floatList("values_floats", MISSING.stream().map(_ -> 0f).toList()), attribute("default_float", 1f))),
        attribute("to", type));
  }

  private void addWords(Encoding.Words words, int at) {
    String input = graph.input(words.column(), DataType.STRING_VALUE, "a text; empty is missing");
    blocks
        .add(
            graph.node("Cast",
                List.of(new OnnxText(graph, words.column(), words.features(), input)
                    .inOrder(present(input, DataType.INT64_VALUE), words.most())),
                attribute("to", DataType.FLOAT_VALUE)));
    for (int i = 0; i < words.width(); i++) {
      order.add(at + i);
    }
  }

  private void addText(Encoding.Text text, int at) {
    String input = graph.input(text.column(), DataType.STRING_VALUE, "a text; empty is missing");
    String present = present(input, DataType.DOUBLE_VALUE);
    blocks.add(narrowed(new OnnxText(graph, text.column(), text.features(), input).terms(present)));
    for (int t = 0; t < text.features().width(); t++) {
      order.add(at + t);
    }
    if (text.indicator()) {
      blocks.add(narrowed(minus(scalar(1), present)));
      order.add(at + text.width() - 1);
    }
  }

  /**
   * Turns levels into their places; a level may be spelt like a missing value. Another program may have written whole
   * numbers with {@code .0} or without, and yes and no in words of its own.
   */
  private String places(String input, List<String> levels, long first, long missing, long unseen) {
    var words = new ArrayList<String>();
    var values = new ArrayList<Long>();
    for (int i = 0; i < levels.size(); i++) {
      words.add(levels.get(i));
      values.add(first + i);
    }
    for (String word : MISSING) {
      if (!levels.contains(word)) {
        words.add(word);
        values.add(missing);
      }
    }
    var index = new LevelIndex(levels);
    var others = new LinkedHashSet<>(spellings());
    levels.stream().map(LevelIndex::value).forEach(value -> others.addAll(List.of(value, value + ".0")));
    others.removeAll(new HashSet<>(words));
    for (String other : others) {
      int place = index.of(other);
      if (place >= 0) {
        words.add(other);
        values.add(first + place);
      }
    }
    return graph.learningNode("LabelEncoder", List.of(input), strings("keys_strings", words),
        attribute("values_int64s", values), attribute("default_int64", unseen));
  }

  private String flat(String column) {
    return graph.node("Reshape", List.of(column, graph.longs("shape", new long[]{-1}, 1)));
  }

  private void addDate(Encoding.Date date, int at) {
    String days = graph.input(date.column(), DataType.DOUBLE_VALUE,
        "days since 1970-01-01, the time of day as fraction; NaN is missing");
    int indicator = date.indicator() ? at + date.parts().size() : -1;
    for (int p = 0; p < date.parts().size(); p++) {
      number(part(date.parts().get(p), days), date.scales().get(p), at + p, p == 0 ? indicator : -1);
    }
  }

  /** A date's part by arithmetic on days: Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days. */
  private String part(DatePart part, String days) {
    return switch (part) {
      case DAY -> days;
      case HOUR -> node("Div", graph.node("Round", List.of(times(minus(days, floor(days)), 86_400))), scalar(3_600));
      case WEEKDAY -> {
        String fromThursday = plus(floor(days), 3);
        yield plus(minus(fromThursday, times(quotient(fromThursday, 7), 7)), 1);
      }
      case YEAR, MONTH -> {
        String z = plus(floor(days), 719_468);
        String era = quotient(z, 146_097);
        String doe = minus(z, times(era, 146_097));
        String corrected = minus(node("Add", minus(doe, quotient(doe, 1460)), quotient(doe, 36_524)),
            quotient(doe, 146_096));
        String yoe = quotient(corrected, 365);
        String doy = minus(doe, minus(node("Add", times(yoe, 365), quotient(yoe, 4)), quotient(yoe, 100)));
        String month = quotient(plus(times(doy, 5), 2), 153); // from March, 0
        String nextYear = quotient(month, 10); // January and February
        yield part == DatePart.YEAR
            ? node("Add", node("Add", yoe, times(era, 400)), nextYear)
            : minus(plus(month, 3), times(nextYear, 12));
      }
    };
  }

  private String quotient(String value, double by) {
    return floor(node("Div", value, scalar(by)));
  }

  private String times(String value, double by) {
    return node("Mul", value, scalar(by));
  }

  private String plus(String value, double summand) {
    return node("Add", value, scalar(summand));
  }

  private String minus(String value, String subtrahend) {
    return node("Sub", value, subtrahend);
  }

  private String floor(String value) {
    return graph.node("Floor", List.of(value));
  }

  private String node(String operator, String left, String right) {
    return graph.node(operator, List.of(left, right));
  }

  private String scalar(double value) {
    return graph.doubles("number", new double[]{value});
  }

  /** All numbers side by side: missing ones filled, scaled, squeezed, only then narrowed to floats. */
  private void scale() {
    if (numbers.isEmpty()) {
      return;
    }
    int k = numbers.size();
    String raw = k == 1 ? numbers.getFirst() : graph.node("Concat", numbers, attribute("axis", 1));
    String missing = graph.node("IsNaN", List.of(raw));
    String filled = graph.node("Where", List.of(missing, row(scales.stream().map(Scale::fill).toList()), raw));
    // A factor of 0 stands for a spread beyond the largest double: less its center a number may be infinite.
    String centered = minus(filled,
        row(scales.stream().map(scale -> scale.factor() == 0 ? 0 : scale.center()).toList()));
    String scaled = node("Mul", centered, row(scales.stream().map(Scale::factor).toList()));
    if (scales.stream().anyMatch(scale -> scale.clip() != 0)) {
      String clip = row(scales.stream().map(scale -> scale.clip() == 0 ? Double.MAX_VALUE : scale.clip()).toList());
      List<Double> far = scales.stream()
          .map(scale -> FAR * scale.clip())
          .map(e -> e == 0 ? Double.MAX_VALUE : e)
          .toList();
      scaled = node("Max", node("Min", scaled, row(far)), row(far.stream().map(end -> -end).toList()));
      String ratio = node("Div", scaled, clip);
      scaled = node("Div", scaled, graph.node("Sqrt", List.of(plus(node("Mul", ratio, ratio), 1))));
    }
    blocks.add(narrowed(scaled));
    order.addAll(numberFeatures);
    if (!indicators.isEmpty()) {
      String flags = graph.node("Cast", List.of(missing),
          attribute("to", inDoubles ? DataType.DOUBLE_VALUE : DataType.FLOAT_VALUE));
      List<Integer> features = List.copyOf(indicators.keySet());
      long[] places = features.stream().mapToLong(indicators::get).toArray();
      blocks.add(
          graph.node("Gather", List.of(flags, graph.longs("places", places, places.length)), attribute("axis", 1)));
      order.addAll(features);
    }
  }

  private String narrowed(String doubles) {
    return inDoubles ? doubles : graph.node("Cast", List.of(doubles), attribute("to", DataType.FLOAT_VALUE));
  }

  private String row(List<Double> values) {
    return graph.doubles("row", values.stream().mapToDouble(Double::doubleValue).toArray(), 1, values.size());
  }
}
