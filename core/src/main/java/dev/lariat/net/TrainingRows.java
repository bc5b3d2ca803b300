package dev.lariat.net;

import dev.lariat.loss.Targets;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import java.util.Optional;

/**
 * Rows to train on or to be judged by: plain arrays, dense or sparse, or a segment of memory that a file may stand for;
 * kept and not modified. Knows nothing of tables.
 */
public final class TrainingRows {
  private final float[] inputs; // [rows · width], null where sparse or in a segment
  private final MemorySegment segment; // rows · width floats, null else
  private final SparseRows sparse; // null where dense
  private final int rows;
  private final int width;
  private final Targets targets;
  private final float[] sampleWeights; // [rows], or null
  private final int[] columnOfInput; // [width], or null
  private final BitSet words; // the inputs that are words

  private TrainingRows(float[] inputs, MemorySegment segment, SparseRows sparse, int rows, int width, Targets targets,
      float[] sampleWeights, int[] columnOfInput, BitSet words) {
    if (width < 1 || rows < 1) {
      throw new IllegalArgumentException("training rows need rows and inputs, not " + rows + " × " + width);
    }
    if ((inputs != null && inputs.length < Math.multiplyExact(rows, width))
        || (segment != null && segment.byteSize() < Float.BYTES * (long) rows * width) || targets.rows() != rows) {
      throw new IllegalArgumentException(rows + " rows of " + width + " inputs do not fit "
          + (inputs != null ? inputs.length + " numbers and " : "") + targets.rows() + " targets");
    }
    if (columnOfInput != null && columnOfInput.length != width) {
      throw new IllegalArgumentException("columns given for " + columnOfInput.length + " inputs of " + width);
    }
    this.inputs = inputs;
    this.segment = segment;
    this.sparse = sparse;
    this.rows = rows;
    this.width = width;
    this.targets = targets;
    this.sampleWeights = sampleWeights;
    this.columnOfInput = columnOfInput;
    this.words = words;
  }

  /** Rows of {@code width} inputs each, row-major, with their targets. */
  public static TrainingRows of(float[] inputs, int width, Targets targets) {
    return new TrainingRows(inputs, null, null, targets.rows(), width, targets, null, null, new BitSet());
  }

  /**
   * Rows of {@code width} inputs each, row-major floats in this machine's byte order, with their targets. They are read
   * a batch at a time, those that lie together mostly one after the other, so that a file may be larger than memory.
   */
  public static TrainingRows of(MemorySegment inputs, int width, Targets targets) {
    return new TrainingRows(null, inputs, null, targets.rows(), width, targets, null, null, new BitSet());
  }

  /** Rows of which most inputs are 0, with their targets. */
  public static TrainingRows of(SparseRows inputs, Targets targets) {
    return new TrainingRows(null, null, inputs, inputs.rows(), inputs.width(), targets, null, null, new BitSet());
  }

  /** Rows with labels {@code 0…classes−1}. */
  public static TrainingRows of(float[] inputs, int width, int[] labels, int classes) {
    return of(inputs, width, Targets.labels(labels, classes));
  }

  /** Rows with one number each. */
  public static TrainingRows of(float[] inputs, int width, float[] values) {
    return of(inputs, width, Targets.values(values));
  }

  /**
   * The same rows with weights: each row's share in the loss, on any scale.
   *
   * @param weights one per row, finite, not negative, not all 0; null for none
   */
  public TrainingRows withSampleWeights(float[] weights) {
    if (weights != null) {
      checkWeights(weights);
    }
    return new TrainingRows(inputs, segment, sparse, rows, width, targets, weights, columnOfInput, words);
  }

  private void checkWeights(float[] weights) {
    if (weights.length != rows) {
      throw new IllegalArgumentException(weights.length + " sample weights for " + rows + " rows");
    }
    double sum = 0;
    for (int r = 0; r < rows; r++) {
      if (!(weights[r] >= 0) || Float.isInfinite(weights[r])) {
        throw new IllegalArgumentException("the sample weight of row " + r + " is " + weights[r]);
      }
      sum += weights[r];
    }
    if (sum == 0) {
      throw new IllegalArgumentException("all sample weights are 0");
    }
  }

  /** The same rows, with the table column that each input was made from: what the group lasso by column groups by. */
  public TrainingRows withColumns(int[] columns) {
    return new TrainingRows(inputs, segment, sparse, rows, width, targets, sampleWeights, columns, words);
  }

  /** The same rows, of which these inputs are the terms of texts: what word dropout leaves out. */
  public TrainingRows withWords(BitSet inputsOfWords) {
    return new TrainingRows(inputs, segment, sparse, rows, width, targets, sampleWeights, columnOfInput,
        (BitSet) inputsOfWords.clone());
  }

  /**
   * The inputs themselves, row-major.
   *
   * @throws IllegalStateException if the rows are no array: {@link #inputs(int, float[], int)} gives one of any kind
   */
  public float[] inputs() {
    if (inputs == null) {
      throw new IllegalStateException("the rows are no array");
    }
    return inputs;
  }

  /** Writes a row's inputs, zeros included, to {@code to} from {@code at} on. */
  public void inputs(int row, float[] to, int at) {
    if (inputs != null) {
      System.arraycopy(inputs, row * width, to, at, width);
    } else if (segment != null) {
      MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT, (long) Float.BYTES * row * width, to, at, width);
    } else {
      sparse.dense(row, to, at);
    }
  }

  /** {@return whether the inputs are in memory, dense or sparse, and in no segment} */
  public boolean isInMemory() {
    return segment == null && (sparse == null || sparse.isArray());
  }

  /** {@return whether the inputs are one array, as {@link #inputs()} gives it} */
  public boolean isArray() {
    return inputs != null;
  }

  /** The inputs, if they are sparse. */
  public Optional<SparseRows> sparse() {
    return Optional.ofNullable(sparse);
  }

  /** How many rows. */
  public int rows() {
    return rows;
  }

  /** How many inputs a row has. */
  public int width() {
    return width;
  }

  /** What the rows should give. */
  public Targets targets() {
    return targets;
  }

  /** A weight per row, if given. */
  public Optional<float[]> sampleWeights() {
    return Optional.ofNullable(sampleWeights);
  }

  /** {@return the inputs that are terms of texts} The set itself: do not modify it. */
  public BitSet words() {
    return words;
  }

  /** The table column of each input, if given. */
  public Optional<int[]> columnOfInput() {
    return Optional.ofNullable(columnOfInput);
  }
}
