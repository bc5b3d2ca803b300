package dev.lariat.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * exp, expm1, log and log1p of {@link ElementaryDouble}, a vector at a time: the same operations in the same order, and
 * so the same bits. No vector meets a call: see {@link VectorMath}.
 */
final class VectorMathDouble {
  private static final VectorSpecies<Double> D = VectorWidth.DOUBLE;
  private static final VectorSpecies<Long> J = VectorWidth.LONG;
  private static final int L = D.length();

  // constants as vectors: a broadcast in the loop costs C2 nodes, of which one method may have only so many
  private static final DoubleVector E0 = DoubleVector.broadcast(D, ElementaryDouble.E0);
  private static final DoubleVector E1 = DoubleVector.broadcast(D, ElementaryDouble.E1);
  private static final DoubleVector E2 = DoubleVector.broadcast(D, ElementaryDouble.E2);
  private static final DoubleVector E3 = DoubleVector.broadcast(D, ElementaryDouble.E3);
  private static final DoubleVector E4 = DoubleVector.broadcast(D, ElementaryDouble.E4);
  private static final DoubleVector E5 = DoubleVector.broadcast(D, ElementaryDouble.E5);
  private static final DoubleVector E6 = DoubleVector.broadcast(D, ElementaryDouble.E6);
  private static final DoubleVector E7 = DoubleVector.broadcast(D, ElementaryDouble.E7);
  private static final DoubleVector E8 = DoubleVector.broadcast(D, ElementaryDouble.E8);
  private static final DoubleVector E9 = DoubleVector.broadcast(D, ElementaryDouble.E9);
  private static final DoubleVector E10 = DoubleVector.broadcast(D, ElementaryDouble.E10);
  private static final DoubleVector L0 = DoubleVector.broadcast(D, ElementaryDouble.L0);
  private static final DoubleVector L1 = DoubleVector.broadcast(D, ElementaryDouble.L1);
  private static final DoubleVector L2 = DoubleVector.broadcast(D, ElementaryDouble.L2);
  private static final DoubleVector L3 = DoubleVector.broadcast(D, ElementaryDouble.L3);
  private static final DoubleVector L4 = DoubleVector.broadcast(D, ElementaryDouble.L4);
  private static final DoubleVector L5 = DoubleVector.broadcast(D, ElementaryDouble.L5);
  private static final DoubleVector L6 = DoubleVector.broadcast(D, ElementaryDouble.L6);
  private static final DoubleVector LN2_HIGH = DoubleVector.broadcast(D, ElementaryDouble.LN2_HIGH);
  private static final DoubleVector LN2_LOW = DoubleVector.broadcast(D, ElementaryDouble.LN2_LOW);
  private static final DoubleVector MINUS_LN2_HIGH = DoubleVector.broadcast(D, -ElementaryDouble.LN2_HIGH);
  private static final DoubleVector MINUS_LN2_LOW = DoubleVector.broadcast(D, -ElementaryDouble.LN2_LOW);
  private static final DoubleVector LOG2_E = DoubleVector.broadcast(D, ElementaryDouble.LOG2_E);
  private static final DoubleVector ROUNDER = DoubleVector.broadcast(D, ElementaryDouble.ROUNDER);
  private static final DoubleVector EXP_LOWEST = DoubleVector.broadcast(D, ElementaryDouble.EXP_LOWEST);
  private static final DoubleVector EXP_HIGHEST = DoubleVector.broadcast(D, ElementaryDouble.EXP_HIGHEST);
  private static final DoubleVector EXPM1_LOWEST = DoubleVector.broadcast(D, ElementaryDouble.EXPM1_LOWEST);
  private static final DoubleVector EXPM1_TINY = DoubleVector.broadcast(D, ElementaryDouble.EXPM1_TINY);
  private static final DoubleVector TWO_54 = DoubleVector.broadcast(D, ElementaryDouble.TWO_54);
  private static final DoubleVector FIFTY_FOUR = DoubleVector.broadcast(D, 54);
  private static final DoubleVector INTEGER = DoubleVector.broadcast(D,
      ElementaryDouble.INTEGER + ElementaryDouble.LOG_OFFSET);
  private static final DoubleVector ZERO = DoubleVector.zero(D);
  private static final DoubleVector HALF = DoubleVector.broadcast(D, 0.5);
  private static final DoubleVector ONE = DoubleVector.broadcast(D, 1);
  private static final DoubleVector TWO = DoubleVector.broadcast(D, 2);
  private static final DoubleVector INFINITY = DoubleVector.broadcast(D, Double.POSITIVE_INFINITY);
  private static final DoubleVector MINUS_INFINITY = DoubleVector.broadcast(D, Double.NEGATIVE_INFINITY);
  private static final DoubleVector MIN_NORMAL = DoubleVector.broadcast(D, Double.MIN_NORMAL);
  private static final DoubleVector NAN = DoubleVector.broadcast(D, Double.NaN);
  private static final LongVector POWER = LongVector.broadcast(J,
      ElementaryDouble.EXPONENT_OFFSET - ElementaryDouble.ROUNDER_BITS);
  private static final LongVector HALF_BIAS = LongVector.broadcast(J,
      ElementaryDouble.BIAS - ElementaryDouble.EXPONENT_OFFSET / 2);
  private static final LongVector SCALE = LongVector.broadcast(J,
      ElementaryDouble.BIAS - 1 - ElementaryDouble.ROUNDER_BITS);
  private static final LongVector SQRT_HALF_BITS = LongVector.broadcast(J, ElementaryDouble.SQRT_HALF_BITS);
  private static final LongVector MANTISSA = LongVector.broadcast(J, ElementaryDouble.MANTISSA);
  private static final LongVector LOG_OFFSET = LongVector.broadcast(J, ElementaryDouble.LOG_OFFSET_BITS);
  private static final LongVector INTEGER_BITS = LongVector.broadcast(J, ElementaryDouble.INTEGER_BITS);

