package dev.lariat.handover.onnx;

import static dev.lariat.handover.onnx.OnnxGraph.attribute;
import static dev.lariat.handover.onnx.OnnxGraph.string;
import static dev.lariat.handover.onnx.OnnxGraph.strings;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.lariat.data.DataException;
import dev.lariat.data.text.TextFeatures;
import dev.lariat.data.text.TextOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Texts as a graph: raw strings in, weighted terms out. ONNX Runtime's own operators part a text into words or
 * characters; these become numbers, so that a word that ONNX Runtime lowers otherwise than Java has one number under
 * both spellings, and n-grams are counted over the numbers. For one use.
 */
final class OnnxText {
  /** A letter but İ, a digit or an underscore. */
  private static final String PLAIN = "(?:[^\\P{L}\u0130]|[\\p{N}_])";
  /**
   * A word as it stands in the text, before it is put into lower case: İ becomes i and a combining point, which ends
   * the word, so that İ is the last letter of a word that has another.
   */
  private static final String WORD = PLAIN + "+\u0130|" + PLAIN + "{2,}";
  /** Of what no term holds; the numbers of what they hold begin behind it. */
  private static final long UNKNOWN = 0;
  /** What the tokenizer says of a place where nothing is, and of the beginning and the end of a text. */
  private static final List<String> NOTHING = List.of("", "\u0002", "\u0003");
  /** Every glibc has it; others a slim container may lack. */
  private static final String LOCALE = "C.UTF-8";
  private static final char FINAL_SIGMA = 'ς';
  private static final char SIGMA = 'σ';
  private static final String POINT_ABOVE = "\u0307";

  private final OnnxGraph graph;
  private final String column;
  private final TextFeatures features;
  private final TextOptions options;
  private final String input;
  private long other = UNKNOWN; // of words, or characters, that no term holds, where their place matters
  private final Map<String, Long> numbers = new LinkedHashMap<>(); // of words, or of characters

  /** @param input the texts, {@code [rows, 1]} strings */
  OnnxText(OnnxGraph graph, String column, TextFeatures features, String input) {
    this.graph = graph;
    this.column = column;
    this.features = features;
    this.options = features.options();
    this.input = input;
    for (String term : features.terms()) {
      pieces(term).forEach(piece -> numbers.computeIfAbsent(piece, _ -> numbers.size() + 1L));
    }
  }

  /** A term's words, or its characters. */
  private List<String> pieces(String term) {
    return switch (options.terms()) {
      case WORDS -> List.of(term.split(" ", -1));
      case CHARACTERS -> term.codePoints().mapToObj(Character::toString).toList();
    };
  }

  /**
   * The weighted terms of every row, {@code [rows, terms]} in doubles.
   *
   * @param present {@code [rows, 1]} doubles, 0 where the text is missing, else 1
   * @throws DataException if ONNX cannot part the texts as Lariat does
   */
  String terms(String present) {
    String counts = graph.node("Cast", List.of(counts(switch (options.terms()) {
      case WORDS -> words();
      case CHARACTERS -> characters();
    })), attribute("to", DataType.DOUBLE_VALUE));
    double[] idf = features.idf();
    String weighted = node("Mul", options.sublinear() ? sublinear(counts) : counts,
        graph.doubles("idf", idf, 1, idf.length));
    String squares = node("ReduceSum", node("Mul", weighted, weighted), graph.longs("axis", new long[]{1}, 1));
    String empty = node("Equal", squares, number(0));
    String length = graph.node("Sqrt", List.of(graph.node("Where", List.of(empty, number(1), squares))));
    return node("Mul", node("Div", weighted, length), present);
  }

  /**
   * The numbers of every row's first words and behind them how many they are, {@code [rows, most + 1]} in int64; a word
   * that is not known, and a text without words, is one behind the last.
   *
   * @param present {@code [rows, 1]} int64, 0 where the text is missing, else 1
   * @throws DataException if ONNX cannot part the texts as Lariat does
   */
  String inOrder(String present, int most) {
    other = numbers.size() + 1L;
    String found = switch (options.terms()) {
      case WORDS -> words();
      case CHARACTERS -> characters();
    };
    String there = node("Mul", found, present);
    String nothing = graph.node("Cast", List.of(node("Equal", there, whole(UNKNOWN))),
        attribute("to", DataType.INT64_VALUE));
    String first = without(there, nothing);
    // At least so many places, and no more.
    String wide = node("Pad", first, graph.longs("padding", new long[]{0, 0, 0, most}, 4));
    String taken = graph.node("Slice", List.of(wide, graph.longs("from", new long[]{0}, 1),
        graph.longs("to", new long[]{most}, 1), graph.longs("axis", new long[]{1}, 1)));
    String empty = node("Equal", taken, whole(UNKNOWN));
    String places = graph.node("Where", List.of(empty, whole(numbers.size()), node("Sub", taken, whole(1))));
    String words = graph.node("Cast", List.of(graph.node("Not", List.of(empty))),
        attribute("to", DataType.INT64_VALUE));
    String count = node("Max", node("ReduceSum", words, graph.longs("axis", new long[]{1}, 1)), whole(1));
    return graph.node("Concat", List.of(places, count), attribute("axis", 1));
  }

