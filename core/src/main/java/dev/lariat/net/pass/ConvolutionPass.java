package dev.lariat.net.pass;

import dev.lariat.kernel.Epilogue;
import dev.lariat.kernel.Kernels;
import dev.lariat.kernel.Nonlinearity;
import dev.lariat.kernel.Nonlinearity.State;
import dev.lariat.net.Architecture;
import dev.lariat.net.Weights;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Convolution;
import dev.lariat.net.layer.Pool;
import dev.lariat.net.layer.Window;
import java.util.Arrays;

/**
 * A convolution as products: what the kernel sees at some places is laid out as rows of a matrix, its patches, which is
 * multiplied with the kernel. Only a block of patches is there at a time, so that it stays in the second-level cache
 * and no whole batch is copied. Blocks are the same at any vector width, and so are the bits. Where a pool of maxima
 * follows, a block's outputs are pooled before the next block: what lies between, which is larger than a cache, is
 * never written.
 */
final class ConvolutionPass extends Pass {
  /** Patches of a block: as many rows as a product takes without copying them once more. */
  private static final int BLOCK = 144;
  /** Up to so many numbers a loop is faster than {@code arraycopy}. */
  private static final int SHORT = 8;

  private final Kernels kernels;
  private final Nonlinearity f;
  private final Window window;
  private final int units;
  private final int depth; // numbers of a patch
  private final int line; // numbers of a line of the input
  private final int run; // numbers of a patch that lie one after the other in the input
  private final float[] kernel; // [depth · units]
  private final Epilogue product;
  private final float[] z; // [batch · outputs] before the activation, where its gradient needs that; else null
  private final float[] patches; // [BLOCK · depth]
  private final int first;
  private final float[] kernelGradient; // [depth · units], null without training
  private final float[] biasGradient; // [units], null without bias or training
  private final float[] kernelPart; // of a block
  private final float[] biasPart;
  private final float[] turned; // [units · depth] the kernel, transposed, on the way back; null without training
  private final PoolPass.Blocks pool; // null where none follows

  /**
   * @param pooled the pool of maxima that follows, computed together with this layer; null for none
   */
  ConvolutionPass(Architecture.Stage stage, Convolution layer, Architecture.Stage pooled, int batch, Kernels kernels,
      Weights weights, float[][] buffers, int first) {
    super(stage.inputs(), pooled == null ? stage.outputs() : pooled.outputs(), batch);
    this.kernels = kernels;
    this.f = nonlinearity(layer.activation());
    this.window = layer.window(stage.input(), stage.name());
    this.units = layer.units();
    this.depth = window.depth();
    this.line = window.horizontal().inputs() * window.channels();
    this.run = window.horizontal().kernel() * window.channels();
    this.first = first;
    this.kernel = weights.parameters().get(first).values();
    float[] bias = layer.bias() ? weights.parameters().get(first + 1).values() : null;
    boolean before = f.state() == State.INPUT;
    this.product = new Epilogue(bias, 0, before ? Nonlinearity.IDENTITY : f, Activation.LEAKY_SLOPE, null, null);
    this.z = before ? new float[output.length] : null;
    this.patches = new float[Math.multiplyExact(BLOCK, depth)];
    boolean training = buffers != null;
    this.kernelGradient = training ? buffers[first] : null;
    this.biasGradient = training && bias != null ? buffers[first + 1] : null;
    this.kernelPart = training ? new float[kernel.length] : null;
    this.biasPart = biasGradient == null ? null : new float[units];
    this.turned = training ? new float[kernel.length] : null;
    this.pool = pooled != null && pooled.layer() instanceof Pool over
        ? new PoolPass.Blocks(window, over.window(stage.output(), pooled.name()), BLOCK, output, training, kernels)
        : null;
  }

