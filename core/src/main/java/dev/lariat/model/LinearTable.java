package dev.lariat.model;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Link;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.selection.RelaxedPath;
import dev.lariat.linear.selection.Stability;
import dev.lariat.linear.solver.resampling.CrossValidator;
import dev.lariat.linear.solver.resampling.HalvedPaths;
import dev.lariat.model.linear.AdaptiveWeights;
import dev.lariat.model.linear.ColumnPenalty;
import dev.lariat.model.linear.SurvivalBaseline;
import dev.lariat.model.linear.SurvivalColumns;
import dev.lariat.model.linear.TableDesign;
import dev.lariat.model.linear.TargetChecks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The table of a {@link LinearTrainer} on its way to the solver: what is encoded, weighted and left out. */
final class LinearTable {
  /** Of the ridge that adaptive weights are from. */
  private static final int FIRST_FOLDS = 5;

  private final Dataset data;
  private final Family family;
  private final ColumnPenalty penalty;
  private final PathOptions options;
  private final List<String> offset;
  private final Optional<SurvivalColumns> survival;
  private final Optional<AdaptiveWeights> adaptive;
  private final Optional<Long> halving;
  private final List<String> more;
  private final PreprocessingOptions encoding;

  LinearTable(LinearTrainer settings) {
    data = settings.data;
    family = settings.family;
    penalty = settings.penalty;
    options = settings.options;
    offset = settings.offset;
    survival = settings.survival;
    adaptive = settings.adaptive;
    halving = settings.halving;
    more = settings.more;
    encoding = PreprocessingOptions.linear().hinges(settings.hinges);
  }

  Optional<SurvivalBaseline> baseline(Prepared p, LinearPath path, Optional<RelaxedPath> fits) {
    return family.survival()
        .map(cox -> new SurvivalBaseline(cox.ties(), survival.orElseThrow(), survival.orElseThrow().strata(data),
            cox.baselines(p.observations, path),
            fits.map(relaxed -> Arrays.stream(LinearTrainer.GAMMAS)
                .filter(gamma -> gamma < 1)
                .mapToObj(gamma -> new SurvivalBaseline.Relaxed(gamma,
                    cox.baselines(p.observations, relaxed.withGamma(gamma))))
                .toList()).orElse(List.of())));
  }

  Optional<Stability> stability(Prepared p) {
    return halving.map(seed -> {
      int[][] pairs = new int[LinearTrainer.PAIRS][];
      for (int pair = 0; pair < LinearTrainer.PAIRS; pair++) {
        pairs[pair] = folds(p.observations.normalisedWeights(), 2, seed + pair);
      }
      return HalvedPaths.of(p.observations, p.penalty, p.options, pairs);
    });
  }

  /** Of the first fit of adaptive weights: among the rows with weight, alike in classes, events or numbers. */
  private int[] firstFolds(double[] weights) {
    return folds(weights, FIRST_FOLDS, LinearTrainer.SEED);
  }

  private int[] folds(double[] weights, int count, long seed) {
    int[] rows = Arrays.stream(data.allRows()).filter(row -> weights[row] > 0).toArray();
    int[] fold = new int[data.rows()];
    Folds folds = LinearTrainer.folds(data.select(rows), survival, count, seed);
    for (int f = 0; f < folds.count(); f++) {
      for (int row : folds.validation(f)) {
        fold[rows[row]] = f;
      }
    }
    return fold;
  }

  /** What the model predicts. */
  ModelTarget modelTarget() {
    List<Target> targets = targets();
    return targets.size() == 1
        ? ModelTarget.of(targets.getFirst())
        : ModelTarget.several(targets.stream().map(Target::name).toList());
  }

  /** The table's own, and those beside it. */
  List<Target> targets() {
    var all = new ArrayList<>(List.of(data.target()));
    more.forEach(name -> all.add(data.target(name, Task.REGRESSION).target()));
    return all;
  }

