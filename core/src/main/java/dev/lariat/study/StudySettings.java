package dev.lariat.study;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Target;
import dev.lariat.metric.Metric;
import dev.lariat.model.TableRows;
import dev.lariat.net.layer.Shape;
import dev.lariat.study.candidate.CandidateChoice;
import dev.lariat.study.candidate.NetworkRecipe;
import dev.lariat.study.finish.FinishOptions;
import dev.lariat.study.yardstick.Yardstick;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
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
 * @param yardstick what is measured beside the candidates
 * @param map what a row is, where it is an image or a sequence
 * @param sample whether the rows are a sample, and what is used is trained on a table that is passed over
 */
record StudySettings(Dataset data, CandidateChoice choice, RowSplit rows, Budget effort,
    UnaryOperator<NetworkRecipe> recipe, Optional<Metric> metric, long seed, Preference preference,
    FinishOptions finish, Optional<Yardstick> yardstick, Optional<Shape> map, boolean sample) {
  /** What of a time limit is kept for the yardstick, which comes last. */
  private static final double FOR_YARDSTICK = 0.2;

  static StudySettings of(Dataset data) {
    return new StudySettings(data, CandidateChoice.ALL, RowSplit.DEFAULT, Budget.standard(), UnaryOperator.identity(),
        Optional.empty(), 0, Preference.BEST, FinishOptions.STANDARD, Optional.empty(), Optional.empty(), false);
  }

  /** {@return the time limit, less what is kept for the yardstick} */
  Optional<Duration> trainingLimit() {
    double share = yardstick.isPresent() ? 1 - FOR_YARDSTICK : 1;
    return effort.timeLimit().map(limit -> Duration.ofNanos((long) (share * limit.toNanos())));
  }

  /**
   * {@return what losses are}
   *
   * @throws DataException if the metric that was asked for does not suit the target
   */
  Metric metricFor(Target target) {
    Metric asked = metric.orElse(Metric.of(target.task()));
    if (asked.task() != target.task()) {
      throw new DataException("metric " + asked + " is for " + asked.task().name().toLowerCase(Locale.ROOT)
          + ", but the target '" + target.name() + "' makes this " + target.task().name().toLowerCase(Locale.ROOT));
    }
    if (!asked.suits(target.task(), target.classes().size())) {
      throw new DataException("metric " + asked + " is for two classes, but the target '" + target.name() + "' has "
          + target.classes().size() + "; log-loss suits any number");
    }
    return asked;
  }

  /** The same settings but for what a change assigns. */
  StudySettings with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return new StudySettings(data, draft.choice, draft.rows, draft.effort, draft.recipe, draft.metric, draft.seed,
        draft.preference, draft.finish, draft.yardstick, draft.map, draft.sample);
  }

  /**
   * {@return the recipe for so many training rows}
   *
   * @param learning the table without columns that only part the rows
   */
  NetworkRecipe recipe(Dataset learning, int trainingRows) {
    boolean quick = effort.quick();
    Target target = learning.target();
    NetworkRecipe suited = recipe.apply(map.map(shape -> switch (shape) {
      case Shape.Image image -> NetworkRecipe.ofImages(image, trainingRows, target.classes().size(), quick);
      case Shape.Sequence sequence ->
        NetworkRecipe.ofSequences(sequence, trainingRows, quick, learning.features().size() - sequence.size() - 1);
      case Shape.Vector _ -> NetworkRecipe.of(target.task(), trainingRows, quick);
    }).orElseGet(() -> NetworkRecipe.of(target.task(), trainingRows, quick)));
    return suited.withPreprocessing(TableRows.preprocessing(suited.network(), learning, suited.preprocessing()));
  }

  /** Settings that are being changed: each is assigned by its name. */
  static final class Draft {
    CandidateChoice choice;
    RowSplit rows;
    Budget effort;
    UnaryOperator<NetworkRecipe> recipe;
    Optional<Metric> metric;
    long seed;
    Preference preference;
    FinishOptions finish;
    Optional<Yardstick> yardstick;
    Optional<Shape> map;
    boolean sample;

    private Draft(StudySettings settings) {
      choice = settings.choice;
      rows = settings.rows;
      effort = settings.effort;
      recipe = settings.recipe;
      metric = settings.metric;
      seed = settings.seed;
      preference = settings.preference;
      finish = settings.finish;
      yardstick = settings.yardstick;
      map = settings.map;
      sample = settings.sample;
    }
  }
}