  /** 1 + ln(count), and 0 for 0. */
  private String sublinear(String counts) {
    String logarithm = graph.node("Log", List.of(node("Max", counts, number(1))));
    return node("Add", logarithm, node("Min", counts, number(1)));
  }

  /** Every row's words by their numbers, {@code [rows, most words of a row]}; 0 where there is none. */
  private String words() {
    String tokens = graph.microsoftNode("Tokenizer", List.of(input), attribute("mark", 1), attribute("mincharnum", 1),
        string("pad_value", ""), string("tokenexp", WORD));
    // The normaliser wants one row, and at least one word.
    String flat = node("Reshape", tokens, graph.longs("shape", new long[]{1, -1}, 2));
    String all = graph.node("Concat", List.of(flat, graph.words("word", List.of(""), 1, 1)), attribute("axis", 1));
    String lower = graph.node("StringNormalizer", List.of(all), string("case_change_action", "LOWER"),
        string("locale", LOCALE));
    String shape = graph.node("Gather",
        List.of(graph.node("Shape", List.of(tokens)), graph.longs("dimensions", new long[]{0, 2}, 2)),
        attribute("axis", 0));
    String pieces = rows(found(lower, spellings(numbers)), shape);
    if (options.stopWords().isEmpty() || (options.longest() == 1 && other == UNKNOWN)) {
      return pieces;
    }
    Map<String, Long> stops = new LinkedHashMap<>();
    options.stopWords().forEach(word -> stops.put(word, 1L));
    return without(pieces, rows(labels(lower, spellings(stops)), shape));
  }

  /** Numbers of one long row and one word more, as rows again. */
  private String rows(String all, String shape) {
    String part = graph.node("Slice", List.of(all, graph.longs("from", new long[]{0}, 1),
        graph.longs("to", new long[]{-1}, 1), graph.longs("axis", new long[]{1}, 1)));
    return padded(graph.node("Reshape", List.of(part, shape), attribute("allowzero", 1)));
  }

  /** One number 0 more in every row, so that there is one where no row has a word. */
  private String padded(String pieces) {
    String zeros = labels(input, Map.of("", UNKNOWN));
    return graph.node("Concat", List.of(pieces, zeros), attribute("axis", 1));
  }

  /** Words as ONNX Runtime puts them into lower case: Σ at the end of a word becomes σ there. */
  private Map<String, Long> spellings(Map<String, Long> words) {
    Map<String, Long> spellings = new LinkedHashMap<>(words);
    words.forEach((word, number) -> {
      String other = word.replace(FINAL_SIGMA, SIGMA);
      Long known = spellings.putIfAbsent(other, number);
      if (known != null && !known.equals(number)) {
        throw new DataException("column '" + column + "': the words '" + word + "' and '" + other
            + "' differ in a final sigma, which ONNX's lower case does not tell apart; --to keras, pytorch, mlx and "
            + "java do");
      }
    });
    return spellings;
  }

