package dev.lariat.kernel;

/** Steps of recurrent cells, number by number: the definition whose bits {@link VectorGates} has. */
final class PlainGates {
  private PlainGates() {}

  /** A step of an LSTM: see {@link Kernels#lstm}. */
  static void lstm(int rows, int units, float[] a, int ao, float[] s, int so, float[] c, int from, int to, float[] tanh,
      int t, float[] h, int ho) {
    for (int r = 0; r < rows; r++) {
      for (int u = 0; u < units; u++) {
        int i = 4 * r * units + u;
        int f = i + units;
        int g = f + units;
        int o = g + units;
        int j = r * units + u;
        a[ao + i] = Elementary.sigmoid(a[ao + i] + s[so + i]);
        a[ao + f] = Elementary.sigmoid(a[ao + f] + s[so + f]);
        a[ao + g] = Elementary.tanh(a[ao + g] + s[so + g]);
        a[ao + o] = Elementary.sigmoid(a[ao + o] + s[so + o]);
        c[to + j] = Math.fma(a[ao + f], c[from + j], a[ao + i] * a[ao + g]);
        tanh[t + j] = Elementary.tanh(c[to + j]);
        h[ho + j] = a[ao + o] * tanh[t + j];
      }
    }
  }

  /** The way back through a step of an LSTM, of a row's units from {@code first} on. */
  static void lstmGradient(int row, int first, int units, float[] a, int ao, float[] c, int from, float[] tanh, int t,
      float[] dh, float[] dc) {
    for (int j = first; j < units; j++) {
      int at = ao + 4 * row * units + j;
      int k = row * units + j;
      float i = a[at];
      float f = a[at + units];
      float g = a[at + 2 * units];
      float o = a[at + 3 * units];
      float y = tanh[t + k];
      float d = Math.fma(dh[k] * o, Math.fma(-y, y, 1), dc[k]);
      a[at + 3 * units] = dh[k] * y * o * (1 - o);
      a[at] = d * g * i * (1 - i);
      a[at + units] = d * c[from + k] * f * (1 - f);
      a[at + 2 * units] = d * i * Math.fma(-g, g, 1);
      dc[k] = d * f;
    }
  }

  /** A step of a GRU: see {@link Kernels#gru}. */
  static void gru(int rows, int units, float[] a, int ao, float[] s, int so, float[] h, int from, int to) {
    for (int row = 0; row < rows; row++) {
      for (int u = 0; u < units; u++) {
        int z = 3 * row * units + u;
        int r = z + units;
        int n = r + units;
        int j = row * units + u;
        a[ao + z] = Elementary.sigmoid(a[ao + z] + s[so + z]);
        a[ao + r] = Elementary.sigmoid(a[ao + r] + s[so + r]);
        a[ao + n] = Elementary.tanh(Math.fma(a[ao + r], s[so + n], a[ao + n]));
        h[to + j] = Math.fma(a[ao + z], h[from + j], (1 - a[ao + z]) * a[ao + n]);
      }
    }
  }

  /** The way back through a step of a GRU, of a row's units from {@code first} on. */
  static void gruGradient(int row, int first, int units, float[] a, int ao, float[] s, int so, float[] h, int from,
      float[] dh) {
    for (int j = first; j < units; j++) {
      int at = ao + 3 * row * units + j;
      int st = so + 3 * row * units + j;
      int k = row * units + j;
      float z = a[at];
      float r = a[at + units];
      float n = a[at + 2 * units];
      float d = dh[k];
      float byN = d * (1 - z) * Math.fma(-n, n, 1);
      float byZ = d * (h[from + k] - n) * z * (1 - z);
      float byR = byN * s[st + 2 * units] * r * (1 - r);
      a[at] = byZ;
      a[at + units] = byR;
      a[at + 2 * units] = byN;
      s[st] = byZ;
      s[st + units] = byR;
      s[st + 2 * units] = byN * r;
      dh[k] = d * z;
    }
  }
}
