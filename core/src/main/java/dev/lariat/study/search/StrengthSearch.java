package dev.lariat.study.search;

import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.statistics.Pairing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which strengths of one candidate are run, and how far: coarse ones first; where halving is on, all of them to a first
 * rung, from which only the leader and its neighbours go on; whoever leads at full length gets both neighbours at full
 * length too; at the edge of the grid it is extended; around the best it is refined.
 *
 * <p>Halving compares strengths of one candidate only (Jamieson and Talwalkar 2016, "Non-stochastic best arm
 * identification and hyperparameter optimization"): curves of different regularizers cross late.
 *
 * <p>The search is a function of the results: it keeps no state, so that a study which was interrupted goes on with the
 * same cells.
 */
public final class StrengthSearch {
  /**
   * How a search spends its epochs.
   *
   * @param epochs of the planned schedule
   * @param rung the epoch after which strengths are dropped; {@code epochs} where all run full length
   * @param extensions how often a grid may be extended on each side
   * @param refinements how often the space around the best is halved
   * @param race who goes on to which folds
   */
  public record Plan(int epochs, int rung, int extensions, int refinements, Race race) {
    /** A search on all folds. */
    public Plan(int epochs, int rung, int extensions, int refinements) {
      this(epochs, rung, extensions, refinements, Race.NONE);
    }
  }

  /**
   * A race over folds, all at full length: a strength that is behind its candidate's best by more than three standard
   * errors of the paired difference is not trained on further folds.
   *
   * @param search folds on which the search is made, and after each so many the race; those beyond are run for what is
   * left of it
   */
  public record Race(int search) {
    /** Every strength on every fold. */
    public static final Race NONE = new Race(Integer.MAX_VALUE);
  }

  /** After all searches: what is found there is not for them. */
  private static final int LAST_STAGE = Integer.MAX_VALUE;
  /** Standard errors. */
  private static final double FAR_BEHIND = 3;

  /** A cell that is wanted. Lower stages come first. */
  public record Request(Cell cell, int untilEpoch, int stage) {}

  /** What is known of a candidate: either requests that must be met first, or none and the search has ended. */
  public record State(List<Request> requests, Set<Strength> fullLength, Map<Strength, String> dropped,
      List<String> notes) {}

  private final Candidate candidate;
  private final Plan plan;
  private final CellResults results;
  private final int search; // folds
  private final List<Strength> grid = new ArrayList<>();
  private final Set<Strength> kept = new LinkedHashSet<>();
  private final Map<Strength, String> dropped = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final List<Request> requests = new ArrayList<>();

  private StrengthSearch(Candidate candidate, Plan plan, CellResults results) {
    this.candidate = candidate;
    this.plan = plan;
    this.results = results;
    this.search = Math.min(plan.race.search, results.folds());
  }

  /** The state of a candidate's search, given all results so far. */
  public static State state(Candidate candidate, Plan plan, CellResults results) {
    var search = new StrengthSearch(candidate, plan, results);
    search.replay();
    return new State(search.requests, search.kept, search.dropped, search.notes);
  }

  private void replay() {
    grid.addAll(candidate.coarse());
    int stage = 1;
    if (plan.rung < plan.epochs && grid.size() > 3) {
      if (!run(grid, search, plan.rung, stage++)) {
        return;
      }
      halve();
    } else {
      kept.addAll(grid);
    }
    if (searched(stage)) {
      for (int folds = search; folds < results.folds(); folds += search) {
        dropThoseFarBehind(folds);
        if (!run(kept, folds + search, plan.epochs, LAST_STAGE)) {
          return;
        }
      }
    }
  }

  /** Whether the search on the first folds has come to its end; if not, there are requests. */
  private boolean searched(int firstStage) {
    int stage = firstStage;
    int extensions = 0;
    int refinements = 0;
    while (true) {
      if (!run(kept, search, plan.epochs, stage++)) {
        return false;
      }
      Strength best = best();
      if (!Double.isFinite(loss(best))) {
        return true;
      }
      List<Strength> missing = neighbours(best).stream().filter(s -> !kept.contains(s)).toList();
      if (!missing.isEmpty()) {
        missing.forEach(dropped::remove);
        kept.addAll(missing);
      } else if (candidate.adaptive() && extensions < plan.extensions && extend(best)) {
        extensions++;
      } else if (candidate.adaptive() && refinements < plan.refinements && refine(best)) {
        refinements++;
      } else {
        return true;
      }
    }
  }

  /** What is known of the first folds decides, so that the answer does not change when more is known. */
  private void dropThoseFarBehind(int folds) {
    Map<Strength, double[]> losses = new LinkedHashMap<>();
    kept.forEach(s -> losses.put(s, results.losses(candidate.trial(s), folds, plan.epochs)));
    Strength leader = null;
    for (Strength strength : kept) {
      if (leader == null || Pairing.mean(losses.get(strength)) < Pairing.mean(losses.get(leader))) {
        leader = strength;
      }
    }
    for (Strength strength : List.copyOf(kept)) {
      double[] difference = losses.get(strength).clone();
      for (int i = 0; i < difference.length; i++) {
        difference[i] -= losses.get(leader)[i];
      }
      if (Pairing.mean(difference) > FAR_BEHIND * Pairing.standardError(difference)) {
        kept.remove(strength);
        dropped.put(strength, "far behind strength " + leader + " on the first " + folds + " folds");
      }
    }
  }

  /**
   * Whether all cells of the strengths on the first folds have run to the epoch; if not, the missing ones are
   * requested.
   */
  private boolean run(Iterable<Strength> strengths, int folds, int epoch, int stage) {
    for (Strength strength : strengths) {
      for (Cell cell : results.cells(candidate.trial(strength), 0, folds)) {
        if (!results.reached(cell, epoch)) {
          requests.add(new Request(cell, epoch, stage));
        }
      }
    }
    return requests.isEmpty();
  }

  private void halve() {
    Strength leader = grid.getFirst();
    for (Strength strength : grid) {
      if (results.meanLoss(candidate.trial(strength), search, plan.rung) < results.meanLoss(candidate.trial(leader),
          search, plan.rung)) {
        leader = strength;
      }
    }
    kept.add(leader);
    kept.addAll(neighbours(leader));
    for (Strength strength : grid) {
      if (!kept.contains(strength)) {
        dropped.put(strength, "behind strength " + leader + " after epoch " + plan.rung);
      }
    }
  }

  private double loss(Strength strength) {
    return results.meanLoss(candidate.trial(strength), search, plan.epochs);
  }

  private Strength best() {
    Strength best = null;
    for (Strength strength : kept) {
      if (best == null || loss(strength) < loss(best)) {
        best = strength;
      }
    }
    return best;
  }

  private List<Strength> neighbours(Strength strength) {
    var found = new ArrayList<Strength>();
    for (int axis = 0; axis < candidate.axes().size(); axis++) {
      for (boolean up : new boolean[]{false, true}) {
        Strength neighbour = neighbour(strength, axis, up);
        if (neighbour != null) {
          found.add(neighbour);
        }
      }
    }
    return found;
  }

  /** The nearest strength of the grid that differs on one axis only. */
  private Strength neighbour(Strength strength, int axis, boolean up) {
    Strength nearest = null;
    double value = strength.value(axis);
    for (Strength other : grid) {
      double otherValue = other.value(axis);
      if ((up ? otherValue > value : otherValue < value) && strength.with(axis, otherValue).equals(other)
          && (nearest == null || Math.abs(otherValue - value) < Math.abs(nearest.value(axis) - value))) {
        nearest = other;
      }
    }
    return nearest;
  }

  private boolean extend(Strength best) {
    boolean extended = false;
    for (int axis = 0; axis < candidate.axes().size(); axis++) {
      for (boolean up : new boolean[]{false, true}) {
        Strength inner = neighbour(best, axis, !up);
        if (neighbour(best, axis, up) != null || inner == null) {
          continue;
        }
        var beyond = candidate.axes().get(axis).beyond(best.value(axis), inner.value(axis));
        if (beyond.isPresent()) {
          Strength strength = best.with(axis, beyond.getAsDouble());
          notes.add("the best strength, " + best + ", lay at the edge: " + strength + " was tried too");
          add(strength);
          extended = true;
        }
      }
    }
    return extended;
  }

  private boolean refine(Strength best) {
    List<Strength> neighbours = neighbours(best);
    for (int axis = 0; axis < candidate.axes().size(); axis++) {
      for (Strength neighbour : neighbours) {
        double from = best.value(axis);
        double to = neighbour.value(axis);
        if (from != to) {
          add(best.with(axis, candidate.axes().get(axis).between(from, to)));
        }
      }
    }
    return !neighbours.isEmpty();
  }

  private void add(Strength strength) {
    grid.add(strength);
    kept.add(strength);
  }
}
