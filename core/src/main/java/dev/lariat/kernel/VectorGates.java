package dev.lariat.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Steps of recurrent cells, with the bits of {@link Elementary}. A row's gates stand side by side. Some rows at a time
 * go from loop to loop, in the first-level cache: arguments of exponentials are written to an array, {@link VectorMath}
 * takes these at once, and the next loop goes on from there, because no vector may meet a call. What is left over at
 * the end of a row is done by the same operations, number by number.
 */
final class VectorGates {
  private static final VectorSpecies<Float> F = VectorWidth.FLOAT;
  private static final int L = F.length();
  /** About how many exponentials pass from one loop to the next. */
  private static final int CHUNK = 2048;

  private static final FloatVector ONE = FloatVector.broadcast(F, 1);

  private static final float LOGISTIC = -1;
  private static final float TANH = 2;

  /** Exponentials of some rows; longer than they are by less than a vector, so that the last is a whole one. */
  private float[] e = new float[CHUNK + L];

  /** How many rows of so many exponentials go together. */
  private int rowsOf(int width) {
    if (e.length < width + L) {
      e = new float[width + L];
    }
    return Math.max(1, CHUNK / Math.max(1, width));
  }

  private void exponentials(int n) {
    VectorMath.exp((n + L - 1) / L * L, e, 0, e, 0);
  }

  /** A step of an LSTM: see {@link Kernels#lstm}. */
  void lstm(int rows, int units, float[] a, int ao, float[] s, int so, float[] c, int from, int to, float[] tanh, int t,
      float[] h, int ho) {
    int wide = 4 * units;
    int many = rowsOf(wide);
    for (int top = 0; top < rows; top += many) {
      int count = Math.min(many, rows - top);
      int at = ao + top * wide;
      int st = so + top * wide;
      int first = top * units;
      arguments(LOGISTIC, count, 2 * units, a, at, s, st, wide, e, 0, wide);
      arguments(TANH, count, units, a, at + 2 * units, s, st + 2 * units, wide, e, 2 * units, wide);
      arguments(LOGISTIC, count, units, a, at + 3 * units, s, st + 3 * units, wide, e, 3 * units, wide);
      exponentials(count * wide);
      sigmoids(count, 2 * units, a, at, wide, e, 0, wide);
      tanhs(count, units, a, at + 2 * units, wide, e, 2 * units, wide);
      sigmoids(count, units, a, at + 3 * units, wide, e, 3 * units, wide);
      memory(count, units, a, at, c, from + first, to + first, tanh, t + first, e);
      exponentials(count * units);
      tanhs(1, count * units, tanh, t + first, 0, e, 0, 0);
      shown(count, units, a, at, tanh, t + first, h, ho + first);
    }
  }

  /** A step of a GRU: see {@link Kernels#gru}. */
  void gru(int rows, int units, float[] a, int ao, float[] s, int so, float[] h, int from, int to) {
    int wide = 3 * units;
    int two = 2 * units;
    int many = rowsOf(two);
    for (int top = 0; top < rows; top += many) {
      int count = Math.min(many, rows - top);
      int at = ao + top * wide;
      int st = so + top * wide;
      int first = top * units;
      arguments(LOGISTIC, count, two, a, at, s, st, wide, e, 0, two);
      exponentials(count * two);
      sigmoids(count, two, a, at, wide, e, 0, two);
      candidateArguments(count, units, a, at, s, st, e);
      exponentials(count * units);
      tanhs(count, units, a, at + two, wide, e, 0, units);
      carry(count, units, a, at, h, from + first, to + first);
    }
  }

  /** a ← a + s, and e ← factor·|a|: what is raised for the logistic function and for tanh. */
  private static void arguments(float factor, int rows, int width, float[] a, int ao, float[] s, int so, int stride,
      float[] e, int eo, int eStride) {
    for (int r = 0; r < rows; r++) {
      int at = ao + r * stride;
      int st = so + r * stride;
      int et = eo + r * eStride;
      int j = 0;
      for (; j <= width - L; j += L) {
        FloatVector z = FloatVector.fromArray(F, a, at + j).add(FloatVector.fromArray(F, s, st + j));
        z.intoArray(a, at + j);
        z.abs().mul(factor).intoArray(e, et + j);
      }
      for (; j < width; j++) {
        float z = a[at + j] + s[st + j];
        a[at + j] = z;
        e[et + j] = factor * Math.abs(z);
      }
    }
  }

