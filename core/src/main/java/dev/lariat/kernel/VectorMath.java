package dev.lariat.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Elementary}, a vector at a time: the same operations in the same order, and so the same bits. C2 inlines only so much into one loop,
 * and a vector that meets a call is boxed: tanh, Φ and the gradient of GELU therefore take the exponentials, made in a loop of their own,
 * as arguments.
 */
final class VectorMath {
  private static final VectorSpecies<Float> F = VectorWidth.FLOAT;

  // constants as vectors: a broadcast in the loop costs C2 nodes, of which one method may have only so many
  private static final FloatVector E0 = constant(Elementary.E0);
  private static final FloatVector E1 = constant(Elementary.E1);
  private static final FloatVector E2 = constant(Elementary.E2);
  private static final FloatVector E3 = constant(Elementary.E3);
  private static final FloatVector E4 = constant(Elementary.E4);
  private static final FloatVector F0 = constant(Elementary.F0);
  private static final FloatVector F1 = constant(Elementary.F1);
  private static final FloatVector F2 = constant(Elementary.F2);
  private static final FloatVector F3 = constant(Elementary.F3);
  private static final FloatVector F4 = constant(Elementary.F4);
  private static final FloatVector F5 = constant(Elementary.F5);
  private static final FloatVector F6 = constant(Elementary.F6);
  private static final FloatVector G0 = constant(Elementary.G0);
  private static final FloatVector G1 = constant(Elementary.G1);
  private static final FloatVector G2 = constant(Elementary.G2);
  private static final FloatVector G3 = constant(Elementary.G3);
  private static final FloatVector G4 = constant(Elementary.G4);
  private static final FloatVector G5 = constant(Elementary.G5);
  private static final FloatVector G6 = constant(Elementary.G6);
  private static final FloatVector G7 = constant(Elementary.G7);
  private static final FloatVector HALF = constant(0.5f);
  private static final FloatVector INV_SQRT_2PI = constant(Elementary.INV_SQRT_2PI);
  private static final FloatVector L0 = constant(Elementary.L0);
  private static final FloatVector L1 = constant(Elementary.L1);
  private static final FloatVector L2 = constant(Elementary.L2);
  private static final FloatVector L3 = constant(Elementary.L3);
  private static final FloatVector L4 = constant(Elementary.L4);
  private static final FloatVector L5 = constant(Elementary.L5);
  private static final FloatVector L6 = constant(Elementary.L6);
  private static final FloatVector L7 = constant(Elementary.L7);
  private static final FloatVector L8 = constant(Elementary.L8);
  private static final FloatVector LN2_HIGH = constant(Elementary.LN2_HIGH);
  private static final FloatVector LN2_LOW = constant(Elementary.LN2_LOW);
  private static final FloatVector LOG2_E = constant(Elementary.LOG2_E);
  private static final FloatVector MINUS_HALF = constant(-0.5f);
  private static final FloatVector MINUS_LN2_HIGH = constant(-Elementary.LN2_HIGH);
  private static final FloatVector MINUS_LN2_LOW = constant(-Elementary.LN2_LOW);
  private static final FloatVector ONE = constant(1);
  private static final FloatVector ROUNDER = constant(Elementary.ROUNDER);
  private static final FloatVector SELU_SCALE = constant(Elementary.SELU_SCALE);
  private static final FloatVector SELU_SCALE_ALPHA = constant(Elementary.SELU_SCALE_ALPHA);
  private static final FloatVector SQRT_HALF = constant(Elementary.SQRT_HALF);
  private static final FloatVector T0 = constant(Elementary.T0);
  private static final FloatVector T1 = constant(Elementary.T1);
  private static final FloatVector T2 = constant(Elementary.T2);
  private static final FloatVector T3 = constant(Elementary.T3);
  private static final FloatVector T4 = constant(Elementary.T4);
  private static final FloatVector TWO = constant(2);
  private static final FloatVector TWO_23 = constant(Elementary.TWO_23);
  private static final FloatVector ERF_ONE = constant(Elementary.ERF_ONE);
  private static final FloatVector ERF_SMALL = constant(Elementary.ERF_SMALL);
  private static final FloatVector EXPM1_LOWEST = constant(Elementary.EXPM1_LOWEST);
  private static final FloatVector EXP_HIGHEST = constant(Elementary.EXP_HIGHEST);
  private static final FloatVector EXP_LOWEST = constant(Elementary.EXP_LOWEST);
  private static final FloatVector INFINITY = constant(Float.POSITIVE_INFINITY);
  private static final FloatVector MINUS_INFINITY = constant(Float.NEGATIVE_INFINITY);
  private static final FloatVector MIN_NORMAL = constant(Float.MIN_NORMAL);
  private static final FloatVector NAN = constant(Float.NaN);
  private static final FloatVector TANH_SMALL = constant(Elementary.TANH_SMALL);
  private static final FloatVector TWENTY_THREE = constant(23);
  private static final FloatVector ZERO = constant(0);
  private static final IntVector BIAS = IntVector.broadcast(VectorWidth.INT, 127);
  private static final IntVector ROUNDER_BITS = IntVector.broadcast(VectorWidth.INT, Elementary.ROUNDER_BITS);
  private static final IntVector SQRT_HALF_BITS = IntVector.broadcast(VectorWidth.INT, Elementary.SQRT_HALF_BITS);
  private static final IntVector MANTISSA = IntVector.broadcast(VectorWidth.INT, Elementary.MANTISSA);

  private VectorMath() {}

