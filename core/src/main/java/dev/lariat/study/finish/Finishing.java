package dev.lariat.study.finish;

import dev.lariat.model.Mixture;
import dev.lariat.model.Temperature;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.statistics.LossTable;
import dev.lariat.study.statistics.Pairing;
import dev.lariat.study.verdict.Finish;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Decides the finish of a network from what networks of its setting predicted for rows that they did not learn from:
 * first the average over seeds, then one temperature, then a share of a linear model. Temperature, share and the linear
 * model of a block are those that the other blocks choose; a step that gains nothing so is not done.
 */
public final class Finishing {
  /** Shares of the linear model that are tried: 0, 0.1 … 1. */
  private static final int SHARES = 10;

  private final ValidationRows rows;
  private final double[] expected; // [units], after the steps so far
  private final List<Finish.Step> steps;

  private Finishing(ValidationRows rows, double[] expected, List<Finish.Step> before) {
    this.rows = rows;
    this.expected = expected;
    this.steps = new ArrayList<>(before);
  }

  /**
   * A finish, and what a model needs of it.
   *
   * @param finish with its waterfall
   * @param temperature empty where it gains nothing, and for numbers
   * @param expected losses of the finished model by unit of the rows; not to be modified
   */
  @SuppressWarnings("ArrayRecordComponent") // a plain carrier, never compared
  public record Decided(Finish finish, Optional<Temperature> temperature, double[] expected) {}

  /**
   * What linear models predicted: [rows × width].
   *
   * @param chosen by the one that all blocks chose: candidate and strength of the model
   * @param byBlock for each block by the one that the other blocks chose, on all rows
   */
  @SuppressWarnings("ArrayRecordComponent") // a plain carrier, never compared
  public record Partner(double[] chosen, List<double[]> byBlock) {}

  /**
   * Decides.
   *
   * @param before the waterfall's steps so far
   * @param expected losses per unit before any finish, of rows that had no part in the choice; with folds every fold
   * has as many units as there were seeds
   * @param members what each network predicted, one per seed: [rows × width]
   * @param linear what linear candidates predicted likewise; empty where there is none
   */
  public static Decided decide(ValidationRows rows, List<Finish.Step> before, double[] expected, List<double[]> members,
      Optional<Partner> linear, FinishOptions options) {
    return new Finishing(rows, rows.pairing().overSeeds(expected), before).decide(members, linear, options);
  }

  private Decided decide(List<double[]> members, Optional<Partner> linear, FinishOptions options) {
    double[] predictions = members.getFirst();
    int networks = 1;
    if (members.size() > 1) {
      double[] single = new double[rows.pairing().units()];
      for (double[] member : members) {
        add(rows.losses(member), 1.0 / members.size(), single);
      }
      double[] mean = new double[predictions.length];
      members.forEach(member -> add(member, 1.0 / members.size(), mean));
      // Never worse by a loss that is convex in the prediction; the share of wrong rows is none.
      double[] together = rows.losses(mean);
      if (step(Finish.Stage.AVERAGE, single, together, Pairing.mean(together) <= Pairing.mean(single))) {
        predictions = mean;
        networks = options.networks();
      }
    }
    Optional<Temperature> temperature = Optional.empty();
    if (options.temperature() && rows.areClasses()) {
      double[] calibrated = rows.crossCalibrated(predictions);
      if (step(Finish.Stage.TEMPERATURE, rows.losses(predictions), rows.losses(calibrated))) {
        temperature = Optional.of(rows.temperature(predictions));
        predictions = calibrated;
      }
    }
    double share = 0;
    if (options.mixture() && linear.isPresent()) {
      LossTable table = shares(predictions, linear.get().chosen);
      int best = table.best();
      double[] nested = nested(predictions, linear.get().byBlock);
      if (step(Finish.Stage.MIXTURE, table.losses(0), nested,
          best > 0 && Pairing.mean(nested) < Pairing.mean(table.losses(0)))) {
        share = table.strength(best).value();
      }
    }
    return new Decided(new Finish(networks, temperature.map(Temperature::inverse).orElse(1.0), share, steps),
        temperature, expected);
  }

  /** Losses by the linear model's share; of equals the smaller is taken. */
  private LossTable shares(double[] networks, double[] linear) {
    List<Strength> shares = IntStream.rangeClosed(0, SHARES).mapToObj(i -> Strength.of(i / (double) SHARES)).toList();
    double[][] losses = shares.stream().map(share -> {
      double[] mixed = Arrays.copyOf(networks, networks.length);
      Mixture.mix(mixed, linear, share.value());
      return rows.losses(mixed);
    }).toArray(double[][]::new);
    double[] smallerFirst = shares.stream().mapToDouble(share -> -share.value()).toArray();
    return new LossTable(shares, smallerFirst, losses, rows.pairing());
  }

  /** Losses per unit: candidate, strength and share of a block are those that the other blocks choose. */
  private double[] nested(double[] networks, List<double[]> linearByBlock) {
    Pairing pairing = rows.pairing();
    var tables = new IdentityHashMap<double[], LossTable>(); // most blocks choose alike
    double[] losses = new double[pairing.units()];
    for (int block = 0; block < pairing.blocks(); block++) {
      LossTable table = tables.computeIfAbsent(linearByBlock.get(block), linear -> shares(networks, linear));
      double[] chosen = table.losses(table.bestWithout(block));
      for (int unit = 0; unit < losses.length; unit++) {
        if (pairing.block(unit) == block) {
          losses[unit] = chosen[unit];
        }
      }
    }
    return losses;
  }

  private static void add(double[] values, double times, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += times * values[i];
    }
  }

  private boolean step(Finish.Stage stage, double[] before, double[] after) {
    return step(stage, before, after, Pairing.mean(after) < Pairing.mean(before));
  }

  /** Notes a step; where it is done, what it gains at the used setting is taken off what is expected. */
  private boolean step(Finish.Stage stage, double[] before, double[] after, boolean done) {
    if (done) {
      add(after, 1, expected);
      add(before, -1, expected);
    }
    steps.add(new Finish.Step(stage, Pairing.mean(expected), Pairing.standardError(expected), done,
        Optional.of(rows.pairing().difference(before, after))));
    return done;
  }

  /** Whether predictions can be averaged: a network whose training diverged has none. */
  public static boolean finite(double[] predictions) {
    return DoubleStream.of(predictions).allMatch(Double::isFinite);
  }
}
