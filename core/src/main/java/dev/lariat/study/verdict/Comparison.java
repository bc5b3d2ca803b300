package dev.lariat.study.verdict;

import dev.lariat.data.DataException;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.PathEnd;
import dev.lariat.study.cell.Score;
import dev.lariat.study.search.CellResults;
import dev.lariat.study.search.StrengthSearch;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.statistics.LossTable;
import dev.lariat.study.statistics.Pairing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The candidates' losses side by side, paired over the same units. */
public final class Comparison {
  private static final String DIVERGED = "training diverged";
  private static final String PATH_ENDED = "not fitted on every fold: the loss had long risen";
  private static final String NO_LOSS = "its loss is not a finite number on every fold";
  private static final String NOT_RUN = "not run: the time was over";

  private final StrengthSearch.Plan plan;
  private final CellResults results;
  private final Pairing pairing;
  private final Predicate<Trial> counted;
  private final Candidate baseline;
  private final Map<Candidate, LossTable> tables = new LinkedHashMap<>();
  private final Map<Candidate, Map<Strength, String>> dropped = new LinkedHashMap<>();
  private final Map<Candidate, List<String>> notes = new LinkedHashMap<>();
  private final Map<Candidate, FittedPaths> paths = new LinkedHashMap<>();

  /** Reads what the sweep left. */
  @SuppressWarnings("exports") // the search is not for users, and nor is this constructor
  public Comparison(Collection<Candidate> candidates, StrengthSearch.Plan plan, CellResults results, Pairing pairing) {
    this(candidates, plan, results, pairing, _ -> true);
  }

  /**
   * Reads what cells left.
   *
   * @param counted which trials are compared: of a path, or of a curve of epochs, not all need be
   */
  @SuppressWarnings("exports") // as above
  public Comparison(Collection<Candidate> candidates, StrengthSearch.Plan plan, CellResults results, Pairing pairing,
      Predicate<Trial> counted) {
    this.counted = counted;
    this.baseline = Candidate.baseline(candidates);
    this.plan = plan;
    this.results = results;
    this.pairing = pairing;
    candidates.forEach(this::add);
  }

  private void add(Candidate candidate) {
    var droppedHere = new LinkedHashMap<Strength, String>();
    var notesHere = new ArrayList<String>();
    Collection<Strength> strengths = List.of();
    switch (candidate.source()) {
      case CELLS -> {
        StrengthSearch.State state = StrengthSearch.state(candidate, plan, results);
        strengths = state.fullLength();
        droppedHere.putAll(state.dropped());
        notesHere.addAll(state.notes());
      }
      case EPOCHS -> strengths = epochStrengths();
      case PATH -> strengths = candidate.coarse();
    }
    var usable = new LinkedHashMap<Strength, double[]>();
    int leftOut = 0;
    for (Strength strength : strengths) {
      if (!counted.test(candidate.trial(strength))) {
        continue;
      }
      if (!results.complete(source(candidate, strength))) {
        droppedHere.put(strength, NOT_RUN);
        continue;
      }
      double[] losses = losses(candidate, strength);
      if (DoubleStream.of(losses).allMatch(Double::isFinite)) {
        usable.put(strength, losses);
      } else if (isLeftOut(candidate, strength)) {
        leftOut++;
      } else {
        droppedHere.put(strength, switch (candidate.source()) {
          case CELLS, EPOCHS -> DIVERGED;
          case PATH -> whyNotFitted(candidate, strength);
        });
      }
    }
    if (!usable.isEmpty()) {
      List<Strength> ordered = usable.keySet().stream().sorted(Comparator.comparingDouble(candidate::amount)).toList();
      var table = new LossTable(ordered, ordered.stream().mapToDouble(candidate::amount).toArray(),
          ordered.stream().map(usable::get).toArray(double[][]::new), pairing);
      tables.put(candidate, table);
      List<CellResult> cells = results.of(source(candidate, ordered.getFirst()));
      FittedPaths fitted = FittedPaths.of(candidate, cells, ordered.get(table.best()), leftOut > 0);
      notesHere.addAll(fitted.notes(cells, leftOut > 0 ? Optional.of(ordered.getLast()) : Optional.empty()));
      paths.put(candidate, fitted);
    }
    dropped.put(candidate, droppedHere);
    notes.put(candidate, List.copyOf(notesHere));
  }

  private String whyNotFitted(Candidate candidate, Strength strength) {
    if (scores(candidate, strength).stream().allMatch(PathEnd::isFitted)) {
      return NO_LOSS;
    }
    List<CellResult> cells = results.of(source(candidate, strength));
    return cells.stream().anyMatch(PathEnd::isByWork) ? FittedPaths.tooMuch(cells) : PATH_ENDED;
  }

