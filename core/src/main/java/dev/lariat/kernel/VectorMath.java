package dev.lariat.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * exp, expm1 and log of {@link Elementary}, a vector at a time: the same operations in the same order, and so the same
 * bits. As in all classes here no vector is an argument or a result of a method: C2 stops inlining where a caller has
 * grown too large, which depends on what was compiled before, and a vector that meets a call is boxed from then on.
 */
final class VectorMath {
  private static final VectorSpecies<Float> F = VectorWidth.FLOAT;
  private static final int L = F.length();

  // constants as vectors: a broadcast in the loop costs C2 nodes, of which one method may have only so many
  private static final FloatVector E0 = FloatVector.broadcast(F, Elementary.E0);
  private static final FloatVector E1 = FloatVector.broadcast(F, Elementary.E1);
  private static final FloatVector E2 = FloatVector.broadcast(F, Elementary.E2);
  private static final FloatVector E3 = FloatVector.broadcast(F, Elementary.E3);
  private static final FloatVector E4 = FloatVector.broadcast(F, Elementary.E4);
  private static final FloatVector L0 = FloatVector.broadcast(F, Elementary.L0);
  private static final FloatVector L1 = FloatVector.broadcast(F, Elementary.L1);
  private static final FloatVector L2 = FloatVector.broadcast(F, Elementary.L2);
  private static final FloatVector L3 = FloatVector.broadcast(F, Elementary.L3);
  private static final FloatVector L4 = FloatVector.broadcast(F, Elementary.L4);
  private static final FloatVector L5 = FloatVector.broadcast(F, Elementary.L5);
  private static final FloatVector L6 = FloatVector.broadcast(F, Elementary.L6);
  private static final FloatVector L7 = FloatVector.broadcast(F, Elementary.L7);
  private static final FloatVector L8 = FloatVector.broadcast(F, Elementary.L8);
  private static final FloatVector LN2_HIGH = FloatVector.broadcast(F, Elementary.LN2_HIGH);
  private static final FloatVector LN2_LOW = FloatVector.broadcast(F, Elementary.LN2_LOW);
  private static final FloatVector LOG2_E = FloatVector.broadcast(F, Elementary.LOG2_E);
  private static final FloatVector MINUS_HALF = FloatVector.broadcast(F, -0.5f);
  private static final FloatVector MINUS_LN2_HIGH = FloatVector.broadcast(F, -Elementary.LN2_HIGH);
  private static final FloatVector MINUS_LN2_LOW = FloatVector.broadcast(F, -Elementary.LN2_LOW);
  private static final FloatVector ONE = FloatVector.broadcast(F, 1);
  private static final FloatVector ROUNDER = FloatVector.broadcast(F, Elementary.ROUNDER);
  private static final FloatVector TWO_23 = FloatVector.broadcast(F, Elementary.TWO_23);
  private static final FloatVector EXPM1_LOWEST = FloatVector.broadcast(F, Elementary.EXPM1_LOWEST);
  private static final FloatVector EXP_HIGHEST = FloatVector.broadcast(F, Elementary.EXP_HIGHEST);
  private static final FloatVector EXP_LOWEST = FloatVector.broadcast(F, Elementary.EXP_LOWEST);
  private static final FloatVector INFINITY = FloatVector.broadcast(F, Float.POSITIVE_INFINITY);
  private static final FloatVector MINUS_INFINITY = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
  private static final FloatVector MIN_NORMAL = FloatVector.broadcast(F, Float.MIN_NORMAL);
  private static final FloatVector NAN = FloatVector.broadcast(F, Float.NaN);
  private static final FloatVector TWENTY_THREE = FloatVector.broadcast(F, 23);
  private static final FloatVector ZERO = FloatVector.broadcast(F, 0);
  private static final IntVector BIAS = IntVector.broadcast(VectorWidth.INT, 127);
  private static final IntVector ROUNDER_BITS = IntVector.broadcast(VectorWidth.INT, Elementary.ROUNDER_BITS);
  private static final IntVector SQRT_HALF_BITS = IntVector.broadcast(VectorWidth.INT, Elementary.SQRT_HALF_BITS);
  private static final IntVector MANTISSA = IntVector.broadcast(VectorWidth.INT, Elementary.MANTISSA);

  private static final FloatVector T0 = FloatVector.broadcast(F, Elementary.T0);
  private static final FloatVector T1 = FloatVector.broadcast(F, Elementary.T1);
  private static final FloatVector T2 = FloatVector.broadcast(F, Elementary.T2);
  private static final FloatVector T3 = FloatVector.broadcast(F, Elementary.T3);
  private static final FloatVector T4 = FloatVector.broadcast(F, Elementary.T4);
  private static final FloatVector TANH_SMALL = FloatVector.broadcast(F, Elementary.TANH_SMALL);
  private static final FloatVector TWO = FloatVector.broadcast(F, 2);

  private VectorMath() {}