  private VectorMathDouble() {}

  /** y = eˣ over n elements, a multiple of the vectors' length. */
  static void exp(int n, double[] x, int xo, double[] y, int yo) {
    for (int i = 0; i < n; i += L) {
      DoubleVector t = DoubleVector.fromArray(D, x, xo + i);
      t = t.blend(EXP_HIGHEST, t.compare(VectorOperators.GT, EXP_HIGHEST));
      t = t.blend(EXP_LOWEST, t.lt(EXP_LOWEST));
      DoubleVector shifted = t.fma(LOG2_E, ROUNDER);
      DoubleVector whole = shifted.sub(ROUNDER);
      DoubleVector high = whole.fma(MINUS_LN2_HIGH, t);
      DoubleVector r = whole.fma(MINUS_LN2_LOW, high);
      DoubleVector lost = whole.fma(MINUS_LN2_LOW, high.sub(r));
      DoubleVector q = E10.fma(r, E9);
      q = q.fma(r, E8);
      q = q.fma(r, E7);
      q = q.fma(r, E6);
      q = q.fma(r, E5);
      q = q.fma(r, E4);
      q = q.fma(r, E3);
      q = q.fma(r, E2);
      q = q.fma(r, E1);
      q = q.fma(r, E0);
      DoubleVector p = r.mul(r).fma(q, lost).add(r).add(ONE);
      LongVector power = shifted.reinterpretAsLongs().add(POWER);
      LongVector half = power.lanewise(VectorOperators.LSHR, 1);
      LongVector rest = power.sub(half);
      p.mul(half.add(HALF_BIAS).lanewise(VectorOperators.LSHL, ElementaryDouble.FRACTION_BITS).reinterpretAsDoubles())
          .mul(
              rest.add(HALF_BIAS).lanewise(VectorOperators.LSHL, ElementaryDouble.FRACTION_BITS).reinterpretAsDoubles())
          .intoArray(y, yo + i);
    }
  }

  /** y = eˣ − 1, accurate near 0, over n elements, a multiple of the vectors' length. */
  static void expm1(int n, double[] x, int xo, double[] y, int yo) {
    for (int i = 0; i < n; i += L) {
      DoubleVector v = DoubleVector.fromArray(D, x, xo + i);
      DoubleVector t = v.blend(EXP_HIGHEST, v.compare(VectorOperators.GT, EXP_HIGHEST));
      t = t.blend(EXPM1_LOWEST, t.lt(EXPM1_LOWEST));
      DoubleVector shifted = t.fma(LOG2_E, ROUNDER);
      DoubleVector whole = shifted.sub(ROUNDER);
      DoubleVector high = whole.fma(MINUS_LN2_HIGH, t);
      DoubleVector r = whole.fma(MINUS_LN2_LOW, high);
      DoubleVector lost = whole.fma(MINUS_LN2_LOW, high.sub(r));
      DoubleVector q = E10.fma(r, E9);
      q = q.fma(r, E8);
      q = q.fma(r, E7);
      q = q.fma(r, E6);
      q = q.fma(r, E5);
      q = q.fma(r, E4);
      q = q.fma(r, E3);
      q = q.fma(r, E2);
      q = q.fma(r, E1);
      q = q.fma(r, E0);
      DoubleVector scale = shifted.reinterpretAsLongs()
          .add(SCALE)
          .lanewise(VectorOperators.LSHL, ElementaryDouble.FRACTION_BITS)
          .reinterpretAsDoubles();
      DoubleVector rest = scale.sub(HALF);
      DoubleVector large = scale.fma(r, rest);
      DoubleVector small = scale.fma(r, rest.sub(large));
      DoubleVector half = large.add(scale.fma(r.mul(r).fma(q, lost), small));
      half.add(half).blend(v, v.abs().lt(EXPM1_TINY)).intoArray(y, yo + i);
    }
  }

