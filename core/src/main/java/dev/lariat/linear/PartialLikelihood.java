package dev.lariat.linear;

import dev.lariat.kernel.DenseOps;
import dev.lariat.kernel.Kernels;
import dev.lariat.linear.Cox.Ties;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The loss of {@link Cox}. Events of one stratum at one time are a set, of m events with weight W; with S = Σ w e^η
 * over the rows at risk and D that over the events it is the sum over sets of Σ_j (W/m)·log(S − a_j·D) − Σ w η, with
 * a_j = j/m, j = 0 … m − 1, after Efron, or all a_j = 0 after Breslow, less the least that this can be.
 *
 * <p>Each term is the loss of a softmax over the rows at risk, so that its dual point has the same closed form as for
 * {@link Multinomial}, and their sum bounds the distance: the certificate holds.
 *
 * <p>What it calls means is e^(η − max), the maximum over the stratum: all else follows from these.
 */
final class PartialLikelihood implements Datafit {
  /** What makes 0 of −0, which sorting takes for another number. */
  private static final double POSITIVE_ZERO = 0.0;

  private final double[] w; // [rows]
  private final boolean efron;
  private final int sets;
  private final int[] stratum; // [rows] 0, 1, …
  private final int strata;
  private final boolean[] lastOfStratum; // [sets]
  private final int[] upTo; // [rows] the last set at whose time the row is at risk or gone before; −1 for none
  private final int[] after; // [rows] the last set at or before its start; −1 for none
  private final int[] setOf; // [rows] of an event; −1 for none
  private final int[] begin; // [sets + 1] in events
  private final int[] events; // rows
  private final int[] stratumOf; // [sets]
  private final double[] time; // [sets]
  private final double[] weight; // [sets] W
  private final double least; // of the sum
  private final double[] max; // [strata]
  private final double[] value; // [rows] scratch
  private final double[] risk; // [sets] S
  private final double[] tied; // [sets] D
  private final double[] sum; // [sets] scratch
  private final double[] own; // [sets] what an event of the set has in place of what others have

