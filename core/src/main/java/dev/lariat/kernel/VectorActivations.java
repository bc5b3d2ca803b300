package dev.lariat.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Activations and their gradients, with the bits of {@link Elementary}. Those that need an exponential write its
 * argument to an array, take {@link VectorMath#exp} of that, and go on from there, because no vector may meet a call.
 */
final class VectorActivations {
  private static final VectorSpecies<Float> F = VectorWidth.FLOAT;
  private static final int L = F.length();
  /** How many elements at a time pass from one loop to the next, in the first-level cache. */
  private static final int CHUNK = 256;

  // constants as vectors: a broadcast in the loop costs C2 nodes, of which one method may have only so many
  private static final FloatVector F0 = FloatVector.broadcast(F, Elementary.F0);
  private static final FloatVector F1 = FloatVector.broadcast(F, Elementary.F1);
  private static final FloatVector F2 = FloatVector.broadcast(F, Elementary.F2);
  private static final FloatVector F3 = FloatVector.broadcast(F, Elementary.F3);
  private static final FloatVector F4 = FloatVector.broadcast(F, Elementary.F4);
  private static final FloatVector F5 = FloatVector.broadcast(F, Elementary.F5);
  private static final FloatVector F6 = FloatVector.broadcast(F, Elementary.F6);
  private static final FloatVector G0 = FloatVector.broadcast(F, Elementary.G0);
  private static final FloatVector G1 = FloatVector.broadcast(F, Elementary.G1);
  private static final FloatVector G2 = FloatVector.broadcast(F, Elementary.G2);
  private static final FloatVector G3 = FloatVector.broadcast(F, Elementary.G3);
  private static final FloatVector G4 = FloatVector.broadcast(F, Elementary.G4);
  private static final FloatVector G5 = FloatVector.broadcast(F, Elementary.G5);
  private static final FloatVector G6 = FloatVector.broadcast(F, Elementary.G6);
  private static final FloatVector G7 = FloatVector.broadcast(F, Elementary.G7);
  private static final FloatVector HALF = FloatVector.broadcast(F, 0.5f);
  private static final FloatVector INV_SQRT_2PI = FloatVector.broadcast(F, Elementary.INV_SQRT_2PI);
  private static final FloatVector MINUS_HALF = FloatVector.broadcast(F, -0.5f);
  private static final FloatVector FOUR = FloatVector.broadcast(F, 4);
  private static final FloatVector MISH_IDENTITY = FloatVector.broadcast(F, Elementary.MISH_IDENTITY);
  private static final FloatVector ONE = FloatVector.broadcast(F, 1);
  private static final FloatVector SELU_SCALE = FloatVector.broadcast(F, Elementary.SELU_SCALE);
  private static final FloatVector SELU_SCALE_ALPHA = FloatVector.broadcast(F, Elementary.SELU_SCALE_ALPHA);
  private static final FloatVector SQRT_HALF = FloatVector.broadcast(F, Elementary.SQRT_HALF);
  private static final FloatVector TWO = FloatVector.broadcast(F, 2);
  private static final FloatVector ERF_ONE = FloatVector.broadcast(F, Elementary.ERF_ONE);
  private static final FloatVector ERF_SMALL = FloatVector.broadcast(F, Elementary.ERF_SMALL);
  private static final FloatVector ZERO = FloatVector.broadcast(F, 0);

  private final float[] exponentials = new float[CHUNK];
  private final float[] densities = new float[CHUNK];

  /** y = f(z). */
  void apply(Nonlinearity f, float slope, int n, float[] z, int zo, float[] y, int yo) {
    if (f == Nonlinearity.IDENTITY) {
      System.arraycopy(z, zo, y, yo, n);
      return;
    }
    int whole = n - n % L;
    if (f == Nonlinearity.RELU) {
      relu(whole, z, zo, y, yo);
    } else if (f == Nonlinearity.LEAKY_RELU) {
      leaky(slope, whole, z, zo, y, yo);
    } else {
      for (int start = 0; start < whole; start += CHUNK) {
        applyChunk(f, Math.min(CHUNK, whole - start), z, zo + start, y, yo + start);
      }
    }
    for (int i = whole; i < n; i++) {
      y[yo + i] = Elementary.apply(f, slope, z[zo + i]);
    }
  }

  private void applyChunk(Nonlinearity f, int n, float[] z, int zo, float[] y, int yo) {
    switch (f) {
      case GELU -> {
        normal(n, z, zo, exponentials);
        product(n, z, zo, exponentials, y, yo);
      }
      case SILU -> {
        sigmoid(n, z, zo, exponentials);
        product(n, z, zo, exponentials, y, yo);
      }
      case SIGMOID -> {
        sigmoid(n, z, zo, exponentials);
        System.arraycopy(exponentials, 0, y, yo, n);
      }
      case SELU -> selu(n, z, zo, y, yo);
      case ELU -> elu(n, z, zo, y, yo);
      case MISH -> mish(n, z, zo, y, yo);
      case TANH -> tanh(n, z, zo, y, yo);
      case IDENTITY, RELU, LEAKY_RELU -> throw new IllegalArgumentException(f.toString());
    }
  }

  /** gradient = f'(z) · gradient · mask. */
  void gradient(Nonlinearity f, float slope, int n, float[] state, int so, float[] mask, int mo, float[] gradient,
      int go) {
    int whole = n - n % L;
    if (mask != null && f == Nonlinearity.RELU) {
      maskedReluGradient(whole, state, so, mask, mo, gradient, go);
    } else {
      if (mask != null) {
        multiply(whole, mask, mo, gradient, go);
      }
      switch (f) {
        case IDENTITY -> {
        }
        case RELU -> reluGradient(whole, state, so, gradient, go);
        case LEAKY_RELU -> leakyGradient(slope, whole, state, so, gradient, go);
        case SELU -> seluGradient(whole, state, so, gradient, go);
        case ELU -> eluGradient(whole, state, so, gradient, go);
        case TANH -> tanhGradient(whole, state, so, gradient, go);
        case SIGMOID -> sigmoidGradient(whole, state, so, gradient, go);
        case GELU, SILU, MISH -> {
          for (int start = 0; start < whole; start += CHUNK) {
            gradientChunk(f, Math.min(CHUNK, whole - start), state, so + start, gradient, go + start);
          }
        }
      }
    }
    for (int i = whole; i < n; i++) {
      float g = mask == null ? gradient[go + i] : gradient[go + i] * mask[mo + i];
      gradient[go + i] = Elementary.gradient(f, slope, state[so + i], g);
    }
  }

  private void gradientChunk(Nonlinearity f, int n, float[] state, int so, float[] gradient, int go) {
    switch (f) {
      case GELU -> geluGradient(n, state, so, gradient, go);
      case SILU -> {
        sigmoid(n, state, so, exponentials);
        siluGradient(n, state, so, exponentials, gradient, go);
      }
      case MISH -> mishGradient(n, state, so, gradient, go);
      case IDENTITY, RELU, LEAKY_RELU, SELU, ELU, TANH, SIGMOID -> throw new IllegalArgumentException(f.toString());
    }
  }

  // ---- loops over whole vectors ----

  private static void relu(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i += L) {
      FloatVector z = FloatVector.fromArray(F, x, xo + i);
      z.blend(ZERO, z.lt(ZERO)).intoArray(y, yo + i);
    }
  }

  private static void leaky(float slope, int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i += L) {
      FloatVector z = FloatVector.fromArray(F, x, xo + i);
      z.blend(z.mul(slope), z.lt(ZERO)).intoArray(y, yo + i);
    }
  }

  private static void product(int n, float[] z, int zo, float[] factor, float[] y, int yo) {
    for (int i = 0; i < n; i += L) {
      FloatVector.fromArray(F, z, zo + i).mul(FloatVector.fromArray(F, factor, i)).intoArray(y, yo + i);
    }
  }

  private static void multiply(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i += L) {
      FloatVector.fromArray(F, y, yo + i).mul(FloatVector.fromArray(F, x, xo + i)).intoArray(y, yo + i);
    }
  }

  /** y = Φ(z), the normal distribution function. */
  private static void normal(int n, float[] z, int zo, float[] y) {
    for (int i = 0; i < n; i += L) {
      FloatVector a = FloatVector.fromArray(F, z, zo + i).mul(SQRT_HALF).abs();
      FloatVector t = a.blend(ERF_ONE, a.compare(VectorOperators.GT, ERF_ONE));
      FloatVector q = G7.fma(t, G6);
      q = q.fma(t, G5);
      q = q.fma(t, G4);
      q = q.fma(t, G3);
      q = q.fma(t, G2);
      q = q.fma(t, G1);
      q.fma(t, G0).intoArray(y, i);
    }
    VectorMath.exp(n, y, 0, y, 0);
    for (int i = 0; i < n; i += L) {
      FloatVector x = FloatVector.fromArray(F, z, zo + i).mul(SQRT_HALF);
      FloatVector big = ONE.sub(FloatVector.fromArray(F, y, i));
      big = big.blend(big.neg(), x.lt(ZERO));
      FloatVector s = x.mul(x);
      FloatVector p = F6.fma(s, F5);
      p = p.fma(s, F4);
      p = p.fma(s, F3);
      p = p.fma(s, F2);
      p = p.fma(s, F1);
      p = p.fma(s, F0);
      FloatVector erf = big.blend(x.fma(p, x), x.abs().lt(ERF_SMALL));
      erf.fma(HALF, HALF).intoArray(y, i);
    }
  }

  private static void sigmoid(int n, float[] z, int zo, float[] y) {
    for (int i = 0; i < n; i += L) {
      FloatVector.fromArray(F, z, zo + i).abs().neg().intoArray(y, i);
    }
    VectorMath.exp(n, y, 0, y, 0);
    VectorMath.sigmoid(n, z, zo, y, 0, y, 0);
  }

  private void selu(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i += L) {
      FloatVector z = FloatVector.fromArray(F, x, xo + i);
      z.blend(ZERO, z.compare(VectorOperators.GT, ZERO)).intoArray(exponentials, i);
    }
    VectorMath.expm1(n, exponentials, 0, exponentials, 0);
    for (int i = 0; i < n; i += L) {
      FloatVector z = FloatVector.fromArray(F, x, xo + i);
      FloatVector.fromArray(F, exponentials, i)
          .mul(SELU_SCALE_ALPHA)
          .blend(z.mul(SELU_SCALE), z.compare(VectorOperators.GT, ZERO))
          .intoArray(y, yo + i);
    }
  }

  private void elu(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i += L) {
      FloatVector z = FloatVector.fromArray(F, x, xo + i);
      z.blend(ZERO, z.compare(VectorOperators.GT, ZERO)).intoArray(exponentials, i);
    }
    VectorMath.expm1(n, exponentials, 0, exponentials, 0);
    for (int i = 0; i < n; i += L) {
      FloatVector z = FloatVector.fromArray(F, x, xo + i);
      FloatVector.fromArray(F, exponentials, i).blend(z, z.compare(VectorOperators.GT, ZERO)).intoArray(y, yo + i);
    }
  }

  private void mishExponentials(int n, float[] x, int xo) {
    for (int i = 0; i < n; i += L) {
      FloatVector z = FloatVector.fromArray(F, x, xo + i);
      z.blend(MISH_IDENTITY, z.compare(VectorOperators.GT, MISH_IDENTITY)).intoArray(exponentials, i);
    }
    VectorMath.exp(n, exponentials, 0, exponentials, 0);
  }

  private void mish(int n, float[] x, int xo, float[] y, int yo) {
    mishExponentials(n, x, xo);
    for (int i = 0; i < n; i += L) {
      FloatVector z = FloatVector.fromArray(F, x, xo + i);
      FloatVector e = FloatVector.fromArray(F, exponentials, i);
      FloatVector q = e.fma(e, e.add(e));
      z.mul(q.div(q.add(TWO))).blend(z, z.compare(VectorOperators.GT, MISH_IDENTITY)).intoArray(y, yo + i);
    }
  }

  private void mishGradient(int n, float[] state, int so, float[] gradient, int go) {
    mishExponentials(n, state, so);
    for (int i = 0; i < n; i += L) {
      FloatVector z = FloatVector.fromArray(F, state, so + i);
      FloatVector g = FloatVector.fromArray(F, gradient, go + i);
      FloatVector e = FloatVector.fromArray(F, exponentials, i);
      FloatVector q = e.fma(e, e.add(e));
      FloatVector d = q.add(TWO);
      FloatVector rise = e.mul(FOUR).mul(e.add(ONE)).div(d.mul(d));
      g.mul(z.fma(rise, q.div(d))).blend(g, z.compare(VectorOperators.GT, MISH_IDENTITY)).intoArray(gradient, go + i);
    }
  }

  private void tanh(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i += L) {
      FloatVector a = FloatVector.fromArray(F, x, xo + i).abs();
      a.add(a).intoArray(exponentials, i);
    }
    VectorMath.exp(n, exponentials, 0, exponentials, 0);
    VectorMath.tanh(n, x, xo, exponentials, 0, y, yo);
  }

  private static void maskedReluGradient(int n, float[] state, int so, float[] mask, int mo, float[] gradient, int go) {
    for (int i = 0; i < n; i += L) {
      FloatVector g = FloatVector.fromArray(F, gradient, go + i).mul(FloatVector.fromArray(F, mask, mo + i));
      ZERO.blend(g, FloatVector.fromArray(F, state, so + i).compare(VectorOperators.GT, ZERO))
          .intoArray(gradient, go + i);
    }
  }

  private static void reluGradient(int n, float[] state, int so, float[] gradient, int go) {
    for (int i = 0; i < n; i += L) {
      ZERO.blend(FloatVector.fromArray(F, gradient, go + i),
          FloatVector.fromArray(F, state, so + i).compare(VectorOperators.GT, ZERO)).intoArray(gradient, go + i);
    }
  }

  private static void leakyGradient(float slope, int n, float[] state, int so, float[] gradient, int go) {
    for (int i = 0; i < n; i += L) {
      FloatVector g = FloatVector.fromArray(F, gradient, go + i);
      g.mul(slope)
          .blend(g, FloatVector.fromArray(F, state, so + i).compare(VectorOperators.GT, ZERO))
          .intoArray(gradient, go + i);
    }
  }

  private void geluGradient(int n, float[] state, int so, float[] gradient, int go) {
    normal(n, state, so, exponentials);
    for (int i = 0; i < n; i += L) {
      FloatVector z = FloatVector.fromArray(F, state, so + i);
      z.mul(MINUS_HALF).mul(z).intoArray(densities, i);
    }
    VectorMath.exp(n, densities, 0, densities, 0);
    for (int i = 0; i < n; i += L) {
      FloatVector density = FloatVector.fromArray(F, densities, i).mul(INV_SQRT_2PI);
      FloatVector slope = FloatVector.fromArray(F, state, so + i)
          .fma(density, FloatVector.fromArray(F, exponentials, i));
      FloatVector.fromArray(F, gradient, go + i).mul(slope).intoArray(gradient, go + i);
    }
  }

  private static void siluGradient(int n, float[] state, int so, float[] sigmoids, float[] gradient, int go) {
    for (int i = 0; i < n; i += L) {
      FloatVector z = FloatVector.fromArray(F, state, so + i);
      FloatVector s = FloatVector.fromArray(F, sigmoids, i);
      FloatVector.fromArray(F, gradient, go + i).mul(z.mul(s).fma(ONE.sub(s), s)).intoArray(gradient, go + i);
    }
  }

  private static void seluGradient(int n, float[] state, int so, float[] gradient, int go) {
    for (int i = 0; i < n; i += L) {
      FloatVector s = FloatVector.fromArray(F, state, so + i);
      FloatVector slope = s.add(SELU_SCALE_ALPHA).blend(SELU_SCALE, s.compare(VectorOperators.GT, ZERO));
      FloatVector.fromArray(F, gradient, go + i).mul(slope).intoArray(gradient, go + i);
    }
  }

  private static void eluGradient(int n, float[] state, int so, float[] gradient, int go) {
    for (int i = 0; i < n; i += L) {
      FloatVector s = FloatVector.fromArray(F, state, so + i);
      FloatVector g = FloatVector.fromArray(F, gradient, go + i);
      g.mul(s.add(ONE)).blend(g, s.compare(VectorOperators.GT, ZERO)).intoArray(gradient, go + i);
    }
  }

  private static void tanhGradient(int n, float[] state, int so, float[] gradient, int go) {
    for (int i = 0; i < n; i += L) {
      FloatVector s = FloatVector.fromArray(F, state, so + i);
      FloatVector.fromArray(F, gradient, go + i).mul(s.neg().fma(s, ONE)).intoArray(gradient, go + i);
    }
  }

  private static void sigmoidGradient(int n, float[] state, int so, float[] gradient, int go) {
    for (int i = 0; i < n; i += L) {
      FloatVector s = FloatVector.fromArray(F, state, so + i);
      FloatVector.fromArray(F, gradient, go + i).mul(s.mul(ONE.sub(s))).intoArray(gradient, go + i);
    }
  }
}
