package dev.lariat.model;

import dev.lariat.model.linear.AdaptiveWeights;
import dev.lariat.model.linear.ColumnPenalty;
import dev.lariat.model.linear.SurvivalColumns;
import dev.lariat.model.linear.SurvivalBaseline;
import dev.lariat.model.linear.TableDesign;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.linear.selection.CrossValidation;
import dev.lariat.linear.selection.RelaxedPath;
import dev.lariat.linear.selection.RelaxedValidation;
import dev.lariat.linear.solver.resampling.RelaxedFits;
import dev.lariat.model.linear.TargetChecks;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearObjective;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Link;
import dev.lariat.linear.selection.Measure;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.solver.resampling.CrossValidator;
import dev.lariat.linear.solver.PathFit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A path to be fitted to a table with a target: settings by column name, which hold for all features that a column is
 * encoded as. Immutable: every setting returns a copy.
 *
 * <pre>{@code
 * var cv = LinearTrainer.of(data, Family.binomial(), elasticNet(0.5)).crossValidate(10);
 * cv.coefficients(cv.lambdaOneSe());
 * }</pre>
 */
public final class LinearTrainer {
  private static final int SEED = 0;
  /** Of the ridge that adaptive weights are from. */
  private static final int FIRST_FOLDS = 5;

  /** The shares of the penalised coefficients that are compared in cross-validation, glmnet's. */
  private static final double[] GAMMAS = {0, 0.25, 0.5, 0.75, 1};

  private final Dataset data;
  private final Family family;
  private ColumnPenalty penalty; // this and what follows is set once, by the method that copies
  private PathOptions options = PathOptions.DEFAULT;
  private List<String> offset = List.of();
  private Measure measure = Measure.DEVIANCE;
  private Optional<SurvivalColumns> survival = Optional.empty(); // but for times until an event
  private Optional<AdaptiveWeights> adaptive = Optional.empty();
  private double[] gammas = {}; // none without relaxed fits

  private LinearTrainer(Dataset data, Family family, ColumnPenalty penalty) {
    this.data = data;
    this.family = family;
    this.penalty = penalty;
  }

  private LinearTrainer with(Consumer<LinearTrainer> setting) {
    var copy = new LinearTrainer(data, family, penalty);
    copy.options = options;
    copy.offset = offset;
    copy.measure = measure;
    copy.survival = survival;
    copy.adaptive = adaptive;
    copy.gammas = gammas;
    setting.accept(copy);
    return copy;
  }

  /**
   * A path to be fitted to a table that has a target; settings and the fit follow.
   *
   * @throws IllegalArgumentException if the family does not fit the target
   */
  public static LinearTrainer of(Dataset data, Family family, LinearPenalty penalty) {
    Target target = data.target();
    if (family.task() != target.task()) {
      throw new IllegalArgumentException(
          "family " + family + " does not fit the target '" + target.name() + "', which is one for " + target.task());
    }
    return new LinearTrainer(data, family, ColumnPenalty.of(penalty));
  }

  /**
   * Fits a path to observations that are numbers already.
   *
   * @throws DataException if the data leave nothing to fit
   * @throws IllegalArgumentException if penalty and data do not fit together
   */
  public static LinearPath fit(Observations data, LinearPenalty penalty, PathOptions options) {
    return PathFit.fit(data, penalty, options);
  }

  /**
   * Fits a path as far as somebody wants to see it.
   *
   * @param more asked after each λ, from the strongest on; where it is false the path ends
   * @throws DataException if the data leave nothing to fit
   * @throws IllegalArgumentException if penalty and data do not fit together
   */
  public static LinearPath fit(Observations data, LinearPenalty penalty, PathOptions options,
      Predicate<LinearPath.Point> more) {
    return PathFit.fit(data, penalty, options, more);
  }

  /**
   * Fits a path to all rows and, fold by fold, to the other folds' rows; standardisation and, in glmnet's dialect, the
   * grid are made inside the fold.
   *
   * @param fold [rows] the fold of each row, any integers
   * @throws DataException if the folds leave nothing to fit
   */
  public static CrossValidation crossValidate(Observations data, LinearPenalty penalty, PathOptions options, int[] fold,
      Measure measure) {
    return CrossValidator.fit(data, penalty, options, fold, measure);
  }

  /**
   * Fits what each λ of a path selects without a penalty.
   *
   * @param path of these observations, with this penalty and these options
   * @throws DataException if the data leave nothing to fit
   */
  public static RelaxedPath relax(Observations data, LinearPenalty penalty, PathOptions options, LinearPath path) {
    return RelaxedFits.of(data, penalty, options, path);
  }

