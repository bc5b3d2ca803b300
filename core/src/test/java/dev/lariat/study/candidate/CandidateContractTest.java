package dev.lariat.study.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.Task;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.layer.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for each registered candidate; a newcomer's test is its registration. */
class CandidateContractTest {
  private static final NetworkRecipe RECIPE = NetworkRecipe.of(Task.CLASSIFICATION, 200, true);
  private static final NetworkRecipe SERIES = NetworkRecipe.ofSequences(new Shape.Sequence(9, 2), 200, true, 0);
  private static final NetworkRecipe IMAGES = NetworkRecipe.ofImages(new Shape.Image(8, 8, 1), 200, 3, true);

  static Stream<Candidate> candidates() {
    return Stream.of(
        Stream.of(Candidate.trivial(), Candidate.none(), Candidate.wide(), Candidate.earlyStopping(),
            NetworkRegularizer.l2().candidate().at(Strength.of(0.01), NetworkForm.OF_TWICE_THE_WIDTH),
            Candidate.none().at(Strength.ZERO, NetworkForm.ON_PIECES),
            NetworkRegularizer.l2().candidate().at(Strength.of(0.01), NetworkForm.ON_PIECES)),
        Arrays.stream(LinearRegularizer.values()).map(regularizer -> regularizer.candidate(ModelKind.LINEAR)),
        LinearRegularizer.penalties().map(regularizer -> regularizer.candidate(ModelKind.ADDITIVE)),
        NetworkRegularizer.standard().stream().map(NetworkRegularizer::candidate)).flatMap(c -> c);
  }

  static Stream<NetworkRegularizer> regularizers() {
    return NetworkRegularizer.standard().stream();
  }

  @ParameterizedTest
  @MethodSource("candidates")
  void strengthsGrowWithRegularizationAndNoTwoAreAlike(Candidate candidate) {
    List<Strength> strengths = candidate.coarse();
    assertThat(strengths).isNotEmpty().doesNotHaveDuplicates();
    for (StrengthGrid grid : candidate.axes()) {
      assertThat(grid.coarse()).isSorted();
      assertThat(grid.lowest()).isLessThanOrEqualTo(grid.coarse().getFirst());
      assertThat(grid.highest()).isGreaterThanOrEqualTo(grid.coarse().getLast());
    }
    for (Strength weak : strengths) {
      for (Strength strong : strengths) {
        if (!strong.equals(weak) && strong.atLeast(weak)) {
          assertThat(candidate.amount(strong)).as(strong + " after " + weak).isGreaterThan(candidate.amount(weak));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("candidates")
  void whatIsPrintedIsReadAgain(Candidate candidate) {
    for (Strength strength : candidate.coarse()) {
      assertThat(Strength.parse(strength.toString())).isEqualTo(strength);
      assertThat(candidate.trial(strength).toString()).startsWith(candidate.toString());
    }
    assertThat(ModelKind.parse(candidate.model().toString())).isEqualTo(candidate.model());
  }

  @ParameterizedTest
  @MethodSource("candidates")
  void aQuickStudyTriesFewerOfTheSameStrengths(Candidate candidate) {
    assertThat(candidate.coarse()).containsAll(candidate.thinned().coarse());
  }

  @ParameterizedTest
  @MethodSource("candidates")
  void aCandidateIsOneThing(Candidate candidate) {
    Trial trial = candidate.trial(candidate.coarse().getFirst());
    long properties = Stream.of(trial.isPlain(), trial.form() != NetworkForm.AS_PLANNED, trial.stopsByEpoch())
        .filter(is -> is)
        .count();
    assertThat(properties).isLessThanOrEqualTo(1);
    assertThat(candidates().filter(other -> other.toString().equals(candidate.toString()))).hasSize(1);
  }

  /** Stronger settings are other plans, and nothing but what they regularize changes: random numbers stay paired. */
  @ParameterizedTest
  @MethodSource("regularizers")
  void aRegularizerChangesThePlanForEachTaskThatItSuits(NetworkRegularizer regularizer) {
    assertThat(Arrays.stream(Task.values()).filter(regularizer::suits)).isNotEmpty();
    for (Task task : Task.values()) {
      if (regularizer.suits(task)) {
        NetworkRecipe recipe = Stream.of(RECIPE, IMAGES, SERIES)
            .filter(one -> regularizer.suits(one.network()))
            .findFirst()
            .orElseThrow();
        TrainingPlan plan = recipe.plan(task, 7, 2);
        List<TrainingPlan> plans = regularizer.candidate()
            .coarse()
            .stream()
            .map(strength -> regularizer.apply(plan, strength))
            .toList();
        assertThat(plans).doesNotHaveDuplicates().doesNotContain(plan);
        assertThat(plans).allSatisfy(changed -> {
          assertThat(changed.epochs()).isBetween(1, plan.epochs());
          assertThat(changed.batch()).isEqualTo(plan.batch());
          assertThat(changed.seed()).isEqualTo(plan.seed());
          assertThat(changed.fold()).isEqualTo(plan.fold());
          assertThat(changed.schedule())
              .isEqualTo(plan.schedule().stretched(changed.epochs() / (double) plan.epochs()));
        });
      }
    }
  }
}
