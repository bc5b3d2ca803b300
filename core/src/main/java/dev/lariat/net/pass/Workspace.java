package dev.lariat.net.pass;

import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.BatchNorm;
import dev.lariat.net.layer.LayerNorm;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.ActivationLayer;
import dev.lariat.net.layer.Convolution;
import dev.lariat.net.layer.Flatten;
import dev.lariat.net.layer.GlobalPool;
import dev.lariat.net.layer.Reshape.Join;
import dev.lariat.net.layer.Pool;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.net.layer.Reshape;
import dev.lariat.net.layer.SpatialDropout;
import dev.lariat.net.Weights;
import dev.lariat.net.SparseRows;
import dev.lariat.net.Architecture;
import dev.lariat.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The scratch memory in which weights meet rows: every layer's buffers for up to {@code batch} rows. Belongs to one
 * thread; allocates nothing after its construction.
 */
public final class Workspace {
  private static final GradientSink IGNORED = new GradientSink() {
    @Override
    public void range(int parameter, int from, int to) {}

    @Override
    public void complete(int parameter) {}
  };

  private final int batch;
  private final Pass[] passes;
  private int firstTrained = -1; // before this pass nobody needs a gradient by the input
  private final float[][] gradients; // by parameter, null for inference only; null entries where not trained
  private final float[] here; // [batch · widest] gradients on the way back
  private final float[] there;

  /** What it is for. */
  private enum Use {
    INFERENCE, TRAINING, TRACING
  }

  private Workspace(Architecture architecture, Weights weights, int batch, Use use) {
    architecture.check(weights);
    if (batch < 1) {
      throw new IllegalArgumentException("a batch needs at least 1 row, not " + batch);
    }
    this.batch = batch;
    boolean training = use != Use.INFERENCE;
    List<Architecture.Spec> specs = architecture.parameters();
    gradients = training ? new float[specs.size()][] : null;
    for (int i = 0; training && i < gradients.length; i++) {
      gradients[i] = specs.get(i).role().trained() ? new float[specs.get(i).shape().size()] : null;
    }
    passes = passes(architecture, weights);
    int widest = Arrays.stream(passes).mapToInt(pass -> pass.outputs).max().orElseThrow();
    widest = use == Use.TRACING ? Math.max(widest, architecture.inputs()) : widest;
    here = training ? new float[Math.multiplyExact(batch, widest)] : null;
    there = training ? new float[here.length] : null;
  }

  /** Scratch memory for inference. */
  public static Workspace inference(Architecture architecture, Weights weights, int batch) {
    return new Workspace(architecture, weights, batch, Use.INFERENCE);
  }

  /** Scratch memory for training. */
  public static Workspace training(Architecture architecture, Weights weights, int batch) {
    return new Workspace(architecture, weights, batch, Use.TRAINING);
  }

  /** Scratch memory for {@link #trace} and {@link #inputGradient}. */
  public static Workspace tracing(Architecture architecture, Weights weights, int batch) {
    return new Workspace(architecture, weights, batch, Use.TRACING);
  }

  private Pass[] passes(Architecture architecture, Weights weights) {
    Kernels kernels = Kernels.best();
    var list = new ArrayList<Pass>();
    List<Architecture.Stage> stages = architecture.stages();
    RowLengths lengths = null; // null where rows have no padding
    RowLengths.Input read = null;
    int parameter = 0;
    for (int s = 0; s < stages.size(); s++) {
      Architecture.Stage stage = stages.get(s);
      if (firstTrained < 0 && !stage.parameters().isEmpty()) {
        firstTrained = list.size();
      }
      switch (stage.layer()) {
        case Dense dense -> {
          DropoutMasks masks = null;
          if (s + 1 < stages.size() && stages.get(s + 1).layer() instanceof Dropout dropout
              && dropout.form() == Dropout.Form.INVERTED) {
            s++;
            masks = gradients == null || dropout.rate() == 0
                ? null
                : new DropoutMasks(dropout.rate(), stages.get(s).ordinal(), Math.multiplyExact(batch, stage.outputs()),
                    kernels);
          }
          list.add(new DensePass(stage, dense, masks, batch, kernels, weights, gradients, parameter));
        }
        case Dropout dropout -> list.add(new DropoutPass(stage, dropout, batch, kernels));
        case BatchNorm norm -> list.add(new BatchNormPass(stage, norm, batch, weights, gradients, parameter));
        case LayerNorm norm -> list.add(new LayerNormPass(stage, norm, batch, weights, gradients, parameter));
        case Embedding embedding -> list.add(new EmbeddingPass(stage, embedding, batch, weights, gradients, parameter));
        case ActivationLayer activate -> {
          list.add(new ActivationPass(stage, activate, batch, kernels));
          clearPadding(list, stage, lengths);
        }
        case Convolution layer -> {
          boolean pooled = architecture.isPooledAtOnce(s);
          s += pooled ? 1 : 0;
          list.add(new ConvolutionPass(stage, layer, pooled ? stages.get(s) : null, batch, kernels, weights, gradients,
              parameter));
          clearPadding(list, stage, lengths);
        }
        case Pool pool -> {
          var pass = new PoolPass(stage, pool, batch, gradients != null, lengths);
          list.add(pass);
          lengths = pass.after();
        }
        case GlobalPool pool -> list.add(new PoolPass(stage, pool, batch, gradients != null, lengths));
        case SpatialDropout dropout ->
          list.add(new SpatialDropoutPass(stage, dropout, batch, kernels, gradients != null));
        case Recurrent recurrent ->
          list.add(new RecurrentPass(stage, recurrent, batch, kernels, weights, gradients, parameter, lengths));
        case Embedding.Words words ->
          list.add(new EmbeddingPass.Words(stage, words, batch, kernels, weights, gradients, parameter, lengths));
        case Reshape _ -> {
          if (stage.output().hasPadding()) {
            lengths = new RowLengths(batch);
            read = new RowLengths.Input(stage, batch, lengths);
            list.add(read);
          }
        }
        case Join _ -> {
          if (stage.inputs() < stage.outputs()) {
            list.add(new RowLengths.Joined(stage, batch, read.beside()));
          }
        }
        case Flatten _ -> {
          // The numbers lie as they did.
        }
      }
      parameter += stage.parameters().size();
    }
    return list.toArray(Pass[]::new);
  }

