package dev.lariat.io.column;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Codes of a column while it is read: in one array if their count was known before, else in blocks, so that growing
 * copies nothing.
 */
public final class GrowingInts {
  private static final int BLOCK = 4096;

  private List<int[]> full = new ArrayList<>();
  private int[] last;
  private int used; // of the last block
  private int before; // in the full blocks

  /** @param expected how many there will be; 0 if that is not known */
  public GrowingInts(int expected) {
    last = new int[expected > 0 ? expected : BLOCK];
  }

  /** Takes the next code. */
  public void add(int value) {
    if (used == last.length) {
      full.add(last);
      before += used;
      last = new int[BLOCK];
      used = 0;
    }
    last[used++] = value;
  }

  /** Calls the action with each code, in order. */
  public void forEach(IntConsumer action) {
    for (int[] block : full) {
      for (int code : block) {
        action.accept(code);
      }
    }
    for (int i = 0; i < used; i++) {
      action.accept(last[i]);
    }
  }

  /** {@return how many there are} */
  public int size() {
    return before + used;
  }

  /** All codes in one array; this object lets go of its own. */
  public int[] take() {
    int[] all = last;
    if (!full.isEmpty()) {
      all = new int[size()];
      int at = 0;
      for (int[] block : full) {
        System.arraycopy(block, 0, all, at, block.length);
        at += block.length;
      }
      System.arraycopy(last, 0, all, at, used);
    } else if (used < last.length) {
      all = Arrays.copyOf(last, used);
    }
    full = new ArrayList<>();
    last = new int[0];
    used = 0;
    before = 0;
    return all;
  }
}
