package dev.lariat.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposes in square blocks as wide as a vector (Eklundh 1972): the stage for a power of two s swaps this bit of the
 * row with the same bit of the lane, {@code a'[l] = l & s ? b[l ^ s] : a[l]} and
 * {@code b'[l] = l & s ? b[l] : a[l ^ s]} for rows a and b that are s apart. Two stages at a time are done in
 * registers.
 */
final class VectorTransposition {
  private static final VectorSpecies<Float> F = VectorWidth.FLOAT;
  private static final int L = F.length();
  private static final VectorShuffle<Float> SWAP1 = VectorShuffle.fromArray(F, swap(1), 0);
  private static final VectorShuffle<Float> SWAP2 = VectorShuffle.fromArray(F, swap(2), 0);
  private static final VectorShuffle<Float> SWAP4 = VectorShuffle.fromArray(F, swap(4), 0);
  private static final VectorShuffle<Float> SWAP8 = VectorShuffle.fromArray(F, swap(8), 0);
  private static final VectorMask<Float> ODD1 = VectorMask.fromArray(F, odd(1), 0);
  private static final VectorMask<Float> ODD2 = VectorMask.fromArray(F, odd(2), 0);
  private static final VectorMask<Float> ODD4 = VectorMask.fromArray(F, odd(4), 0);
  private static final VectorMask<Float> ODD8 = VectorMask.fromArray(F, odd(8), 0);

  private final float[] block = new float[L * L];

  private static int[] swap(int s) {
    int[] sources = new int[L];
    for (int l = 0; l < L; l++) {
      sources[l] = (l ^ s) % L;
    }
    return sources;
  }

  private static boolean[] odd(int s) {
    boolean[] lanes = new boolean[L];
    for (int l = 0; l < L; l++) {
      lanes[l] = (l & s) != 0;
    }
    return lanes;
  }

  /** {@code to[at + j·ldt + i] = from[start + i·ldf + j]} for i below {@code rows}, j below {@code columns}. */
  void transpose(int rows, int columns, float[] from, int start, int ldf, float[] to, int at, int ldt) {
    int wholeRows = rows - rows % L;
    int wholeColumns = columns - columns % L;
    for (int i = 0; i < wholeRows; i += L) {
      for (int j = 0; j < wholeColumns; j += L) {
        int source = start + i * ldf + j;
        int target = at + j * ldt + i;
        if (L == 4) {
          first(from, source, ldf, to, target, ldt);
        } else {
          first(from, source, ldf, block, 0, L);
          second(block, to, target, ldt);
        }
      }
    }
    for (int i = 0; i < rows; i++) {
      for (int j = i < wholeRows ? wholeColumns : 0; j < columns; j++) {
        to[at + j * ldt + i] = from[start + i * ldf + j];
      }
    }
  }

  /** The stages 1 and 2. */
  private static void first(float[] from, int start, int ldf, float[] to, int at, int ldt) {
    for (int r = 0; r < L; r += 4) {
      int x = start + r * ldf;
      int y = at + r * ldt;
      FloatVector a = FloatVector.fromArray(F, from, x);
      FloatVector b = FloatVector.fromArray(F, from, x + ldf);
      FloatVector c = FloatVector.fromArray(F, from, x + 2 * ldf);
      FloatVector d = FloatVector.fromArray(F, from, x + 3 * ldf);
      FloatVector a1 = a.blend(b.rearrange(SWAP1), ODD1);
      FloatVector b1 = a.rearrange(SWAP1).blend(b, ODD1);
      FloatVector c1 = c.blend(d.rearrange(SWAP1), ODD1);
      FloatVector d1 = c.rearrange(SWAP1).blend(d, ODD1);
      a1.blend(c1.rearrange(SWAP2), ODD2).intoArray(to, y);
      b1.blend(d1.rearrange(SWAP2), ODD2).intoArray(to, y + ldt);
      a1.rearrange(SWAP2).blend(c1, ODD2).intoArray(to, y + 2 * ldt);
      b1.rearrange(SWAP2).blend(d1, ODD2).intoArray(to, y + 3 * ldt);
    }
  }

  /** The stages 4 and 8, as far as there are as many lanes. */
  private static void second(float[] block, float[] to, int at, int ldt) {
    for (int r = 0; r < 4; r++) {
      int y = at + r * ldt;
      FloatVector a = FloatVector.fromArray(F, block, r * L);
      FloatVector b = FloatVector.fromArray(F, block, (r + 4) * L);
      FloatVector a1 = a.blend(b.rearrange(SWAP4), ODD4);
      FloatVector b1 = a.rearrange(SWAP4).blend(b, ODD4);
      if (L == 8) {
        a1.intoArray(to, y);
        b1.intoArray(to, y + 4 * ldt);
      } else {
        FloatVector c = FloatVector.fromArray(F, block, (r + 8) * L);
        FloatVector d = FloatVector.fromArray(F, block, (r + 12) * L);
        FloatVector c1 = c.blend(d.rearrange(SWAP4), ODD4);
        FloatVector d1 = c.rearrange(SWAP4).blend(d, ODD4);
        a1.blend(c1.rearrange(SWAP8), ODD8).intoArray(to, y);
        b1.blend(d1.rearrange(SWAP8), ODD8).intoArray(to, y + 4 * ldt);
        a1.rearrange(SWAP8).blend(c1, ODD8).intoArray(to, y + 8 * ldt);
        b1.rearrange(SWAP8).blend(d1, ODD8).intoArray(to, y + 12 * ldt);
      }
    }
  }
}