  private void clearPadding(List<Pass> list, Architecture.Stage stage, RowLengths lengths) {
    if (stage.output().hasPadding()) {
      list.add(new RowLengths.Cleared(stage, batch, lengths));
    }
  }

  /** The most rows it takes at once. */
  public int batch() {
    return batch;
  }

  /** A parameter's gradient after {@link #backward}; null where the parameter is not trained. */
  public float[] gradient(int parameter) {
    return gradients[parameter];
  }

  /**
   * Raw outputs of {@code rows} rows, dropout off and normalisation by running averages.
   *
   * @param x rows, row-major from {@code xOffset}; not modified
   * @return rows × outputs; overwritten by the next call
   */
  public float[] infer(float[] x, int xOffset, int rows) {
    for (Pass pass : passes) {
      pass.infer(x, xOffset, rows);
      x = pass.output;
      xOffset = 0;
    }
    return x;
  }

  /** Whether the first layer multiplies sparse rows as they are. */
  public boolean takesSparse() {
    return passes[0].takesSparse();
  }

  /**
   * Raw outputs of sparse rows, if {@link #takesSparse()}.
   *
   * @return rows × outputs; overwritten by the next call
   */
  public float[] infer(SparseRows x, int from, int rows) {
    passes[0].infer(x, from, rows);
    for (int p = 1; p < passes.length; p++) {
      passes[p].infer(passes[p - 1].output, 0, rows);
    }
    return passes[passes.length - 1].output;
  }

  /** Raw outputs as training sees them. */
  public float[] train(Batch x, int rows, StepKey key) {
    if (x.dense != null) {
      return train(x.dense, rows, key);
    }
    passes[0].train(x, rows, key);
    for (int p = 1; p < passes.length; p++) {
      passes[p].train(passes[p - 1].output, 0, rows, key);
    }
    return passes[passes.length - 1].output;
  }

  /** As {@link #train(Batch, int, StepKey)}, of rows one after the other. */
  public float[] train(float[] x, int rows, StepKey key) {
    for (Pass pass : passes) {
      pass.train(x, 0, rows, key);
      x = pass.output;
    }
    return x;
  }

  /**
   * Raw outputs as predictions see them, with what {@link #inputGradient} needs. The network must be without the noise
   * that {@code Layer.withoutNoise} takes away.
   */
  public float[] trace(float[] x, int rows) {
    for (Pass pass : passes) {
      pass.trace(x, rows);
      x = pass.output;
    }
    return x;
  }

  /**
   * The gradient by the inputs, from that by the raw outputs in {@link #outputGradient}, after {@link #trace} of the
   * same rows.
   *
   * @return rows × inputs, from the start of a longer array; overwritten by the next call
   */
  public float[] inputGradient(float[] x, int rows) {
    return backward(x, rows, 0, true, IGNORED);
  }

  /**
   * What dropout left of the last {@link #train}: for each layer with dropout, from the input on, whether a unit (of
   * maps a channel) was kept, [rows × units].
   */
  public List<boolean[]> kept(int rows) {
    return Arrays.stream(passes)
        .map(Pass::masks)
        .filter(Objects::nonNull)
        .map(masks -> masks.kept(rows * (masks.values.length / batch)))
        .toList();
  }

  /** Where the loss's gradient by the raw outputs has to be written before {@link #backward}. */
  public float[] outputGradient() {
    return here;
  }

  /**
   * The way back through the last {@link #train}.
   *
   * @param x as given to it
   * @param sink gets every trained parameter's gradient
   */
  public void backward(Batch x, int rows, GradientSink sink) {
    if (x.dense != null) {
      backward(x.dense, rows, sink);
    } else {
      passes[0].backward(x, rows, backward(null, rows, 1, false, sink), sink);
    }
  }

  /** As {@link #backward(Batch, int, GradientSink)}, of rows one after the other. */
  public void backward(float[] x, int rows, GradientSink sink) {
    backward(x, rows, firstTrained, false, sink);
  }

  /**
   * Back to pass {@code last}; returns the loss's gradient by its inputs, where an earlier pass needs it or all are
   * wanted.
   */
  private float[] backward(float[] x, int rows, int last, boolean all, GradientSink sink) {
    float[] gradient = here;
    float[] other = there;
    for (int p = passes.length - 1; p >= last; p--) {
      float[] input = p == 0 ? x : passes[p - 1].output;
      boolean moved = passes[p].backward(input, 0, rows, gradient, all || p > firstTrained ? other : null, sink);
      if (moved) {
        float[] swap = gradient;
        gradient = other;
        other = swap;
      }
    }
    return gradient;
  }
}
