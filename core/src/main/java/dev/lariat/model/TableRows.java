package dev.lariat.model;

import dev.lariat.data.Dataset;
import dev.lariat.data.Target;
import dev.lariat.data.TextColumn;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.data.encoding.Feature;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.data.encoding.SparseMatrix;
import dev.lariat.data.text.TextFeatures;
import dev.lariat.loss.Targets;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Reshape;
import dev.lariat.net.layer.Shape;
import dev.lariat.net.Network;
import dev.lariat.net.SparseRows;
import dev.lariat.net.TrainingRows;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Rows of a table as a network trains on them. */
public final class TableRows {
  /** Inputs are kept sparse where fewer than one in so many is not 0. */
  private static final int SPARSE = 8;
  /** One of them costs about as much as so many in a dense product. */
  public static final int ENTRY = 2;

  private TableRows() {}

  /**
   * Encodes rows, sparse where few inputs are not 0, with their weights where the table has some.
   *
   * @param target of the same rows, in the same order
   */
  public static TrainingRows encode(Dataset data, int[] rows, Target target, Preprocessing encoder, TargetScale scale) {
    var targets = switch (target.task()) {
      case CLASSIFICATION -> Targets.labels(target.labels(), target.classes().size());
      case REGRESSION -> {
        double[] numbers = target.learnt();
        float[] values = new float[rows.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = scale.output(numbers[i]);
        }
        yield Targets.values(values);
      }
    };
    var encoded = sparse(data, encoder)
        ? TrainingRows.of(sparse(data, rows, encoder), targets)
        : TrainingRows.of(encoder.encode(data, rows), encoder.width(), targets);
    encoded = described(encoded, encoder);
    if (data.weightsName().isEmpty()) {
      return encoded;
    }
    double[] weights = select(data.weights(), rows);
    float[] narrow = new float[weights.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) weights[i];
    }
    return encoded.withSampleWeights(narrow);
  }

  /** The same rows, of whose inputs it is known what they are made from. */
  static TrainingRows described(TrainingRows encoded, Preprocessing encoder) {
    return encoded.withColumns(encoder.features().stream().mapToInt(Feature::source).toArray())
        .withWords(words(encoder.features()));
  }

  private static BitSet words(List<Feature> features) {
    var words = new BitSet(features.size());
    for (int input = 0; input < features.size(); input++) {
      words.set(input, features.get(input).role() == Feature.Role.TERM);
    }
    return words;
  }

  /** Whether few inputs of a row are not 0. */
  public static boolean sparse(Dataset data, Preprocessing encoder) {
    return encoder.entriesPerRow(data) * SPARSE < encoder.width();
  }

  static SparseRows sparse(Dataset data, int[] rows, Preprocessing encoder) {
    SparseMatrix columns = encoder.sparse(data, rows);
    int[] starts = new int[columns.rows() + 1];
    for (int entry = 0; entry < columns.entries(); entry++) {
      starts[columns.row(entry) + 1]++;
    }
    for (int row = 0; row < columns.rows(); row++) {
      starts[row + 1] += starts[row];
    }
    int[] next = starts.clone();
    int[] inputs = new int[columns.entries()];
    float[] values = new float[columns.entries()];
    for (int column = 0; column < columns.columns(); column++) {
      for (int entry = columns.columnStart(column); entry < columns.columnStart(column + 1); entry++) {
        int at = next[columns.row(entry)]++;
        inputs[at] = column;
        values[at] = (float) columns.value(entry);
      }
    }
    return new SparseRows(columns.columns(), starts, inputs, values);
  }

  /**
   * How a table becomes the inputs of a network: where it reads rows as maps, all columns are numbers of these.
   *
   * @throws IllegalArgumentException if the map has not as many numbers as the table has columns beside the target
   */
  public static PreprocessingOptions preprocessing(Network network, Dataset data, PreprocessingOptions options) {
    if (network.layers().isEmpty() || !(network.layers().getFirst() instanceof Reshape(Shape shape))) {
      return options;
    }
    int columns = data.features().size();
    if (network.words().isPresent()) {
      var _ = network.words().get().output(shape, network.words().get().label()); // refuses others by name
      return options.words(shape.size());
    }
    if (shape.hasPadding()) {
      if (columns <= shape.size()) {
        throw new IllegalArgumentException(shape + " has " + shape.size() + " numbers and a length, and " + data.name()
            + " has " + columns + " columns to learn from: too few");
      }
      return options.sequences(shape.size() / shape.channels(), shape.channels());
    }
    if (columns != shape.size()) {
      throw new IllegalArgumentException(shape + " has " + shape.size() + " numbers, and " + data.name() + " has "
          + columns + " columns to learn from: " + (columns > shape.size() ? "leave the others out" : "too few"));
    }
    return options.channels(shape.channels());
  }

  /** The values of some rows. */
  public static double[] select(double[] values, int[] rows) {
    double[] selected = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = values[rows[i]];
    }
    return selected;
  }

  /**
   * Where the network reads words, it is told how many there are. Where the preprocessing gives codes, a learned vector
   * for each comes first. Its length is fastai's rule, 1.6·codes^0.56, at most 50.
   */
  public static Network withEmbeddings(Network network, Preprocessing encoder) {
    if (network.words().isPresent()) {
      return withWords(network, encoder);
    }
    List<Feature> features = encoder.features();
    var codes = new ArrayList<Embedding.Code>();
    for (int input = 0; input < features.size(); input++) {
      int levels = features.get(input).codes();
      if (features.get(input).role() == Feature.Role.CODE) {
        int dimension = Math.clamp(Math.round(1.6 * StrictMath.pow(levels, 0.56)), 1, 50);
        codes.add(new Embedding.Code(input, levels, dimension));
      }
    }
    if (codes.isEmpty()) {
      return network;
    }
    var layers = new ArrayList<Layer>();
    layers.add(Layer.embedding(codes.toArray(Embedding.Code[]::new)));
    layers.addAll(network.layers());
    return new Network(layers, network.output(), network.outputInitializer());
  }

  /** {@return what is to be said of texts that are longer than what a network reads of them; empty where none is} */
  public static Optional<String> longTexts(Network network, Dataset data) {
    if (network.words().isEmpty()) {
      return Optional.empty();
    }
    int most = network.sequence().orElseThrow().length();
    return data.features()
        .stream()
        .filter(TextColumn.class::isInstance)
        .map(TextColumn.class::cast)
        .findFirst()
        .flatMap(text -> {
          int longer = TextFeatures.longer(text::text, data.allRows(), text.options(), most);
          return longer == 0
              ? Optional.empty()
              : Optional.of(longer + " of " + data.rows() + " texts of '" + text.name() + "' have more than " + most
                  + " words: the network reads the first " + most
                  + "; --layers \"sequence N lengths, embedding …\" reads N");
        });
  }

  private static Network withWords(Network network, Preprocessing encoder) {
    int words = encoder.encodings()
        .stream()
        .filter(Encoding.Words.class::isInstance)
        .map(Encoding.Words.class::cast)
        .mapToInt(Encoding.Words::words)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("an embedding of words needs a column of text"));
    List<Layer> layers = network.layers()
        .stream()
        .<Layer>map(layer -> layer instanceof Embedding.Words embedding ? embedding.of(words) : layer)
        .toList();
    return new Network(layers, network.output(), network.outputInitializer());
  }
}
