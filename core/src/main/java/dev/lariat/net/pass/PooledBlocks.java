package dev.lariat.net.pass;

import dev.lariat.kernel.Kernels;
import dev.lariat.net.layer.Window;
import java.util.Arrays;

/**
 * The maxima of a convolution's outputs, taken while a block of these is in cache: the outputs themselves are never
 * kept. The first of equals is chosen, line by line, as {@link PoolPass} has it.
 */
final class PooledBlocks {
  private final Kernels kernels;
  private final int units;
  private final int height; // of a window
  private final int width;
  private final int down; // how many windows
  private final int along;
  private final int lines; // of the convolution's outputs
  private final int places; // of a line
  private final boolean training;
  private final float[] pooled; // [batch · down · along · units]
  private final int[] chosen; // [batch · down · along · units] which place of its window; [along · units] for inference
  private final float[] block; // [places of a block · units]

  /**
   * @param convolution whose outputs are pooled
   * @param pool over these
   * @param most places of a block
   * @param pooled receives the maxima
   */
  PooledBlocks(Window convolution, Window pool, int most, float[] pooled, boolean training, Kernels kernels) {
    this.kernels = kernels;
    this.units = pool.channels();
    this.height = pool.vertical().kernel();
    this.width = pool.horizontal().kernel();
    this.down = pool.vertical().outputs();
    this.along = pool.horizontal().outputs();
    this.lines = convolution.vertical().outputs();
    this.places = convolution.horizontal().outputs();
    this.training = training;
    this.pooled = pooled;
    this.chosen = new int[training ? pooled.length : along * units];
    this.block = new float[Math.multiplyExact(most, units)];
  }

  /** {@return where a block of the convolution's outputs, or of the gradient by them, lies} */
  float[] block() {
    return block;
  }

  /** Takes the maxima of a block. Blocks come in their order. */
  void pool(int from, int count) {
    for (int i = 0; i < count;) {
      int place = from + i;
      int there = there(place, count - i);
      int windows = windows(place);
      kernels.pool(there, place % places, width, line(place), units, block, i * units, pooled, windows, chosen,
          training ? windows : 0);
      i += Math.min(count - i, places - place % places);
    }
  }

  /**
   * Lays out the gradient by a block of the convolution's outputs.
   *
   * @param gradient by the maxima
   */
  void spread(float[] gradient, int from, int count) {
    for (int i = 0; i < count;) {
      int place = from + i;
      int there = there(place, count - i);
      int windows = windows(place);
      kernels.unpool(there, place % places, width, line(place), units, chosen, windows, gradient, windows, block,
          i * units);
      int next = i + Math.min(count - i, places - place % places);
      Arrays.fill(block, (i + there) * units, next * units, 0);
      i = next;
    }
  }

  /** {@return how many places that follow in the line are in a window} */
  private int there(int place, int most) {
    boolean beyond = place / places % lines >= down * height;
    return beyond ? 0 : Math.clamp(along * width - place % places, 0, most);
  }

  /** {@return where the first window of a place's line begins} What is beyond the last one is not asked. */
  private int windows(int place) {
    int line = Math.min(place / places % lines / height, down - 1);
    return (place / (places * lines) * down + line) * along * units;
  }

  /** {@return the places of a window in the lines before} */
  private int line(int place) {
    return place / places % lines % height * width;
  }
}
