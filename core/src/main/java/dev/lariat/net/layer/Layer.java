package dev.lariat.net.layer;

import dev.lariat.penalty.Regularizer;
import java.util.List;
import java.util.function.Predicate;

/**
 * One layer of a network's description: what its user chose, and what follows from that for an input of some shape. How
 * it computes is its pass.
 */
public sealed interface Layer permits Dense, Dropout, BatchNorm, LayerNorm, Embedding, ActivationLayer, MapLayer {
  /** How the layers of a network are counted, for their names and for the streams of their random numbers. */
  enum Numbering {
    /** Layers of units, whatever they are: dense1, dense2. */
    UNITS,
    /** Normalisations, whatever they are. */
    NORMALIZATION,
    /** Activations by themselves. */
    ACTIVATION,
    /** Noise, by the layer of units that follows: dropout1 is before or in front of dense2. */
    NOISE,
    /** A network has one at most. */
    SINGLE,
    /** Layers that only join or order numbers, each kind by itself: maxPool1, maxPool2, flatten1. */
    SHAPE
  }

  /** {@return the word for it in the names of a network's layers} */
  String label();

  /** {@return with which layers it is counted} */
  Numbering numbering();

  /**
   * {@return the shape of what it gives for an input of this shape}
   *
   * @param name the layer's name in its network, for the message
   * @throws IllegalArgumentException which names the layer, the shape that came and what it takes
   */
  Shape output(Shape input, String name);

  /**
   * As {@link #output(Shape, String)}, in a network whose rows have something beside their sequence.
   *
   * @param beside how many numbers stand beside it
   */
  default Shape output(Shape input, int beside, String name) {
    return output(input, name);
  }

  /** {@return how many numbers of a row it leaves for a {@link Reshape.Join}} */
  default int beside(Shape input) {
    return 0;
  }

  /**
   * {@return its arrays, in order, for an input that {@link #output} accepts} With {@link LayerParameter.Role#KERNEL}
   * they say what penalties act on.
   */
  default List<LayerParameter> parameters(Shape input) {
    return List.of();
  }

  /** {@return whether its outputs are units, each from many inputs, and no longer belong to one table column} */
  default boolean mixesInputs() {
    return numbering() == Numbering.UNITS;
  }

  /**
   * The table column that each output belongs to, for a layer that does not {@linkplain #mixesInputs mix} them.
   *
   * @param columnOfInput the column of each input; null where inputs are columns
   */
  default int[] columns(Shape input, int[] columnOfInput) {
    return columnOfInput;
  }

  /**
   * {@return the table column that each row of its kernel belongs to, for a layer that the inputs come to}
   *
   * @param columnOfInput the column of each input; null where inputs are columns
   */
  default int[] columnsOfKernel(int[] columnOfInput) {
    return columnOfInput;
  }

  /** {@return whether it takes a row as it is in the table, so that it can only be the first} */
  default boolean takesCodes() {
    return false;
  }

  /** {@return the same without the dropouts inside of it} The layer itself where it has none. */
  default Layer withoutNoise() {
    return this;
  }

  /** {@return the same with one regularizer more on its kernels} The layer itself where it has none. */
  default Layer withKernelRegularizer(Regularizer regularizer) {
    return this;
  }

  /** {@return the same with only those of its regularizers that are kept} */
  default Layer withRegularizers(Predicate<Regularizer> kept) {
    return this;
  }
  /** A dense layer without activation. */
  static Dense dense(int units) {
    return dense(units, Activation.LINEAR);
  }

  /** A dense layer whose kernel has these regularizers. */
  static Dense dense(int units, Activation activation, Regularizer... kernelRegularizers) {
    return new Dense(units, activation, true, Initializer.GLOROT_UNIFORM, List.of(kernelRegularizers), List.of());
  }

  /** Inverted dropout. */
  static Dropout dropout(double rate) {
    return new Dropout(rate, Dropout.Form.INVERTED);
  }

  /** Dropout in this form. */
  static Dropout dropout(double rate, Dropout.Form form) {
    return new Dropout(rate, form);
  }

