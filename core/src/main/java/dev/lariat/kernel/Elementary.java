package dev.lariat.kernel;

/**
 * exp, log, tanh, erf and what is built on them, in float32, one element at a time: the definition whose bits the
 * vector kernels repeat. The polynomials are minimax fits of the relative error on the reduced interval (Lawson's
 * iteration), their coefficients rounded to float32 from the lowest degree on. Largest errors, tested on a grid over
 * all float32 (ElementaryTest): exp and log {@value #EXP_LOG_ULP} ULP, the others {@value #OTHERS_ULP} ULP of the exact
 * value; GELU and SiLU: that many ULP of |z|.
 */
final class Elementary {
  static final int EXP_LOG_ULP = 1;
  static final int OTHERS_ULP = 4;

  /** 1.5·2²³: adding it to |x| < 2²² rounds x to the nearest integer, which then stands in the lowest bits. */
  static final float ROUNDER = 0x1.8p23f;
  static final int ROUNDER_BITS = 0x4B400000;
  static final float LOG2_E = 0x1.715476p0f;
  static final float LN2_HIGH = 0x1.62e430p-1f;
  static final float LN2_LOW = -0x1.05c610p-29f;
  /** Beyond these e^x is 0 and ∞ in float32. */
  static final float EXP_LOWEST = -104;
  static final float EXP_HIGHEST = 89;
  /** Below this e^x − 1 is −1 in float32. */
  static final float EXPM1_LOWEST = -87;

  // eʳ = 1 + r + r²·q(r), |r| ≤ ½·ln 2, relative error 2^-28
  static final float E0 = 0x1.fffffcp-2f;
  static final float E1 = 0x1.555492p-3f;
  static final float E2 = 0x1.5558acp-5f;
  static final float E3 = 0x1.12397ap-7f;
  static final float E4 = 0x1.6a5136p-10f;

  // log(1 + f) = f − f²/2 + f³·p(f), √½ ≤ 1 + f < √2, relative error 2^-30
  static final float L0 = 0x1.555548p-2f;
  static final float L1 = -0x1.000006p-2f;
  static final float L2 = 0x1.99a476p-3f;
  static final float L3 = -0x1.555c46p-3f;
  static final float L4 = 0x1.233ba8p-3f;
  static final float L5 = -0x1.fc2884p-4f;
  static final float L6 = 0x1.e6bf38p-4f;
  static final float L7 = -0x1.de02d6p-4f;
  static final float L8 = 0x1.14763ap-4f;
  static final int SQRT_HALF_BITS = 0x3F3504F3;
  static final int MANTISSA = 0x7FFFFF;
  static final float TWO_23 = 0x1p23f;

  // tanh x = x·(1 + s·p(s)), s = x², |x| ≤ 0.625, relative error 2^-27
  static final float TANH_SMALL = 0.625f;
  static final float T0 = -0x1.555532p-2f;
  static final float T1 = 0x1.1106fcp-3f;
  static final float T2 = -0x1.b83738p-5f;
  static final float T3 = 0x1.5207b8p-6f;
  static final float T4 = -0x1.75619ap-8f;

  // erf x = x + x·p(x²), |x| ≤ 0.921875, relative error 2^-30; beyond, 1 − exp(q(|x|)), to 3.93 where erf is 1 in
  // float32
  static final float ERF_SMALL = 0.921875f;
  static final float ERF_ONE = 3.93f;
  static final float F0 = 0x1.06eba8p-3f;
  static final float F1 = -0x1.812740p-2f;
  static final float F2 = 0x1.ce2d64p-4f;
  static final float F3 = -0x1.b80116p-6f;
  static final float F4 = 0x1.5449a2p-8f;
  static final float F5 = -0x1.a60230p-11f;
  static final float F6 = 0x1.4f3dfep-14f;
  static final float G0 = 0x1.6f643ep-13f;
  static final float G1 = -0x1.21280cp+0f;
  static final float G2 = -0x1.44456cp-1f;
  static final float G3 = -0x1.bb894ep-4f;
  static final float G4 = 0x1.9b9c34p-6f;
  static final float G5 = -0x1.116f1ap-8f;
  static final float G6 = 0x1.c7d220p-12f;
  static final float G7 = -0x1.624154p-16f;