  /** The same as {@link #crossValidate(Observations, LinearPenalty, PathOptions, int[], Measure)}, over γ × λ. */
  public static CrossValidation crossValidateRelaxed(Observations data, LinearPenalty penalty, PathOptions options,
      int[] fold, Measure measure) {
    return CrossValidator.fit(data, penalty, options, fold, measure, null, GAMMAS);
  }

  /**
   * The relative duality gap of given coefficients, another library's perhaps: the certificate that {@link #fit} would
   * report for them. Intercepts and unpenalised coefficients are first solved for, so that only the penalised ones are
   * judged.
   *
   * @param points coefficients on the original scale; their own gap is not looked at
   * @return [points] the gap of each
   */
  public static double[] gaps(Observations data, LinearPenalty penalty, PathOptions options,
      List<LinearPath.Point> points) {
    return PathFit.gaps(data, penalty, options, points);
  }

  /** The family that suits a target if no other is told: gaussian, binomial or multinomial. */
  public static Family family(Target target) {
    return switch (target.task()) {
      case REGRESSION -> Family.gaussian();
      case CLASSIFICATION -> target.classes().size() == 2 ? Family.binomial() : Family.multinomial();
    };
  }

  /** With these options. */
  public LinearTrainer options(PathOptions other) {
    return with(copy -> copy.options = other);
  }

  private LinearTrainer penalised(ColumnPenalty other) {
    return with(copy -> copy.penalty = other);
  }

  /** With a column's penalty factor: 0 = never penalised, ∞ = left out. */
  public LinearTrainer factor(String column, double value) {
    return penalised(penalty.withFactor(column, value));
  }

  /** With a group lasso in which these columns' features form one group; all other columns each form their own. */
  public LinearTrainer group(String... columns) {
    return penalised(penalty.withGroup(List.of(columns)));
  }

  /** With a lower limit, at most 0, of a column's coefficients; {@code "*"} for all columns. */
  public LinearTrainer lower(String column, double value) {
    return penalised(penalty.withLower(column, value));
  }

  /** With an upper limit, at least 0, of a column's coefficients; {@code "*"} for all columns. */
  public LinearTrainer upper(String column, double value) {
    return penalised(penalty.withUpper(column, value));
  }

  /**
   * With an offset: a column of known parts of the linear predictor; for multinomial one a class. They are no inputs
   * then.
   */
  public LinearTrainer offset(String... columns) {
    return with(copy -> copy.offset = List.of(columns));
  }

  /**
   * With the columns that say what happened to rows that wait for an event; the target is the time. They are no inputs
   * then.
   *
   * @throws IllegalArgumentException if the family is not cox
   */
  public LinearTrainer survival(SurvivalColumns columns) {
    if (family.survival().isEmpty()) {
      throw new IllegalArgumentException("events belong to the family cox, not to " + family);
    }
    return with(copy -> copy.survival = Optional.of(columns));
  }

  /** With penalty factors from a first fit; in cross-validation from one to each fold's training rows. */
  public LinearTrainer adaptive(AdaptiveWeights weights) {
    return with(copy -> copy.adaptive = Optional.of(weights));
  }

  /** With another measure for cross-validation. */
  public LinearTrainer measure(Measure other) {
    other.requireFor(family);
    return with(copy -> copy.measure = other);
  }

  /**
   * With a second fit at every λ, without a penalty on what that λ selects; cross-validation then also compares what
   * share γ of the penalised coefficients is kept: 0, ¼, ½, ¾ or all.
   *
   * @throws IllegalArgumentException if the family is cox: a baseline belongs to one fit
   */
  public LinearTrainer relaxed() {
    if (family.survival().isPresent()) {
      throw new IllegalArgumentException("relaxed fits of times until an event are not supported");
    }
    return with(copy -> copy.gammas = GAMMAS);
  }

  /**
   * Fits the path to all rows.
   *
   * @throws DataException if the table cannot be used
   */
  public LinearFit fit() {
    Prepared p = prepare();
    long begin = System.nanoTime();
    LinearPath path = PathFit.fit(p.observations, p.penalty, p.options);
    double seconds = (System.nanoTime() - begin) / 1e9;
    Optional<RelaxedPath> relaxed = gammas.length == 0
        ? Optional.empty()
        : Optional.of(RelaxedFits.of(p.observations, p.penalty, p.options, path));
    return new LinearFit(family, ModelTarget.of(p.target), p.preprocessing, path, null, List.of(), offset,
        LinearObjective.of(p.penalty, p.options), baseline(p, path), relaxed, seconds, p.notes);
  }