  @Override
  void infer(float[] x, int xOffset, int rows) {
    float[] to = pool != null ? pool.block() : z == null ? output : z;
    int places = rows * window.positions();
    for (int from = 0; from < places; from += BLOCK) {
      int count = Math.min(BLOCK, places - from);
      gather(x, xOffset, from, count);
      kernels.productNN(count, units, depth, patches, 0, kernel, 0, to, pool != null ? 0 : from * units, product);
      if (pool != null) {
        pool.pool(from, count);
      }
    }
    if (z != null) {
      kernels.activate(f, Activation.LEAKY_SLOPE, rows * outputs, z, 0, output, 0);
    }
  }

  /**
   * With P the patches: {@code dK = Pᵀ·dY}, {@code dP = dY·Kᵀ}, whose runs are added back where they came from. Sums go
   * over a block and then over the blocks: one chain over all places of a batch would lose digits.
   */
  @Override
  boolean backward(float[] x, int xOffset, int rows, float[] gradient, float[] inputGradient, GradientSink sink) {
    if (f != Nonlinearity.IDENTITY) {
      kernels.activationGradient(f, Activation.LEAKY_SLOPE, rows * outputs, z == null ? output : z, 0, null, 0,
          gradient, 0);
    }
    Arrays.fill(kernelGradient, 0);
    if (biasGradient != null) {
      Arrays.fill(biasGradient, 0);
    }
    if (inputGradient != null) {
      Arrays.fill(inputGradient, 0, rows * inputs, 0);
      for (int i = 0; i < depth; i++) {
        for (int unit = 0; unit < units; unit++) {
          turned[unit * depth + i] = kernel[i * units + unit];
        }
      }
    }
    int places = rows * window.positions();
    float[] by = pool != null ? pool.block() : gradient;
    for (int from = 0; from < places; from += BLOCK) {
      int count = Math.min(BLOCK, places - from);
      int at = pool != null ? 0 : from * units;
      if (pool != null) {
        pool.spread(gradient, from, count);
      }
      gather(x, xOffset, from, count);
      kernels.productTN(depth, units, count, patches, 0, by, at, kernelPart, 0);
      kernels.axpy(kernelPart.length, 1, kernelPart, 0, kernelGradient, 0);
      if (biasGradient != null) {
        kernels.columnSums(count, units, by, at, biasPart, 0);
        kernels.axpy(units, 1, biasPart, 0, biasGradient, 0);
      }
      if (inputGradient != null) {
        kernels.productNN(count, depth, units, by, at, turned, 0, patches, 0);
        scatter(inputGradient, from, count);
      }
    }
    sink.range(first, 0, kernelGradient.length);
    sink.complete(first);
    if (biasGradient != null) {
      sink.range(first + 1, 0, units);
      sink.complete(first + 1);
    }
    return true;
  }

  /** Lays out what the kernel sees at {@code count} places, counted over all rows of the batch. */
  private void gather(float[] x, int xOffset, int from, int count) {
    Window.Axis down = window.vertical();
    Window.Axis along = window.horizontal();
    int channels = window.channels();
    int at = 0;
    int placeX = from % along.outputs();
    int placeY = from / along.outputs() % down.outputs();
    int row = xOffset + from / window.positions() * inputs;
    for (int i = 0; i < count; i++) {
      int inside = inside(placeX, placeY, count - i);
      if (inside > 0) {
        kernels.windows(inside, down.kernel(), run, x,
            row + (placeY * down.stride() - down.before()) * line
                + (placeX * along.stride() - along.before()) * channels,
            along.stride() * channels, down.dilation() * line, patches, at);
        at += inside * depth;
        placeX += inside - 1;
        i += inside - 1;
        if (++placeX == along.outputs()) {
          placeX = 0;
          if (++placeY == down.outputs()) {
            placeY = 0;
            row += inputs;
          }
        }
        continue;
      }
      int left = placeX * along.stride() - along.before();
      int top = placeY * down.stride() - down.before();
      for (int ky = 0; ky < down.kernel(); ky++, at += run) {
        int y = top + ky * down.dilation();
        if (y < 0 || y >= down.inputs()) {
          Arrays.fill(patches, at, at + run, 0);
        } else if (along.dilation() == 1) {
          int lacking = Math.max(0, -left) * channels; // numbers before the edge
          int end = Math.min(along.kernel(), along.inputs() - left) * channels;
          copy(x, row + y * line + left * channels, at, lacking, Math.max(lacking, end));
        } else {
          for (int kx = 0; kx < along.kernel(); kx++) {
            int place = left + kx * along.dilation();
            boolean there = place >= 0 && place < along.inputs();
            int to = at + kx * channels;
            if (there) {
              System.arraycopy(x, row + y * line + place * channels, patches, to, channels);
            } else {
              Arrays.fill(patches, to, to + channels, 0);
            }
          }
        }
      }
      if (++placeX == along.outputs()) {
        placeX = 0;
        if (++placeY == down.outputs()) {
          placeY = 0;
          row += inputs;
        }
      }
    }
  }