  static final float SQRT_HALF = 0x1.6a09e6p-1f;
  static final float INV_SQRT_2PI = 0x1.988454p-2f;
  static final float SELU_SCALE = 1.050701f;
  static final float SELU_SCALE_ALPHA = 1.7580993f;

  /** Above this tanh(log(1 + eᶻ)) is 1 in float32, and e²ᶻ would overflow further on. */
  static final float MISH_IDENTITY = 20;

  private Elementary() {}

  /** {@return eˣ; 0, subnormal and ∞ where they belong} */
  static float exp(float x) {
    float t = x > EXP_HIGHEST ? EXP_HIGHEST : x;
    t = t < EXP_LOWEST ? EXP_LOWEST : t;
    float shifted = Math.fma(t, LOG2_E, ROUNDER);
    float p = expReduced(t, shifted) + 1;
    // 2ⁿ in two factors, so that a subnormal result is rounded once
    int n = Float.floatToRawIntBits(shifted) - ROUNDER_BITS;
    int half = n >> 1;
    return p * Float.intBitsToFloat((half + 127) << 23) * Float.intBitsToFloat((n - half + 127) << 23);
  }

  /** {@return eˣ − 1 for x ≤ 0, accurate near 0} */
  static float expm1(float x) {
    float t = x < EXPM1_LOWEST ? EXPM1_LOWEST : x;
    float shifted = Math.fma(t, LOG2_E, ROUNDER);
    float scale = Float.intBitsToFloat((Float.floatToRawIntBits(shifted) - ROUNDER_BITS + 127) << 23);
    return Math.fma(scale, expReduced(t, shifted), scale - 1);
  }

  /** {@return e^(t − n·ln 2) − 1} */
  private static float expReduced(float t, float shifted) {
    float n = shifted - ROUNDER;
    float r = Math.fma(n, -LN2_HIGH, t);
    r = Math.fma(n, -LN2_LOW, r);
    float q = Math.fma(E4, r, E3);
    q = Math.fma(q, r, E2);
    q = Math.fma(q, r, E1);
    q = Math.fma(q, r, E0);
    return Math.fma(r * r, q, r);
  }

  /** {@return the natural logarithm; −∞ at ±0, NaN below} */
  static float log(float x) {
    boolean subnormal = x < Float.MIN_NORMAL;
    float scaled = subnormal ? x * TWO_23 : x;
    int bits = Float.floatToRawIntBits(scaled) - SQRT_HALF_BITS;
    float e = (bits >> 23) - (subnormal ? 23f : 0f);
    float f = Float.intBitsToFloat((bits & MANTISSA) + SQRT_HALF_BITS) - 1;
    float p = Math.fma(L8, f, L7);
    p = Math.fma(p, f, L6);
    p = Math.fma(p, f, L5);
    p = Math.fma(p, f, L4);
    p = Math.fma(p, f, L3);
    p = Math.fma(p, f, L2);
    p = Math.fma(p, f, L1);
    p = Math.fma(p, f, L0);
    float s = f * f;
    float y = Math.fma(s * f, p, e * LN2_LOW);
    y = Math.fma(s, -0.5f, y);
    y = Math.fma(e, LN2_HIGH, f + y);
    y = x < Float.POSITIVE_INFINITY ? y : x;
    y = x == 0 ? Float.NEGATIVE_INFINITY : y;
    return x < 0 ? Float.NaN : y;
  }

  /** {@return the hyperbolic tangent} */
  static float tanh(float x) {
    return tanh(x, exp(Math.abs(x) + Math.abs(x)));
  }

  /** The same, with {@code e = exp(2|x|)}. */
  static float tanh(float x, float e) {
    float a = Math.abs(x);
    float big = 1 - 2 / (e + 1);
    big = x < 0 ? -big : big;
    float s = x * x;
    float p = Math.fma(T4, s, T3);
    p = Math.fma(p, s, T2);
    p = Math.fma(p, s, T1);
    p = Math.fma(p, s, T0);
    float small = Math.fma(s, p, 1) * x;
    return a < TANH_SMALL ? small : big;
  }