  /** Every row's characters by their numbers, two and more blanks in a row as one. */
  private String characters() {
    for (String piece : numbers.keySet()) {
      if (piece.indexOf(FINAL_SIGMA) >= 0 || piece.equals(POINT_ABOVE)) {
        throw new DataException("column '" + column + "': ONNX does not put "
            + (piece.equals(POINT_ABOVE) ? "İ" : "a final Σ") + " into lower case as Lariat does, character by "
            + "character; --to keras, pytorch, mlx and java do, and so do words in place of --text-chars");
      }
    }
    String tokens = graph.microsoftNode("Tokenizer", List.of(input), attribute("mark", 1), attribute("mincharnum", 1),
        string("pad_value", ""), strings("separators", List.of("")));
    String squeezed = node("Squeeze", tokens, graph.longs("axis", new long[]{1}, 1));
    Map<String, Long> spellings = new LinkedHashMap<>();
    Map<String, Long> blanks = new LinkedHashMap<>();
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
        String character = Character.toString(point);
        Long number = numbers.get(character.toLowerCase(Locale.ROOT));
        if (number != null) {
          spellings.put(character, number);
        }
        if (isBlank(point)) {
          blanks.put(character, 1L);
        }
      }
    }
    String found = padded(found(squeezed, spellings));
    String blank = padded(labels(squeezed, blanks));
    String before = shifted(blank, 0, -1, new long[]{0, 1, 0, 0});
    String after = shifted(blank, 1, Long.MAX_VALUE, new long[]{0, 0, 0, 1});
    String repeated = node("Mul", blank, before);
    String first = node("Mul", node("Sub", blank, repeated), after);
    String one = graph.longs("blank", new long[]{numbers.getOrDefault(" ", other)});
    String joined = node("Add", node("Mul", found, node("Sub", whole(1), first)), node("Mul", first, one));
    return without(joined, repeated);
  }

  /** What Python's {@code \s} is. */
  private static boolean isBlank(int point) {
    return (point >= '\t' && point <= '\r') || (point >= 0x1c && point <= ' ') || point == 0x85
        || (point >= 0xa0 && Character.isSpaceChar(point));
  }

  /** Numbers of each row's neighbours; beyond the row's ends 0. */
  private String shifted(String values, long from, long to, long[] padding) {
    String part = graph.node("Slice", List.of(values, graph.longs("from", new long[]{from}, 1),
        graph.longs("to", new long[]{to}, 1), graph.longs("axis", new long[]{1}, 1)));
    return node("Pad", part, graph.longs("padding", padding, padding.length));
  }

  /** The pieces but those that are removed (1, else 0), in their order; 0 fills up the end of a row. */
  private String without(String pieces, String removed) {
    String size = graph.node("Shape", List.of(pieces));
    String width = node("Gather", size, graph.longs("last", new long[]{1}, 1));
    String places = graph.node("Range", List.of(whole(0), node("Gather", size, whole(1)), whole(1)));
    String key = node("Add", places, node("Mul", removed, width));
    String kept = node("Mul", pieces, node("Sub", whole(1), removed));
    String order = graph.second("TopK", List.of(key, width), attribute("axis", 1), attribute("largest", 0),
        attribute("sorted", 1));
    return graph.node("GatherElements", List.of(kept, order), attribute("axis", 1));
  }

  /** How often each term stands in each row, {@code [rows, terms]} in floats. */
  private String counts(String pieces) {
    List<String> terms = features.terms();
    int longest = terms.stream().mapToInt(term -> pieces(term).size()).max().orElseThrow();
    int shortest = terms.stream().mapToInt(term -> pieces(term).size()).min().orElseThrow();
    var starts = new ArrayList<Long>();
    var features = new ArrayList<Long>();
    var pool = new ArrayList<Long>();
    for (int n = 1; n <= longest; n++) {
      starts.add((long) pool.size());
      for (int t = 0; t < terms.size(); t++) {
        List<String> own = pieces(terms.get(t));
        if (own.size() == n) {
          own.forEach(piece -> pool.add(numbers.get(piece)));
          features.add((long) t);
        }
      }
    }
    return graph.node("TfIdfVectorizer", List.of(pieces), attribute("min_gram_length", shortest),
        attribute("max_gram_length", longest), attribute("max_skip_count", 0), string("mode", "TF"),
        attribute("ngram_counts", starts), attribute("ngram_indexes", features), attribute("pool_int64s", pool));
  }

  /** The numbers of pieces. */
  private String found(String pieces, Map<String, Long> spellings) {
    if (other == UNKNOWN) {
      return labels(pieces, spellings);
    }
    Map<String, Long> all = new LinkedHashMap<>(spellings);
    NOTHING.forEach(nothing -> all.put(nothing, UNKNOWN));
    return labels(pieces, all, other);
  }

  private String labels(String words, Map<String, Long> of) {
    return labels(words, of, UNKNOWN);
  }

  private String labels(String words, Map<String, Long> of, long others) {
    return graph.learningNode("LabelEncoder", List.of(words), strings("keys_strings", List.copyOf(of.keySet())),
        attribute("values_int64s", List.copyOf(of.values())), attribute("default_int64", others));
  }

  private String node(String operator, String left, String right) {
    return graph.node(operator, List.of(left, right));
  }

  private String number(double value) {
    return graph.doubles("number", new double[]{value});
  }

  private String whole(long value) {
    return graph.longs("whole", new long[]{value});
  }
}
