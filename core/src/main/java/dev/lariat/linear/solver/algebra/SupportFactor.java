package dev.lariat.linear.solver.algebra;

import dev.lariat.kernel.DenseOps;
import java.util.Arrays;

/**
 * The Cholesky factor LLᵀ of a curvature matrix over a support that changes little from use to use: a coefficient that
 * enters costs the square of the size, one that leaves is rotated out (Golub &amp; Van Loan, §6.5), where a new factor
 * would cost the cube.
 */
public final class SupportFactor {
  /** The matrix to be factored. */
  public interface Curvature {
    double at(int c, int d);
  }

  /** A pivot this small against its diagonal is a linear dependence: that coefficient is left out. */
  public static final double DEPENDENT = 1e-10;

  /** Multiplications of a rotation of a pair. */
  private static final int ROTATION = 4;

  private double[][] lower = new double[16][]; // [size][capacity]
  private int[] member = new int[16]; // [size]
  private int size;
  private final boolean[] wanted; // [coefficients]
  private double[] cosine = new double[16];
  private double[] sine = new double[16];

  public SupportFactor(int coefficients) {
    wanted = new boolean[coefficients];
  }

  public void clear() {
    size = 0;
  }

  /** The coefficients of the factor, in its order. */
  public int[] members() {
    return member;
  }

  public int size() {
    return size;
  }

  /**
   * Makes the factor one of this support, less what depends linearly on the rest.
   *
   * @param dependent a pivot below this share of its diagonal shows that, {@link #DEPENDENT} or more
   */
  public void align(int[] support, int count, double dependent, Curvature curvature) {
    for (int a = 0; a < count; a++) {
      wanted[support[a]] = true;
    }
    for (int i = size - 1; i >= 0; i--) {
      if (wanted[member[i]]) {
        wanted[member[i]] = false;
      } else {
        remove(i);
      }
    }
    for (int a = 0; a < count; a++) {
      if (wanted[support[a]]) {
        wanted[support[a]] = false;
        append(support[a], dependent, curvature);
      }
    }
  }

  /** {@return about how many multiplications {@link #align} takes} */
  public long work(int[] support, int count) {
    for (int a = 0; a < count; a++) {
      wanted[support[a]] = true;
    }
    int stays = 0;
    long work = 0;
    for (int i = 0; i < size; i++) {
      if (wanted[member[i]]) {
        stays++;
      } else {
        work += (long) (size - i) * (size - i) * ROTATION / 2;
      }
    }
    for (int a = 0; a < count; a++) {
      wanted[support[a]] = false;
    }
    // A coefficient that enters at place i costs i²/2.
    return work + ((long) count * count * count - (long) stays * stays * stays) / 6;
  }

  private void append(int c, double dependent, Curvature curvature) {
    if (size == member.length) {
      int capacity = 2 * size;
      member = Arrays.copyOf(member, capacity);
      lower = Arrays.copyOf(lower, capacity);
      cosine = new double[capacity];
      sine = new double[capacity];
    }
    double[] mine = lower[size];
    if (mine == null || mine.length < size + 1) {
      mine = new double[member.length];
      lower[size] = mine;
    }
    double diagonal = curvature.at(c, c);
    double pivot = diagonal;
    for (int i = 0; i < size; i++) {
      mine[i] = (curvature.at(c, member[i]) - DenseOps.dot(mine, lower[i], i)) / lower[i][i];
      pivot -= mine[i] * mine[i];
    }
    if (pivot > dependent * diagonal) {
      mine[size] = Math.sqrt(pivot);
      member[size] = c;
      size++;
    }
  }

  /** Drops row r; the rows below it, one column too wide then, are made triangular again by Givens rotations. */
  private void remove(int r) {
    double[] freed = lower[r];
    for (int i = r + 1; i < size; i++) {
      double[] mine = lower[i];
      for (int k = r; k < i - 1; k++) {
        double left = mine[k];
        double right = mine[k + 1];
        mine[k] = cosine[k] * left + sine[k] * right;
        mine[k + 1] = cosine[k] * right - sine[k] * left;
      }
      double root = Math.sqrt(mine[i - 1] * mine[i - 1] + mine[i] * mine[i]);
      cosine[i - 1] = mine[i - 1] / root;
      sine[i - 1] = mine[i] / root;
      mine[i - 1] = root;
      lower[i - 1] = mine;
      member[i - 1] = member[i];
    }
    size--;
    lower[size] = freed;
  }

  /** v := (LLᵀ)⁻¹v, in the factor's order. */
  public void solve(double[] v) {
    for (int i = 0; i < size; i++) {
      v[i] = (v[i] - DenseOps.dot(lower[i], v, i)) / lower[i][i];
    }
    for (int i = size - 1; i >= 0; i--) {
      v[i] /= lower[i][i];
      DenseOps.axpy(-v[i], lower[i], v, i);
    }
  }
}