  /** What is not among the notes of the table, which knows of one target. */
  private List<String> notes(Dataset inputs) {
    var notes = new ArrayList<>(ColumnChecks.twins(inputs));
    more.forEach(name -> Target.reading(data.column(name), Task.REGRESSION).ifPresent(notes::add));
    return notes;
  }

  /** Without columns that are targets, offsets, or say what happened. */
  Dataset inputs() {
    Dataset inputs = data.without(offset.toArray(String[]::new)).without(more.toArray(String[]::new));
    return survival.map(columns -> inputs.without(columns.names())).orElse(inputs);
  }

  /** What a fold is fitted to. */
  CrossValidator.FoldInputs encode(Prepared p, int[] training) {
    Dataset inputs = inputs();
    var preprocessing = Preprocessing.fit(inputs, training, encoding);
    var all = p.observations;
    var encoded = new Observations(TableDesign.of(preprocessing, inputs, data.allRows()), family, all.y(),
        all.classes(), all.weights(), all.offset(), all.times());
    LinearPenalty given = penalty.of(data, preprocessing.features());
    if (adaptive.isEmpty()) {
      return new CrossValidator.FoldInputs(encoded, given);
    }
    double[] weights = new double[data.rows()];
    for (int row : training) {
      weights[row] = all.weights() == null ? 1 : all.weights()[row];
    }
    return new CrossValidator.FoldInputs(encoded,
        adaptive.get().of(encoded.withWeights(weights), given, p.options, () -> firstFolds(weights)));
  }

  /** A table as the solver takes it. */
  record Prepared(Target target, Preprocessing preprocessing, Observations observations, LinearPenalty penalty,
      PathOptions options, List<String> notes) {}

  Prepared prepare() {
    Target target = data.target();
    double[] y = target.task() == Task.CLASSIFICATION
        ? Arrays.stream(target.labels()).asDoubleStream().toArray()
        : more.isEmpty() ? target.learnt() : TargetChecks.rows(targets());
    if (target.transform() != Target.Transform.NONE && family.link() != Link.IDENTITY) {
      throw new IllegalArgumentException(
          "the family " + family + " has a link of its own: the logarithm of the target goes with the family gaussian");
    }
    for (String name : offset) {
      data.column(name); // says what is near if it is missing
    }
    if (family.survival().isPresent() && survival.isEmpty()) {
      throw new IllegalArgumentException("the family cox needs the column of the event");
    }
    survival.ifPresent(columns -> Arrays.stream(columns.names()).forEach(data::column));
    Dataset inputs = inputs();
    int[] all = data.allRows();
    var preprocessing = Preprocessing.fit(inputs, all, encoding);
    int classes = target.task() == Task.CLASSIFICATION ? target.classes().size() : 1 + more.size();
    TargetChecks.requireClasses(family, target.name(), classes);
    TargetChecks.requireOffsets(family, family.predictors(classes), offset.size());
    TargetChecks.requireTargets(family, target.name(), y, classes);
    for (Column column : inputs.features()) {
      ColumnChecks.requireSquares(column);
    }
    targets().forEach(each -> ColumnChecks.requireSquares(data.column(each.name())));
    TargetChecks.requireEveryClass(data, target, all, "", "");
    var observations = new Observations(TableDesign.of(preprocessing, inputs, all), family, y, classes,
        data.weightsName().isPresent() ? data.weights() : null, TableDesign.offsets(data, offset),
        survival.map(columns -> columns.times(data, y)).orElse(null));
    penalty.requireKnown(data, preprocessing.features());
    LinearPenalty given = penalty.of(data, preprocessing.features());
    LinearPenalty weighted = adaptive
        .map(first -> first.of(observations, given, options, () -> firstFolds(data.weights())))
        .orElse(given);
    return new Prepared(target, preprocessing, observations, weighted,
        TableDesign.options(options, penalty.penalty(), inputs), notes(inputs));
  }
}