  /** {@return the error function} */
  static float erf(float x) {
    float a = Math.abs(x);
    float t = a > ERF_ONE ? ERF_ONE : a;
    float q = Math.fma(G7, t, G6);
    q = Math.fma(q, t, G5);
    q = Math.fma(q, t, G4);
    q = Math.fma(q, t, G3);
    q = Math.fma(q, t, G2);
    q = Math.fma(q, t, G1);
    q = Math.fma(q, t, G0);
    float big = 1 - exp(q);
    big = x < 0 ? -big : big;
    float s = x * x;
    float p = Math.fma(F6, s, F5);
    p = Math.fma(p, s, F4);
    p = Math.fma(p, s, F3);
    p = Math.fma(p, s, F2);
    p = Math.fma(p, s, F1);
    p = Math.fma(p, s, F0);
    float small = Math.fma(x, p, x);
    return a < ERF_SMALL ? small : big;
  }

  /** {@return 1/(1 + e⁻ˣ), without overflow on either side} */
  static float sigmoid(float x) {
    float e = exp(-Math.abs(x));
    return (x < 0 ? e : 1) / (1 + e);
  }

  /** {@return Φ(x), the normal distribution function} */
  static float normal(float x) {
    return Math.fma(erf(x * SQRT_HALF), 0.5f, 0.5f);
  }

  /** {@return f(z)} */
  static float apply(Nonlinearity f, float slope, float z) {
    return switch (f) {
      case IDENTITY -> z;
      case RELU -> z < 0 ? 0 : z;
      case LEAKY_RELU -> z < 0 ? slope * z : z;
      case GELU -> z * normal(z);
      case SILU -> z * sigmoid(z);
      case SELU -> z > 0 ? SELU_SCALE * z : SELU_SCALE_ALPHA * expm1(z > 0 ? 0 : z);
      case ELU -> z > 0 ? z : expm1(z > 0 ? 0 : z);
      case MISH -> {
        // tanh(log(1 + eᶻ)) = q/(q + 2) with q = (1 + eᶻ)² − 1, without cancellation
        float e = exp(z > MISH_IDENTITY ? MISH_IDENTITY : z);
        float q = Math.fma(e, e, e + e);
        yield z > MISH_IDENTITY ? z : z * (q / (q + 2));
      }
      case TANH -> tanh(z);
      case SIGMOID -> sigmoid(z);
    };
  }

  /** {@return f'(z) times the incoming gradient; {@code state} is what {@code f.state()} asks for} */
  static float gradient(Nonlinearity f, float slope, float state, float incoming) {
    return switch (f) {
      case IDENTITY -> incoming;
      case RELU -> state > 0 ? incoming : 0;
      case LEAKY_RELU -> state > 0 ? incoming : slope * incoming;
      case GELU -> {
        float density = INV_SQRT_2PI * exp(-0.5f * state * state);
        yield incoming * Math.fma(state, density, normal(state));
      }
      case SILU -> {
        float s = sigmoid(state);
        yield incoming * Math.fma(state * s, 1 - s, s);
      }
      case SELU -> incoming * (state > 0 ? SELU_SCALE : state + SELU_SCALE_ALPHA);
      case ELU -> state > 0 ? incoming : incoming * (state + 1);
      case MISH -> {
        // τ + z·τ′ with τ = q/(q + 2) and τ′ = 4e(1 + e)/(q + 2)²
        float e = exp(state > MISH_IDENTITY ? MISH_IDENTITY : state);
        float q = Math.fma(e, e, e + e);
        float d = q + 2;
        float rise = e * 4 * (e + 1) / (d * d);
        yield state > MISH_IDENTITY ? incoming : incoming * Math.fma(state, rise, q / d);
      }
      case TANH -> incoming * Math.fma(-state, state, 1);
      case SIGMOID -> incoming * (state * (1 - state));
    };
  }

  /** {@return x, or 0 where x is subnormal} */
  static float normalOrZero(float x) {
    return Math.abs(x) < Float.MIN_NORMAL ? 0 : x;
  }
}
