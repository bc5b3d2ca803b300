package dev.lariat.study;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.Target;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.metric.Metric;
import dev.lariat.model.ColumnChecks;
import dev.lariat.model.TableRows;
import dev.lariat.net.Architecture;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.NetworkRecipe;
import dev.lariat.study.candidate.PathModels;
import dev.lariat.study.candidate.PathWork;
import dev.lariat.study.candidate.PieceInputs;
import dev.lariat.study.cell.CellPlace;
import dev.lariat.study.cell.CellsByModel;
import dev.lariat.study.search.StrengthSearch;
import dev.lariat.study.statistics.Pairing;
import dev.lariat.study.warning.LeftOutColumns;
import dev.lariat.study.warning.TableWarnings;
import dev.lariat.study.warning.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A study whose rows are parted and whose candidates are known: everything before a cell is run.
 *
 * @param settings what was asked for
 * @param learning rows that train and validate
 * @param test rows that are kept out of everything
 * @param testSplit how the table was parted into these two; empty where test rows came apart from it, or there are none
 * @param folds of the learning rows
 * @param others beside one split, where the best of the sweep are compared once more
 * @param description of all this
 * @param pathWork how much a path on a fold may cost
 */
record StudyPlan(StudySettings settings, Dataset learning, Optional<Dataset> test, Optional<Folds> testSplit,
    Folds folds, Optional<Folds> others, StudyDescription description, PathWork pathWork) {
  /** @throws DataException if the table cannot be learnt from */
  static StudyPlan of(StudySettings settings) {
    Dataset data = settings.data();
    RowSplit rows = settings.rows();
    var notes = new ArrayList<String>();
    Dataset learning = data;
    Optional<Dataset> test = rows.testRows();
    Optional<Folds> testSplit = rows.testShare() > 0 && test.isEmpty()
        ? Optional.of(Folds.split(data.target(), rows.testShare(), settings.seed()))
        : Optional.empty();
    if (testSplit.isPresent()) {
      Folds split = testSplit.get();
      learning = data.select(split.training(0));
      test = Optional.of(data.select(split.validation(0)));
      notes.addAll(split.notes());
    }
    int columns = rows.learntFrom(learning).features().size();
    int suitable = rows.repeats(learning.rows(), columns, learning.target().classes().size());
    int repeats = settings.effort().repeatsFolds() ? suitable : 1;
    if (settings.effort().timeLimit().isPresent() && !settings.effort().quick() && suitable > 1) {
      notes.add("folds are drawn once: without a time limit it would be " + suitable + " times");
    }
    Folds folds = rows.of(learning, repeats, settings.seed());
    notes.addAll(folds.notes());
    if (data.target().transform() == Target.Transform.LOG) {
      notes.add("the logarithm of '" + data.target().name()
          + "' is learnt: predictions are medians, and all figures are of '" + data.target().name() + "' itself");
    }
    learning = rows.learntFrom(learning);
    Target target = learning.target();
    Preprocessing plain = requireLearnable(learning);
    FoldChecks.requireRows(learning, folds);
    Metric metric = settings.metricFor(target);
    FoldChecks.requireDefined(metric, target, folds);
    Budget effort = settings.effort();
    NetworkRecipe recipe = recipe(settings, learning, folds.training(0).length);
    PathModels paths = PathModels.of(settings.choice(), learning, folds.training(0), recipe.network(), effort.quick(),
        settings.sample());
    notes.addAll(paths.notes());
    TableRows.longTexts(recipe.network(), learning).ifPresent(notes::add);
    int used = learning.features().size();
    if (recipe.preprocessing().channels() == 0) { // else each column is a number of a map
      used -= plain.leftOut().size();
      notes.addAll(LeftOutColumns.notes(plain, data.notes()));
      String others = LeftOutColumns.text(plain, data.notes());
      if (!others.isEmpty()) {
        notes.add("left out: " + others);
      }
    }
    var description = new StudyDescription(data.name(), target.name(), learning.rows(),
        test.map(Dataset::rows).orElse(0), used, metric, folds.count() / repeats, repeats, effort.seeds(), recipe,
        settings.choice().suiting(learning, recipe.network()).candidates(target.task(), paths.kinds(), effort.quick()),
        PieceInputs.suit(settings.choice(), learning, folds.training(0), recipe, effort.quick(), settings.sample()),
        settings.finish(), notes);
    if (description.candidates().stream().anyMatch(candidate -> candidate.model().hasPath())) {
      FoldChecks.requireClasses(target, learning.weights(), folds);
    }
    return new StudyPlan(settings, learning, test, testSplit, folds, rows.others(folds, learning, settings.seed()),
        description, pathWork(settings, description, learning, folds.training(0), plain));
  }

  /** @param plain how a linear model sees the table: where no network is trained, that says how wide one would be */
  private static PathWork pathWork(StudySettings settings, StudyDescription description, Dataset learning,
      int[] training, Preprocessing plain) {
    NetworkRecipe recipe = description.recipe();
    Set<ModelKind> paths = description.candidates()
        .stream()
        .map(Candidate::model)
        .filter(ModelKind::hasPath)
        .collect(Collectors.toSet());
    return PathWork.of(settings.choice(), paths, () -> {
      Preprocessing seen = description.trainsNetworks()
          ? Preprocessing.fitFold(learning, training, recipe.preprocessing())
          : plain;
      return recipe.work(training.length, seen, learning, Math.max(1, learning.target().classes().size()));
    });
  }

  /**
   * What no fold could learn from is said of the table, before anything runs.
   *
   * @return how a linear model sees it
   */
  private static Preprocessing requireLearnable(Dataset learning) {
    for (Column column : learning.columns()) {
      ColumnChecks.requireSquares(column);
    }
    return Preprocessing.fit(learning, learning.allRows(), PreprocessingOptions.linear());
  }

  private static NetworkRecipe recipe(StudySettings settings, Dataset learning, int trainingRows) {
    Target target = learning.target();
    NetworkRecipe recipe = settings.recipe(learning, trainingRows);
    if (recipe.network().onMaps()) { // says now which layer does not fit, and not when all else has been done
      var _ = Architecture.of(recipe.network(), networkInputs(recipe, learning), Math.max(1, target.classes().size()),
          null);
    }
    recipe.loss().filter(loss -> loss.task() != target.task()).ifPresent(loss -> {
      throw new DataException(
          "the network's loss is " + loss.name() + ", but the target '" + target.name() + "' makes this "
              + target.task().name().toLowerCase(Locale.ROOT) + ": compile it with another, or give --task");
    });
    return recipe;
  }

  /** What a study of networks on maps holds; empty for tables. */
  Optional<StudyMemory> memory() {
    NetworkRecipe recipe = description.recipe();
    if (!recipe.network().onMaps() || !description.trainsNetworks()) {
      return Optional.empty();
    }
    return Optional
        .of(StudyMemory.of(recipe, learning.rows(), learning.features().size(), networkInputs(recipe, learning),
            folds.count() + others.map(Folds::count).orElse(0) + 1, Math.max(1, learning.target().classes().size())));
  }

  /** How many inputs a network on maps has: a text's words and how many there are stand in place of its column. */
  private static int networkInputs(NetworkRecipe recipe, Dataset learning) {
    int columns = learning.features().size();
    return recipe.network().words().isPresent() ? columns + recipe.preprocessing().words() : columns;
  }

  /** Which rows of the table the learning rows are, from 1. */
  int[] learningRowNumbers() {
    return numbers(testSplit.map(split -> split.training(0)).orElseGet(learning::allRows));
  }

  private static int[] numbers(int[] rows) {
    return IntStream.of(rows).map(row -> row + 1).toArray();
  }

  /** {@return what is to be asked about the rows that are learnt from, before anything is believed} */
  List<Warning> warnings() {
    Dataset data = settings.data();
    return TableWarnings.of(testSplit.map(split -> data.select(split.training(0))).orElse(data), folds,
        settings.rows().parted());
  }

  /** Which rows of their table the test rows are, from 1. */
  int[] testRowNumbers() {
    return numbers(testSplit.map(split -> split.validation(0)).orElseGet(() -> test.orElseThrow().allRows()));
  }

  NetworkRecipe recipe() {
    return description.recipe();
  }

  Metric metric() {
    return description.metric();
  }

  /** The searched candidates, those of the diagnosis included. */
  List<Candidate> searched() {
    var searched = new ArrayList<>(description.candidates());
    if (!description.trainsNetworks()) {
      return searched;
    }
    searched.add(2, Candidate.wide());
    if (!settings.effort().quick()) { // half the epochs are too few by intent
      searched.add(3, Candidate.twiceAsLong());
    }
    if (!searched.contains(Candidate.earlyStopping())) {
      searched.add(Candidate.earlyStopping()); // costs nothing, and the diagnosis asks for it
    }
    return searched;
  }

  StrengthSearch.Plan plan() {
    return settings.effort().plan(recipe().epochs(), description.folds());
  }

  CellsByModel cells(CellPlace.Part part) {
    return switch (part) {
      case SWEEP -> cells();
      case FINALS ->
        cells(others.orElseThrow(() -> new IllegalArgumentException("the study has no folds beside its own")));
      case HALVES -> ofFewer(halves());
      case WHOLE -> throw new IllegalArgumentException("all rows are no folds");
      case QUARTERS -> ofFewer(halves().fewer(learning.target(), 0.5, settings.seed() + 1));
    };
  }

  private Folds halves() {
    return folds.first().fewer(learning.target(), 0.5, settings.seed());
  }

  /** The cells of folds with fewer training rows, by the recipe that suits so many. */
  private CellsByModel ofFewer(Folds some) {
    return new CellsByModel(learning, some, settings.recipe(learning, some.training(0).length),
        settings.choice().byName(), metric(), settings.seed(), some.count() == 1, pathWork);
  }

  CellsByModel cells() {
    return cells(folds);
  }

  /** The same cells on other folds of the same rows. */
  CellsByModel cells(Folds some) {
    return new CellsByModel(learning, some, recipe(), settings.choice().byName(), metric(), settings.seed(),
        some.count() == 1, pathWork);
  }

  Pairing pairing() {
    return pairing(folds, settings.effort().seeds());
  }

  /** @param seeds of every cell */
  static Pairing pairing(Folds folds, int seeds) {
    if (folds.count() == 1) {
      return Pairing.rows(folds.validation(0).length);
    }
    double ratio = IntStream.range(0, folds.count())
        .mapToDouble(k -> folds.validation(k).length / (double) folds.training(k).length)
        .average()
        .orElseThrow();
    return Pairing.folds(folds.count() / folds.repeats(), folds.repeats(), seeds, ratio);
  }

  /** All that decides the result, in an order of its own. */
  String settingsText() {
    return "candidates " + description.candidates() + (description.pieces() ? " and networks on pieces" : "") + ", "
        + recipe() + ", folds " + folds.count() + (folds.repeats() > 1 ? " in " + folds.repeats() + " draws" : "")
        + settings.rows() + ", " + settings.effort() + ", seed " + settings.seed() + ", metric " + metric()
        + ", prefer " + settings.preference() + ", finish " + settings.finish()
        + switch (learning.target().transform()) {
          case NONE -> "";
          case LOG -> ", logarithm of the target";
        } + settings.yardstick().map(found -> ", yardstick " + found.name()).orElse("");
  }

  /** What decides the result of a cell: not how many there are, nor what is done with them. */
  String cellSettings() {
    return "candidates " + description.candidates() + ", " + recipe() + ", folds " + folds.count() + " in "
        + folds.repeats() + " draws" + settings.rows() + ", rows " + learning.rows() + ", columns "
        + learning.features().size() + ", seed " + settings.seed() + ", metric " + metric() + ", transform "
        + learning.target().transform();
  }

  /** {@return how long it takes} */
  StudyTime time() {
    return new StudyTime(this);
  }
}
