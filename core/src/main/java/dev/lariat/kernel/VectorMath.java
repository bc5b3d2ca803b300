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

  private VectorMath() {}

  static FloatVector exp(FloatVector x) {
    FloatVector t = x.blend(Elementary.EXP_HIGHEST, x.compare(VectorOperators.GT, Elementary.EXP_HIGHEST));
    t = t.blend(Elementary.EXP_LOWEST, t.lt(Elementary.EXP_LOWEST));
    FloatVector shifted = t.fma(constant(Elementary.LOG2_E), constant(Elementary.ROUNDER));
    FloatVector p = expReduced(t, shifted).add(1);
    IntVector n = shifted.reinterpretAsInts().sub(Elementary.ROUNDER_BITS);
    IntVector half = n.lanewise(VectorOperators.ASHR, 1);
    return p.mul(power(half)).mul(power(n.sub(half)));
  }

  static FloatVector expm1(FloatVector x) {
    FloatVector t = x.blend(Elementary.EXPM1_LOWEST, x.lt(Elementary.EXPM1_LOWEST));
    FloatVector shifted = t.fma(constant(Elementary.LOG2_E), constant(Elementary.ROUNDER));
    FloatVector scale = power(shifted.reinterpretAsInts().sub(Elementary.ROUNDER_BITS));
    return scale.fma(expReduced(t, shifted), scale.sub(1));
  }

  /** 2ⁿ. */
  private static FloatVector power(IntVector n) {
    return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  private static FloatVector expReduced(FloatVector t, FloatVector shifted) {
    FloatVector n = shifted.sub(Elementary.ROUNDER);
    FloatVector r = n.fma(constant(-Elementary.LN2_HIGH), t);
    r = n.fma(constant(-Elementary.LN2_LOW), r);
    FloatVector q = constant(Elementary.E4).fma(r, constant(Elementary.E3));
    q = q.fma(r, constant(Elementary.E2));
    q = q.fma(r, constant(Elementary.E1));
    q = q.fma(r, constant(Elementary.E0));
    return r.mul(r).fma(q, r);
  }

  static FloatVector log(FloatVector x) {
    VectorMask<Float> subnormal = x.lt(Float.MIN_NORMAL);
    FloatVector scaled = x.blend(x.mul(Elementary.TWO_23), subnormal);
    IntVector bits = scaled.reinterpretAsInts().sub(Elementary.SQRT_HALF_BITS);
    FloatVector e = toFloat(bits.lanewise(VectorOperators.ASHR, 23));
    e = e.sub(FloatVector.zero(F).blend(23, subnormal));
    FloatVector f = bits.and(Elementary.MANTISSA).add(Elementary.SQRT_HALF_BITS).reinterpretAsFloats().sub(1);
    FloatVector p = constant(Elementary.L8).fma(f, constant(Elementary.L7));
    p = p.fma(f, constant(Elementary.L6));
    p = p.fma(f, constant(Elementary.L5));
    p = p.fma(f, constant(Elementary.L4));
    p = p.fma(f, constant(Elementary.L3));
    p = p.fma(f, constant(Elementary.L2));
    p = p.fma(f, constant(Elementary.L1));
    p = p.fma(f, constant(Elementary.L0));
    FloatVector s = f.mul(f);
    FloatVector y = s.mul(f).fma(p, e.mul(Elementary.LN2_LOW));
    y = s.fma(constant(-0.5f), y);
    y = e.fma(constant(Elementary.LN2_HIGH), f.add(y));
    y = x.blend(y, x.lt(Float.POSITIVE_INFINITY));
    y = y.blend(Float.NEGATIVE_INFINITY, x.eq(0));
    return y.blend(Float.NaN, x.lt(0));
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
    FloatVector big = constant(1).sub(constant(2).div(exponential.add(1)));
    big = big.blend(big.neg(), x.lt(0));
    FloatVector s = x.mul(x);
    FloatVector p = constant(Elementary.T4).fma(s, constant(Elementary.T3));
    p = p.fma(s, constant(Elementary.T2));
    p = p.fma(s, constant(Elementary.T1));
    p = p.fma(s, constant(Elementary.T0));
    FloatVector small = s.fma(p, constant(1)).mul(x);
    return big.blend(small, a.lt(Elementary.TANH_SMALL));
  }

  /** What {@link #normal} wants the exponential of. */
  static FloatVector normalExponent(FloatVector z) {
    FloatVector a = z.mul(Elementary.SQRT_HALF).abs();
    FloatVector t = a.blend(Elementary.ERF_ONE, a.compare(VectorOperators.GT, Elementary.ERF_ONE));
    FloatVector q = constant(Elementary.G7).fma(t, constant(Elementary.G6));
    q = q.fma(t, constant(Elementary.G5));
    q = q.fma(t, constant(Elementary.G4));
    q = q.fma(t, constant(Elementary.G3));
    q = q.fma(t, constant(Elementary.G2));
    q = q.fma(t, constant(Elementary.G1));
    q = q.fma(t, constant(Elementary.G0));
    return q;
  }

  /** The normal distribution function. */
  static FloatVector normal(FloatVector z, FloatVector exponential) {
    FloatVector x = z.mul(Elementary.SQRT_HALF);
    FloatVector a = x.abs();
    FloatVector big = constant(1).sub(exponential);
    big = big.blend(big.neg(), x.lt(0));
    FloatVector s = x.mul(x);
    FloatVector p = constant(Elementary.F6).fma(s, constant(Elementary.F5));
    p = p.fma(s, constant(Elementary.F4));
    p = p.fma(s, constant(Elementary.F3));
    p = p.fma(s, constant(Elementary.F2));
    p = p.fma(s, constant(Elementary.F1));
    p = p.fma(s, constant(Elementary.F0));
    FloatVector erf = big.blend(x.fma(p, x), a.lt(Elementary.ERF_SMALL));
    return erf.fma(constant(0.5f), constant(0.5f));
  }

  static FloatVector sigmoid(FloatVector x) {
    FloatVector e = exp(x.abs().neg());
    return constant(1).blend(e, x.lt(0)).div(e.add(1));
  }

  static FloatVector selu(FloatVector z) {
    VectorMask<Float> positive = z.compare(VectorOperators.GT, 0);
    FloatVector lower = expm1(z.blend(0, positive)).mul(Elementary.SELU_SCALE_ALPHA);
    return lower.blend(z.mul(Elementary.SELU_SCALE), positive);
  }

  /** What the normal density is the exponential of, but for its factor. */
  static FloatVector densityExponent(FloatVector z) {
    return z.mul(-0.5f).mul(z);
  }

  static FloatVector geluGradient(FloatVector z, FloatVector incoming, FloatVector exponential,
      FloatVector densityExponential) {
    FloatVector density = densityExponential.mul(Elementary.INV_SQRT_2PI);
    return incoming.mul(z.fma(density, normal(z, exponential)));
  }

  static FloatVector siluGradient(FloatVector z, FloatVector incoming) {
    FloatVector s = sigmoid(z);
    return incoming.mul(z.mul(s).fma(constant(1).sub(s), s));
  }

  private static FloatVector constant(float value) {
    return FloatVector.broadcast(F, value);
  }
}
