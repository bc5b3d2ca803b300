package dev.lariat.net;

import dev.lariat.data.Suggestions;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.ActivationLayer;
import dev.lariat.net.layer.BatchNorm;
import dev.lariat.net.layer.Conv1D;
import dev.lariat.net.layer.Conv2D;
import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Flatten;
import dev.lariat.net.layer.GlobalPool;
import dev.lariat.net.layer.Reshape.Join;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.LayerNorm;
import dev.lariat.net.layer.Padding;
import dev.lariat.net.layer.Pool;
import dev.lariat.net.layer.Pooling;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.net.layer.Reshape;
import dev.lariat.net.layer.Shape;
import dev.lariat.net.layer.SpatialDropout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Layers as a line of text, such as {@code conv 32 3, pool 2, dropout 0.25, flatten, dense 128}: what users write, and
 * what reports print. Items are separated by commas, their words by blanks. Initialisers, regularizers and the
 * constants of normalisations are not in it.
 */
public final class LayerText {
  /** What a layer of units does where nothing is said. */
  private static final Activation USUAL = Activation.RELU;

  private static final List<String> ITEMS = List.of("conv", "conv1d", "pool", "average-pool", "global-average",
      "global-max", "flatten", "dense", "dropout", "spatial-dropout", "batch-norm", "layer-norm", "gru", "lstm", "join",
      "embedding", "image", "sequence");
  private static final Pattern COMMA_OR_WORD = Pattern.compile(",|[^\\s,]+");

  private LayerText() {}

  /** A word and where it begins. */
  private record Word(String text, int at) {}

  /**
   * {@return the layers of a text}
   *
   * @throws IllegalArgumentException with the text and a caret under the place, if it is none
   */
  public static List<Layer> read(String text) {
    var layers = new ArrayList<Layer>();
    var words = new ArrayList<Word>();
    Matcher matcher = COMMA_OR_WORD.matcher(text);
    while (matcher.find()) {
      if (matcher.group().equals(",")) {
        layers.add(item(text, words, matcher.start()));
        words.clear();
      } else {
        words.add(new Word(matcher.group(), matcher.start()));
      }
    }
    layers.add(item(text, words, text.length()));
    return layers;
  }

  private static Layer item(String text, List<Word> words, int end) {
    if (words.isEmpty()) {
      throw wrong(text, end, "a layer is missing");
    }
    var item = new Item(text, words, end);
    try {
      Layer layer = layer(item);
      item.end();
      return layer;
    } catch (Unreadable e) {
      throw e;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw wrong(text, words.getFirst().at(), e.getMessage());
    }
  }

  private static Layer layer(Item item) {
    return switch (item.first().text()) {
      case "conv" -> conv(item);
      case "conv1d" -> conv1d(item);
      case "pool" -> new Pool(Pooling.MAX, item.whole("a size, as in pool 2"));
      case "average-pool" -> new Pool(Pooling.AVERAGE, item.whole("a size, as in average-pool 2"));
      case "global-average" -> Layer.globalAverage();
      case "global-max" -> Layer.globalMax();
      case "flatten" -> Layer.flatten();
      case "dense" -> {
        int units = item.whole("a number of units, as in dense 128");
        yield Layer.dense(units, item.activation().orElse(USUAL));
      }
      case "dropout" -> Layer.dropout(item.rate());
      case "spatial-dropout" -> Layer.spatialDropout(item.rate());
      case "batch-norm" -> Layer.batchNorm();
      case "layer-norm" -> Layer.layerNorm();
      case "embedding" -> Layer.words(item.whole("a length of the words' vectors, as in embedding 32"))
          .dropping(item.rateAfter("dropout"));
      case "gru" -> recurrent(item, Layer.gru(item.whole("a number of units, as in gru 32")));
      case "lstm" -> recurrent(item, Layer.lstm(item.whole("a number of units, as in lstm 32")));
      case "image" -> {
        int[] sizes = item.sizes("a size, as in image 28x28 or image 32x32x3", 2, 3);
        yield Layer.image(sizes[0], sizes[1], sizes.length == 3 ? sizes[2] : 1);
      }
      case "sequence" -> {
        int[] sizes = item.sizes("a length, as in sequence 150 or sequence 150x3", 1, 2);
        int channels = sizes.length == 2 ? sizes[1] : 1;
        yield item.taken("lengths") ? Layer.sequences(sizes[0], channels) : Layer.sequence(sizes[0], channels);
      }
      case "join" -> Layer.join();
      default -> {
        Optional<Activation> activation = activation(item.first().text());
        if (activation.isEmpty()) {
          throw item.wrong(item.first(), "no layer '" + item.first().text() + "': "
              + Suggestions.suggest(item.first().text(), ITEMS, Suggestions.Kind.LAYERS));
        }
        yield Layer.activate(activation.get());
      }
    };
  }

