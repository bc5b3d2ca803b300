package dev.lariat.linear.solver;

import dev.lariat.linear.DesignMatrix;
import java.util.Arrays;

/**
 * Sparse columns, of which those in use are copied side by side: an entry of a column that lies alone among others
 * costs three times as much as one of columns that follow each other in memory.
 */
final class NearColumns {
  /** More entries would take more memory than a user expects. */
  private static final long MOST = 2_000_000;
  /** The share of columns in use that are not near with which all are copied anew. */
  private static final double MISSING = 0.2;
  private static final int FAR = -1;

  private final DesignMatrix x;
  private final int[] place; // [features] in `near`, or FAR
  private DesignMatrix near; // null before the first use

  NearColumns(DesignMatrix x) {
    this.x = x;
    place = new int[x.columns()];
    Arrays.fill(place, FAR);
  }

  /** The columns of these coefficients will be passed over again and again. */
  void use(int[] coefficients, int count) {
    int missing = 0;
    for (int a = 0; a < count; a++) {
      missing += place[coefficients[a] % place.length] == FAR ? 1 : 0;
    }
    if (missing <= MISSING * count) {
      return;
    }
    int[] features = Arrays.stream(coefficients, 0, count).map(c -> c % place.length).sorted().distinct().toArray();
    long entries = 0;
    for (int j : features) {
      entries += x.entries(j);
    }
    Arrays.fill(place, FAR);
    if (entries <= MOST) {
      near = x.select(features);
      for (int a = 0; a < features.length; a++) {
        place[features[a]] = a;
      }
    }
  }

  /** Σ d_ij v_i. */
  double dot(int j, double[] v) {
    return place[j] == FAR ? x.dot(j, v) : near.dot(place[j], v);
  }

  /** v += f·d_j. */
  void axpy(int j, double f, double[] v) {
    if (place[j] == FAR) {
      x.axpy(j, f, v);
    } else {
      near.axpy(place[j], f, v);
    }
  }
}
