package dev.lariat.linear.stream;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.stream.OrderedStore;
import dev.lariat.data.stream.RowRoles;
import dev.lariat.data.stream.RowSource;
import dev.lariat.kernel.SplitMix64;
import dev.lariat.linear.Cox;
import dev.lariat.linear.stream.risk.RiskPass;
import dev.lariat.linear.stream.risk.RiskPoint;
import dev.lariat.linear.stream.risk.RiskRow;
import dev.lariat.linear.stream.risk.RiskSums;
import dev.lariat.parallel.Workers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows that wait for an event. Each event is compared with all rows that are followed then, so that sums run along the
 * time: one pass over the table keeps the rows in a store, by stratum and from the last time to the first, and all
 * others go over that. A row comes at its time; one that was not followed from the beginning leaves again at its start.
 */
final class TimedRows implements PathRows {
  /** Of the sample, the share that may be events. */
  private static final double EVENTS = 0.5;
  /** Rows of the sample in a stratum; where they would be fewer whole strata are drawn. */
  private static final double FEWEST = 20;
  /** Steps of a baseline that are kept, of all strata together. */
  private static final int MOST_STEPS = 10_000;
  private static final long DRAWN = 1; // the stream of random numbers of strata

  private final RowSource rows;
  private final FamilyRows table;
  private final Cox cox;
  private final OrderedStore store;
  private final Workers workers;
  private final int threads;
  private final RowRoles.Events columns;
  private final Map<String, Integer> strata = new LinkedHashMap<>();
  private final List<Double> eventWeight = new ArrayList<>(); // by fold
  private long events;
  private long kept;
  private RowSample sample;
  private int passes;
  private long sets; // of events at one time, as the last pass counted them

  TimedRows(RowSource rows, FamilyRows table, Cox cox, OrderedStore store, Workers workers, int threads) {
    this.rows = rows;
    this.table = table;
    this.cox = cox;
    this.store = store;
    this.workers = workers;
    this.threads = threads;
    columns = table.roles().events().orElseThrow();
  }

  /** Beside the rows the means of those at risk at each event, on two threads. */
  @Override
  public int copies() {
    return 3;
  }

  @Override
  public RowSample sample() {
    return sample;
  }

  @Override
  public SumsByFold<PartStatistics> learn(int most) {
    var blocks = new LearningBlocks(table, rows.rows(), 0);
    LearningBlocks.Sums all = blocks.empty();
    store.expect(rows.rows() * (columns.start().isPresent() ? 2 : 1), RiskRow.HEAD + table.parts().count(),
        RiskRow.KEYS);
    var number = new long[1];
    rows.pass(chunk -> {
      blocks.add(all, chunk, number[0]);
      keep(chunk, number[0]);
      number[0] += chunk.rows();
    });
    blocks.join(all);
    SumsByFold<PartStatistics> total = blocks.total();
    sample = new RowSample(table.parts().count(), 1, kept, most);
    if (kept > 0) {
      requireEvents();
      draw(total.own(), most);
    }
    return total;
  }

  private void requireEvents() {
    if (events == 0) {
      throw new DataException("no row " + (table.roles().weights().isPresent() ? "of positive weight " : "")
          + "has an event: there is nothing to model");
    }
    for (int fold = 0; fold < eventWeight.size() && eventWeight.size() > 1; fold++) {
      if (eventWeight.get(fold) == 0) {
        throw new DataException("fold " + (fold + 1) + " has no event: use fewer or other folds");
      }
    }
  }

  private void keep(Dataset chunk, long first) {
    FamilyRows.Rows taken = table.rows(chunk, table.roles().folds(), first);
    double[][] values = table.values(chunk, taken);
    Column happened = chunk.column(columns.event());
    Column starts = columns.start().map(chunk::column).orElse(null);
    Column stratum = columns.strata().map(chunk::column).orElse(null);
    double[] row = new double[RiskRow.HEAD + values.length];
    for (int i = 0; i < taken.count(); i++) {
      int place = taken.place()[i];
      long number = taken.number()[i];
      double time = taken.y()[i];
      if (Double.isInfinite(time)) {
        throw new DataException("time '" + table.roles().target() + "', row " + (number + 1) + " is " + time
            + ": times are finite and at least 0");
      }
      boolean event = columns.happened(happened, place, number);
      int fold = taken.fold()[i];
      row[RiskRow.STRATUM] = stratum == null
          ? 0
          : strata.computeIfAbsent(RowRoles.Events.stratum(stratum, place, number), _ -> strata.size());
      row[RiskRow.KEY] = -time;
      row[RiskRow.WEIGHT] = taken.w()[i];
      row[RiskRow.EVENT] = event ? 1 : 0;
      row[RiskRow.FOLD] = fold;
      row[RiskRow.START] = starts == null ? 0 : columns.started(starts, place, number, time);
      row[RiskRow.OFFSET] = taken.offset()[0][i];
      for (int j = 0; j < values.length; j++) {
        row[RiskRow.HEAD + j] = Double.isNaN(values[j][i]) ? 0 : values[j][i];
      }
      store.add(row);
      while (eventWeight.size() <= fold) {
        eventWeight.add(0.0);
      }
      kept++;
      if (event) {
        events++;
        eventWeight.set(fold, eventWeight.get(fold) + row[RiskRow.WEIGHT]);
      }
      if (starts != null) {
        row[RiskRow.KEY] = -row[RiskRow.START];
        row[RiskRow.WEIGHT] = -row[RiskRow.WEIGHT];
        row[RiskRow.EVENT] = 0;
        store.add(row);
      }
    }
  }