  /** y = 1/(1 + exp(−x)) over n elements, with e = exp(−|x|); y may be e. */
  static void sigmoid(int n, float[] x, int xo, float[] e, int eo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector t = FloatVector.fromArray(F, e, eo + i);
      ONE.blend(t, FloatVector.fromArray(F, x, xo + i).lt(ZERO)).div(t.add(ONE)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      float t = e[eo + i];
      y[yo + i] = (x[xo + i] < 0 ? t : 1) / (1 + t);
    }
  }

  /** y = tanh x over n elements, with e = exp(2|x|). */
  static void tanh(int n, float[] x, int xo, float[] e, int eo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector z = FloatVector.fromArray(F, x, xo + i);
      FloatVector big = ONE.sub(TWO.div(FloatVector.fromArray(F, e, eo + i).add(ONE)));
      big = big.blend(big.neg(), z.lt(ZERO));
      FloatVector s = z.mul(z);
      FloatVector p = T4.fma(s, T3);
      p = p.fma(s, T2);
      p = p.fma(s, T1);
      p = p.fma(s, T0);
      big.blend(s.fma(p, ONE).mul(z), z.abs().lt(TANH_SMALL)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Elementary.tanh(x[xo + i], e[eo + i]);
    }
  }

  /** y = eˣ over n elements, a multiple of the vectors' length. */
  static void exp(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i += L) {
      FloatVector t = FloatVector.fromArray(F, x, xo + i);
      t = t.blend(EXP_HIGHEST, t.compare(VectorOperators.GT, EXP_HIGHEST));
      t = t.blend(EXP_LOWEST, t.lt(EXP_LOWEST));
      FloatVector shifted = t.fma(LOG2_E, ROUNDER);
      FloatVector whole = shifted.sub(ROUNDER);
      FloatVector r = whole.fma(MINUS_LN2_LOW, whole.fma(MINUS_LN2_HIGH, t));
      FloatVector q = E4.fma(r, E3);
      q = q.fma(r, E2);
      q = q.fma(r, E1);
      q = q.fma(r, E0);
      FloatVector p = r.mul(r).fma(q, r).add(ONE);
      IntVector power = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
      IntVector half = power.lanewise(VectorOperators.ASHR, 1);
      IntVector rest = power.sub(half);
      p.mul(half.add(BIAS).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats())
          .mul(rest.add(BIAS).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats())
          .intoArray(y, yo + i);
    }
  }

  /** y = eˣ − 1 for x ≤ 0, accurate near 0, over n elements, a multiple of the vectors' length. */
  static void expm1(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i += L) {
      FloatVector t = FloatVector.fromArray(F, x, xo + i);
      t = t.blend(EXPM1_LOWEST, t.lt(EXPM1_LOWEST));
      FloatVector shifted = t.fma(LOG2_E, ROUNDER);
      FloatVector scale = shifted.reinterpretAsInts()
          .sub(ROUNDER_BITS)
          .add(BIAS)
          .lanewise(VectorOperators.LSHL, 23)
          .reinterpretAsFloats();
      FloatVector whole = shifted.sub(ROUNDER);
      FloatVector r = whole.fma(MINUS_LN2_LOW, whole.fma(MINUS_LN2_HIGH, t));
      FloatVector q = E4.fma(r, E3);
      q = q.fma(r, E2);
      q = q.fma(r, E1);
      q = q.fma(r, E0);
      scale.fma(r.mul(r).fma(q, r), scale.sub(ONE)).intoArray(y, yo + i);
    }
  }

  /** y = log x over n elements, a multiple of the vectors' length. */
  static void log(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(F, x, xo + i);
      VectorMask<Float> subnormal = v.lt(MIN_NORMAL);
      IntVector bits = v.blend(v.mul(TWO_23), subnormal).reinterpretAsInts().sub(SQRT_HALF_BITS);
      FloatVector e = (FloatVector) bits.lanewise(VectorOperators.ASHR, 23).convert(VectorOperators.I2F, 0);
      e = e.sub(ZERO.blend(TWENTY_THREE, subnormal));
      FloatVector f = bits.and(MANTISSA).add(SQRT_HALF_BITS).reinterpretAsFloats().sub(ONE);
      FloatVector p = L8.fma(f, L7);
      p = p.fma(f, L6);
      p = p.fma(f, L5);
      p = p.fma(f, L4);
      p = p.fma(f, L3);
      p = p.fma(f, L2);
      p = p.fma(f, L1);
      p = p.fma(f, L0);
      FloatVector s = f.mul(f);
      FloatVector w = s.mul(f).fma(p, e.mul(LN2_LOW));
      w = s.fma(MINUS_HALF, w);
      w = e.fma(LN2_HIGH, f.add(w));
      w = v.blend(w, v.lt(INFINITY));
      w = w.blend(MINUS_INFINITY, v.eq(ZERO));
      w.blend(NAN, v.lt(ZERO)).intoArray(y, yo + i);
    }
  }
}
