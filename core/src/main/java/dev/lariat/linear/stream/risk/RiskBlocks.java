package dev.lariat.linear.stream.risk;

import dev.lariat.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts rows into blocks. A set of events whose rows are in two blocks is carried on: a block's first run is the one
 * that was open before it.
 */
final class RiskBlocks {
  private final int inputs;
  private final boolean efron;
  private final int stride; // sets that are one step of a baseline; 0 where gradients are wanted
  private final int[] views; // the folds that are left out, ascending, first −1 for none
  private final int[] openCount; // [views] events of the open set
  private final double[] openWeight; // [views]
  private double stratum = Double.NaN; // of the open set
  private double key = Double.NaN;
  private long sets; // of all rows
  private final List<Step> steps = new ArrayList<>();
  private int inStep; // sets of the last step

  /** Where a baseline's hazard is told. */
  record Step(int stratum, double time) {}

  RiskBlocks(int inputs, boolean efron, int stride, int[] views) {
    this.inputs = inputs;
    this.efron = efron;
    this.stride = stride;
    this.views = views;
    openCount = new int[views.length];
    openWeight = new double[views.length];
  }

  /** How many sets of events all rows have. */
  long sets() {
    return sets;
  }

  List<Step> steps() {
    return steps;
  }

  /** @param last whether no rows follow, and the open run ends */
  RiskBlock next(double[] rows, int from, int n, boolean last) {
    int width = RiskRow.HEAD + inputs;
    double[][] x = new double[inputs][n];
    double[] w = new double[n];
    boolean[] event = new boolean[n];
    int[] fold = new int[n];
    double[] offset = new double[n];
    int[] begin = new int[n + 3];
    boolean[] anew = new boolean[n + 2];
    int[] step = new int[n + 1];
    int run = 0;
    var ended = new ArrayList<RiskBlock.EventSet[]>(); // [runs that end here][views]
    for (int i = 0; i < n; i++) {
      int at = from + i * width;
      if (rows[at + RiskRow.STRATUM] != stratum || rows[at + RiskRow.KEY] != key) {
        step[run] = step();
        ended.add(end());
        run++;
        begin[run] = i;
        anew[run] = rows[at + RiskRow.STRATUM] != stratum;
        inStep = anew[run] ? 0 : inStep;
        stratum = rows[at + RiskRow.STRATUM];
        key = rows[at + RiskRow.KEY];
      }
      w[i] = rows[at + RiskRow.WEIGHT];
      event[i] = rows[at + RiskRow.EVENT] == 1;
      fold[i] = (int) rows[at + RiskRow.FOLD];
      offset[i] = rows[at + RiskRow.OFFSET];
      for (int j = 0; j < inputs; j++) {
        x[j][i] = rows[at + RiskRow.HEAD + j];
      }
      for (int v = 0; v < views.length && event[i]; v++) {
        if (fold[i] != views[v]) {
          openCount[v]++;
          openWeight[v] += w[i];
        }
      }
    }
    if (last) {
      step[run] = step();
      ended.add(end());
      run++;
      begin[run] = n;
    }
    begin[run + 1] = n;
    RiskBlock.EventSet[][] sets = new RiskBlock.EventSet[views.length][ended.size()];
    for (int r = 0; r < ended.size(); r++) {
      for (int v = 0; v < views.length; v++) {
        sets[v][r] = ended.get(r)[v];
      }
    }
    return new RiskBlock(x, w, event, fold, offset, Arrays.copyOf(begin, run + 2), Arrays.copyOf(anew, run + 1), sets,
        step);
  }

  /** The step of a baseline that the open run belongs to: its last time is the largest of the step's. */
  private int step() {
    if (openCount[0] == 0) {
      return -1;
    }
    sets++;
    if (stride > 0 && inStep++ % stride == 0) {
      steps.add(new Step((int) stratum, -key + 0.0));
    }
    return steps.size() - 1;
  }

  /** Ends the open run. */
  private RiskBlock.EventSet[] end() {
    RiskBlock.EventSet[] ended = new RiskBlock.EventSet[views.length];
    for (int v = 0; v < views.length; v++) {
      int m = openCount[v];
      double least = m == 0 ? 0 : openWeight[v] * Kernels.log(openWeight[v]);
      for (int j = 1; efron && j < m; j++) {
        least += openWeight[v] / m * Kernels.log(1 - (double) j / m);
      }
      ended[v] = new RiskBlock.EventSet(m, openWeight[v], least);
    }
    Arrays.fill(openCount, 0);
    Arrays.fill(openWeight, 0);
    return ended;
  }
}
