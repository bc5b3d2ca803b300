package dev.lariat.net.pass;

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
}