  /** y = log x over n elements, a multiple of the vectors' length. */
  static void log(int n, double[] x, int xo, double[] y, int yo) {
    for (int i = 0; i < n; i += L) {
      DoubleVector v = DoubleVector.fromArray(D, x, xo + i);
      VectorMask<Double> subnormal = v.lt(MIN_NORMAL);
      LongVector bits = v.blend(v.mul(TWO_54), subnormal).reinterpretAsLongs().sub(SQRT_HALF_BITS);
      DoubleVector e = bits.add(LOG_OFFSET)
          .lanewise(VectorOperators.LSHR, ElementaryDouble.FRACTION_BITS)
          .or(INTEGER_BITS)
          .reinterpretAsDoubles()
          .sub(INTEGER)
          .sub(ZERO.blend(FIFTY_FOUR, subnormal));
      DoubleVector f = bits.and(MANTISSA).add(SQRT_HALF_BITS).reinterpretAsDoubles().sub(ONE);
      DoubleVector s = f.div(f.add(TWO));
      DoubleVector z = s.mul(s);
      DoubleVector p = L6.fma(z, L5);
      p = p.fma(z, L4);
      p = p.fma(z, L3);
      p = p.fma(z, L2);
      p = p.fma(z, L1);
      p = p.fma(z, L0);
      DoubleVector square = f.mul(f).mul(HALF);
      DoubleVector large = e.fma(LN2_HIGH, f);
      DoubleVector small = s.fma(z.fma(p, square), e.fma(LN2_LOW, ZERO)).add(e.fma(LN2_HIGH, large.neg()).add(f));
      DoubleVector w = large.sub(square.sub(small));
      w = v.blend(w, v.lt(INFINITY));
      w = w.blend(MINUS_INFINITY, v.eq(ZERO));
      w.blend(NAN, v.lt(ZERO)).intoArray(y, yo + i);
    }
  }

  /** y = log(1 + x), accurate near 0, over n elements, a multiple of the vectors' length. */
  static void log1p(int n, double[] x, int xo, double[] y, int yo) {
    for (int i = 0; i < n; i += L) {
      DoubleVector v = DoubleVector.fromArray(D, x, xo + i);
      DoubleVector u = v.add(ONE);
      DoubleVector rounded = u.sub(ONE);
      DoubleVector lost = v.sub(rounded).add(ONE.sub(u.sub(rounded)));
      LongVector bits = u.reinterpretAsLongs().sub(SQRT_HALF_BITS);
      DoubleVector e = bits.add(LOG_OFFSET)
          .lanewise(VectorOperators.LSHR, ElementaryDouble.FRACTION_BITS)
          .or(INTEGER_BITS)
          .reinterpretAsDoubles()
          .sub(INTEGER);
      DoubleVector f = bits.and(MANTISSA).add(SQRT_HALF_BITS).reinterpretAsDoubles().sub(ONE);
      DoubleVector s = f.div(f.add(TWO));
      DoubleVector z = s.mul(s);
      DoubleVector p = L6.fma(z, L5);
      p = p.fma(z, L4);
      p = p.fma(z, L3);
      p = p.fma(z, L2);
      p = p.fma(z, L1);
      p = p.fma(z, L0);
      DoubleVector square = f.mul(f).mul(HALF);
      DoubleVector large = e.fma(LN2_HIGH, f);
      DoubleVector small = s.fma(z.fma(p, square), e.fma(LN2_LOW, lost.div(u)))
          .add(e.fma(LN2_HIGH, large.neg()).add(f));
      DoubleVector w = large.sub(square.sub(small));
      w = u.blend(w, u.lt(INFINITY));
      w = w.blend(MINUS_INFINITY, u.eq(ZERO));
      w = w.blend(NAN, u.lt(ZERO));
      w.blend(v, v.eq(ZERO)).intoArray(y, yo + i);
    }
  }
}
