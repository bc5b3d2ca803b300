package dev.lariat.data.encoding;

import dev.lariat.data.ColumnKind;
import dev.lariat.data.DateOrder;
import dev.lariat.data.NumberText;
import dev.lariat.data.Schema;
import dev.lariat.data.text.TextFeatures;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * How one column becomes one or more inputs: what was learnt from the training rows, and nothing else, in plain values,
 * so that a model file can keep it exactly.
 */
public sealed interface Encoding {
  /** The column's name. */
  String column();

  /** How many inputs it becomes. */
  int width();

  /** How a new table is to be read for it. */
  Schema.Field field(boolean required);

  /**
   * A number, and an indicator where it may be missing.
   *
   * @param column the column's name
   * @param scale its scale
   * @param indicator whether a second input tells where the number is missing
   */
  record Numeric(String column, Scale scale, boolean indicator) implements Encoding {
    /** Checks that nothing is null. */
    public Numeric {
      Objects.requireNonNull(column);
      Objects.requireNonNull(scale);
    }

    @Override
    public int width() {
      return indicator ? 2 : 1;
    }

    @Override
    public Schema.Field field(boolean required) {
      return new Schema.Field(column, ColumnKind.NUMERIC, null, required);
    }
  }

  /**
   * A number, and beside it how far it is through each piece of its range: 0 below the piece, 1 above it, and straight
   * in between. A linear model of these inputs is a line with a bend at every edge. Piecewise linear encoding:
   * Gorishniy, Rubachev and Babenko 2022, "On Embeddings for Numerical Features in Tabular Deep Learning". The number
   * itself stays the first input, so that a straight line needs one coefficient.
   *
   * @param column the column's name
   * @param scale of the number
   * @param edges of the pieces, in the column's unit: at least three, ascending, no two so far apart that a double
   * cannot tell
   * @param indicator whether one more input tells where the number is missing
   */
  record Hinges(String column, Scale scale, List<Double> edges, boolean indicator) implements Encoding {
    /** Checks that edges ascend. */
    public Hinges {
      Objects.requireNonNull(column);
      Objects.requireNonNull(scale);
      edges = List.copyOf(edges);
      boolean ascend = edges.size() > 2;
      for (int i = 1; i < edges.size(); i++) {
        double gap = edges.get(i) - edges.get(i - 1);
        ascend &= gap > 0 && gap < Double.POSITIVE_INFINITY;
      }
      if (!ascend) {
        throw new IllegalArgumentException("column '" + column + "': the edges " + edges + " do not ascend");
      }
    }

    /** How many pieces there are. */
    public int pieces() {
      return edges.size() - 1;
    }

    /** What to call the pieces, for example {@code age 2: 31 to 38.5}. */
    List<String> names() {
      return IntStream.range(0, pieces())
          .mapToObj(piece -> column + " " + (piece + 1) + ": " + NumberText.number(edges.get(piece)) + " to "
              + NumberText.number(edges.get(piece + 1)))
          .toList();
    }

    /**
     * How far a number is through a piece.
     *
     * @param number NaN where it is missing: then the scale's fill stands for it
     * @return 0 below the piece, 1 above it
     */
    public double through(int piece, double number) {
      double from = edges.get(piece);
      double there = Double.isNaN(number) ? scale.fill() : number;
      return Math.clamp((there - from) / (edges.get(piece + 1) - from), 0.0, 1.0);
    }

    /**
     * One of its inputs.
     *
     * @param number NaN where it is missing
     */
    double input(int input, double number) {
      return input == 0
          ? scale.apply(number)
          : input <= pieces() ? through(input - 1, number) : Double.isNaN(number) ? 1 : 0;
    }

    @Override
    public int width() {
      return 1 + pieces() + (indicator ? 1 : 0);
    }

    @Override
    public Schema.Field field(boolean required) {
      return new Schema.Field(column, ColumnKind.NUMERIC, null, required);
    }
  }

  /**
   * Yes or no as one number, and an indicator where it may be missing.
   *
   * @param column the column's name
   * @param scale of 0 for no and 1 for yes
   * @param indicator whether a second input tells where it is missing
   */
  record Bool(String column, Scale scale, boolean indicator) implements Encoding {
    /** Checks that nothing is null. */
    public Bool {
      Objects.requireNonNull(column);
      Objects.requireNonNull(scale);
    }

    @Override
    public int width() {
      return indicator ? 2 : 1;
    }

    @Override
    public Schema.Field field(boolean required) {
      return new Schema.Field(column, ColumnKind.BOOLEAN, null, required);
    }
  }

