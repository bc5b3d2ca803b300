package dev.lariat.net.layer;

import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.WeightShape;
import java.util.List;
import java.util.function.Predicate;

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
public record WordEmbedding(int dimension, int words, double dropout,
    List<Regularizer> regularizers) implements MapLayer {
  /** Vectors begin as U(±0.05), as Keras' do. */
  private static final double BOUND = 0.05;

  /** Checks the ranges. */
  public WordEmbedding {
    if (dimension < 1 || words < 0 || words > 1 << 24) {
      throw new IllegalArgumentException(
          "an embedding needs vectors of at least 1 number and at most 2²⁴ words, not " + dimension + " and " + words);
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("a rate of embedding dropout must be at least 0 and below 1, not " + dropout);
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
  public WordEmbedding of(int count) {
    return new WordEmbedding(dimension, count, dropout, regularizers);
  }

  /** {@return the same with another dropout} */
  public WordEmbedding dropping(double rate) {
    return new WordEmbedding(dimension, words, rate, regularizers);
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
      throw new IllegalArgumentException(name + " takes a sequence(≤ t, 1, lengths) of a text's words, not " + sequence);
    }
    return new Shape.Sequence(sequence.length(), dimension, sequence.lengths());
  }

  @Override
  public List<LayerParameter> parameters(Shape input) {
    return List.of(new LayerParameter("table", LayerParameter.Role.TABLE, WeightShape.of(words + 1, dimension),
        new LayerParameter.Start.Uniform(BOUND), regularizers));
  }

  @Override
  public WordEmbedding withoutNoise() {
    return dropping(0);
  }

  @Override
  public WordEmbedding withRegularizers(Predicate<Regularizer> kept) {
    return new WordEmbedding(dimension, words, dropout, regularizers.stream().filter(kept).toList());
  }
}
