package dev.lariat.study.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.metric.Metric;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.StrengthGrid;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.CellRunner;
import dev.lariat.study.cell.CellWatch;
import dev.lariat.study.cell.Score;
import dev.lariat.study.cell.TrialLog;
import dev.lariat.study.statistics.Pairing;
import dev.lariat.study.verdict.Comparison;
import dev.lariat.study.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CellSchedulerTest {
  private static final int FOLDS = 5;
  private static final StrengthSearch.Plan HALVING = new StrengthSearch.Plan(10, 3, 3, 1);
  private static final StrengthSearch.Plan FULL = new StrengthSearch.Plan(10, 10, 3, 1);

  /** The lowest risk lies at a strength; log scale. */
  private static ToDoubleFunction<Trial> lowestAt(double strength) {
    return trial -> trial.strength().values().isEmpty()
        ? 2
        : 1 + 0.1 * Math.abs(Math.log10(trial.strength().value()) - Math.log10(strength));
  }

  private static boolean never() {
    return false;
  }

  private static SimulatedCells cells(ToDoubleFunction<Trial> risk) {
    return new SimulatedCells(7, 10, 1e-4, 0.5, 0.25, risk);
  }

  private static CellScheduler sweep(CellRunner runner, StrengthSearch.Plan plan, TrialLog log, int threads,
      BooleanSupplier over) {
    return new CellScheduler(SimulatedCells.candidates(2, true), plan, FOLDS, 1, runner, log, threads, over,
        (_, _) -> {});
  }

  private static StrengthSearch.State search(StrengthSearch.Plan plan, ToDoubleFunction<Trial> risk) {
    CellResults results = sweep(cells(risk), plan, TrialLog.inMemory(), 2, CellSchedulerTest::never).run("");
    return StrengthSearch.state(SimulatedCells.candidates(1, true).get(2), plan, results);
  }

  private static List<Double> values(Set<Strength> strengths) {
    return strengths.stream().map(Strength::value).sorted().toList();
  }

  @Test
  void withoutHalvingTheWholeGridIsRunAndRefinedAroundTheBest() {
    StrengthSearch.State state = search(FULL, lowestAt(0.01));
    assertThat(values(state.fullLength())).containsExactly(1e-4, 1e-3, 0.0032, 0.01, 0.032, 0.1, 1.0, 10.0);
    assertThat(state.dropped()).isEmpty();
    assertThat(state.notes()).isEmpty();
  }

  @Test
  void halvingKeepsTheLeaderAndItsNeighbours() {
    StrengthSearch.State state = search(HALVING, lowestAt(0.01));
    assertThat(values(state.fullLength())).containsExactly(1e-3, 0.0032, 0.01, 0.032, 0.1);
    assertThat(values(state.dropped().keySet())).containsExactly(1e-4, 1.0, 10.0);
    assertThat(state.dropped().get(Strength.of(10))).isEqualTo("behind strength 0.01 after epoch 3");
  }

  @Test
  void aBestAtTheEdgeExtendsTheGridAndSaysSo() {
    StrengthSearch.State state = search(HALVING, lowestAt(30));
    assertThat(values(state.fullLength())).containsExactly(1.0, 3.2, 10.0, 32.0, 100.0);
    assertThat(state.notes()).containsExactly("the best strength, 10, lay at the edge: 100 was tried too");
  }

  /** What leads early is not what leads in the end: the true leader gets its neighbours too. */
  @Test
  void whoLeadsAtFullLengthGetsBothNeighbours() {
    SimulatedCells late = cells(lowestAt(1));
    SimulatedCells early = cells(lowestAt(0.01));
    CellRunner crossing = new CellRunner() {
      @Override
      public int epochs() {
        return 10;
      }

      @Override
      public CellResult run(Cell cell, int untilEpoch, CellWatch watch) {
        var scores = new ArrayList<>(early.run(cell, 3, watch).scores());
        List<Score> rest = late.run(cell, untilEpoch, watch).scores();
        scores.addAll(rest.subList(3, rest.size()));
        return new CellResult(cell, untilEpoch == 10, scores, new float[0][]);
      }
    };
    CellResults results = sweep(crossing, HALVING, TrialLog.inMemory(), 1, CellSchedulerTest::never).run("");
    StrengthSearch.State state = StrengthSearch.state(SimulatedCells.candidates(1, true).get(2), HALVING, results);
    assertThat(values(state.fullLength())).contains(0.1, 1.0, 10.0);
    assertThat(values(state.dropped().keySet())).containsExactly(1e-4);
  }

  @Test
  void combinationsAreGridsOfTwoAxes() {
    var both = new Candidate(ModelKind.NETWORK, "dropout+weight-decay",
        List.of(StrengthGrid.linear(0.01, 0.95, 0.1, 0.3, 0.5), StrengthGrid.logarithmic(1e-4, 1, 1e-3, 1e-2, 0.1)),
        Candidate.Source.CELLS, true);
    assertThat(both.coarse()).hasSize(9);
    ToDoubleFunction<Trial> risk = trial -> trial.strength().values().isEmpty()
        ? 2
        : 1 + Math.abs(trial.strength().value(0) - 0.5) + 0.1 * Math.abs(Math.log10(trial.strength().value(1)) + 2);
    var candidates = List.of(Candidate.trivial(), Candidate.none(), both);
    CellResults results = new CellScheduler(candidates, HALVING, FOLDS, 1, cells(risk), TrialLog.inMemory(), 2,
        CellSchedulerTest::never, (_, _) -> {}).run("");
    var comparison = new Comparison(candidates, HALVING, results, Pairing.folds(FOLDS, 1, 0.25));
    assertThat(comparison.table(both).strength(comparison.table(both).best())).isEqualTo(Strength.of(0.5, 0.01));
    assertThat(comparison.notes(both)).contains("the best strength, 0.5+0.01, lay at the edge: 0.7+0.01 was tried too");
    assertThat(both.amount(Strength.of(0.5, 0.01))).isGreaterThan(both.amount(Strength.of(0.3, 0.01)));
  }

  @Test
  void theNumberOfThreadsChangesNothing() {
    CellResults one = sweep(cells(lowestAt(0.01)), HALVING, TrialLog.inMemory(), 1, CellSchedulerTest::never).run("");
    CellResults four = sweep(cells(lowestAt(0.01)), HALVING, TrialLog.inMemory(), 4, CellSchedulerTest::never).run("");
    var candidates = SimulatedCells.candidates(2, true);
    Pairing pairing = Pairing.folds(FOLDS, 1, 0.25);
    Verdict a = Verdict.of(new Comparison(candidates, HALVING, one, pairing), candidates, Metric.LOG_LOSS);
    Verdict b = Verdict.of(new Comparison(candidates, HALVING, four, pairing), candidates, Metric.LOG_LOSS);
    assertThat(a).isEqualTo(b);
    assertThat(a.recommendation().regularizer()).startsWith("kind-");
  }

  @Test
  void anInterruptedSweepGoesOnWhereItStopped() {
    var whole = TrialLog.keeping(List.of());
    sweep(cells(lowestAt(0.01)), HALVING, whole, 1, CellSchedulerTest::never).run("");
    var log = TrialLog.keeping(List.of());
    var runs = new AtomicInteger();
    CellRunner dies = new CellRunner() {
      @Override
      public int epochs() {
        return 10;
      }

      @Override
      public CellResult run(Cell cell, int untilEpoch, CellWatch watch) {
        if (runs.incrementAndGet() % 20 == 0) {
          throw new IllegalStateException("power cut");
        }
        return cells(lowestAt(0.01)).run(cell, untilEpoch, watch);
      }
    };
    int attempts = 1;
    while (true) {
      try {
        sweep(dies, HALVING, log, 1, CellSchedulerTest::never).run("");
        break;
      } catch (IllegalStateException e) {
        attempts++;
      }
    }
    assertThat(attempts).isGreaterThan(3);
    assertThat(log.results()).containsExactlyElementsOf(whole.results());
    var cells = new HashSet<Cell>();
    assertThat(log.results().stream().filter(r -> r.complete() && !cells.add(r.cell())).collect(Collectors.toList()))
        .isEmpty();
  }

  @Test
  void overTimeNothingIsStartedAndTheSetOfCellsIsFixed() {
    var log = TrialLog.keeping(List.of());
    var done = new AtomicInteger();
    CellRunner slow = new CellRunner() {
      @Override
      public int epochs() {
        return 10;
      }

      @Override
      public CellResult run(Cell cell, int untilEpoch, CellWatch watch) {
        boolean needed = cell.trial().isPlain() || cell.trial().model() == ModelKind.TRIVIAL; // begun first, at the
                                                                                              // latest
        if (done.incrementAndGet() > 60 && !needed) {
          while (!watch.cancelled()) {
            Thread.onSpinWait();
          }
          return null;
        }
        return cells(lowestAt(0.01)).run(cell, untilEpoch, watch);
      }
    };
    sweep(slow, HALVING, log, 2, () -> done.get() > 60).run("time limit 100 ms");
    assertThat(log.closed()).contains("time limit 100 ms");
    assertThat(log.results()).hasSizeBetween(59, 61);
    int before = log.results().size();
    CellResults again = sweep(cells(lowestAt(0.01)), HALVING, log, 2, CellSchedulerTest::never).run("");
    assertThat(log.results()).hasSize(before);
    var candidates = SimulatedCells.candidates(2, true);
    Verdict verdict = Verdict.of(new Comparison(candidates, HALVING, again, Pairing.folds(FOLDS, 1, 0.25)), candidates,
        Metric.LOG_LOSS);
    assertThat(verdict.missing()).containsExactly("network kind-0: not run: the time was over",
        "network kind-1: not run: the time was over");
  }

  /** Whoever is far behind is not trained on further folds; the search is that of the first draw. */
  @Test
  void strengthsThatAreFarBehindLeaveTheRace() {
    var race = new StrengthSearch.Plan(10, 10, 3, 1, new StrengthSearch.Race(FOLDS));
    List<Candidate> candidates = SimulatedCells.candidates(1, true);
    CellResults results = new CellScheduler(candidates, race, 2 * FOLDS, 1, cells(lowestAt(0.01)), TrialLog.inMemory(),
        2, CellSchedulerTest::never, (_, _) -> {}).run("");
    Candidate kind = candidates.get(2);
    StrengthSearch.State state = StrengthSearch.state(kind, race, results);
    assertThat(values(state.fullLength())).containsExactly(0.01);
    assertThat(state.dropped().get(Strength.of(10))).isEqualTo("far behind strength 0.01 on the first 5 folds");
    assertThat(results.complete(kind.trial(Strength.of(0.01)))).isTrue();
    assertThat(results.complete(Candidate.none().trial(Strength.ZERO))).isTrue();
    assertThat(results.get(new Cell(kind.trial(Strength.of(10)), FOLDS - 1, 0))).isNotNull();
    assertThat(results.get(new Cell(kind.trial(Strength.of(10)), FOLDS, 0))).isNull();
    // Around the best it was refined all the same.
    assertThat(state.dropped()).containsKeys(Strength.of(0.0032), Strength.of(0.032), Strength.of(1e-4));
    // Where all are alike nobody leaves.
    CellResults alike = new CellScheduler(candidates, race, 2 * FOLDS, 1,
        new SimulatedCells(7, 10, 0, 0.5, 0.25, _ -> 1), TrialLog.inMemory(), 2, CellSchedulerTest::never, (_, _) -> {})
        .run("");
    assertThat(StrengthSearch.state(kind, race, alike).fullLength()).hasSizeGreaterThanOrEqualTo(7);
  }
}