  /** n's a ← fma(r, s, a), and e ← 2|a|. */
  private static void candidateArguments(int rows, int units, float[] a, int ao, float[] s, int so, float[] e) {
    for (int row = 0; row < rows; row++) {
      int at = ao + (3 * row + 1) * units;
      int st = so + (3 * row + 2) * units;
      int et = row * units;
      int j = 0;
      for (; j <= units - L; j += L) {
        FloatVector z = FloatVector.fromArray(F, a, at + j)
            .fma(FloatVector.fromArray(F, s, st + j), FloatVector.fromArray(F, a, at + units + j));
        z.intoArray(a, at + units + j);
        FloatVector size = z.abs();
        size.add(size).intoArray(e, et + j);
      }
      for (; j < units; j++) {
        float z = Math.fma(a[at + j], s[st + j], a[at + units + j]);
        a[at + units + j] = z;
        e[et + j] = Math.abs(z) + Math.abs(z);
      }
    }
  }

  /** a ← σ(a), with e = exp(−|a|). */
  private static void sigmoids(int rows, int width, float[] a, int ao, int stride, float[] e, int eo, int eStride) {
    for (int r = 0; r < rows; r++) {
      VectorMath.sigmoid(width, a, ao + r * stride, e, eo + r * eStride, a, ao + r * stride);
    }
  }

  /** a ← tanh a, with e = exp(2|a|). */
  private static void tanhs(int rows, int width, float[] a, int ao, int stride, float[] e, int eo, int eStride) {
    for (int r = 0; r < rows; r++) {
      VectorMath.tanh(width, a, ao + r * stride, e, eo + r * eStride, a, ao + r * stride);
    }
  }

  /** c' = fma(f, c, i·g), also to where its tanh will be, and e ← 2|c'|. */
  private static void memory(int rows, int units, float[] a, int ao, float[] c, int from, int to, float[] tanh, int t,
      float[] e) {
    for (int r = 0; r < rows; r++) {
      int at = ao + 4 * r * units;
      int ct = r * units;
      int j = 0;
      for (; j <= units - L; j += L) {
        FloatVector next = FloatVector.fromArray(F, a, at + units + j)
            .fma(FloatVector.fromArray(F, c, from + ct + j),
                FloatVector.fromArray(F, a, at + j).mul(FloatVector.fromArray(F, a, at + 2 * units + j)));
        next.intoArray(c, to + ct + j);
        next.intoArray(tanh, t + ct + j);
        FloatVector size = next.abs();
        size.add(size).intoArray(e, ct + j);
      }
      for (; j < units; j++) {
        float next = Math.fma(a[at + units + j], c[from + ct + j], a[at + j] * a[at + 2 * units + j]);
        c[to + ct + j] = next;
        tanh[t + ct + j] = next;
        e[ct + j] = Math.abs(next) + Math.abs(next);
      }
    }
  }

  /** h = o·tanh c'. */
  private static void shown(int rows, int units, float[] a, int ao, float[] tanh, int t, float[] h, int ho) {
    for (int r = 0; r < rows; r++) {
      int at = ao + (4 * r + 3) * units;
      int ct = r * units;
      int j = 0;
      for (; j <= units - L; j += L) {
        FloatVector.fromArray(F, a, at + j).mul(FloatVector.fromArray(F, tanh, t + ct + j)).intoArray(h, ho + ct + j);
      }
      for (; j < units; j++) {
        h[ho + ct + j] = a[at + j] * tanh[t + ct + j];
      }
    }
  }

