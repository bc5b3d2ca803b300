package dev.lariat.net.layer;

import java.util.function.Predicate;
import dev.lariat.penalty.WeightShape;
import dev.lariat.penalty.Regularizer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * Learned vectors for categories with many levels (Guo and Berkhahn, 2016). An input column that carries integer codes
 * is replaced by the vector of its code; the other inputs come first in the output, in their order, then the vectors in
 * the order of {@code codes}. Only as the first layer.
 *
 * @param codes which inputs carry codes; each input at most once
 * @param regularizers on the tables of vectors; a table is {@code (levels + 1) × dimension}
 */
public record Embedding(List<Code> codes, List<Regularizer> regularizers) implements Layer {
  /**
   * An input that carries codes. A code outside {@code 0…levels−1}, or NaN, is a level of its own: unseen.
   *
   * @param input which input, from 0
   * @param levels how many codes there are
   * @param dimension length of a vector
   */
  public record Code(int input, int levels, int dimension) {
    /** Checks the ranges. */
    public Code {
      if (input < 0 || levels < 1 || dimension < 1 || levels > 1 << 24) {
        throw new IllegalArgumentException(
            "an embedding needs an input ≥ 0, levels from 1 to 2²⁴ and a dimension ≥ 1, not " + input + ", " + levels
                + ", " + dimension);
      }
      int _ = Math.multiplyExact(levels + 1, dimension);
    }

    /** The row of the table for an input's value. */
    public int row(float value) {
      int code = (int) value;
      return code >= 0 && code < levels && code == value ? code : levels;
    }
  }

  /** Tables begin as U(±0.05), as Keras' do. */
  private static final double TABLE_BOUND = 0.05;

  /** Checks that no input is embedded twice. */
  public Embedding {
    codes = List.copyOf(codes);
    regularizers = List.copyOf(regularizers);
    var seen = new HashSet<Integer>();
    for (Code code : codes) {
      if (!seen.add(code.input())) {
        throw new IllegalArgumentException("input " + code.input() + " is embedded twice");
      }
    }
    if (codes.isEmpty()) {
      throw new IllegalArgumentException("an embedding layer without codes");
    }
  }

  private int outputs(int inputs) {
    int outputs = inputs - codes.size();
    for (Code code : codes) {
      outputs = Math.addExact(outputs, code.dimension());
    }
    return outputs;
  }

  /** A vector's numbers all belong to its code's column. */
  @Override
  public int[] columns(Shape input, int[] columnOfInput) {
    int inputs = input.size();
    int[] columns = new int[outputs(inputs)];
    int[] codeOf = codeOfInput(inputs);
    int at = 0;
    for (int i = 0; i < inputs; i++) {
      if (codeOf[i] < 0) {
        columns[at++] = columnOfInput == null ? i : columnOfInput[i];
      }
    }
    for (Code code : codes) {
      int column = columnOfInput == null ? code.input() : columnOfInput[code.input()];
      Arrays.fill(columns, at, at + code.dimension(), column);
      at += code.dimension();
    }
    return columns;
  }

  /** Which code each input carries, −1 for none. */
  public int[] codeOfInput(int inputs) {
    int[] codeOf = new int[inputs];
    Arrays.fill(codeOf, -1);
    for (int c = 0; c < codes.size(); c++) {
      codeOf[codes.get(c).input()] = c;
    }
    return codeOf;
  }

  /** The same with these regularizers on the tables. */
  public Embedding tables(Regularizer... others) {
    return new Embedding(codes, List.of(others));
  }

  @Override
  public String label() {
    return "embedding";
  }

  @Override
  public Numbering numbering() {
    return Numbering.SINGLE;
  }

  @Override
  public Shape output(Shape input, String name) {
    int inputs = input.vectorFor(name).size();
    for (Code code : codes) {
      if (code.input() >= inputs) {
        throw new IllegalArgumentException("an embedding of input " + code.input() + " of " + inputs);
      }
    }
    return Shape.vector(outputs(inputs));
  }

  @Override
  public List<LayerParameter> parameters(Shape input) {
    return codes.stream()
        .map(code -> new LayerParameter("table" + code.input(), LayerParameter.Role.TABLE,
            WeightShape.of(code.levels() + 1, code.dimension()), new LayerParameter.Start.Uniform(TABLE_BOUND),
            regularizers))
        .toList();
  }

  @Override
  public boolean takesCodes() {
    return true;
  }

  @Override
  public Embedding withRegularizers(Predicate<Regularizer> kept) {
    return new Embedding(codes, regularizers.stream().filter(kept).toList());
  }

  /**
   * A learned vector for each word of a text: {@code sequence(≤ t, 1)} of numbers of words becomes
   * {@code sequence(≤ t, dimension)}. A number outside {@code 0…words−1} is a word of its own: unknown. With dropout, a
   * share of the words is left out of each batch, the same ones in all of its rows and at all of their places, and the
   * others are divided by what is kept (Gal and Ghahramani, 2016).
   *
   * @param dimension length of a vector
   * @param words how many there are, as the training rows tell: 0 while that is not known
   * @param dropout the share of the words that a batch leaves out, in [0, 1)
   * @param regularizers on the vectors
   */
  public record Words(int dimension, int words, double dropout, List<Regularizer> regularizers) implements MapLayer {
    /** How many words of a text are read where nothing is said. */
    public static final int USUAL = 128;
    /** Vectors begin as U(±0.05), as Keras' do. */
    private static final double BOUND = 0.05;

    /** Checks the ranges. */
    public Words {
      if (dimension < 1 || words < 0 || words > 1 << 24) {
        throw new IllegalArgumentException("an embedding needs vectors of at least 1 number and at most 2²⁴ words, not "
            + dimension + " and " + words);
      }
      if (!(dropout >= 0 && dropout < 1)) {
        throw new IllegalArgumentException(
            "a rate of embedding dropout must be at least 0 and below 1, not " + dropout);
      }
      int _ = Math.multiplyExact(words + 1, dimension);
      regularizers = List.copyOf(regularizers);
    }

    /** {@return the row of the table for a number} */
    public int row(float value) {
      int word = (int) value;
      return word >= 0 && word < words && word == value ? word : words;
    }

    /** {@return the same for so many words} */
    public Words of(int count) {
      return new Words(dimension, count, dropout, regularizers);
    }

    /** {@return the same with another dropout} */
    public Words dropping(double rate) {
      return new Words(dimension, words, rate, regularizers);
    }

    @Override
    public String label() {
      return "embedding";
    }

    @Override
    public Numbering numbering() {
      return Numbering.SINGLE;
    }

    /** Its outputs come from many words. */
    @Override
    public boolean mixesInputs() {
      return true;
    }

    @Override
    public Shape output(Shape input, String name) {
      Shape.Sequence sequence = input.sequenceFor(name);
      if (sequence.channels() != 1 || !sequence.padded()) {
        throw new IllegalArgumentException(
            name + " takes a sequence(≤ t, 1, lengths) of a text's words, not " + sequence);
      }
      return new Shape.Sequence(sequence.length(), dimension, sequence.lengths());
    }

    @Override
    public List<LayerParameter> parameters(Shape input) {
      return List.of(new LayerParameter("table", LayerParameter.Role.TABLE, WeightShape.of(words + 1, dimension),
          new LayerParameter.Start.Uniform(BOUND), regularizers));
    }

    @Override
    public Words withoutNoise() {
      return dropping(0);
    }

    @Override
    public Words withRegularizers(Predicate<Regularizer> kept) {
      return new Words(dimension, words, dropout, regularizers.stream().filter(kept).toList());
    }
  }
}