  private static Layer conv(Item item) {
    int units = item.whole("a number of filters, as in conv 32 3");
    int[] kernel = item.sizes("a kernel, as in conv 32 3 or conv 32 3x5", 1, 2);
    boolean same = item.taken("same");
    int stride = item.after("stride");
    return Layer.conv(units, 1, item.activation().orElse(USUAL))
        .size(kernel[0], kernel[kernel.length - 1])
        .padding(same ? Padding.SAME : Padding.VALID)
        .stride(stride);
  }

  private static Layer conv1d(Item item) {
    int units = item.whole("a number of filters, as in conv1d 32 5");
    int size = item.whole("a kernel, as in conv1d 32 5");
    Padding padding = item.taken("same") ? Padding.SAME : item.taken("causal") ? Padding.CAUSAL : Padding.VALID;
    int stride = item.after("stride");
    int dilation = item.after("dilation");
    return Layer.conv1d(units, size, item.activation().orElse(USUAL))
        .padding(padding)
        .stride(stride)
        .dilation(dilation);
  }

  private static Layer recurrent(Item item, Recurrent plain) {
    Recurrent layer = plain.cell() == Recurrent.Cell.GRU && item.taken("reset-before") ? plain.resetBefore() : plain;
    layer = item.taken("sequence") ? layer.sequence() : layer;
    layer = item.taken("bidirectional") ? layer.bidirectional() : layer;
    double input = item.rateAfter("dropout");
    double recurrent = item.rateAfter("recurrent-dropout");
    double weight = item.rateAfter("weight-drop");
    return layer.noise(new Recurrent.Noise(input, recurrent, weight));
  }

  private static Optional<Activation> activation(String word) {
    return Arrays.stream(Activation.values()).filter(activation -> word(activation).equals(word)).findFirst();
  }

