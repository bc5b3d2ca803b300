package dev.lariat.study;

import dev.lariat.data.Dataset;
import dev.lariat.metric.Metric;
import dev.lariat.study.candidate.CandidateChoice;
import dev.lariat.study.candidate.NetworkRecipe;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What decides the result of a study. Two studies with equal settings end with the same bits.
 *
 * @param data with a marked target
 * @param choice of the candidates
 * @param rows which train, validate and test
 * @param effort how much is computed
 * @param recipe changes the recipe that suits the rows
 * @param metric what the choice minimises; empty for the task's own
 * @param seed of the folds, the initial weights, the batches and the noise
 * @param preference which answer is trained on all rows
 */
record StudySettings(Dataset data, CandidateChoice choice, RowSplit rows, Budget effort,
    UnaryOperator<NetworkRecipe> recipe, Optional<Metric> metric, long seed, Preference preference) {
  static StudySettings of(Dataset data) {
    return new StudySettings(data, CandidateChoice.ALL, RowSplit.DEFAULT, Budget.standard(), UnaryOperator.identity(),
        Optional.empty(), 0, Preference.BEST);
  }

  StudySettings with(CandidateChoice value) {
    return new StudySettings(data, value, rows, effort, recipe, metric, seed, preference);
  }

  StudySettings with(RowSplit value) {
    return new StudySettings(data, choice, value, effort, recipe, metric, seed, preference);
  }

  StudySettings with(Budget value) {
    return new StudySettings(data, choice, rows, value, recipe, metric, seed, preference);
  }

  /** One more change of the recipe. */
  StudySettings withRecipe(UnaryOperator<NetworkRecipe> change) {
    return new StudySettings(data, choice, rows, effort, r -> change.apply(recipe.apply(r)), metric, seed, preference);
  }

  StudySettings withMetric(Metric value) {
    return new StudySettings(data, choice, rows, effort, recipe, Optional.of(value), seed, preference);
  }

  StudySettings withSeed(long value) {
    return new StudySettings(data, choice, rows, effort, recipe, metric, value, preference);
  }

  StudySettings withPreference(Preference value) {
    return new StudySettings(data, choice, rows, effort, recipe, metric, seed, value);
  }
}
