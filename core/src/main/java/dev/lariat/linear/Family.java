package dev.lariat.linear;

import dev.lariat.data.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The distribution of the target given the inputs, with all of its mathematics: a new family is one file, its name here
 * ({@link #of}, {@link #known}) and its place in each export.
 *
 * <p>A linear predictor η stands for the target through an inverse link, μ = mean(η). Losses are half deviances, zero
 * for a saturated model.
 */
public sealed interface Family
    permits Gaussian, MultiGaussian, Binomial, Multinomial, Poisson, Gamma, Tweedie, NegativeBinomial, Cox {
  /** A real number; loss ½(y − η)². */
  static Family gaussian() {
    return new Gaussian();
  }

  /** Several real numbers of one row; loss ½Σ(y − η)². */
  static Family multiGaussian() {
    return new MultiGaussian();
  }

  /** One of two classes; loss −log p, p = 1/(1 + e^−η) for the second class. */
  static Family binomial() {
    return new Binomial();
  }

  /** One of several classes; loss −log softmax(η). */
  static Family multinomial() {
    return new Multinomial();
  }

  /** A count; loss e^η − yη, up to a constant. */
  static Family poisson() {
    return new Poisson();
  }

  /** A number above 0, log link; loss y/μ − 1 − log(y/μ), μ = e^η. */
  static Family gamma() {
    return new Gamma();
  }

  /** A number at least 0 that is often 0, log link; variance μ^power. */
  static Family tweedie(double power) {
    return new Tweedie(power);
  }

  /** A count that varies more than Poisson's, log link; variance μ + μ²/θ. */
  static Family negativeBinomial(double theta) {
    return new NegativeBinomial(theta);
  }

  /** The time until an event; loss −log of the partial likelihood. */
  static Family cox(Cox.Ties ties) {
    return new Cox(ties);
  }

  /** One of each, in the order in which help lists them. */
  static List<Family> known() {
    return List.of(gaussian(), multiGaussian(), binomial(), multinomial(), poisson(), gamma(), tweedie(1.5),
        negativeBinomial(1), cox(Cox.Ties.BRESLOW));
  }

  /**
   * Finds a family by its {@link #label}, with its usual parameters.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  static Family of(String label) {
    return known().stream()
        .filter(family -> family.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no family '" + label + "': it is one of " + labels()));
  }

  /**
   * Finds a family by its {@link #label} and gives it these {@link #parameters}.
   *
   * @throws IllegalArgumentException if there is none of that name, or it has no such parameter or value of it
   */
  static Family of(String label, Map<String, Double> parameters) {
    Family family = of(label);
    for (Map.Entry<String, Double> parameter : parameters.entrySet()) {
      family = family.with(parameter.getKey(), parameter.getValue());
    }
    return family;
  }

  /** The names of all families, with commas between them. */
  static String labels() {
    return String.join(", ", known().stream().map(Family::label).toList());
  }

  /** Its name on the command line and in model files. */
  String label();

  /** What the family is told beside its name, in the order of its factory method; empty for most. */
  default Map<String, Double> parameters() {
    return Map.of();
  }

  /**
   * The same with another value of a parameter.
   *
   * @throws IllegalArgumentException if it has no such parameter, or the value is out of its range
   */
  default Family with(String parameter, double value) {
    throw new IllegalArgumentException("the family " + label() + " has no " + parameter);
  }

  /** How its linear predictors stand for the target. */
  Link link();

  /** Whether its targets are numbers or classes. */
  default Task task() {
    return link().task();
  }

  /**
   * The number of linear predictors.
   *
   * @param classes the number of classes, 1 for numbers
   */
  default int predictors(int classes) {
    return 1;
  }

  /**
   * The number of targets of one row: 1, but for {@link MultiGaussian}.
   *
   * @param classes what {@link Observations#classes} says
   */
  default int targets(int classes) {
    return 1;
  }

  /**
   * Refuses a number of classes: a family of numbers has none.
   *
   * @throws IllegalArgumentException if the family cannot have so many
   */
  default void requireClasses(int classes) {
    Observations.requireNoClasses(this, classes);
  }

  /** {@return why a finite number cannot be a target; empty if it can} */
  Optional<String> refusal(double y, int classes);

  /**
   * Refuses targets that leave nothing to model.
   *
   * @param w [rows] weights that sum to 1
   * @throws dev.lariat.data.DataException if so
   */
  void requireUsable(Observations data, double[] w, boolean intercept);

  /**
   * The inverse link: what row {@code row} of the linear predictors stands for, a number or a probability a class.
   *
   * @param eta [predictors][rows]
   * @param out from {@code at} on overwritten with a number, or one a class
   */
  default void mean(double[][] eta, int row, double[] out, int at) {
    link().mean(eta, row, out, at);
  }

  /**
   * The deviance of one row, twice its loss.
   *
   * @param mean as {@link #mean} gives it; probabilities are held within [1e-5, 1 − 1e-5]
   */
  double deviance(double y, double[] mean);

  /**
   * The deviance of row number {@code row} of targets as {@link Observations#y} has them.
   *
   * @param mean as {@link #mean} gives it
   */
  default double deviance(double[] y, int row, double[] mean) {
    return deviance(y[row], mean);
  }

  /**
   * Its loss on rows.
   *
   * @param w [rows] weights that sum to 1, in place of the observations' own
   */
  Datafit datafit(Observations data, double[] w);

  /** This family if its target is the time until an event, else empty. Then η has no constant: it would cancel. */
  default Optional<Cox> survival() {
    return Optional.empty();
  }

  /** Whether the loss is its own quadratic model, so that its curvature never changes and a Newton step is exact. */
  default boolean quadratic() {
    return false;
  }

  /**
   * What {@link Datafit#distance} of a residual that is scaled by s is about, from Pearson's χ² of the residual: Σθ²/h,
   * h being the curvature, where there is one linear predictor and the loss is a sum over rows.
   *
   * @param square χ², of rows whose weights sum to {@code weight}
   */
  default double distanceAbout(double s, double square, double weight) {
    return (1 - s) * (1 - s) * square / weight;
  }

  /**
   * Whether the distance is at most {@link #distanceAbout}: of probabilities and counts it is a Kullback–Leibler
   * divergence, which Pearson's χ² bounds (log t ≤ t − 1).
   */
  default boolean distanceBoundedByCurvature() {
    return false;
  }

  /**
   * glmnet's rule for ending a path of its own grid: whether the share of the deviance explained no longer grows.
   *
   * @param ratios the shares so far, at least {@link #LEAST_POINTS}
   * @param patience a factor of the least growth; 0 never ends
   */
  default boolean pathEnds(List<Double> ratios, double patience) {
    return ratios.getLast() - ratios.get(ratios.size() - 2) < patience * LEAST_GROWTH;
  }

  /** The λs that glmnet fits in any case. */
  int LEAST_POINTS = 5;

  /** glmnet's fdev: the least growth of the deviance explained, a λ, where a family has no rule of its own. */
  double LEAST_GROWTH = 1e-5;

  /** What glmnet's λ of a quadratic penalty part is multiplied with. */
  default double glmnetRidgeScale(Observations data, double[] w, boolean intercept) {
    return 1;
  }

  /** Whether glmnet reads λ_max of a ridge path off the model of the intercept alone, also with unpenalised columns. */
  default boolean glmnetRidgeStartsAtIntercept() {
    return true;
  }
}