  /** Whether a strength was not fitted on a fold at least, and all paths went on beyond it. */
  private boolean isLeftOut(Candidate candidate, Strength strength) {
    return candidate.source() == Candidate.Source.PATH
        && !scores(candidate, strength).stream().allMatch(PathEnd::isFitted)
        && results.of(source(candidate, strength))
            .stream()
            .allMatch(cell -> PathEnd.weakest(cell) <= candidate.coarse().indexOf(strength));
  }

  /** Every epoch that all cells of {@code none} have reached, as strengths 1/epoch. */
  private List<Strength> epochStrengths() {
    Trial none = Candidate.none().trial(Strength.ZERO);
    if (!results.complete(none)) {
      return List.of();
    }
    int reached = results.of(none).stream().mapToInt(result -> result.scores().size()).min().orElse(0);
    return IntStream.rangeClosed(1, reached).mapToObj(epoch -> Strength.of(1.0 / epoch)).toList();
  }

  /** The trial whose cells hold the losses of a candidate at a strength. */
  private static Trial source(Candidate candidate, Strength strength) {
    return switch (candidate.source()) {
      case CELLS -> candidate.trial(strength);
      case EPOCHS -> Candidate.none().trial(Strength.ZERO);
      case PATH -> candidate.trial(Strength.ZERO);
    };
  }

  /** Where on the curve of a cell the losses at a strength stand. */
  private static int point(Candidate candidate, Strength strength, CellResult result) {
    return switch (candidate.source()) {
      case CELLS -> result.scores().size() - 1;
      case EPOCHS -> strength.epoch() - 1;
      case PATH -> candidate.coarse().indexOf(strength);
    };
  }

  private double[] losses(Candidate candidate, Strength strength) {
    List<CellResult> cells = results.of(source(candidate, strength));
    if (!pairing.conditional()) {
      return cells.stream()
          .mapToDouble(cell -> cell.scores().get(point(candidate, strength, cell)).validationLoss())
          .toArray();
    }
    double[] losses = new double[pairing.units()];
    for (CellResult cell : cells) {
      int point = point(candidate, strength, cell);
      if (!Double.isFinite(cell.scores().get(point).validationLoss())) {
        return new double[]{Double.NaN};
      }
      float[] rows = cell.rowLosses(point);
      for (int i = 0; i < losses.length; i++) {
        losses[i] += rows[i] / (double) cells.size();
      }
    }
    return losses;
  }

  /** {@return what all others are compared with: the candidate without any regularization} */
  public Candidate baseline() {
    return baseline;
  }

  Pairing pairing() {
    return pairing;
  }

  /** The losses of a candidate; null where nothing of it was finished. */
  public LossTable table(Candidate candidate) {
    return tables.get(candidate);
  }

  Map<Strength, String> dropped(Candidate candidate) {
    return dropped.get(candidate);
  }

  public List<String> notes(Candidate candidate) {
    return notes.get(candidate);
  }

  /** How the paths of a candidate were fitted that has losses. */
  FittedPaths paths(Candidate candidate) {
    return paths.get(candidate);
  }

  /** Why a candidate has no losses. */
  String whyMissing(Candidate candidate) {
    String tooMuch = switch (candidate.source()) {
      case CELLS, EPOCHS -> DIVERGED; // stands there already
      case PATH -> FittedPaths.tooMuch(results.of(source(candidate, Strength.ZERO)));
    };
    return Stream.of(DIVERGED, NO_LOSS, tooMuch, PATH_ENDED)
        .filter(dropped.get(candidate)::containsValue)
        .findFirst()
        .orElse(NOT_RUN);
  }

  /** {@return why there can be no verdict: a candidate that all others are compared with has no losses} */
  RuntimeException refusal(Candidate needed) {
    return results.of(source(needed, Strength.ZERO))
        .stream()
        .filter(Objects::nonNull) // the time may have ended before
        .filter(cell -> !Double.isFinite(cell.last().validationLoss()))
        .findFirst()
        .<RuntimeException>map(cell -> new DataException("the training of '" + needed + "' diverged in fold "
            + (cell.cell().fold() + 1) + ", epoch " + cell.scores().size()
            + ": all others are compared with it, so there is no verdict; give a lower learning rate (--lr)"))
        .orElseGet(() -> new IllegalStateException("no verdict without '" + needed + "': " + whyMissing(needed)));
  }

  /** Scores of a candidate at a strength, one per cell. */
  List<Score> scores(Candidate candidate, Strength strength) {
    return results.of(source(candidate, strength))
        .stream()
        .map(cell -> cell.scores().get(point(candidate, strength, cell)))
        .toList();
  }

