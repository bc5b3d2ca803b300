package dev.lariat.study;

import dev.lariat.data.Dataset;
import dev.lariat.metric.Metric;
import dev.lariat.study.candidate.CandidateChoice;
import dev.lariat.study.candidate.NetworkRecipe;
import dev.lariat.study.finish.FinishOptions;
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
 * @param finish what is done after the choice
 */
record StudySettings(Dataset data, CandidateChoice choice, RowSplit rows, Budget effort,
    UnaryOperator<NetworkRecipe> recipe, Optional<Metric> metric, long seed, Preference preference, FinishOptions finish) {
  static StudySettings of(Dataset data) {
    return new StudySettings(data, CandidateChoice.ALL, RowSplit.DEFAULT, Budget.standard(), UnaryOperator.identity(),
        Optional.empty(), 0, Preference.BEST, FinishOptions.STANDARD);
  }

  StudySettings with(CandidateChoice value) {
    return new StudySettings(data, value, rows, effort, recipe, metric, seed, preference, finish);
  }

  StudySettings with(RowSplit value) {
    return new StudySettings(data, choice, value, effort, recipe, metric, seed, preference, finish);
  }

  StudySettings with(Budget value) {
    return new StudySettings(data, choice, rows, value, recipe, metric, seed, preference, finish);
  }

  /** One more change of the recipe. */
  StudySettings withRecipe(UnaryOperator<NetworkRecipe> change) {
    return new StudySettings(data, choice, rows, effort, r -> change.apply(recipe.apply(r)), metric, seed, preference, finish);
  }

  StudySettings withMetric(Metric value) {
    return new StudySettings(data, choice, rows, effort, recipe, Optional.of(value), seed, preference, finish);
  }

  StudySettings withSeed(long value) {
    return new StudySettings(data, choice, rows, effort, recipe, metric, value, preference, finish);
  }

  StudySettings withPreference(Preference value) {
    return new StudySettings(data, choice, rows, effort, recipe, metric, seed, value, finish);
  }

  StudySettings with(FinishOptions value) {
    return new StudySettings(data, choice, rows, effort, recipe, metric, seed, preference, value);
  }
}
