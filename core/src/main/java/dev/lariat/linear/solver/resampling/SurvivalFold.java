package dev.lariat.linear.solver.resampling;

import dev.lariat.data.DataException;
import dev.lariat.linear.Cox;
import dev.lariat.linear.Datafit;
import dev.lariat.linear.selection.Measure;
import dev.lariat.linear.Observations;
import dev.lariat.metric.Concordance;
import java.util.Arrays;

/**
 * How well predictors from elsewhere order the events of a fold. The deviance is that of all rows less that of the rows
 * without the fold: what the fold's own events and rows at risk add (Verweij and van Houwelingen, 1993,
 * "Cross-validation in survival analysis"), per event.
 */
final class SurvivalFold {
  private final Observations data;
  private final double[] w;
  private final int[] rows;
  private final Datafit all;
  private final Datafit others;
  private final double[][] scratch; // [1][all rows]
  private final double eventWeight; // of the fold

  /**
   * A fold of observations.
   *
   * @param w [rows] weights of all
   * @param rows the fold's
   */
  SurvivalFold(Observations data, double[] w, int[] rows) {
    this.data = data;
    this.w = w;
    this.rows = rows;
    double[] rest = w.clone();
    for (int row : rows) {
      rest[row] = 0;
    }
    all = data.family().datafit(data, w);
    others = data.family().datafit(data, rest);
    scratch = new double[1][w.length];
    eventWeight = Arrays.stream(rows).filter(row -> data.times().event()[row]).mapToDouble(row -> w[row]).sum();
  }

  /** @param eta [1][all rows] predictors of a fit to the other rows */
  double value(Measure measure, double[][] eta) {
    return measure == Measure.CONCORDANCE
        ? concordance(eta[0])
        : 2 * (all.evaluate(eta, scratch) - others.evaluate(eta, scratch)) / eventWeight;
  }

  /** What the fold counts in the mean over folds: its events, for the concordance its rows. */
  double weight(Measure measure) {
    return measure == Measure.CONCORDANCE ? Arrays.stream(rows).mapToDouble(row -> w[row]).sum() : eventWeight;
  }

  private double concordance(double[] eta) {
    Cox.Times times = data.times();
    boolean[] event = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      event[i] = times.event()[rows[i]];
    }
    return Concordance.of(of(times.time()), event, times.start() == null ? null : of(times.start()),
        times.stratum() == null ? null : Arrays.stream(rows).map(row -> times.stratum()[row]).toArray(), of(eta),
        of(w));
  }

  private double[] of(double[] values) {
    return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
  }

  /**
   * Refuses folds without an event.
   *
   * @param part [rows] the fold of each, from 0 on
   * @param names of the folds
   */
  static void requireEvents(Cox.Times times, double[] w, int[] part, int[] names) {
    double[] events = new double[names.length];
    for (int i = 0; i < part.length; i++) {
      events[part[i]] += times.event()[i] ? w[i] : 0;
    }
    for (int f = 0; f < events.length; f++) {
      if (events[f] == 0) {
        throw new DataException("fold " + (f + 1) + " has no event: use fewer or other folds");
      }
    }
  }
}