  /** h' = fma(z, h, (1 − z)·n). */
  private static void carry(int rows, int units, float[] a, int ao, float[] h, int from, int to) {
    for (int r = 0; r < rows; r++) {
      int at = ao + 3 * r * units;
      int ct = r * units;
      int j = 0;
      for (; j <= units - L; j += L) {
        FloatVector z = FloatVector.fromArray(F, a, at + j);
        z.fma(FloatVector.fromArray(F, h, from + ct + j),
            ONE.sub(z).mul(FloatVector.fromArray(F, a, at + 2 * units + j))).intoArray(h, to + ct + j);
      }
      for (; j < units; j++) {
        float z = a[at + j];
        h[to + ct + j] = Math.fma(z, h[from + ct + j], (1 - z) * a[at + 2 * units + j]);
      }
    }
  }

  // ---- back ----

  /** The way back through a step of an LSTM: see {@link Kernels#lstmGradient}. */
  static void lstmGradient(int rows, int units, float[] a, int ao, float[] c, int from, float[] tanh, int t, float[] dh,
      float[] dc) {
    for (int row = 0; row < rows; row++) {
      int pi = ao + 4 * row * units;
      int ct = row * units;
      int j = 0;
      for (; j <= units - L; j += L) {
        FloatVector i = FloatVector.fromArray(F, a, pi + j);
        FloatVector f = FloatVector.fromArray(F, a, pi + units + j);
        FloatVector g = FloatVector.fromArray(F, a, pi + 2 * units + j);
        FloatVector o = FloatVector.fromArray(F, a, pi + 3 * units + j);
        FloatVector y = FloatVector.fromArray(F, tanh, t + ct + j);
        FloatVector d = FloatVector.fromArray(F, dh, ct + j);
        d.mul(y).mul(o).mul(ONE.sub(o)).intoArray(a, pi + 3 * units + j);
        d = d.mul(o).fma(y.neg().fma(y, ONE), FloatVector.fromArray(F, dc, ct + j));
        d.mul(g).mul(i).mul(ONE.sub(i)).intoArray(a, pi + j);
        d.mul(FloatVector.fromArray(F, c, from + ct + j)).mul(f).mul(ONE.sub(f)).intoArray(a, pi + units + j);
        d.mul(i).mul(g.neg().fma(g, ONE)).intoArray(a, pi + 2 * units + j);
        d.mul(f).intoArray(dc, ct + j);
      }
      PlainGates.lstmGradient(row, j, units, a, ao, c, from, tanh, t, dh, dc);
    }
  }

  /** The way back through a step of a GRU: see {@link Kernels#gruGradient}. */
  static void gruGradient(int rows, int units, float[] a, int ao, float[] s, int so, float[] h, int from, float[] dh) {
    for (int row = 0; row < rows; row++) {
      int at = ao + 3 * row * units;
      int st = so + 3 * row * units;
      int ct = row * units;
      int j = 0;
      for (; j <= units - L; j += L) {
        FloatVector z = FloatVector.fromArray(F, a, at + j);
        FloatVector r = FloatVector.fromArray(F, a, at + units + j);
        FloatVector n = FloatVector.fromArray(F, a, at + 2 * units + j);
        FloatVector d = FloatVector.fromArray(F, dh, ct + j);
        FloatVector notZ = ONE.sub(z);
        FloatVector byN = d.mul(notZ).mul(n.neg().fma(n, ONE));
        byN.intoArray(a, at + 2 * units + j);
        FloatVector byZ = d.mul(FloatVector.fromArray(F, h, from + ct + j).sub(n)).mul(z).mul(notZ);
        byZ.intoArray(a, at + j);
        byZ.intoArray(s, st + j);
        FloatVector byR = byN.mul(FloatVector.fromArray(F, s, st + 2 * units + j)).mul(r).mul(ONE.sub(r));
        byR.intoArray(a, at + units + j);
        byR.intoArray(s, st + units + j);
        byN.mul(r).intoArray(s, st + 2 * units + j);
        d.mul(z).intoArray(dh, ct + j);
      }
      PlainGates.gruGradient(row, j, units, a, ao, s, so, h, from, dh);
    }
  }
}