  /** {@return how many places from one on, side by side, see nothing but the map} */
  private int inside(int placeX, int placeY, int most) {
    Window.Axis down = window.vertical();
    Window.Axis along = window.horizontal();
    int top = placeY * down.stride() - down.before();
    int left = placeX * along.stride() - along.before();
    if (along.dilation() != 1 || top < 0 || top + (down.kernel() - 1) * down.dilation() >= down.inputs() || left < 0
        || left + along.kernel() > along.inputs()) {
      return 0;
    }
    int last = (along.inputs() - along.kernel() - left) / along.stride();
    return Math.min(most, Math.min(last + 1, along.outputs() - placeX));
  }

  /** The numbers [begin, end) of a run that would begin at {@code source}; zeros for the others. */
  private void copy(float[] x, int source, int at, int begin, int end) {
    if (begin > 0) {
      Arrays.fill(patches, at, at + Math.min(begin, run), 0);
    }
    if (end < run) {
      Arrays.fill(patches, at + Math.min(Math.max(end, 0), run), at + run, 0);
    }
    if (run <= SHORT) {
      for (int j = begin; j < end; j++) {
        patches[at + j] = x[source + j];
      }
    } else if (end > begin) {
      System.arraycopy(x, source + begin, patches, at + begin, end - begin);
    }
  }

  /** Adds gradients by patches to those by the inputs that they show. */
  private void scatter(float[] inputGradient, int from, int count) {
    Window.Axis down = window.vertical();
    Window.Axis along = window.horizontal();
    int channels = window.channels();
    int at = 0;
    int placeX = from % along.outputs();
    int placeY = from / along.outputs() % down.outputs();
    int row = from / window.positions() * inputs;
    for (int i = 0; i < count; i++) {
      int left = placeX * along.stride() - along.before();
      int top = placeY * down.stride() - down.before();
      for (int ky = 0; ky < down.kernel(); ky++, at += run) {
        int y = top + ky * down.dilation();
        if (y < 0 || y >= down.inputs()) {
          continue;
        }
        if (along.dilation() == 1) {
          int begin = Math.max(0, -left) * channels;
          int end = Math.min(along.kernel(), along.inputs() - left) * channels;
          if (end > begin) {
            kernels.axpy(end - begin, 1, patches, at + begin, inputGradient, row + y * line + left * channels + begin);
          }
        } else {
          for (int kx = 0; kx < along.kernel(); kx++) {
            int place = left + kx * along.dilation();
            if (place >= 0 && place < along.inputs()) {
              kernels.axpy(channels, 1, patches, at + kx * channels, inputGradient, row + y * line + place * channels);
            }
          }
        }
      }
      if (++placeX == along.outputs()) {
        placeX = 0;
        if (++placeY == down.outputs()) {
          placeY = 0;
          row += inputs;
        }
      }
    }
  }
}