  private static String word(Activation activation) {
    return activation.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@return the layers as {@link #read} reads them} */
  public static String of(List<Layer> layers) {
    return layers.stream().map(LayerText::of).collect(Collectors.joining(", "));
  }

  /** {@return one layer} An embedding of a table's categories, which no text makes, is {@code embedding}. */
  public static String of(Layer layer) {
    return switch (layer) {
      case Dense dense -> words("dense " + dense.units(), activated(dense.activation()));
      case Dropout dropout -> "dropout " + number(dropout.rate());
      case BatchNorm _ -> "batch-norm";
      case LayerNorm _ -> "layer-norm";
      case Embedding _ -> "embedding";
      case ActivationLayer activate -> word(activate.activation());
      case Conv2D conv ->
        words("conv " + conv.units() + " " + conv.height() + (conv.width() == conv.height() ? "" : "x" + conv.width()),
            padded(conv.padding()), unlessOne("stride", conv.stride()), activated(conv.activation()));
      case Conv1D conv -> words("conv1d " + conv.units() + " " + conv.size(), padded(conv.padding()),
          unlessOne("stride", conv.stride()), unlessOne("dilation", conv.dilation()), activated(conv.activation()));
      case Pool pool -> (pool.pooling() == Pooling.MAX ? "pool " : "average-pool ") + pool.size();
      case GlobalPool pool -> pool.pooling() == Pooling.MAX ? "global-max" : "global-average";
      case Flatten _ -> "flatten";
      case Join _ -> "join";
      case SpatialDropout dropout -> "spatial-dropout " + number(dropout.rate());
      case Recurrent recurrent -> words(recurrent.label() + " " + recurrent.units(),
          recurrent.cell() == Recurrent.Cell.GRU_RESET_BEFORE ? "reset-before" : "",
          recurrent.output() == Recurrent.Output.SEQUENCE ? "sequence" : "",
          recurrent.direction() == Recurrent.Direction.BIDIRECTIONAL ? "bidirectional" : "",
          unlessZero("dropout", recurrent.noise().input()),
          unlessZero("recurrent-dropout", recurrent.noise().recurrent()),
          unlessZero("weight-drop", recurrent.noise().weight()));
      case Embedding.Words words -> words("embedding " + words.dimension(), unlessZero("dropout", words.dropout()));
      case Reshape reshape -> switch (reshape.shape()) {
        case Shape.Image image ->
          "image " + image.height() + "x" + image.width() + (image.channels() == 1 ? "" : "x" + image.channels());
        case Shape.Sequence sequence ->
          words("sequence " + sequence.length() + (sequence.channels() == 1 ? "" : "x" + sequence.channels()),
              sequence.padded() ? "lengths" : "");
        case Shape.Vector _ -> "flatten";
      };
    };
  }

  private static String words(String... words) {
    return Stream.of(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(" "));
  }

  private static String padded(Padding padding) {
    return padding == Padding.VALID ? "" : padding.name().toLowerCase(Locale.ROOT);
  }

  private static String unlessOne(String word, int value) {
    return value == 1 ? "" : word + " " + value;
  }

  private static String unlessZero(String word, double rate) {
    return rate == 0 ? "" : word + " " + number(rate);
  }

  private static String activated(Activation activation) {
    return activation == USUAL ? "" : word(activation);
  }

  private static String number(double rate) {
    String text = Double.toString(rate);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static Unreadable wrong(String text, int at, String why) {
    return new Unreadable(
        why + System.lineSeparator() + "  " + text + System.lineSeparator() + "  " + " ".repeat(at) + "^");
  }

  /** A text that is no list of layers: its message is the reason, the text, and a caret under the place. */
  public static final class Unreadable extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }

  /**
   * The words of one layer. Its sizes come first, in their order; the words behind them, each with the number that
   * follows it, in any.
   */
  private static final class Item {
    private final String text;
    private final List<Word> words;
    private final int end;
    private final BitSet taken = new BitSet();
    private int next = 1;

    Item(String text, List<Word> words, int end) {
      this.text = text;
      this.words = words;
      this.end = end;
      taken.set(0);
    }

    Word first() {
      return words.getFirst();
    }

    Unreadable wrong(Word word, String why) {
      return LayerText.wrong(text, word.at(), why);
    }

    private Word take(String what) {
      if (next == words.size()) {
        throw LayerText.wrong(text, end, first().text() + " needs " + what);
      }
      taken.set(next);
      return words.get(next++);
    }

    int whole(String what) {
      Word word = take(what);
      return whole(word, word.text(), what);
    }

    private int whole(Word word, String digits, String what) {
      try {
        return Integer.parseInt(digits);
      } catch (NumberFormatException _) {
        throw wrong(word, "'" + word.text() + "' is not " + what);
      }
    }

    int[] sizes(String what, int least, int most) {
      Word word = take(what);
      String[] parts = word.text().split("x", -1);
      if (parts.length < least || parts.length > most) {
        throw wrong(word, "'" + word.text() + "' is not " + what);
      }
      return Arrays.stream(parts).mapToInt(part -> whole(word, part, what)).toArray();
    }

    /** The rate behind a word; 0 where the word is not there. */
    double rateAfter(String word) {
      return taken(word) ? rate() : 0;
    }

    double rate() {
      Word word = take("a rate, as in dropout 0.25");
      try {
        return Double.parseDouble(word.text());
      } catch (NumberFormatException _) {
        throw wrong(word, "'" + word.text() + "' is not a rate, as in dropout 0.25");
      }
    }

    /** Takes a word wherever it stands; what is taken next is what follows it. */
    boolean taken(String word) {
      return takeFirst(word::equals).isPresent();
    }

    /** The number behind a word; 1 where the word is not there. */
    int after(String word) {
      return taken(word) ? whole("a number behind '" + word + "'") : 1;
    }

    Optional<Activation> activation() {
      return takeFirst(word -> LayerText.activation(word).isPresent()).flatMap(LayerText::activation);
    }

    private Optional<String> takeFirst(Predicate<String> wanted) {
      for (int i = taken.nextClearBit(0); i < words.size(); i = taken.nextClearBit(i + 1)) {
        if (wanted.test(words.get(i).text())) {
          taken.set(i);
          next = i + 1;
          return Optional.of(words.get(i).text());
        }
      }
      return Optional.empty();
    }

    void end() {
      int left = taken.nextClearBit(0);
      if (left < words.size()) {
        Word word = words.get(left);
        boolean again = words.stream().limit(left).anyMatch(earlier -> earlier.text().equals(word.text()));
        throw wrong(word,
            again
                ? "'" + word.text() + "' stands there twice"
                : "'" + word.text() + "' does not belong to " + first().text()
                    + (left > 1 ? "; a comma begins the next layer" : ""));
      }
    }
  }
}