  /** Draws the sample; of many small strata some are taken whole, as rows are compared within them only. */
  private void draw(List<PartStatistics> folds, int most) {
    boolean few = strata.size() * FEWEST > sample.most() && kept > sample.most();
    boolean whole = few && draw(true);
    if (few && !whole) {
      sample = null; // there is no room for two
      sample = new RowSample(table.parts().count(), 1, kept, most);
    }
    if (!whole) {
      draw(false);
    }
    sample.curvatureFloor(floor(folds));
    sample.end(cox, 1);
  }

  /**
   * Draws the sample along the time: half of it events, if there are so many, each row with what it stands for as its
   * weight.
   *
   * @param whole strata
   * @return whether an event is in it
   */
  private boolean draw(boolean whole) {
    long others = kept - events;
    double most = sample.most();
    double eventShare = whole ? 1 : Math.min(1, Math.max(EVENTS * most, most - others) / events);
    double otherShare = whole || others == 0 ? 1 : Math.min(1, (most - eventShare * events) / others);
    var waiting = new RowSample.Waiting(new boolean[sample.most()],
        columns.start().isPresent() ? new double[sample.most()] : null, new int[sample.most()]);
    var seen = new long[2];
    var any = new boolean[1];
    int width = RiskRow.HEAD + table.parts().count();
    store.pass((all, count) -> {
      for (int i = 0; i < count; i++) {
        int at = i * width;
        if (all[at + RiskRow.WEIGHT] < 0) {
          continue;
        }
        boolean event = all[at + RiskRow.EVENT] == 1;
        double own = event ? eventShare : otherShare;
        long place = seen[event ? 1 : 0]++;
        boolean drawn = whole
            ? (SplitMix64.at(0, DRAWN, (long) all[at + RiskRow.STRATUM]) >>> 11) * 0x1p-53 < most / kept
            : Math.floor((place + 1) * own) > Math.floor(place * own);
        if (sample.takes(-1, drawn)) {
          waiting.event()[sample.count()] = event;
          waiting.stratum()[sample.count()] = (int) all[at + RiskRow.STRATUM];
          if (waiting.start() != null) {
            waiting.start()[sample.count()] = all[at + RiskRow.START];
          }
          any[0] |= event;
          sample.add(all, at + RiskRow.OFFSET, -all[at + RiskRow.KEY], all[at + RiskRow.WEIGHT] / own);
        }
      }
    });
    passes++;
    sample.waiting(waiting);
    return any[0];
  }

  /** What the curvature of a part is if it says nothing of the time. */
  private double[] floor(List<PartStatistics> folds) {
    var total = new PartStatistics(1, table.parts().count());
    folds.forEach(total::add);
    double share = eventWeight.stream().mapToDouble(Double::doubleValue).sum() / total.weight();
    double[] floor = total.variances();
    for (int j = 0; j < floor.length; j++) {
      floor[j] *= share;
    }
    return floor;
  }

  /** All has been seen where the rows were sorted: each fold has an event. */
  @Override
  public void requireTargets(PartStatistics of, int without) {}

  @Override
  public List<RowSums> gradients(List<GradientBlocks.Point> points, boolean distances) {
    if (distances) {
      throw new IllegalStateException("the curvature bounds them");
    }
    RiskPass pass = pass(points, 0);
    if (sets == 0 && pass.sums().getFirst().loss() == 0) {
      throw new DataException(
          "no row is at risk when another one has its event (all at one time?): there is nothing to compare");
    }
    sets = pass.sets();
    var told = new ArrayList<RowSums>();
    for (int i = 0; i < points.size(); i++) {
      RiskSums own = pass.sums().get(i);
      var sums = new RowSums(1, own.slopes().length);
      sums.loss = own.loss();
      sums.fall = own.loss();
      sums.square = own.square();
      System.arraycopy(own.slopes(), 0, sums.slopes[0], 0, own.slopes().length);
      sums.error = own.error();
      sums.errorWeight = points.get(i).fold() < 0 ? 0 : eventWeight.get(points.get(i).fold());
      told.add(sums);
    }
    return told;
  }

  private RiskPass pass(List<GradientBlocks.Point> points, int stride) {
    var pass = new RiskPass(
        points.stream().map(point -> new RiskPoint(point.fold(), point.c()[0], point.parts()[0])).toList(),
        table.parts().count(), cox.ties(), stride);
    pass.over(store, workers, threads);
    passes++;
    return pass;
  }

  /** At most {@link #MOST_STEPS} steps, or one a stratum. */
  @Override
  public Optional<StreamedPath.Baselines> baselines(List<GradientBlocks.Point> points) {
    RiskPass pass = pass(points, (int) Math.max(1, Math.ceilDiv(sets, MOST_STEPS)));
    List<String> names = new ArrayList<>(strata.keySet());
    Collections.sort(names);
    Map<String, Integer> order = new HashMap<>();
    names.forEach(name -> order.put(name, order.size()));
    int[] rank = strata.isEmpty() ? new int[1] : strata.keySet().stream().mapToInt(order::get).toArray();
    return Optional.of(new StreamedPath.Baselines(names, pass.baselines(rank)));
  }

  @Override
  public List<String> notes() {
    var notes = new ArrayList<String>();
    notes.add("the rows were sorted by time, and passed over " + (passes + 1) + " times in that order");
    if (sets > MOST_STEPS) {
      notes.add("the baseline's hazard is kept at one of " + Math.ceilDiv(sets, MOST_STEPS) + " of the " + sets
          + " times of events");
    }
    return notes;
  }
}
