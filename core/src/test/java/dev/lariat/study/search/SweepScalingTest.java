package dev.lariat.study.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * For how many machines a study has work: the real search with simulated losses and a clock that counts epochs. Sixteen
 * candidates, five folds, a hundred epochs, a rung at twelve.
 */
@Tag("slow")
class SweepScalingTest {
  private static final int FOLDS = 5;
  private static final StrengthSearch.Plan PLAN = new StrengthSearch.Plan(100, 12, 2, 1);
  /**
   * What follows the sweep: the networks of the folds that are shown, with and without the regularizer, and the refit.
   */
  private static final int TRAININGS_AFTER = 2 * FOLDS + 1;
  /** The refit waits for the others, which wait for the sweep. */
  private static final int WAITS = 2;

  /** A cell at work until a time. */
  private record Running(double end, StrengthSearch.Request request) {}

  /**
   * {@return the epochs until the sweep ends}
   *
   * @param again whether a cell that goes on after its rung starts anew, as it does on another machine
   */
  private static double span(int slots, boolean again) {
    List<Candidate> candidates = SimulatedCells.candidates(13, true);
    var cells = new SimulatedCells(3, PLAN.epochs(), 0.05, 0.5, 0.25,
        trial -> trial.model() == ModelKind.TRIVIAL || trial.strength().values().isEmpty()
            ? 1.2
            : 1 + 0.02 * Math.pow(Math.log10(SimulatedCells.strengthOf(trial)) + 2, 2));
    var results = new CellResults(FOLDS, 1);
    var running = new PriorityQueue<Running>(Comparator.comparingDouble(Running::end));
    Set<Cell> busy = new HashSet<>();
    double now = 0;
    while (true) {
      for (StrengthSearch.Request request : CellScheduler.requests(candidates, PLAN, results)) {
        if (running.size() < slots && busy.add(request.cell())) {
          CellResult before = again ? null : results.get(request.cell());
          int done = before == null ? 0 : before.scores().size();
          double cost = request.cell().trial().model() == ModelKind.NETWORK ? request.untilEpoch() - done : 0;
          running.add(new Running(now + cost, request));
        }
      }
      Running next = running.poll();
      if (next == null) {
        return now;
      }
      now = next.end;
      busy.remove(next.request.cell());
      results.add(cells.run(next.request.cell(), next.request.untilEpoch(), null));
    }
  }

  @Test
  void aStudyHasWorkForSixtyFourSlots() {
    double one = span(1, false);
    double sixtyFour = span(64, true);
    double after = TRAININGS_AFTER * (double) PLAN.epochs();
    double withRest = (one + after) / (sixtyFour + WAITS * PLAN.epochs());
    System.getLogger(getClass().getName())
        .log(System.Logger.Level.DEBUG, "64 slots: × {0}, × {1} with what follows", one / sixtyFour, withRest);
    assertThat(one / sixtyFour).isGreaterThanOrEqualTo(40);
    assertThat(one / span(16, true)).isGreaterThanOrEqualTo(14);
    assertThat(withRest).as("with what follows, which is computed there, too").isGreaterThanOrEqualTo(40);
  }
}