  /** A figure of a candidate at a strength, one per cell. */
  double[] values(Candidate candidate, Strength strength, ToDoubleFunction<Score> figure) {
    return scores(candidate, strength).stream().mapToDouble(figure).toArray();
  }

  /** The epoch, counted from 1, with the lowest mean validation loss of a network at a strength; 0 for other models. */
  int bestEpoch(Candidate candidate, Strength strength) {
    List<double[]> curve = curve(candidate, strength, Score::validationLoss);
    int best = 0;
    for (int epoch = 1; epoch < curve.size(); epoch++) {
      if (Pairing.mean(curve.get(epoch)) < Pairing.mean(curve.get(best))) {
        best = epoch;
      }
    }
    return curve.isEmpty() ? 0 : best + 1;
  }

  /** A figure by epoch, each with one value per cell, as far as all cells have run; empty for models without epochs. */
  List<double[]> curve(Candidate candidate, Strength strength, ToDoubleFunction<Score> figure) {
    if (candidate.model() != ModelKind.NETWORK) {
      return List.of();
    }
    List<CellResult> cells = results.of(source(candidate, strength));
    int epochs = candidate.source() == Candidate.Source.EPOCHS
        ? strength.epoch()
        : cells.stream().mapToInt(cell -> cell.scores().size()).min().orElse(0);
    var curve = new ArrayList<double[]>();
    for (int epoch = 0; epoch < epochs; epoch++) {
      int point = epoch;
      curve.add(cells.stream().mapToDouble(cell -> figure.applyAsDouble(cell.scores().get(point))).toArray());
    }
    return curve;
  }

  /**
   * {@return the linear or additive candidate at its strength of the lowest loss on the blocks that choose for another}
   */
  public Optional<Trial> bestLinearWithout(int block) {
    return tables.entrySet()
        .stream()
        .filter(entry -> entry.getKey().model().hasPath())
        .min(Comparator
            .comparingDouble(entry -> entry.getValue().meanWithout(entry.getValue().bestWithout(block), block)))
        .map(entry -> entry.getKey().trial(entry.getValue().strength(entry.getValue().bestWithout(block))));
  }

  /** {@return the losses of the candidate that a trial belongs to} */
  public LossTable table(Trial trial) {
    return tables.entrySet()
        .stream()
        .filter(entry -> entry.getKey().trial(trial.strength()).equals(trial))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  /** The interval of a − b, each scored at the strengths that the other blocks chose. */
  Interval difference(Candidate a, Candidate b) {
    return pairing.difference(tables.get(a).crossFitted(), tables.get(b).crossFitted());
  }

  /**
   * The best of some candidates less b. With folds candidate and strength are chosen by the other blocks. With one
   * split that would find something in every tenth study of nothing: a trial that two blocks happen to like is chosen
   * for each of them because of the other. There it is the trial that is most surely better, with an interval that
   * holds for all trials at once (Bonferroni).
   *
   * @param candidate whose trial it is; null where each block has a winner of its own
   * @param choices of how many it is the best: with one split trials; the points of a curve, which are nearly the same
   * model, count once
   */
  record Winner(Candidate candidate, int choices, Interval difference) {}

  Winner winner(Collection<Candidate> candidates, Candidate b) {
    List<Candidate> chosenAmong = candidates.stream().filter(tables::containsKey).toList();
    double[] reference = tables.get(b).crossFitted();
    if (!pairing.conditional()) {
      // Strengths of a candidate are alike, but not the same: n of them count as √n. SimulationTest holds what comes of
      // it.
      double alike = chosenAmong.stream()
          .filter(c -> c.source() == Candidate.Source.CELLS)
          .mapToDouble(c -> Math.sqrt(tables.get(c).size()) - 1)
          .sum();
      int choices = chosenAmong.size() + (int) Math.ceil(alike);
      return new Winner(null, choices, pairing
          .difference(LossTable.crossFitted(chosenAmong.stream().map(tables::get).toList()), reference, choices));
    }
    int trials = chosenAmong.stream()
        .mapToInt(c -> c.source() == Candidate.Source.CELLS ? tables.get(c).size() : 1)
        .sum();
    return chosenAmong.stream()
        .flatMap(c -> IntStream.range(0, tables.get(c).size())
            .mapToObj(s -> new Winner(c, trials, pairing.simultaneous(tables.get(c).losses(s), reference, trials))))
        .min(Comparator.comparingDouble(winner -> winner.difference().high()))
        .orElseThrow();
  }
}
