package dev.lariat.linear.stream.risk;

import dev.lariat.kernel.DenseOps;
import dev.lariat.kernel.Kernels;
import java.util.Arrays;

/**
 * What a pass tells of a point. With S and X the sums of w·e^η and w·e^η·x over the rows at risk, which run along, a
 * set of m events at one time with weight W adds Σ_j (W/m)·log(S − a_j·D) − Σ w·η to the loss and as many of X/S to its
 * gradient: a_j = j/m after Efron, 0 after Breslow, D and its like being the sums over the events. All e^η are over
 * that of the largest η of the stratum so far, and all η less that, so that a large offset costs no digits.
 */
public final class RiskSums {
  private final RiskPoint point;
  private final int view; // which of a block's sets are those of its rows
  private final boolean efron;
  private final boolean gradients; // else the baseline's hazard
  private final double[] slopes; // [inputs] the negative gradient
  private double loss;
  private double lossOfAll; // with the rows of the fold
  private double square;
  private double[] hazard = new double[0]; // [steps at least]

  private double shift = Double.NEGATIVE_INFINITY; // the largest η of the stratum so far
  private double risk; // S
  private double tied; // D
  private double inverse; // Σ w·e^−η over the events of the open set
  private double linear; // Σ w·(η − shift) over them
  private double weight; // Σ w over them
  private double riskOfAll; // the same with the rows of the fold
  private double tiedOfAll;
  private double linearOfAll;
  private double weightOfAll;
  private final double[] riskInputs; // X, [inputs]
  private final double[] tiedInputs; // [inputs]

  // Of the block at hand.
  private RiskBlock block;
  private double[] eta = new double[0]; // [rows]
  private double[] u = new double[0]; // [rows] w·e^η, 0 in the fold that is left out
  private double[] theta = new double[0]; // [rows]
  private double[] all = new double[0]; // [runs] what a set adds for each unit of X
  private double[] less = new double[0]; // [runs] and what it takes away for its events

  RiskSums(RiskPoint point, int view, boolean efron, boolean gradients) {
    this.point = point;
    this.view = view;
    this.efron = efron;
    this.gradients = gradients;
    int inputs = point.coefficients().length;
    slopes = new double[inputs];
    riskInputs = new double[inputs];
    tiedInputs = new double[inputs];
  }

  /** The loss of the rows that are not left out, 0 for the saturated model. */
  public double loss() {
    return Math.max(0, loss);
  }

  /** What the rows of the fold add to twice the loss. */
  public double error() {
    return point.fold() < 0 ? 0 : 2 * (lossOfAll - loss);
  }

  /** The negative gradient, [inputs]; not to be modified. */
  public double[] slopes() {
    return slopes;
  }

  /** Σ W·χ² of the events' shares from the softmaxes: Pearson's χ² of the residuals. */
  public double square() {
    return Math.max(0, square);
  }

  /** The hazard of a step of the baseline. */
  double hazard(int step) {
    return step < hazard.length ? hazard[step] : 0;
  }

  /** Takes the next rows. */
  void add(RiskBlock next) {
    block = next;
    int n = next.rows();
    int runs = next.runs();
    if (eta.length < n) {
      eta = new double[n];
      u = new double[n];
      theta = new double[n];
    }
    all = new double[runs];
    less = new double[runs];
    predict();
    int from = 0;
    while (from < runs) {
      int to = from + 1;
      while (to < runs && !next.anew()[to]) {
        to++;
      }
      if (from > 0) {
        forget();
      }
      risks(from, to);
      forward(from, to);
      if (gradients) {
        backward(from, to);
      }
      from = to;
    }
    if (gradients) {
      addInputs();
    }
  }

  private void predict() {
    Kernels kernels = DenseOps.kernels();
    int n = block.rows();
    for (int i = 0; i < n; i++) {
      eta[i] = block.offset()[i] + point.constant();
    }
    for (int j = 0; j < slopes.length; j++) {
      if (point.coefficients()[j] != 0) {
        kernels.axpy(n, point.coefficients()[j], block.x()[j], 0, eta, 0);
      }
    }
  }

  /** Another stratum begins. */
  private void forget() {
    shift = Double.NEGATIVE_INFINITY;
    risk = 0;
    riskOfAll = 0;
    close();
    Arrays.fill(riskInputs, 0);
    Arrays.fill(tiedInputs, 0);
  }

  /** A set ends. */
  private void close() {
    tied = 0;
    inverse = 0;
    linear = 0;
    weight = 0;
    tiedOfAll = 0;
    linearOfAll = 0;
    weightOfAll = 0;
  }

  /** Takes another η for the largest. */
  private void shift(double largest) {
    if (!(largest > shift)) {
      return;
    }
    if (shift > Double.NEGATIVE_INFINITY) {
      double factor = Kernels.exp(shift - largest);
      risk *= factor;
      tied *= factor;
      inverse = inverse == 0 ? 0 : inverse / factor;
      riskOfAll *= factor;
      tiedOfAll *= factor;
      linear -= weight * (largest - shift);
      linearOfAll -= weightOfAll * (largest - shift);
      for (int j = 0; j < riskInputs.length; j++) {
        riskInputs[j] *= factor;
        tiedInputs[j] *= factor;
      }
    }
    shift = largest;
  }