  static FloatVector exp(FloatVector x) {
    FloatVector t = x.blend(EXP_HIGHEST, x.compare(VectorOperators.GT, EXP_HIGHEST));
    t = t.blend(EXP_LOWEST, t.lt(EXP_LOWEST));
    FloatVector shifted = t.fma(LOG2_E, ROUNDER);
    FloatVector p = expReduced(t, shifted).add(ONE);
    IntVector n = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
    IntVector half = n.lanewise(VectorOperators.ASHR, 1);
    return p.mul(power(half)).mul(power(n.sub(half)));
  }

  static FloatVector expm1(FloatVector x) {
    FloatVector t = x.blend(EXPM1_LOWEST, x.lt(EXPM1_LOWEST));
    FloatVector shifted = t.fma(LOG2_E, ROUNDER);
    FloatVector scale = power(shifted.reinterpretAsInts().sub(ROUNDER_BITS));
    return scale.fma(expReduced(t, shifted), scale.sub(ONE));
  }

  /** 2ⁿ. */
  private static FloatVector power(IntVector n) {
    return n.add(BIAS).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  private static FloatVector expReduced(FloatVector t, FloatVector shifted) {
    FloatVector n = shifted.sub(ROUNDER);
    FloatVector r = n.fma(MINUS_LN2_HIGH, t);
    r = n.fma(MINUS_LN2_LOW, r);
    FloatVector q = E4.fma(r, E3);
    q = q.fma(r, E2);
    q = q.fma(r, E1);
    q = q.fma(r, E0);
    return r.mul(r).fma(q, r);
  }

  static FloatVector log(FloatVector x) {
    VectorMask<Float> subnormal = x.lt(MIN_NORMAL);
    FloatVector scaled = x.blend(x.mul(TWO_23), subnormal);
    IntVector bits = scaled.reinterpretAsInts().sub(SQRT_HALF_BITS);
    FloatVector e = toFloat(bits.lanewise(VectorOperators.ASHR, 23));
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
    FloatVector y = s.mul(f).fma(p, e.mul(LN2_LOW));
    y = s.fma(MINUS_HALF, y);
    y = e.fma(LN2_HIGH, f.add(y));
    y = x.blend(y, x.lt(INFINITY));
    y = y.blend(MINUS_INFINITY, x.eq(ZERO));
    return y.blend(NAN, x.lt(ZERO));
  }

  private static FloatVector toFloat(IntVector x) {
    return (FloatVector) x.convert(VectorOperators.I2F, 0);
  }

  /** What {@link #tanh} wants the exponential of. */
  static FloatVector tanhExponent(FloatVector x) {
    FloatVector a = x.abs();
    return a.add(a);
  }

  static FloatVector tanh(FloatVector x, FloatVector exponential) {
    FloatVector a = x.abs();
    FloatVector big = ONE.sub(TWO.div(exponential.add(ONE)));
    big = big.blend(big.neg(), x.lt(ZERO));
    FloatVector s = x.mul(x);
    FloatVector p = T4.fma(s, T3);
    p = p.fma(s, T2);
    p = p.fma(s, T1);
    p = p.fma(s, T0);
    FloatVector small = s.fma(p, ONE).mul(x);
    return big.blend(small, a.lt(TANH_SMALL));
  }

  /** What {@link #normal} wants the exponential of. */
  static FloatVector normalExponent(FloatVector z) {
    FloatVector a = z.mul(SQRT_HALF).abs();
    FloatVector t = a.blend(ERF_ONE, a.compare(VectorOperators.GT, ERF_ONE));
    FloatVector q = G7.fma(t, G6);
    q = q.fma(t, G5);
    q = q.fma(t, G4);
    q = q.fma(t, G3);
    q = q.fma(t, G2);
    q = q.fma(t, G1);
    q = q.fma(t, G0);
    return q;
  }

  /** The normal distribution function. */
  static FloatVector normal(FloatVector z, FloatVector exponential) {
    FloatVector x = z.mul(SQRT_HALF);
    FloatVector a = x.abs();
    FloatVector big = ONE.sub(exponential);
    big = big.blend(big.neg(), x.lt(ZERO));
    FloatVector s = x.mul(x);
    FloatVector p = F6.fma(s, F5);
    p = p.fma(s, F4);
    p = p.fma(s, F3);
    p = p.fma(s, F2);
    p = p.fma(s, F1);
    p = p.fma(s, F0);
    FloatVector erf = big.blend(x.fma(p, x), a.lt(ERF_SMALL));
    return erf.fma(HALF, HALF);
  }

  static FloatVector sigmoid(FloatVector x) {
    FloatVector e = exp(x.abs().neg());
    return ONE.blend(e, x.lt(ZERO)).div(e.add(ONE));
  }

  static FloatVector selu(FloatVector z) {
    VectorMask<Float> positive = z.compare(VectorOperators.GT, ZERO);
    FloatVector lower = expm1(z.blend(ZERO, positive)).mul(SELU_SCALE_ALPHA);
    return lower.blend(z.mul(SELU_SCALE), positive);
  }

  /** What the normal density is the exponential of, but for its factor. */
  static FloatVector densityExponent(FloatVector z) {
    return z.mul(MINUS_HALF).mul(z);
  }

  static FloatVector geluGradient(FloatVector z, FloatVector incoming, FloatVector exponential,
      FloatVector densityExponential) {
    FloatVector density = densityExponential.mul(INV_SQRT_2PI);
    return incoming.mul(z.fma(density, normal(z, exponential)));
  }

  static FloatVector siluGradient(FloatVector z, FloatVector incoming) {
    FloatVector s = sigmoid(z);
    return incoming.mul(z.mul(s).fma(ONE.sub(s), s));
  }

  private static FloatVector constant(float value) {
    return FloatVector.broadcast(F, value);
  }
}
