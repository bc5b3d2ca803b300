package dev.lariat.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Products with {@link PackedBytes}. */
final class VectorBytes {
  private static final VectorSpecies<Float> F = VectorWidth.FLOAT;
  private static final VectorSpecies<Integer> I = VectorWidth.INT;
  private static final int L = F.length();

  private VectorBytes() {}

  /** @param lanes [16] takes the sums of the squares of what is rounded away */
  static void pack(int blocks, float[] x, float factor, int[] out, int oo, float[] lanes) {
    for (int from = 0; from < PackedBytes.LANES; from += L) {
      packStrip(blocks, x, factor, out, oo + from, from, lanes);
    }
  }

  private static void packStrip(int blocks, float[] x, float factor, int[] out, int oo, int from, float[] lanes) {
    FloatVector s0 = FloatVector.zero(F);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int b = 0; b < blocks; b++) {
      int at = b * PackedBytes.BLOCK + from;
      FloatVector v0 = FloatVector.fromArray(F, x, at).mul(factor);
      FloatVector v1 = FloatVector.fromArray(F, x, at + PackedBytes.LANES).mul(factor);
      FloatVector v2 = FloatVector.fromArray(F, x, at + 2 * PackedBytes.LANES).mul(factor);
      FloatVector v3 = FloatVector.fromArray(F, x, at + 3 * PackedBytes.LANES).mul(factor);
      IntVector w0 = ((IntVector) v0.add(PackedBytes.UP).convert(VectorOperators.F2I, 0)).sub(PackedBytes.DOWN);
      IntVector w1 = ((IntVector) v1.add(PackedBytes.UP).convert(VectorOperators.F2I, 0)).sub(PackedBytes.DOWN);
      IntVector w2 = ((IntVector) v2.add(PackedBytes.UP).convert(VectorOperators.F2I, 0)).sub(PackedBytes.DOWN);
      IntVector w3 = ((IntVector) v3.add(PackedBytes.UP).convert(VectorOperators.F2I, 0)).sub(PackedBytes.DOWN);
      FloatVector d0 = v0.sub((FloatVector) w0.convert(VectorOperators.I2F, 0));
      FloatVector d1 = v1.sub((FloatVector) w1.convert(VectorOperators.I2F, 0));
      FloatVector d2 = v2.sub((FloatVector) w2.convert(VectorOperators.I2F, 0));
      FloatVector d3 = v3.sub((FloatVector) w3.convert(VectorOperators.I2F, 0));
      s0 = d0.fma(d0, s0);
      s1 = d1.fma(d1, s1);
      s2 = d2.fma(d2, s2);
      s3 = d3.fma(d3, s3);
      w0.and(0xff)
          .or(w1.and(0xff).lanewise(VectorOperators.LSHL, 8))
          .or(w2.and(0xff).lanewise(VectorOperators.LSHL, 16))
          .or(w3.lanewise(VectorOperators.LSHL, 24))
          .intoArray(out, oo + b * PackedBytes.LANES);
    }
    s0.add(s1).add(s2.add(s3)).intoArray(lanes, from);
  }

  /** @param lanes [16] takes the sums, of four accumulators each */
  static void dot(int blocks, int[] x, int xo, float[] y, float[] lanes) {
    for (int from = 0; from < PackedBytes.LANES; from += L) {
      strip(blocks, x, xo + from, y, from, lanes);
    }
  }

  /** The sums of a vector of lanes. */
  private static void strip(int blocks, int[] x, int xo, float[] y, int from, float[] lanes) {
    FloatVector s0 = FloatVector.zero(F);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int b = 0; b < blocks; b++) {
      IntVector four = IntVector.fromArray(I, x, xo + b * PackedBytes.LANES);
      int at = b * PackedBytes.BLOCK + from;
      s0 = ((FloatVector) four.lanewise(VectorOperators.LSHL, 24)
          .lanewise(VectorOperators.ASHR, 24)
          .convert(VectorOperators.I2F, 0)).fma(FloatVector.fromArray(F, y, at), s0);
      s1 = ((FloatVector) four.lanewise(VectorOperators.LSHL, 16)
          .lanewise(VectorOperators.ASHR, 24)
          .convert(VectorOperators.I2F, 0)).fma(FloatVector.fromArray(F, y, at + PackedBytes.LANES), s1);
      s2 = ((FloatVector) four.lanewise(VectorOperators.LSHL, 8)
          .lanewise(VectorOperators.ASHR, 24)
          .convert(VectorOperators.I2F, 0)).fma(FloatVector.fromArray(F, y, at + 2 * PackedBytes.LANES), s2);
      s3 = ((FloatVector) four.lanewise(VectorOperators.ASHR, 24).convert(VectorOperators.I2F, 0))
          .fma(FloatVector.fromArray(F, y, at + 3 * PackedBytes.LANES), s3);
    }
    s0.add(s1).add(s2.add(s3)).intoArray(lanes, from);
  }
}
