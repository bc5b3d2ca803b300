package dev.lariat.model;

import dev.lariat.data.BooleanColumn;
import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.ConstantColumn;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.DateColumn;
import dev.lariat.data.Folds;
import dev.lariat.data.IdentifierColumn;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.SparseColumn;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.data.TextColumn;
import dev.lariat.data.encoding.Feature;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.linear.CrossValidation;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearObjective;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Measure;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.solver.CrossValidator;
import dev.lariat.linear.solver.PathFit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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

  private final Dataset data;
  private final Family family;
  private final LinearPenalty penalty;
  private final PathOptions options;
  private final Map<String, Double> factors;
  private final Map<String, Double> lower;
  private final Map<String, Double> upper;
  private final List<String> offset;
  private final Measure measure;
  private final List<List<String>> groups;

  private LinearTrainer(Dataset data, Family family, LinearPenalty penalty, PathOptions options,
      Map<String, Double> factors, Map<String, Double> lower, Map<String, Double> upper, List<String> offset,
      Measure measure, List<List<String>> groups) {
    this.data = data;
    this.family = family;
    this.penalty = penalty;
    this.options = options;
    this.factors = factors;
    this.lower = lower;
    this.upper = upper;
    this.offset = offset;
    this.measure = measure;
    this.groups = groups;
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
    return new LinearTrainer(data, family, penalty, PathOptions.DEFAULT, Map.of(), Map.of(), Map.of(), List.of(),
        Measure.DEVIANCE, List.of());
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
    return new LinearTrainer(data, family, penalty, other, factors, lower, upper, offset, measure, groups);
  }

  /** With a column's penalty factor: 0 = never penalised, ∞ = left out. */
  public LinearTrainer factor(String column, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException("the penalty factor of '" + column + "' must be at least 0, not " + value);
    }
    return new LinearTrainer(data, family, penalty, options, with(factors, column, value), lower, upper, offset,
        measure, groups);
  }

  /** With a group lasso in which these columns' features form one group; all other columns each form their own. */
  public LinearTrainer group(String... columns) {
    var all = new ArrayList<>(groups);
    if (columns.length > 0) {
      all.add(List.of(columns));
    }
    var grouped = new LinearPenalty(penalty.alpha(), penalty.factors(), new int[0], penalty.groupClasses(),
        penalty.lower(), penalty.upper());
    return new LinearTrainer(data, family, grouped, options, factors, lower, upper, offset, measure, List.copyOf(all));
  }

  /** With a lower limit, at most 0, of a column's coefficients; {@code "*"} for all columns. */
  public LinearTrainer lower(String column, double value) {
    requireLimit("lower", column, value, value <= 0);
    return new LinearTrainer(data, family, penalty, options, factors, with(lower, column, value), upper, offset,
        measure, groups);
  }

  /** With an upper limit, at least 0, of a column's coefficients; {@code "*"} for all columns. */
  public LinearTrainer upper(String column, double value) {
    requireLimit("upper", column, value, value >= 0);
    return new LinearTrainer(data, family, penalty, options, factors, lower, with(upper, column, value), offset,
        measure, groups);
  }

  private static void requireLimit(String what, String column, double value, boolean holdsZero) {
    if (!holdsZero) {
      throw new IllegalArgumentException(
          "the " + what + " limit of " + (column.equals("*") ? "all columns" : "'" + column + "'") + " is " + value
              + ": limits must include 0, where the path starts");
    }
  }

  /**
   * With an offset: a column of known parts of the linear predictor; for multinomial one a class. They are no inputs
   * then.
   */
  public LinearTrainer offset(String... columns) {
    return new LinearTrainer(data, family, penalty, options, factors, lower, upper, List.of(columns), measure, groups);
  }

  /** With another measure for cross-validation. */
  public LinearTrainer measure(Measure other) {
    other.requireFor(family);
    return new LinearTrainer(data, family, penalty, options, factors, lower, upper, offset, other, groups);
  }

  private static Map<String, Double> with(Map<String, Double> map, String column, double value) {
    var copy = new LinkedHashMap<>(map);
    copy.put(column, value);
    return copy;
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
    return new LinearFit(family, p.target.name(), p.target.classes(), p.preprocessing, path, null, offset,
        LinearObjective.of(p.penalty, p.options), seconds, p.notes);
  }

  /** Fits and cross-validates on stratified folds. */
  public LinearFit crossValidate(int folds) {
    return crossValidate(Folds.stratified(data.target(), folds, SEED));
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
      requireEveryClass(p.target, folds.training(f), "without fold " + (f + 1) + " ", "; use fewer or other folds");
    }
    Function<int[], CrossValidator.FoldInputs> encode = encodingDependsOnRows(inputs())
        ? training -> encode(p, training)
        : null;
    CrossValidation cv = CrossValidator.fit(p.observations, p.penalty, p.options, fold, measure, encode);
    return new LinearFit(family, p.target.name(), p.target.classes(), p.preprocessing, cv.path(), cv, offset,
        LinearObjective.of(p.penalty, p.options), cv.pathSeconds(), p.notes);
  }

  private Dataset inputs() {
    return data.without(offset.toArray(String[]::new));
  }

  /**
   * Complete numbers are features as they are; levels, fill-ins and indicators are learned from rows, inside each fold.
   */
  private static boolean encodingDependsOnRows(Dataset inputs) {
    return inputs.features().stream().anyMatch(column -> switch (column) {
      case NumericColumn numbers -> numbers.missing() > 0;
      case BooleanColumn truths -> truths.missing() > 0;
      case SparseColumn _ -> false;
      case CategoryColumn _,DateColumn _,TextColumn _,ConstantColumn _,IdentifierColumn _ -> true;
    });
  }

  private CrossValidator.FoldInputs encode(Prepared p, int[] training) {
    Dataset inputs = inputs();
    var preprocessing = Preprocessing.fit(inputs, training, PreprocessingOptions.linear());
    var all = p.observations;
    var encoded = new Observations(TableDesign.of(preprocessing, inputs, data.allRows()), family, all.y(),
        all.classes(), all.weights(), all.offset());
    return new CrossValidator.FoldInputs(encoded, penalty(preprocessing.features()));
  }

  private record Prepared(Target target, Preprocessing preprocessing, Observations observations, LinearPenalty penalty,
      PathOptions options, List<String> notes) {}

  private Prepared prepare() {
    Target target = data.target();
    double[] y = target.task() == Task.CLASSIFICATION
        ? Arrays.stream(target.labels()).asDoubleStream().toArray()
        : target.values();
    for (String name : offset) {
      data.column(name); // says what is near if it is missing
    }
    Dataset inputs = inputs();
    int[] all = data.allRows();
    var preprocessing = Preprocessing.fit(inputs, all, PreprocessingOptions.linear());
    int classes = target.task() == Task.CLASSIFICATION ? target.classes().size() : 1;
    try {
      family.requireClasses(classes);
    } catch (IllegalArgumentException e) {
      throw new DataException("the target '" + target.name() + "' has " + classes + " classes: " + e.getMessage(), e);
    }
    requireTargets(target.name(), y, classes);
    for (Column column : inputs.features()) {
      ColumnChecks.requireSquares(column);
    }
    ColumnChecks.requireSquares(data.column(target.name()));
    requireEveryClass(target, all, "", "");
    var observations = new Observations(TableDesign.of(preprocessing, inputs, all), family, y, classes,
        data.weightsName().isPresent() ? data.weights() : null, TableDesign.offsets(data, offset));
    requireKnown(factors, preprocessing.features(), "penalty factor");
    requireKnown(lower, preprocessing.features(), "lower limit");
    requireKnown(upper, preprocessing.features(), "upper limit");
    return new Prepared(target, preprocessing, observations, penalty(preprocessing.features()),
        TableDesign.options(options, penalty, inputs), ColumnChecks.twins(inputs));
  }

  /** What {@link Observations} would say without the column's name. */
  private void requireTargets(String name, double[] y, int classes) {
    for (int i = 0; i < y.length; i++) {
      Optional<String> refusal = family.refusal(y[i], classes);
      if (refusal.isPresent()) {
        throw new DataException("target '" + name + "', row " + (i + 1) + " is " + y[i] + ": " + refusal.get());
      }
    }
  }

  /** What the fit would say without the class's name, of these rows. */
  private void requireEveryClass(Target target, int[] rows, String where, String remedy) {
    if (target.task() != Task.CLASSIFICATION) {
      return;
    }
    double[] weights = data.weights();
    int[] labels = target.labels();
    double[] sum = new double[target.classes().size()];
    for (int row : rows) {
      sum[labels[row]] += weights[row];
    }
    for (int k = 0; k < sum.length; k++) {
      if (sum[k] == 0) {
        throw new DataException(where + "class '" + target.classes().get(k) + "' of '" + target.name()
            + "' has no row of positive weight: a model needs rows of every class" + remedy);
      }
    }
  }

  private LinearPenalty penalty(List<Feature> features) {
    return new LinearPenalty(penalty.alpha(), factors.isEmpty() ? null : values(features, factors, 1), groups(features),
        penalty.groupClasses(), lower.isEmpty() ? null : values(features, lower, Double.NEGATIVE_INFINITY),
        upper.isEmpty() ? null : values(features, upper, Double.POSITIVE_INFINITY));
  }

  /** A group a column, but for those that were put together: they take the number of their first column. */
  private int[] groups(List<Feature> features) {
    if (penalty.groups() == null) {
      return null;
    }
    int[] group = features.stream().mapToInt(Feature::source).toArray();
    for (List<String> together : groups) {
      int number = -1;
      for (String name : together) {
        data.column(name); // says what is near if it is missing
        for (int j = 0; j < group.length; j++) {
          if (features.get(j).column().equals(name)) {
            requireEqualFactors(together.getFirst(), name);
            number = number < 0 ? group[j] : number;
            group[j] = number;
          }
        }
      }
    }
    return group;
  }

  private void requireEqualFactors(String one, String other) {
    double first = factors.getOrDefault(one, factors.getOrDefault("*", 1.0));
    double second = factors.getOrDefault(other, factors.getOrDefault("*", 1.0));
    if (first != second) {
      throw new IllegalArgumentException("the columns of a group need one penalty factor, but that of '" + one + "' is "
          + first + " and that of '" + other + "' is " + second);
    }
  }

  private void requireKnown(Map<String, Double> settings, List<Feature> features, String what) {
    for (String name : settings.keySet()) {
      if (!name.equals("*") && features.stream().noneMatch(f -> f.column().equals(name) || f.name().equals(name))) {
        data.column(name);
        throw new DataException(
            "the column '" + name + "' has a " + what + " but is no input: it is constant or left out");
      }
    }
  }

  private static double[] values(List<Feature> features, Map<String, Double> settings, double otherwise) {
    return features.stream().mapToDouble(f -> {
      Double own = settings.get(f.name());
      Double column = settings.get(f.column());
      return own != null ? own : column != null ? column : settings.getOrDefault("*", otherwise);
    }).toArray();
  }
}