  /**
   * A date as the parts that differ between the training rows, and an indicator where it may be missing.
   *
   * @param column the column's name
   * @param order how the table writes its dates
   * @param parts which parts are inputs
   * @param scales theirs
   * @param indicator whether one more input tells where the date is missing
   */
  record Date(String column, DateOrder order, List<DatePart> parts, List<Scale> scales,
      boolean indicator) implements Encoding {
    /** Checks that there is a scale per part. */
    public Date {
      Objects.requireNonNull(column);
      Objects.requireNonNull(order);
      parts = List.copyOf(parts);
      scales = List.copyOf(scales);
      if (parts.isEmpty() || parts.size() != scales.size()) {
        throw new IllegalArgumentException(
            "column '" + column + "': " + parts.size() + " parts, " + scales.size() + " scales");
      }
    }

    @Override
    public int width() {
      return parts.size() + (indicator ? 1 : 0);
    }

    @Override
    public Schema.Field field(boolean required) {
      return new Schema.Field(column, ColumnKind.DATE, order, required);
    }
  }

  /**
   * A category as one input per level, 1 where the row has it, else 0. A level that was not seen in training takes the
   * input of the joined rare levels; where there were none nothing was learnt for it, and all inputs are 0.
   *
   * @param column the column's name
   * @param levels those with an input of their own, sorted
   * @param other whether one more input stands for all other levels
   * @param indicator whether one more input tells where the level is missing
   */
  record OneHot(String column, List<String> levels, boolean other, boolean indicator) implements Encoding {
    /** Checks that levels are distinct and there is an input. */
    public OneHot {
      Objects.requireNonNull(column);
      levels = distinct(column, levels);
      if (levels.isEmpty() && !other && !indicator) {
        throw new IllegalArgumentException("column '" + column + "' has no level");
      }
    }

    @Override
    public int width() {
      return levels.size() + (other ? 1 : 0) + (indicator ? 1 : 0);
    }

    @Override
    public Schema.Field field(boolean required) {
      return new Schema.Field(column, ColumnKind.CATEGORY, null, required);
    }
  }

  /**
   * A category as one integer code, for an embedding: 0 for rare and unseen levels, 1 to n for the levels, n + 1 where
   * missing.
   *
   * @param column the column's name
   * @param levels those with a code of their own, sorted
   */
  record Code(String column, List<String> levels) implements Encoding {
    /** Checks that levels are distinct. */
    public Code {
      Objects.requireNonNull(column);
      levels = distinct(column, levels);
    }

    /** How many codes there are: the rows of the embedding. */
    public int codes() {
      return levels.size() + 2;
    }

    @Override
    public int width() {
      return 1;
    }

    @Override
    public Schema.Field field(boolean required) {
      return new Schema.Field(column, ColumnKind.CATEGORY, null, required);
    }
  }

  /**
   * A text as one input per term of the vocabulary, most of them 0, and an indicator where it may be missing. The terms
   * keep their scale, which is their rarity and the length of the row.
   *
   * @param column the column's name
   * @param features the vocabulary and the weights of its terms
   * @param indicator whether one more input tells where the text is missing
   */
  record Text(String column, TextFeatures features, boolean indicator) implements Encoding {
    /** Checks that there is a term. */
    public Text {
      Objects.requireNonNull(column);
      if (features.width() == 0) {
        throw new IllegalArgumentException("column '" + column + "' has no term");
      }
    }

    @Override
    public int width() {
      return Math.addExact(features.width(), indicator ? 1 : 0);
    }

    @Override
    public Schema.Field field(boolean required) {
      return new Schema.Field(column, ColumnKind.TEXT, null, required);
    }
  }

  /**
   * A text as the numbers of its first words in their order, and behind them how many they are. A word is its place in
   * the vocabulary; words that are not in it are one more. A text without words, and one that is missing, is a single
   * such word.
   *
   * @param column the column's name
   * @param features the vocabulary; the weights of its terms do not matter
   * @param most how many words are read
   */
  record Words(String column, TextFeatures features, int most) implements Encoding {
    /** Checks that there is a word, and that words are read one by one. */
    public Words {
      Objects.requireNonNull(column);
      if (features.width() == 0 || most < 1) {
        throw new IllegalArgumentException("column '" + column + "' has no word");
      }
      if (features.options().longest() > 1) {
        throw new IllegalArgumentException("column '" + column + "': words in their order are read one by one, without"
            + " --text-ngrams, or with --text-chars 1-1");
      }
    }

    /** How many words there are, without the one that stands for all others. */
    public int words() {
      return features.width();
    }

    @Override
    public int width() {
      return Math.addExact(most, 1);
    }

    @Override
    public Schema.Field field(boolean required) {
      return new Schema.Field(column, ColumnKind.TEXT, null, required);
    }
  }

  private static List<String> distinct(String column, List<String> levels) {
    if (new HashSet<>(levels).size() != levels.size()) {
      throw new IllegalArgumentException("column '" + column + "' has a level twice");
    }
    return List.copyOf(levels);
  }
}
