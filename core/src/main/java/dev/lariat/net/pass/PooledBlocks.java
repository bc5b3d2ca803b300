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
  private final float[] pooled; // [batch · down · along · units]
  private final int[] chosen; // [batch · down · along · units] which place of its window; [units] without training
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
    this.pooled = pooled;
    this.chosen = new int[training ? pooled.length : units];
    this.block = new float[Math.multiplyExact(most, units)];
  }

  /** {@return where a block of the convolution's outputs, or of the gradient by them, lies} */
  float[] block() {
    return block;
  }

  /** Takes the maxima of a block. Blocks come in their order. */
  void pool(int from, int count) {
    boolean training = chosen.length == pooled.length;
    int x = from % places;
    int y = from / places % lines;
    int row = from / (places * lines);
    for (int i = 0; i < count; i++) {
      if (y < down * height && x < along * width) {
        int to = ((row * down + y / height) * along + x / width) * units;
        int place = y % height * width + x % width;
        if (place == 0) {
          System.arraycopy(block, i * units, pooled, to, units);
          if (training) {
            Arrays.fill(chosen, to, to + units, 0);
          }
        } else {
          kernels.largest(units, place, block, i * units, pooled, to, chosen, training ? to : 0);
        }
      }
      if (++x == places) {
        x = 0;
        if (++y == lines) {
          y = 0;
          row++;
        }
      }
    }
  }

  /**
   * Lays out the gradient by a block of the convolution's outputs.
   *
   * @param gradient by the maxima
   */
  void spread(float[] gradient, int from, int count) {
    int x = from % places;
    int y = from / places % lines;
    int row = from / (places * lines);
    for (int i = 0; i < count; i++) {
      if (y < down * height && x < along * width) {
        int at = ((row * down + y / height) * along + x / width) * units;
        kernels.where(units, y % height * width + x % width, chosen, at, gradient, at, block, i * units);
      } else {
        Arrays.fill(block, i * units, (i + 1) * units, 0);
      }
      if (++x == places) {
        x = 0;
        if (++y == lines) {
          y = 0;
          row++;
        }
      }
    }
  }
}