  PartialLikelihood(Cox.Times times, double[] w, Ties ties) {
    this.w = w;
    efron = ties == Ties.EFRON;
    int n = w.length;
    stratum = numbered(times.stratum(), n);
    strata = Arrays.stream(stratum).max().orElse(0) + 1;
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order,
        Comparator.comparingInt((Integer i) -> stratum[i]).thenComparingDouble(i -> times.time()[i] + POSITIVE_ZERO));
    setOf = new int[n];
    Arrays.fill(setOf, -1);
    events = new int[n];
    int[] starts = new int[n + 1];
    int[] strataOfSets = new int[n];
    double[] timeOfSets = new double[n];
    int count = 0;
    int found = 0;
    for (int row : order) {
      if (!times.event()[row] || w[row] == 0) {
        continue;
      }
      if (count == 0 || strataOfSets[count - 1] != stratum[row]
          || timeOfSets[count - 1] != times.time()[row] + POSITIVE_ZERO) {
        strataOfSets[count] = stratum[row];
        timeOfSets[count] = times.time()[row] + POSITIVE_ZERO;
        starts[count++] = found;
      }
      setOf[row] = count - 1;
      events[found++] = row;
    }
    starts[count] = found;
    sets = count;
    begin = Arrays.copyOf(starts, sets + 1);
    stratumOf = Arrays.copyOf(strataOfSets, sets);
    time = Arrays.copyOf(timeOfSets, sets);
    lastOfStratum = new boolean[sets];
    int[] first = new int[strata + 1]; // of a stratum's sets
    Arrays.fill(first, sets);
    for (int g = sets - 1; g >= 0; g--) {
      lastOfStratum[g] = g + 1 == sets || stratumOf[g + 1] != stratumOf[g];
      first[stratumOf[g]] = g;
    }
    int[] end = new int[strata];
    for (int g = 0; g < sets; g++) {
      end[stratumOf[g]] = g + 1;
    }
    upTo = new int[n];
    after = new int[n];
    for (int i = 0; i < n; i++) {
      int s = stratum[i];
      upTo[i] = lastUpTo(times.time()[i], first[s], end[s]);
      after[i] = times.start() == null ? -1 : lastUpTo(times.start()[i], first[s], end[s]);
    }
    weight = new double[sets];
    double saturated = 0;
    for (int g = 0; g < sets; g++) {
      int m = begin[g + 1] - begin[g];
      for (int e = begin[g]; e < begin[g + 1]; e++) {
        weight[g] += w[events[e]];
      }
      saturated += weight[g] * Kernels.log(weight[g]);
      for (int j = 1; efron && j < m; j++) {
        saturated += weight[g] / m * Kernels.log(1 - (double) j / m);
      }
    }
    least = saturated;
    max = new double[strata];
    value = new double[n];
    risk = new double[sets];
    tied = new double[sets];
    sum = new double[sets];
    own = new double[sets];
  }

  private static int[] numbered(int[] names, int n) {
    if (names == null) {
      return new int[n];
    }
    int[] known = Arrays.stream(names).distinct().sorted().toArray();
    return Arrays.stream(names).map(name -> Arrays.binarySearch(known, name)).toArray();
  }

  private int lastUpTo(double at, int from, int to) {
    int place = from >= to ? -1 : Arrays.binarySearch(time, from, to, at + POSITIVE_ZERO);
    int last = place >= 0 ? place : -place - 2;
    return from >= to || last < from ? -1 : last;
  }

  @Override
  public boolean coupled() {
    return true;
  }

  @Override
  public double evaluate(double[][] eta, double[][] mu) {
    double[] e = eta[0];
    double[] m = mu[0];
    Arrays.fill(max, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < e.length; i++) {
      if (w[i] > 0) {
        max[stratum[i]] = Math.max(max[stratum[i]], e[i]);
      }
    }
    for (int i = 0; i < e.length; i++) {
      // a row without weight may be anywhere: it must not make the others vanish, nor be infinite
      m[i] = w[i] > 0 ? e[i] - max[stratum[i]] : Math.min(0, e[i] - max[stratum[i]]);
    }
    DenseOps.kernels().exp(e.length, m, 0, m, 0);
    risks(m);
    double loss = -least;
    for (int g = 0; g < sets; g++) {
      int count = begin[g + 1] - begin[g];
      double linear = 0;
      for (int a = begin[g]; a < begin[g + 1]; a++) {
        linear += w[events[a]] * (e[events[a]] - max[stratumOf[g]]);
      }
      double logs = 0;
      for (int j = 0; j < terms(count); j++) {
        logs += Kernels.log(term(g, j, count));
      }
      loss += weight[g] / terms(count) * logs - linear;
    }
    return Math.max(0, loss);
  }

  /** How many terms differ: after Breslow all m are the same. */
  private int terms(int count) {
    return efron ? count : 1;
  }

  private double term(int g, int j, int count) {
    return Math.max(risk[g] - (double) j / count * tied[g], Double.MIN_NORMAL);
  }

  /** Fills S and D. */
  private void risks(double[] m) {
    for (int i = 0; i < m.length; i++) {
      value[i] = w[i] * m[i];
    }
    overRisk(value, risk);
    overEvents(value, tied);
  }

  /** The sum over the rows at risk at each set's time. */
  private void overRisk(double[] v, double[] out) {
    Arrays.fill(out, 0);
    for (int i = 0; i < v.length; i++) {
      if (upTo[i] >= 0) {
        out[upTo[i]] += v[i];
        if (after[i] >= 0) {
          out[after[i]] -= v[i];
        }
      }
    }
    for (int g = sets - 2; g >= 0; g--) {
      out[g] += lastOfStratum[g] ? 0 : out[g + 1];
    }
  }

  private void overEvents(double[] v, double[] out) {
    for (int g = 0; g < sets; g++) {
      double total = 0;
      for (int a = begin[g]; a < begin[g + 1]; a++) {
        total += v[events[a]];
      }
      out[g] = total;
    }
  }

  /** From what each set adds to the rows at risk then: to the sum over the sets up to it, within the stratum. */
  private void accumulate(double[] steps) {
    for (int g = 1; g < sets; g++) {
      steps[g] += lastOfStratum[g - 1] ? 0 : steps[g - 1];
    }
  }

  /** What accumulated while the row was at risk, that of its own event apart. */
  private double accumulated(double[] cumulated, double[] difference, int row) {
    double total = upTo[row] < 0 ? 0 : cumulated[upTo[row]] - (after[row] < 0 ? 0 : cumulated[after[row]]);
    return setOf[row] < 0 ? total : total + difference[setOf[row]];
  }

  /**
   * Fills {@code sum} with the cumulative hazard up to each set and {@code own} with what it is less for its events.
   */
  private void hazards(double[] m) {
    risks(m);
    for (int g = 0; g < sets; g++) {
      int count = begin[g + 1] - begin[g];
      double all = 0;
      double events = 0;
      for (int j = 0; j < terms(count); j++) {
        double part = weight[g] / terms(count) / term(g, j, count);
        all += part;
        events += part * (1 - (double) j / count);
      }
      sum[g] = all;
      own[g] = events - all;
    }
    accumulate(sum);
  }

  @Override
  public void residual(double[][] mu, int k, double[] theta) {
    hazards(mu[0]);
    for (int i = 0; i < theta.length; i++) {
      theta[i] = w[i] == 0 ? 0 : w[i] * ((setOf[i] < 0 ? 0 : 1) - mu[0][i] * accumulated(sum, own, i));
    }
  }

  /** A bound on the curvature that is diagonal: {@code diag(p) − ppᵀ ≤ diag(p)} for each softmax. */
  @Override
  public void curvature(double[][] mu, int k, int l, double[] h) {
    hazards(mu[0]);
    for (int i = 0; i < h.length; i++) {
      h[i] = w[i] == 0 ? 0 : w[i] * mu[0][i] * accumulated(sum, own, i);
    }
  }

  @Override
  public void product(double[][] mu, double[][] h, double[][] e, double[][] t) {
    double[] m = mu[0];
    double[] out = t[0];
    double[] direction = e[0];
    risks(m);
    for (int i = 0; i < m.length; i++) {
      out[i] = h[0][i] * direction[i];
      value[i] = w[i] * m[i] * direction[i];
    }
    double[] along = new double[sets];
    double[] alongTied = new double[sets];
    overRisk(value, along);
    overEvents(value, alongTied);
    for (int g = 0; g < sets; g++) {
      int count = begin[g + 1] - begin[g];
      double all = 0;
      double events = 0;
      for (int j = 0; j < terms(count); j++) {
        double share = (double) j / count;
        double term = term(g, j, count);
        double part = weight[g] / terms(count) * (along[g] - share * alongTied[g]) / (term * term);
        all += part;
        events += part * (1 - share);
      }
      sum[g] = all;
      own[g] = events - all;
    }
    accumulate(sum);
    for (int i = 0; i < m.length; i++) {
      out[i] -= w[i] == 0 ? 0 : w[i] * m[i] * accumulated(sum, own, i);
    }
  }

  @Override
  public Coupling coupling(double[][] mu, double[][] columns) {
    double[] m = mu[0];
    risks(m);
    int count = 0;
    for (int g = 0; g < sets; g++) {
      count += terms(begin[g + 1] - begin[g]);
    }
    double[] weights = new double[count];
    double[][] means = new double[columns.length][count];
    double[] along = new double[sets];
    double[] alongTied = new double[sets];
    for (int c = 0; c < columns.length; c++) {
      for (int i = 0; i < m.length; i++) {
        value[i] = w[i] * m[i] * columns[c][i];
      }
      overRisk(value, along);
      overEvents(value, alongTied);
      int at = 0;
      for (int g = 0; g < sets; g++) {
        int size = begin[g + 1] - begin[g];
        for (int j = 0; j < terms(size); j++, at++) {
          means[c][at] = (along[g] - (double) j / size * alongTied[g]) / term(g, j, size);
          weights[at] = weight[g] / terms(size);
        }
      }
    }
    return new Coupling(means, weights);
  }

  /** With q = p + (1 − s)(y − p) for each softmax p, y the share of each event, Σ KL(q ‖ p). */
  @Override
  public double distance(double[][] mu, double s) {
    if (s == 1) {
      return 0;
    }
    double[] m = mu[0];
    risks(m);
    double total = 0;
    for (int g = 0; g < sets; g++) {
      int count = begin[g + 1] - begin[g];
      for (int j = 0; j < terms(count); j++) {
        double term = term(g, j, count);
        double rest = 1;
        double divergence = 0;
        for (int a = begin[g]; a < begin[g + 1]; a++) {
          double p = w[events[a]] * m[events[a]] * (1 - (efron ? (double) j / count : 0)) / term;
          double q = s * p + (1 - s) * w[events[a]] / weight[g];
          rest -= p;
          divergence += q > 0 ? Divergence.part(q, p) : 0;
        }
        total += weight[g] / terms(count) * (divergence + Math.max(0, rest) * Divergence.part(s, 1));
      }
    }
    return Math.max(0, total);
  }

  /** The baseline's cumulative hazard at these predictors. */
  Cox.Baseline baseline(double[] eta, int[] names) {
    double[][] mu = new double[1][eta.length];
    evaluate(new double[][]{eta}, mu);
    hazards(mu[0]);
    double[] cumulative = new double[sets];
    int[] name = new int[sets];
    for (int g = 0; g < sets; g++) {
      cumulative[g] = sum[g] * Kernels.exp(-max[stratumOf[g]]);
      name[g] = names == null ? 0 : names[events[begin[g]]];
    }
    return new Cox.Baseline(name, time.clone(), cumulative);
  }
}
