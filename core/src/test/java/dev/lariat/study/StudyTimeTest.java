package dev.lariat.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Task;
import dev.lariat.study.candidate.LinearRegularizer;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.cell.CellPlace;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.TrialLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is estimated of given costs is compared with what studies compute: nothing is timed. */
class StudyTimeTest {
  private static final double SECOND = 1e9;
  private static final int EPOCHS = 3;

  /** Ridge has no exact zeros to count, and what is simplest is of one kind: those of the kind that takes longest. */
  @Test
  void exactCountsAreOfTheSparsePathsOfAKind() {
    var linear = Map.of(LinearRegularizer.L1, 3L, LinearRegularizer.ELASTIC_NET, 4L, LinearRegularizer.L2, 100L);
    assertThat(StudyTime.counted(Map.of(ModelKind.LINEAR, linear))).isEqualTo(7);
    var additive = Map.of(LinearRegularizer.ELASTIC_NET, 50L, LinearRegularizer.L2, 100L);
    assertThat(StudyTime.counted(Map.of(ModelKind.LINEAR, linear, ModelKind.ADDITIVE, additive))).isEqualTo(50);
    assertThat(StudyTime.counted(Map.of())).isZero();
  }

  private static Dataset table() {
    var random = new Random(3);
    double[][] columns = new double[3][60];
    for (int row = 0; row < columns[0].length; row++) {
      columns[0][row] = random.nextGaussian();
      columns[1][row] = random.nextGaussian();
      columns[2][row] = columns[0][row] + 0.5 * random.nextGaussian();
    }
    return Dataset.of("made up", List.of(new NumericColumn("a", columns[0]), new NumericColumn("b", columns[1]),
        new NumericColumn("y", columns[2]))).target("y", Task.REGRESSION);
  }

  private static StudyPlan plan(Consumer<StudySettings.Draft> change) {
    return StudyPlan.of(StudySettings.of(table()).with(s -> {
      s.effort = s.effort.withThreads(1);
      s.recipe = recipe -> recipe.withHidden(List.of(4)).withEpochs(EPOCHS);
      s.finish = s.finish.withNetworks(1);
      change.accept(s);
    }));
  }

  /** {@return the sum over all cells that a study computes} */
  private static double computed(StudyPlan plan, ToDoubleFunction<CellResult> cost) {
    TrialLog log = TrialLog.keeping(List.of());
    var _ = new StudyRun(plan,
        new StudyContext(log, CellPlace.here(), StudyListener.silent(), "test", "", Optional.empty()))
        .run(System.nanoTime());
    return log.results().stream().mapToDouble(cost).sum();
  }

  private static double seconds(StudyPlan plan, StudyTime.Costs costs) {
    return plan.time().estimate(costs).toNanos() / SECOND;
  }

  /** Every path on every fold of every draw, the counts of the sparse ones as often, and all of them on all rows. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pathsAreThoseThatAreFitted(boolean quick) {
    Map<LinearRegularizer, Long> each = Map.of(LinearRegularizer.NONE, (long) (7 * SECOND), LinearRegularizer.L1,
        (long) (100 * SECOND), LinearRegularizer.L2, (long) (20 * SECOND));
    StudyPlan plan = plan(s -> {
      s.choice = s.choice.models(ModelKind.LINEAR).only("l1", "l2");
      s.effort = quick ? s.effort.withQuick() : s.effort;
    });
    assertThat(plan.description().repeats()).isEqualTo(quick ? 1 : 4);
    double fitted = computed(plan,
        result -> result.cell().trial().model() == ModelKind.LINEAR && !result.cell().isCount()
            ? each.get(LinearRegularizer.of(result.cell().trial().regularizer())) / SECOND
            : 0);
    double counts = 100.0 * plan.folds().count();
    assertThat(seconds(plan, new StudyTime.Costs(0, Map.of(ModelKind.LINEAR, each))))
        .isCloseTo(fitted + counts + 2 * (7 + 100 + 20), within(1e-6));
  }

  private static StudyPlan networks(double[] strengths, Consumer<StudySettings.Draft> change) {
    return plan(s -> {
      s.choice = s.choice.models(ModelKind.NETWORK).only("l2").strengths("l2", strengths);
      s.effort = s.effort.withHalving(false);
      change.accept(s);
    });
  }

  private static double epochsOfL2(StudyPlan plan) {
    return computed(plan, result -> result.cell().trial().regularizer().equals("l2") ? result.scores().size() : 0);
  }

  /** Where every strength is run to its end on every draw, what two more cost is exact: with folds, draws and seeds. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void strengthsCostTheEpochsThatTheyTrain(int seeds) {
    var epoch = new StudyTime.Costs(SECOND, Map.of());
    for (Consumer<StudySettings.Draft> folds : List.<Consumer<StudySettings.Draft>>of(s -> s.rows = s.rows.withFolds(3),
        s -> {
          // Folds are drawn four times.
        })) {
      Consumer<StudySettings.Draft> change = folds.andThen(s -> s.effort = s.effort.withSeeds(seeds));
      StudyPlan few = networks(new double[]{1e-3, 1e-2}, change);
      StudyPlan many = networks(new double[]{1e-4, 1e-3, 1e-2, 1e-1}, change);
      double more = epochsOfL2(many) - epochsOfL2(few);
      assertThat(more).isEqualTo(2.0 * EPOCHS * many.folds().count() * seeds);
      assertThat(seconds(many, epoch) - seconds(few, epoch)).isCloseTo(more, within(1e-6));
    }
  }

  /** What a search costs that decides by itself how far it goes is told to within a factor of two. */
  @Test
  void aSearchIsAboutRight() {
    Consumer<StudySettings.Draft> twelve = s -> {
      s.rows = s.rows.withFolds(3);
      s.recipe = recipe -> recipe.withHidden(List.of(4)).withEpochs(12);
    };
    StudyPlan searched = plan(twelve.andThen(s -> s.choice = s.choice.models(ModelKind.NETWORK).only("l2")));
    StudyPlan without = plan(twelve.andThen(s -> s.choice = s.choice.models(ModelKind.NETWORK).only("none")));
    var epoch = new StudyTime.Costs(SECOND, Map.of());
    assertThat((seconds(searched, epoch) - seconds(without, epoch)) / epochsOfL2(searched)).isBetween(0.5, 2.0);
  }

  /** Cells are shared by threads, and what follows them is not made longer by more of these. */
  @Test
  void threadsShareTheCells() {
    var epoch = new StudyTime.Costs(SECOND, Map.of());
    Map<LinearRegularizer, Long> each = Map.of(LinearRegularizer.NONE, (long) SECOND);
    double before = Double.POSITIVE_INFINITY;
    for (int threads : new int[]{1, 2, 4, 8}) {
      StudyPlan trained = plan(s -> s.effort = s.effort.withThreads(threads));
      double now = seconds(trained, epoch);
      assertThat(now).isLessThan(before);
      before = now;
      StudyPlan fitted = plan(s -> {
        s.choice = s.choice.models(ModelKind.LINEAR).only("none");
        s.effort = s.effort.withThreads(threads);
      });
      assertThat(seconds(fitted, new StudyTime.Costs(0, Map.of(ModelKind.LINEAR, each))))
          .isCloseTo(fitted.folds().count() / (double) threads + 2, within(1e-6));
    }
  }
}
