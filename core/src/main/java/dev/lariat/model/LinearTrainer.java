package dev.lariat.model;

import dev.lariat.model.linear.AdaptiveWeights;
import dev.lariat.model.linear.ColumnPenalty;
import dev.lariat.model.linear.SurvivalColumns;
import dev.lariat.model.linear.TableDesign;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
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
import java.util.function.IntToLongFunction;
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
  /** Of halves, for stability selection: as many as Shah and Samworth take. */
  public static final int PAIRS = 50;

  static final int SEED = 0;
  /** The shares of the penalised coefficients that are compared in cross-validation, glmnet's. */
  static final double[] GAMMAS = {0, 0.25, 0.5, 0.75, 1};

  final Dataset data;
  final Family family;
  ColumnPenalty penalty; // this and what follows is set once, by the method that copies
  PathOptions options = PathOptions.DEFAULT;
  List<String> offset = List.of();
  Measure measure = Measure.DEVIANCE;
  Optional<SurvivalColumns> survival = Optional.empty(); // but for times until an event
  Optional<AdaptiveWeights> adaptive = Optional.empty();
  double[] gammas = {}; // none without relaxed fits
  Optional<Long> halving = Optional.empty(); // the seed of the halves of stability selection
  int hinges; // the most pieces of a number's range; 0 for none
  List<String> more = List.of(); // targets beside the table's own

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
    copy.hinges = hinges;
    copy.more = more;
    copy.halving = halving;
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
   * Fits a path as far as somebody wants to see it, with no more than some work.
   *
   * @param more asked after each λ, from the strongest on; where it is false the path ends
   * @param mostWork that may have been done when so many λs are there, in what takes about a nanosecond, counted from
   * the sizes of what is computed: the path ends at the same λ on every machine; the first λ is fitted in any case
   * @throws DataException if the data leave nothing to fit
   * @throws IllegalArgumentException if penalty and data do not fit together
   */
  public static LinearPath fit(Observations data, LinearPenalty penalty, PathOptions options,
      Predicate<LinearPath.Point> more, IntToLongFunction mostWork) {
    return PathFit.fit(data, penalty, options, more, mostWork);
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

  /**
   * With sparse groups: a share of the lasso within them, so that single features of a group that is in may be left
   * out. Where no {@link #group} was told each column forms one.
   */
  public LinearTrainer sparseGroups(double share) {
    return penalised(penalty.withSparseGroups(share));
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

  /**
   * With further numeric targets beside the table's own: a feature enters for all of them at once. They are no inputs
   * then.
   *
   * @throws IllegalArgumentException if the family is one of a single target
   */
  public LinearTrainer targets(String... columns) {
    if (columns.length == 0) {
      return this;
    }
    if (family.targets(2) == 1) {
      throw new IllegalArgumentException("the family " + family + " has one target; several are for mgaussian");
    }
    return with(copy -> {
      copy.more = List.of(columns);
      copy.penalty = penalty.withGroupedClasses();
    });
  }

  /**
   * With stability selection: how often each feature is among the first that a path selects on half of the rows, over
   * {@link #PAIRS} pairs of halves, which are alike in classes, events or numbers.
   *
   * @throws IllegalArgumentException if the penalty is ridge, which selects nothing, or its weights are adaptive
   */
  public LinearTrainer stability(long seed) {
    if (penalty.penalty().alpha() == 0) {
      throw new IllegalArgumentException(
          "a ridge penalty selects no features: stability selection needs alpha above 0");
    }
    if (adaptive.isPresent()) {
      throw new IllegalArgumentException("stability selection with adaptive weights is not supported: leave out one");
    }
    return with(copy -> copy.halving = Optional.of(seed));
  }

  /** With penalty factors from a first fit; in cross-validation from one to each fold's training rows. */
  public LinearTrainer adaptive(AdaptiveWeights weights) {
    return with(copy -> copy.adaptive = Optional.of(weights));
  }

  /**
   * With numbers whose range is parted into pieces of equally many rows, at least 50, and as many inputs beside the
   * number: an additive model, a curve for every column. What is told of a column holds for all of its inputs.
   *
   * @param pieces at most so many for a number; 0 for none
   */
  public LinearTrainer hinges(int pieces) {
    PreprocessingOptions.linear().hinges(pieces); // refuses what is no number of pieces
    return with(copy -> copy.hinges = pieces);
  }

  /** With another measure for cross-validation. */
  public LinearTrainer measure(Measure other) {
    other.requireFor(family);
    return with(copy -> copy.measure = other);
  }

  /**
   * With a second fit at every λ, without a penalty on what that λ selects; cross-validation then also compares what
   * share γ of the penalised coefficients is kept: 0, ¼, ½, ¾ or all.
   */
  public LinearTrainer relaxed() {
    return with(copy -> copy.gammas = GAMMAS);
  }

  /**
   * Fits the path to all rows.
   *
   * @throws DataException if the table cannot be used
   */
  public LinearFit fit() {
    var table = new LinearTable(this);
    LinearTable.Prepared p = table.prepare();
    long begin = System.nanoTime();
    LinearPath path = PathFit.fit(p.observations(), p.penalty(), p.options());
    double seconds = (System.nanoTime() - begin) / 1e9;
    Optional<RelaxedPath> relaxed = gammas.length == 0
        ? Optional.empty()
        : Optional.of(RelaxedFits.of(p.observations(), p.penalty(), p.options(), path));
    return new LinearFit(family, table.modelTarget(), p.preprocessing(), path, null, List.of(), offset,
        LinearObjective.of(p.penalty(), p.options()), table.baseline(p, path, relaxed), relaxed, table.stability(p),
        seconds, p.notes());
  }

  /** Fits and cross-validates on stratified folds. */
  public LinearFit crossValidate(int folds) {
    return crossValidate(folds(folds, SEED));
  }

  /** Folds with the same share of each class, of events, or of high and low numbers. */
  public Folds folds(int count, long seed) {
    return folds(data, survival, count, seed);
  }

  static Folds folds(Dataset data, Optional<SurvivalColumns> survival, int count, long seed) {
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
    var table = new LinearTable(this);
    LinearTable.Prepared p = table.prepare();
    for (int f = 0; f < folds.count(); f++) {
      TargetChecks.requireEveryClass(data, p.target(), folds.training(f), "without fold " + (f + 1) + ": ",
          "; use fewer or other folds");
    }
    Function<int[], CrossValidator.FoldInputs> encode = adaptive.isPresent() || hinges > 0
        || TableDesign.dependsOnRows(table.inputs()) ? training -> table.encode(p, training) : null;
    CrossValidation cv = CrossValidator.fit(p.observations(), p.penalty(), p.options(), fold, measure, encode, gammas);
    double[][] heldOut = cv.relaxed().map(RelaxedValidation::heldOut).orElse(cv.heldOut());
    return new LinearFit(family, table.modelTarget(), p.preprocessing(), cv.path(), cv,
        Arrays.stream(heldOut).map(predictions -> LinearFit.HeldOutRows.of(table.targets(), predictions)).toList(),
        offset, LinearObjective.of(p.penalty(), p.options()),
        table.baseline(p, cv.path(), cv.relaxed().map(RelaxedValidation::path)),
        cv.relaxed().map(RelaxedValidation::path), table.stability(p), cv.pathSeconds(), p.notes());
  }
}
