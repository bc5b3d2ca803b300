package dev.lariat.net.pass;

import dev.lariat.kernel.Kernels;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.Weights;
import dev.lariat.net.Architecture;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Looks vectors up; the way back adds each row's gradient to its vectors. Always the first layer. */
final class EmbeddingPass extends Pass {
  private final List<Embedding.Code> codes;
  private final int[] plain; // the inputs that pass through
  private final float[][] tables;
  private final float[][] gradients; // null for inference only
  private final int first;

  EmbeddingPass(Architecture.Stage stage, Embedding embedding, int batch, Weights weights, float[][] buffers,
      int first) {
    super(stage, batch);
    this.codes = embedding.codes();
    this.first = first;
    int[] codeOf = embedding.codeOfInput(inputs);
    plain = IntStream.range(0, inputs).filter(i -> codeOf[i] < 0).toArray();
    tables = new float[codes.size()][];
    gradients = buffers == null ? null : new float[codes.size()][];
    for (int c = 0; c < tables.length; c++) {
      tables[c] = weights.parameters().get(first + c).values();
      if (buffers != null) {
        gradients[c] = buffers[first + c];
      }
    }
  }

  @Override
  void infer(float[] x, int xOffset, int rows) {
    for (int r = 0, at = 0; r < rows; r++) {
      int from = xOffset + r * inputs;
      for (int input : plain) {
        output[at++] = x[from + input];
      }
      for (int c = 0; c < tables.length; c++) {
        Embedding.Code code = codes.get(c);
        int dimension = code.dimension();
        System.arraycopy(tables[c], code.row(x[from + code.input()]) * dimension, output, at, dimension);
        at += dimension;
      }
    }
  }

  @Override
  boolean backward(float[] x, int xOffset, int rows, float[] gradient, float[] inputGradient, GradientSink sink) {
    for (float[] table : gradients) {
      Arrays.fill(table, 0);
    }
    for (int r = 0, at = 0; r < rows; r++) {
      at += plain.length;
      for (int c = 0; c < tables.length; c++) {
        Embedding.Code code = codes.get(c);
        int to = code.row(x[xOffset + r * inputs + code.input()]) * code.dimension();
        for (int d = 0; d < code.dimension(); d++) {
          gradients[c][to++] += gradient[at++];
        }
      }
    }
    for (int c = 0; c < tables.length; c++) {
      sink.range(first + c, 0, tables[c].length);
      sink.complete(first + c);
    }
    return false;
  }

  /**
   * Looks the vectors of words up, as many as a row has; the way back adds each place's gradient to its word's vector.
   */
  static final class Words extends Pass {
    /** The stream of words that a batch leaves out: no layer's, as the layers that are tried must not change it. */
    private static final int STREAM = 0xFFFC;

    private final Embedding.Words embedding;
    private final RowLengths lengths;
    private final Kernels kernels;
    private final float[] table; // [words + 1 · dimension]
    private final float[] gradients; // the same; null for inference
    private final float[] kept; // [words + 1] factors of a step; null without dropout
    private final int dimension;
    private final int first;
    private boolean drops; // in the last training pass

    Words(Architecture.Stage stage, Embedding.Words embedding, int batch, Kernels kernels, Weights weights,
        float[][] buffers, int first, RowLengths lengths) {
      super(stage, batch);
      this.embedding = embedding;
      this.lengths = lengths;
      this.kernels = kernels;
      this.first = first;
      this.dimension = embedding.dimension();
      this.table = weights.parameters().get(first).values();
      this.gradients = buffers == null ? null : buffers[first];
      this.kept = buffers == null || embedding.dropout() == 0 ? null : new float[embedding.words() + 1];
    }

    @Override
    void infer(float[] x, int xOffset, int rows) {
      drops = false;
      lookUp(x, xOffset, rows);
    }

    @Override
    void train(float[] x, int xOffset, int rows, StepKey key) {
      drops = kept != null;
      if (drops) {
        kernels.dropoutMask(key.seed, key.fold, key.epoch, key.step, STREAM, (float) embedding.dropout(), kept.length,
            kept, 0);
      }
      lookUp(x, xOffset, rows);
    }

    private void lookUp(float[] x, int xOffset, int rows) {
      for (int r = 0; r < rows; r++) {
        int at = r * outputs;
        for (int t = 0; t < lengths.steps[r]; t++, at += dimension) {
          int word = embedding.row(x[xOffset + r * inputs + t]);
          System.arraycopy(table, word * dimension, output, at, dimension);
          if (drops) {
            for (int d = 0; d < dimension; d++) {
              output[at + d] *= kept[word];
            }
          }
        }
        Arrays.fill(output, at, (r + 1) * outputs, 0);
      }
    }

    @Override
    boolean backward(float[] x, int xOffset, int rows, float[] gradient, float[] inputGradient, GradientSink sink) {
      Arrays.fill(gradients, 0);
      for (int r = 0; r < rows; r++) {
        int at = r * outputs;
        for (int t = 0; t < lengths.steps[r]; t++) {
          int word = embedding.row(x[xOffset + r * inputs + t]);
          float factor = drops ? kept[word] : 1;
          int to = word * dimension;
          for (int d = 0; d < dimension; d++) {
            gradients[to + d] += factor * gradient[at++];
          }
        }
      }
      sink.range(first, 0, gradients.length);
      sink.complete(first);
      return false;
    }
  }
}