  /** Batch normalisation with momentum 0.9 and ε 1e-5. */
  static BatchNorm batchNorm() {
    return new BatchNorm(0.9, 1e-5);
  }

  /** Layer normalisation with ε 1e-5. */
  static LayerNorm layerNorm() {
    return new LayerNorm(1e-5);
  }

  /** Learned embeddings of integer codes that stand in input columns; the first layer. */
  static Embedding embedding(Embedding.Code... codes) {
    return new Embedding(List.of(codes), List.of());
  }

  /** Learned vectors of a text's words, in their order; a study or a trainer counts the words. */
  static Embedding.Words words(int dimension) {
    return new Embedding.Words(dimension, 0, 0, List.of());
  }

  /** An activation by itself, for example after a normalisation. */
  static ActivationLayer activate(Activation activation) {
    return new ActivationLayer(activation);
  }

  /** The first layer of a network on images: a row is read line by line, a pixel's channels together. */
  static Reshape image(int height, int width, int channels) {
    return new Reshape(new Shape.Image(height, width, channels));
  }

  /** The first layer of a network on sequences: a row is read step by step, a step's numbers together. */
  static Reshape sequence(int length, int channels) {
    return new Reshape(new Shape.Sequence(length, channels));
  }

  /**
   * Reads a row as a sequence of at most so many steps: behind its numbers stands how many steps it has, and behind
   * that what stands beside it.
   */
  static Reshape sequences(int length, int channels) {
    return new Reshape(new Shape.Sequence(length, channels, Shape.Lengths.BY_ROW));
  }

  /** Puts what stands beside a sequence behind the vector that was made of it. */
  static Reshape.Join join() {
    return new Reshape.Join();
  }

  /** A convolution of images with a square kernel, stride 1 and no padding. */
  static Conv2D conv(int units, int kernel, Activation activation, Regularizer... kernelRegularizers) {
    return new Conv2D(units, kernel, kernel, 1, Padding.VALID, activation, true, Initializer.GLOROT_UNIFORM,
        List.of(kernelRegularizers), List.of());
  }

  /** A convolution of sequences with stride 1 and no padding. */
  static Conv1D conv1d(int units, int kernel, Activation activation, Regularizer... kernelRegularizers) {
    return new Conv1D(units, kernel, 1, 1, Padding.VALID, activation, true, Initializer.GLOROT_UNIFORM,
        List.of(kernelRegularizers), List.of());
  }

  /** The largest of each {@code size × size} pixels, or of {@code size} steps. */
  static Pool maxPool(int size) {
    return new Pool(Pooling.MAX, size);
  }

  /** The mean of each {@code size × size} pixels, or of {@code size} steps. */
  static Pool averagePool(int size) {
    return new Pool(Pooling.AVERAGE, size);
  }

  /** The mean of each channel. */
  static GlobalPool globalAverage() {
    return new GlobalPool(Pooling.AVERAGE);
  }

  /** The largest number of each channel. */
  static GlobalPool globalMax() {
    return new GlobalPool(Pooling.MAX);
  }

  /** An image or a sequence as a vector. */
  static Flatten flatten() {
    return new Flatten();
  }

  /** A gated recurrent unit that gives its last state. */
  static Recurrent gru(int units, Regularizer... regularizers) {
    return recurrent(Recurrent.Cell.GRU, units, regularizers);
  }

  /** A long short-term memory that gives its last state. */
  static Recurrent lstm(int units, Regularizer... regularizers) {
    return recurrent(Recurrent.Cell.LSTM, units, regularizers);
  }

  private static Recurrent recurrent(Recurrent.Cell cell, int units, Regularizer... regularizers) {
    return new Recurrent(cell, units, Recurrent.Output.LAST, Recurrent.Direction.FORWARD, Recurrent.Noise.NONE,
        Initializer.GLOROT_UNIFORM, List.of(regularizers), List.of(regularizers));
  }

  /** Dropout of whole channels. */
  static SpatialDropout spatialDropout(double rate) {
    return new SpatialDropout(rate);
  }
}