  /** Fits and cross-validates on stratified folds. */
  public LinearFit crossValidate(int folds) {
    return crossValidate(folds(folds, SEED));
  }

  /** Folds with the same share of each class, of events, or of high and low numbers. */
  public Folds folds(int count, long seed) {
    Dataset by = survival.map(columns -> data.target(columns.event(), Task.CLASSIFICATION)).orElse(data);
    return Folds.stratified(by.target(), count, seed);
  }

  /**
   * Fits and cross-validates on these folds, each row in one validation part.
   *
   * @throws DataException if the table cannot be used
   */
  public LinearFit crossValidate(Folds folds) {
    int[] fold = new int[data.rows()];
    Arrays.fill(fold, -1);
    for (int f = 0; f < folds.count(); f++) {
      for (int row : folds.validation(f)) {
        fold[row] = f;
      }
    }
    for (int row = 0; row < fold.length; row++) {
      if (fold[row] < 0) {
        throw new DataException(
            "row " + (row + 1) + " is in no validation part, but the cross-validation of a path predicts every row: "
                + (folds.notes().isEmpty()
                    ? "give it a fold"
                    : folds.notes().getFirst() + "; take that row out, or join its class with another"));
      }
    }
    Prepared p = prepare();
    for (int f = 0; f < folds.count(); f++) {
      TargetChecks.requireEveryClass(data, p.target, folds.training(f), "without fold " + (f + 1) + " ",
          "; use fewer or other folds");
    }
    Function<int[], CrossValidator.FoldInputs> encode = adaptive.isPresent() || TableDesign.dependsOnRows(inputs())
        ? training -> encode(p, training)
        : null;
    CrossValidation cv = CrossValidator.fit(p.observations, p.penalty, p.options, fold, measure, encode, gammas);
    double[][] heldOut = cv.relaxed().map(RelaxedValidation::heldOut).orElse(cv.heldOut());
    return new LinearFit(family, ModelTarget.of(p.target), p.preprocessing, cv.path(), cv,
        Arrays.stream(heldOut).map(predictions -> LinearFit.HeldOutRows.of(p.target, predictions)).toList(), offset,
        LinearObjective.of(p.penalty, p.options), baseline(p, cv.path()), cv.relaxed().map(RelaxedValidation::path),
        cv.pathSeconds(), p.notes);
  }

  private Optional<SurvivalBaseline> baseline(Prepared p, LinearPath path) {
    return family.survival()
        .map(cox -> new SurvivalBaseline(cox.ties(), survival.orElseThrow(), survival.orElseThrow().strata(data),
            cox.baselines(p.observations, path)));
  }

  /** Of the first fit of adaptive weights: among the rows with weight, alike in classes, events or numbers. */
  private int[] firstFolds(double[] weights) {
    int[] rows = Arrays.stream(data.allRows()).filter(row -> weights[row] > 0).toArray();
    int[] fold = new int[data.rows()];
    var some = new LinearTrainer(data.select(rows), family, penalty);
    some.survival = survival;
    Folds folds = some.folds(FIRST_FOLDS, SEED);
    for (int f = 0; f < folds.count(); f++) {
      for (int row : folds.validation(f)) {
        fold[rows[row]] = f;
      }
    }
    return fold;
  }

  private Dataset inputs() {
    Dataset inputs = data.without(offset.toArray(String[]::new));
    return survival.map(columns -> inputs.without(columns.names())).orElse(inputs);
  }

  private CrossValidator.FoldInputs encode(Prepared p, int[] training) {
    Dataset inputs = inputs();
    var preprocessing = Preprocessing.fit(inputs, training, PreprocessingOptions.linear());
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

  private record Prepared(Target target, Preprocessing preprocessing, Observations observations, LinearPenalty penalty,
      PathOptions options, List<String> notes) {}

  private Prepared prepare() {
    Target target = data.target();
    double[] y = target.task() == Task.CLASSIFICATION
        ? Arrays.stream(target.labels()).asDoubleStream().toArray()
        : target.learnt();
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
    var preprocessing = Preprocessing.fit(inputs, all, PreprocessingOptions.linear());
    int classes = target.task() == Task.CLASSIFICATION ? target.classes().size() : 1;
    TargetChecks.requireClasses(family, target.name(), classes);
    TargetChecks.requireTargets(family, target.name(), y, classes);
    for (Column column : inputs.features()) {
      ColumnChecks.requireSquares(column);
    }
    ColumnChecks.requireSquares(data.column(target.name()));
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
        TableDesign.options(options, penalty.penalty(), inputs), ColumnChecks.twins(inputs));
  }
}
