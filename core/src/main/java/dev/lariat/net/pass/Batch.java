package dev.lariat.net.pass;

import dev.lariat.net.SparseRows;
import dev.lariat.net.TrainingRows;
import dev.lariat.kernel.Kernels;
import java.util.BitSet;

/**
 * The inputs of a step, copied together from rows that stand apart: dense, or sparse where the rows are and the first
 * layer takes them so. One thread's.
 */
public final class Batch {
  /** The stream of dropped words: no layer's, as the layers that are tried must not change it, nor the mixer's. */
  private static final int WORDS_STREAM = 0xFFFD;
  /** The stream of words that a step leaves out of all its rows. */
  private static final int EMBEDDING_STREAM = 0xFFFC;

  private final TrainingRows rows;
  private final Kernels kernels;
  final float[] dense; // [size · width], or null
  final int[] starts; // [size + 1], null with dense
  final int[] inputs; // [entries of the fullest rows]
  final float[] values;
  private float[] mask = {}; // [entries that are words] of a step, with word dropout alone
  private float[] kept = {}; // [width] of a step, with embedding dropout alone

  /** @param sparse whether sparse rows stay sparse */
  public Batch(TrainingRows rows, int size, boolean sparse, Kernels kernels) {
    this.rows = rows;
    this.kernels = kernels;
    SparseRows source = rows.sparse().orElse(null);
    if (source == null || !sparse) {
      dense = new float[Math.multiplyExact(size, rows.width())];
      starts = null;
      inputs = null;
      values = null;
    } else {
      int fullest = 0;
      for (int r = 0; r < source.rows(); r++) {
        fullest = Math.max(fullest, source.entries(r));
      }
      int entries = (int) Math.min(source.entries(), (long) fullest * size);
      dense = null;
      starts = new int[size + 1];
      inputs = new int[entries];
      values = new float[entries];
    }
  }

  /** Takes the rows {@code order[from …]}. */
  public void gather(int[] order, int from, int count) {
    SparseRows source = rows.sparse().orElse(null);
    if (rows.isArray()) {
      kernels.gatherRows(rows.width(), rows.inputs(), 0, order, from, count, dense, 0);
    } else if (dense != null) {
      for (int r = 0; r < count; r++) {
        rows.inputs(order[from + r], dense, r * rows.width());
      }
    } else {
      for (int r = 0; r < count; r++) {
        starts[r + 1] = starts[r] + source.copy(order[from + r], inputs, values, starts[r]);
      }
    }
  }

  /** Copies the inputs of a dense batch, row by row. */
  public void copy(float[] to) {
    System.arraycopy(dense, 0, to, 0, Math.min(to.length, dense.length));
  }

  /**
   * Leaves out each word of each row with the probability {@code rate}, and divides the others by 1 − rate, so that an
   * input stays the same in the mean. A dense batch loses the same words as a sparse one.
   *
   * @param count rows that were gathered
   * @param key of the step: what is left out depends on it and on the rows alone
   */
  public void dropWords(float rate, int count, StepKey key) {
    int entries = dense == null ? starts[count] : wordsIn(count);
    if (mask.length < entries) {
      mask = new float[dense == null ? values.length : dense.length]; // once: no batch has more
    }
    kernels.dropoutMask(key.seed, key.fold, key.epoch, key.step, WORDS_STREAM, rate, entries, mask, 0);
    BitSet words = rows.words();
    int drawn = 0;
    if (dense == null) {
      for (int e = 0; e < entries; e++) {
        if (words.get(inputs[e])) {
          values[e] *= mask[drawn++];
        }
      }
      return;
    }
    for (int r = 0; r < count; r++) {
      int row = r * rows.width();
      for (int word = words.nextSetBit(0); word >= 0; word = words.nextSetBit(word + 1)) {
        if (dense[row + word] != 0) {
          dense[row + word] *= mask[drawn++];
        }
      }
    }
  }

  /**
   * Leaves out each word of the vocabulary with the probability {@code rate}, in every row of the batch alike, and
   * divides the others by 1 − rate: as if the word's weights in the first layer were zero for the step.
   *
   * @param count rows that were gathered
   * @param key of the step: which words depends on it alone
   */
  public void dropEmbeddings(float rate, int count, StepKey key) {
    int width = rows.width();
    if (kept.length < width) {
      kept = new float[width]; // once
    }
    kernels.dropoutMask(key.seed, key.fold, key.epoch, key.step, EMBEDDING_STREAM, rate, width, kept, 0);
    BitSet words = rows.words();
    if (dense == null) {
      for (int e = 0; e < starts[count]; e++) {
        if (words.get(inputs[e])) {
          values[e] *= kept[inputs[e]];
        }
      }
      return;
    }
    for (int r = 0; r < count; r++) {
      for (int word = words.nextSetBit(0); word >= 0; word = words.nextSetBit(word + 1)) {
        dense[r * width + word] *= kept[word];
      }
    }
  }

  private int wordsIn(int count) {
    BitSet words = rows.words();
    int entries = 0;
    for (int r = 0; r < count; r++) {
      for (int word = words.nextSetBit(0); word >= 0; word = words.nextSetBit(word + 1)) {
        entries += dense[r * rows.width() + word] != 0 ? 1 : 0;
      }
    }
    return entries;
  }
}
