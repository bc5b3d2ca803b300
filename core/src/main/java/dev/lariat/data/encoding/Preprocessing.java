package dev.lariat.data.encoding;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.LevelIndex;
import dev.lariat.data.RowSelection;
import dev.lariat.data.Schema;
import dev.lariat.data.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a table becomes the inputs of a model: fitted on training rows only, applied to any table with the same columns,
 * found by name. Plain values throughout, so that a model file keeps it exactly. A chunk of a table is encoded as the
 * whole table is.
 *
 * @param options by which it was fitted
 * @param encodings per used column, in the table's order
 * @param unused columns whose inputs the model does not use, so that a table may lack them; their inputs are then 0
 * @param leftOut columns that are not used at all, and why
 * @param spreads of columns of numbers that are not scaled, by name; empty in files of earlier versions
 */
public record Preprocessing(PreprocessingOptions options, List<Encoding> encodings, Set<String> unused,
    List<LeftOut> leftOut, Map<String, Spread> spreads) {
  /** With more columns their spreads are not kept: they would outgrow the model. */
  private static final int MOST_SPREADS = 1_000;

  /** Rows that are encoded column by column together, so that their inputs stay in the cache. */
  private static final int BLOCK = 64;

  /**
   * A column that is not used.
   *
   * @param column its name
   * @param reason why, such as {@code constant}
   */
  public record LeftOut(String column, String reason) {}

  /** Copies the lists. */
  public Preprocessing {
    Objects.requireNonNull(options);
    encodings = List.copyOf(encodings);
    unused = Collections.unmodifiableSortedSet(new TreeSet<>(unused));
    leftOut = List.copyOf(leftOut);
    spreads = spreads == null ? Map.of() : Collections.unmodifiableSortedMap(new TreeMap<>(spreads));
    long width = 0;
    for (Encoding encoding : encodings) {
      width += encoding.width();
    }
    Math.toIntExact(width);
  }

  /** Whose columns have a scale that tells their spread. */
  public Preprocessing(PreprocessingOptions options, List<Encoding> encodings, Set<String> unused,
      List<LeftOut> leftOut) {
    this(options, encodings, unused, leftOut, Map.of());
  }

  /**
   * Learns from the training rows how to encode the table's features. Constant and identifier-like columns, and those
   * in which the training rows do not differ, are left out.
   *
   * @param rows the training rows
   * @throws DataException if no column is left
   */
  public static Preprocessing fit(Dataset data, int[] rows, PreprocessingOptions options) {
    Preprocessing learnt = learn(data, rows, options);
    if (learnt.encodings.isEmpty()) {
      List<LeftOut> leftOut = learnt.leftOut;
      throw new DataException(data.name() + ": no column is left to learn from: "
          + (leftOut.isEmpty()
              ? "there is only the target"
              : leftOut.getFirst().column() + " is " + leftOut.getFirst().reason())
          + (leftOut.size() > 1 ? ", and " + (leftOut.size() - 1) + " more are left out" : ""));
    }
    return learnt;
  }

  /**
   * As {@link #fit}, for the training rows of a fold of a table that can be learnt from. Where no column differs in
   * these rows one stays all the same, with an input that is the same in every row, so that what is learnt is the
   * constant.
   *
   * @param rows the training rows
   * @throws DataException if no column could ever differ, or all rows have weight 0
   */
  public static Preprocessing fitFold(Dataset data, int[] rows, PreprocessingOptions options) {
    Preprocessing learnt = learn(data, rows, options);
    if (!learnt.encodings.isEmpty()) {
      return learnt;
    }
    return data.features()
        .stream()
        .flatMap(column -> EncodingFit.same(column).stream())
        .findFirst()
        .map(encoding -> new Preprocessing(options, List.of(encoding), Set.of(),
            learnt.leftOut.stream().filter(out -> !out.column().equals(encoding.column())).toList()))
        .orElseGet(() -> fit(data, rows, options));
  }

  private static Preprocessing learn(Dataset data, int[] rows, PreprocessingOptions options) {
    if (rows.length == 0) {
      throw new DataException(data.name() + ": there are no rows to learn from");
    }
    double[] weights = data.weights();
    int[] counting = Arrays.stream(rows).filter(row -> weights[row] > 0).toArray();
    if (counting.length == 0) {
      throw new DataException(data.name() + ": all rows to learn from have weight 0");
    }
    double[] times = EncodingFit.times(weights, counting);
    if (options.channels() > 0) {
      return new MapFit(data, counting, times, options).preprocessing();
    }
    if (options.words() > 0) {
      return new WordFit(data, counting, times, options).preprocessing();
    }
    EncodingFit fit = new EncodingFit(options, counting, times);
    List<Encoding> encodings = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    for (Column column : data.features()) {
      Encoding encoding = fit.fit(column);
      if (encoding != null) {
        encodings.add(encoding);
      } else {
        leftOut.add(new LeftOut(column.name(), EncodingFit.reason(column)));
      }
    }
    return new Preprocessing(options, encodings, Set.of(), leftOut,
        options.scaling() == Scaling.NONE && encodings.size() <= MOST_SPREADS
            ? Spread.of(data, encodings, counting)
            : Map.of());
  }

  /** How many inputs there are. */
  public int width() {
    int width = 0;
    for (Encoding encoding : encodings) {
      width += encoding.width();
    }
    return width;
  }

  /** The inputs, in order. */
  public List<Feature> features() {
    List<Feature> features = new ArrayList<>();
    for (int source = 0; source < encodings.size(); source++) {
      Encoding encoding = encodings.get(source);
      int place = source;
      String column = encoding.column();
      switch (encoding) {
        case Encoding.Numeric numeric -> {
          features.add(new Feature(column, source, column, Feature.Role.NUMBER, null, 0));
          addMissing(features, source, column, numeric.indicator());
        }
        case Encoding.Hinges hinges -> {
          features.add(new Feature(column, source, column, Feature.Role.NUMBER, null, 0));
          hinges.names().forEach(name -> features.add(new Feature(name, place, column, Feature.Role.PIECE, null, 0)));
          addMissing(features, source, column, hinges.indicator());
        }
        case Encoding.Bool bool -> {
          features.add(new Feature(column, source, column, Feature.Role.NUMBER, null, 0));
          addMissing(features, source, column, bool.indicator());
        }
        case Encoding.Date date -> {
          for (DatePart part : date.parts()) {
            String name = column + " " + part.name().toLowerCase(Locale.ROOT);
            features.add(new Feature(name, source, column, Feature.Role.DATE_PART, null, 0));
          }
          addMissing(features, source, column, date.indicator());
        }
        case Encoding.OneHot hot -> {
          for (String level : hot.levels()) {
            features.add(new Feature(column + "=" + level, source, column, Feature.Role.LEVEL, level, 0));
          }
          if (hot.other()) {
            features.add(new Feature(column + " other", source, column, Feature.Role.OTHER, null, 0));
          }
          addMissing(features, source, column, hot.indicator());
        }
        case Encoding.Code code ->
          features.add(new Feature(column, source, column, Feature.Role.CODE, null, code.codes()));
        case Encoding.Text text -> {
          for (String term : text.features().terms()) {
            features.add(new Feature(column + ":" + term, source, column, Feature.Role.TERM, term, 0));
          }
          addMissing(features, source, column, text.indicator());
        }
        case Encoding.Words words -> {
          for (int word = 1; word <= words.most(); word++) {
            features.add(new Feature(column + " word " + word, source, column, Feature.Role.WORD, null, 0));
          }
          features.add(new Feature(column + " words", source, column, Feature.Role.NUMBER, null, 0));
        }
      }
    }
    return List.copyOf(features);
  }

  private static void addMissing(List<Feature> features, int source, String column, boolean there) {
    if (there) {
      features.add(new Feature(column + " missing", source, column, Feature.Role.MISSING, null, 0));
    }
  }

  /**
   * A column in which rows have a level that the model does not know.
   *
   * @param column its name
   * @param rows how many rows
   * @param example one such level
   */
  public record UnknownLevels(String column, int rows, String example) {}

  /**
   * The columns of a table in which rows have levels that got no input of their own in training: unseen, or rare there.
   */
  public List<UnknownLevels> unknownLevels(Dataset data) {
    List<UnknownLevels> unknown = new ArrayList<>();
    for (Encoding encoding : encodings) {
      List<String> levels = switch (encoding) {
        case Encoding.OneHot hot -> hot.levels();
        case Encoding.Code code -> code.levels();
        case Encoding.Numeric _,Encoding.Hinges _,Encoding.Bool _,Encoding.Date _,Encoding.Text _,Encoding.Words _ ->
          null;
      };
      if (levels != null && data.has(encoding.column())) {
        count(data.column(encoding.column()), levels, unknown);
      }
    }
    return List.copyOf(unknown);
  }

  private static void count(Column column, List<String> levels, List<UnknownLevels> unknown) {
    LevelIndex index = new LevelIndex(levels);
    Map<String, Boolean> known = new HashMap<>();
    int rows = 0;
    String example = null;
    for (int row = 0; row < column.rows(); row++) {
      String text = column.text(row);
      if (text != null && !known.computeIfAbsent(text, level -> index.of(level) >= 0)) {
        rows++;
        example = example == null ? text : example;
      }
    }
    if (rows > 0) {
      unknown.add(new UnknownLevels(column.name(), rows, example));
    }
  }

  /** This preprocessing, where a table may lack these columns, because no weight of the model depends on them. */
  public Preprocessing unused(Set<String> columns) {
    return new Preprocessing(options, encodings, columns, leftOut, spreads);
  }

  /** How to read a new table for this preprocessing: its columns by the kinds that they had in training. */
  public Schema schema() {
    return new Schema(encodings.stream().map(encoding -> encoding.field(!unused.contains(encoding.column()))).toList());
  }

  /**
   * The inputs of the given rows, row by row.
   *
   * @return [rows × width]
   * @throws DataException if the table lacks a column, or a value is not what it was in training
   */
  public float[] encode(Dataset data, int[] rows) {
    float[] out = new float[Sizes.product(rows.length, width())];
    encode(data, rows, out, 0);
    return out;
  }

  /**
   * The inputs of the given rows, row by row.
   *
   * @param out [rows × width] from {@code offset}; overwritten
   * @throws DataException if the table lacks a column, or a value is not what it was in training
   */
  public void encode(Dataset data, int[] rows, float[] out, int offset) {
    int width = width();
    Objects.checkFromIndexSize(offset, Sizes.product(rows.length, width), out.length);
    List<BoundColumn> bound = bind(data);
    Arrays.fill(out, offset, offset + rows.length * width, 0);
    for (int from = 0; from < rows.length; from += BLOCK) {
      int to = Math.min(rows.length, from + BLOCK);
      int at = offset + from * width;
      for (BoundColumn column : bound) {
        column.encode(rows, from, to, out, at, width);
        at += column.encoding().width();
      }
    }
  }

  /**
   * The inputs of the given rows, one array per input.
   *
   * @return [width][rows]
   * @throws DataException if the table lacks a column, or a value is not what it was in training
   */
  public double[][] columns(Dataset data, int[] rows) {
    double[][] columns = new double[width()][rows.length];
    int at = 0;
    for (BoundColumn bound : bind(data)) {
      bound.encode(rows, columns, at);
      at += bound.encoding().width();
    }
    return columns;
  }

  /**
   * The inputs of the given rows, of which only those other than 0 are kept. Sparse columns and one-hot levels cost
   * what they keep.
   *
   * @return [rows × width]
   * @throws DataException if the table lacks a column, or a value is not what it was in training
   */
  public SparseMatrix sparse(Dataset data, int[] rows) {
    return SparseEncoder.encode(bind(data), width(), new RowSelection(data.rows(), rows), rows);
  }

  /**
   * About how many inputs of a row are not 0, of {@link #width()}: known zeros are those of sparse columns and one-hot
   * levels.
   */
  public double entriesPerRow(Dataset data) {
    double sum = 0;
    for (BoundColumn bound : bind(data)) {
      sum += SparseEncoder.entriesPerRow(bound);
    }
    return sum;
  }

  /**
   * Whether an input keeps the scale that it has, whatever is standardised: terms of texts do, whose scale is their
   * rarity.
   *
   * @return [width]
   */
  public boolean[] keepScale() {
    boolean[] keep = new boolean[width()];
    int at = 0;
    for (Encoding encoding : encodings) {
      if (encoding instanceof Encoding.Text text) {
        Arrays.fill(keep, at, at + text.features().width(), true);
      }
      at += encoding.width();
    }
    return keep;
  }

  private List<BoundColumn> bind(Dataset data) {
    List<BoundColumn> bound = new ArrayList<>(encodings.size());
    List<String> lacking = new ArrayList<>();
    for (Encoding encoding : encodings) {
      boolean there = data.has(encoding.column());
      if (!there && !unused.contains(encoding.column())) {
        lacking.add(encoding.column());
      }
      bound.add(new BoundColumn(encoding, there ? data.column(encoding.column()) : null));
    }
    if (!lacking.isEmpty()) {
      String first = lacking.getFirst();
      throw new DataException("no column '" + first + "' in " + data.name()
          + (lacking.size() == 1 ? "" : " (and " + (lacking.size() - 1) + " more that the model needs)") + ": "
          + Suggestions.suggest(first, data.columns().stream().map(Column::name).toList(), Suggestions.Kind.COLUMNS));
    }
    return bound;
  }
}
