package dev.lariat.linear.stream.risk;

import dev.lariat.data.stream.OrderedStore;
import dev.lariat.linear.Cox;
import dev.lariat.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * One pass over rows that wait for an event, sorted by stratum and from the last time to the first, for many
 * coefficients at once.
 */
public final class RiskPass {
  /** Rows whose predictors stay in the fastest memory. */
  private static final int BLOCK = 512;

  private final List<RiskSums> sums = new ArrayList<>(); // as the points are
  private final RiskBlocks blocks;
  private final int inputs;

  /**
   * A pass for these points.
   *
   * @param stride how many times of events are one step of a baseline; 0 where gradients are wanted
   */
  public RiskPass(List<RiskPoint> points, int inputs, Cox.Ties ties, int stride) {
    this.inputs = inputs;
    boolean efron = ties == Cox.Ties.EFRON;
    int[] views = IntStream.concat(IntStream.of(-1), points.stream().mapToInt(RiskPoint::fold))
        .distinct()
        .sorted()
        .toArray();
    blocks = new RiskBlocks(inputs, efron, stride, views);
    for (RiskPoint point : points) {
      sums.add(new RiskSums(point, Arrays.binarySearch(views, point.fold()), efron, stride == 0));
    }
  }

  /** At how many times there are events, each stratum's counted. */
  public long sets() {
    return blocks.sets();
  }

  /** What the pass tells of each point. */
  public List<RiskSums> sums() {
    return sums;
  }

  /**
   * Passes over the rows.
   *
   * @param store of rows as {@link RiskRow} has them
   * @param threads of the workers
   */
  public void over(OrderedStore store, Workers workers, int threads) {
    int width = RiskRow.HEAD + inputs;
    store.pass((rows, count) -> {
      var some = new ArrayList<RiskBlock>();
      for (int from = 0; from < count; from += BLOCK) {
        some.add(blocks.next(rows, from * width, Math.min(BLOCK, count - from), false));
      }
      take(some, workers, threads);
    });
    take(List.of(blocks.next(new double[0], 0, 0, true)), workers, threads);
  }

  /** Points are independent: each is one thread's, whatever their number. */
  private void take(List<RiskBlock> some, Workers workers, int threads) {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int from = (int) ((long) sums.size() * t / threads);
      int to = (int) ((long) sums.size() * (t + 1) / threads);
      if (from < to) {
        tasks.add(() -> {
          for (RiskBlock block : some) {
            for (int i = from; i < to; i++) {
              sums.get(i).add(block);
            }
          }
          return null;
        });
      }
    }
    workers.all(tasks);
  }

  /**
   * The baselines at the points.
   *
   * @param rank of each stratum, by its number here: its number in the baseline
   */
  public List<Cox.Baseline> baselines(int[] rank) {
    List<RiskBlocks.Step> steps = blocks.steps();
    Integer[] order = new Integer[steps.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> {
      int byStratum = Integer.compare(rank[steps.get(a).stratum()], rank[steps.get(b).stratum()]);
      return byStratum != 0 ? byStratum : Double.compare(steps.get(a).time(), steps.get(b).time());
    });
    int[] stratum = new int[order.length];
    double[] time = new double[order.length];
    Arrays.setAll(stratum, i -> rank[steps.get(order[i]).stratum()]);
    Arrays.setAll(time, i -> steps.get(order[i]).time());
    return sums.stream().map(own -> {
      double[] cumulative = new double[order.length];
      for (int i = 0; i < order.length; i++) {
        cumulative[i] = own.hazard(order[i]) + (i > 0 && stratum[i - 1] == stratum[i] ? cumulative[i - 1] : 0);
      }
      return new Cox.Baseline(stratum, time, cumulative);
    }).toList();
  }
}