  /** Fills u of a stratum's runs, the fold's rows included. */
  private void risks(int from, int to) {
    int first = block.begin()[from];
    int end = block.begin()[to];
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = first; i < end; i++) {
      largest = Math.max(largest, eta[i]);
    }
    shift(largest);
    for (int i = first; i < end; i++) {
      u[i] = eta[i] - shift;
    }
    DenseOps.kernels().exp(end - first, u, first, u, first);
    for (int i = first; i < end; i++) {
      u[i] *= block.w()[i];
    }
  }

  /** Goes along a stratum's runs; what each set that ends here adds is known then. */
  private void forward(int from, int to) {
    double[] sums = new double[3]; // of the block, lest large sums lose small ones
    for (int run = from; run < to; run++) {
      for (int i = block.begin()[run]; i < block.begin()[run + 1]; i++) {
        take(i);
      }
      if (run == block.runs() - 1) {
        break; // it stays open
      }
      if (block.sets()[view][run].count() > 0) {
        end(run, sums);
      }
      if (point.fold() >= 0 && block.sets()[0][run].count() > 0) {
        sums[2] += lossOfAll(block.sets()[0][run]);
      }
      close();
    }
    loss += sums[0];
    square += sums[1];
    lossOfAll += sums[2];
  }

  private void take(int i) {
    double w = block.w()[i];
    boolean event = block.event()[i];
    if (point.fold() >= 0) {
      riskOfAll += u[i];
      if (event) {
        tiedOfAll += u[i];
        linearOfAll += w * (eta[i] - shift);
        weightOfAll += w;
      }
      if (block.fold()[i] == point.fold()) {
        u[i] = 0;
        return;
      }
    }
    risk += u[i];
    if (event) {
      tied += u[i];
      inverse += w * w / u[i];
      linear += w * (eta[i] - shift);
      weight += w;
    }
  }

  /** @param sums loss and square, added to */
  private void end(int run, double[] sums) {
    RiskBlock.EventSet set = block.sets()[view][run];
    int terms = efron ? set.count() : 1;
    double part = set.weight() / terms;
    double logs = 0;
    double squares = 0;
    for (int j = 0; j < terms; j++) {
      double a = (double) j / set.count();
      double term = term(risk, tied, a);
      logs += Kernels.log(term);
      squares += term / (1 - a);
      all[run] += part / term;
      less[run] += part / term * a;
    }
    sums[0] += part * logs - linear - set.least();
    sums[1] += inverse * squares / (set.weight() * terms) - set.weight();
    if (!gradients) {
      int step = block.step()[run];
      if (step >= hazard.length) {
        hazard = Arrays.copyOf(hazard, 2 * step + 1);
      }
      hazard[step] += all[run] * Kernels.exp(-shift);
    }
  }

  /** S − a·D; the events themselves are at risk, whatever a sum of others has lost to rounding. */
  private static double term(double risk, double tied, double a) {
    return Math.max(Math.max(risk - a * tied, (1 - a) * tied), Double.MIN_NORMAL);
  }

  /** Of a set among all rows. */
  private double lossOfAll(RiskBlock.EventSet set) {
    int terms = efron ? set.count() : 1;
    double logs = 0;
    for (int j = 0; j < terms; j++) {
      logs += Kernels.log(term(riskOfAll, tiedOfAll, (double) j / set.count()));
    }
    return set.weight() / terms * logs - linearOfAll - set.least();
  }

  /** Fills θ of a stratum's runs, and adds what the sets that end here are of the rows before the block. */
  private void backward(int from, int to) {
    double sum = 0;
    for (int run = to - 1; run >= from; run--) {
      sum += all[run];
      for (int i = block.begin()[run]; i < block.begin()[run + 1]; i++) {
        theta[i] = -u[i] * sum;
        if (block.event()[i] && (point.fold() < 0 || block.fold()[i] != point.fold())) {
          theta[i] += block.w()[i] + u[i] * less[run];
        }
      }
    }
    if (from == 0) {
      DenseOps.axpy(-sum, riskInputs, slopes, slopes.length);
      DenseOps.axpy(less[0], tiedInputs, slopes, slopes.length);
    }
  }

  /** Adds up θ, and the rows that are at risk after the block. */
  private void addInputs() {
    Kernels kernels = DenseOps.kernels();
    int n = block.rows();
    int runs = block.runs();
    int first = runs - 1; // of the last stratum
    while (first > 0 && !block.anew()[first]) {
      first--;
    }
    int begin = block.begin()[first];
    int open = block.begin()[runs - 1];
    double[] events = eta; // no longer needed: u of the open run's events
    for (int i = open; i < n; i++) {
      events[i] = block.event()[i] ? u[i] : 0;
    }
    for (int j = 0; j < slopes.length; j++) {
      double[] x = block.x()[j];
      slopes[j] += kernels.dot(n, x, 0, theta, 0);
      riskInputs[j] += kernels.dot(n - begin, x, begin, u, begin);
      if (efron) {
        double more = kernels.dot(n - open, x, open, events, open);
        tiedInputs[j] = runs == 1 ? tiedInputs[j] + more : more;
      }
    }
  }
}
