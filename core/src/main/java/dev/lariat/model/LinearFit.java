package dev.lariat.model;

import dev.lariat.model.linear.SurvivalBaseline;

import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Feature;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.linear.selection.CrossValidation;
import dev.lariat.linear.selection.RelaxedPath;
import dev.lariat.linear.selection.RelaxedValidation;
import dev.lariat.linear.selection.Stability;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearObjective;
import dev.lariat.linear.LinearPath;
import dev.lariat.metric.Metric;
import dev.lariat.metric.Metrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A path fitted to a table, with names for what {@link LinearPath} numbers. */
public final class LinearFit {
  private final Family family;
  private final ModelTarget target;
  private final Preprocessing preprocessing;
  private final LinearPath path;
  private final CrossValidation validation;
  private final List<HeldOutRows> heldOut;
  private final List<String> offset;
  private final LinearObjective objective;
  private final Optional<SurvivalBaseline> baseline;
  private final Optional<RelaxedPath> relaxed;
  private final Optional<Stability> stability;
  private final double seconds;
  private final List<String> notes;

  LinearFit(Family family, ModelTarget target, Preprocessing preprocessing, LinearPath path, CrossValidation validation,
      List<HeldOutRows> heldOut, List<String> offset, LinearObjective objective, Optional<SurvivalBaseline> baseline,
      Optional<RelaxedPath> relaxed, Optional<Stability> stability, double seconds, List<String> notes) {
    this.family = family;
    this.target = target;
    this.preprocessing = preprocessing;
    this.path = path;
    this.validation = validation;
    this.heldOut = heldOut;
    this.offset = offset;
    this.objective = objective;
    this.baseline = baseline;
    this.relaxed = relaxed;
    this.stability = stability;
    this.seconds = seconds;
    this.notes = Stream.of(notes, path.notes(), relaxed.map(RelaxedPath::notes).orElse(List.of()))
        .flatMap(List::stream)
        .toList();
  }

  /** What a reader should know of the table and of the path. */
  public List<String> notes() {
    return notes;
  }

  /** The target's distribution. */
  public Family family() {
    return family;
  }

  /** The target column's name; of several all names, with commas between them. */
  public String target() {
    return target.name();
  }

  /** What the model predicts. */
  public ModelTarget modelTarget() {
    return target;
  }

  /** {@return what the linear predictors are of, where there are several: the classes, or the targets; else empty} */
  public List<String> predictors() {
    return path.points().getFirst().intercepts().length == 1
        ? List.of()
        : target.columns().isEmpty() ? target.classes() : target.columns();
  }

  /** The target's classes, empty for numbers; of two the last is the positive one. */
  public List<String> classes() {
    return target.classes();
  }

  /** How the table became features. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /** The fit itself. */
  public LinearPath path() {
    return path;
  }

  /** The baseline's hazard at each λ; empty but for times until an event. */
  public Optional<SurvivalBaseline> baseline() {
    return baseline;
  }

  /** The relaxed fits, if there are any; what was chosen over γ × λ is in the {@link #validation}. */
  public Optional<RelaxedPath> relaxed() {
    return relaxed;
  }

  /** How often each feature is selected on half of the rows, if that was asked for. */
  public Optional<Stability> stability() {
    return stability;
  }

  /** What was minimised. */
  public LinearObjective objective() {
    return objective;
  }

  /** What the fit of the path alone took. */
  public double seconds() {
    return seconds;
  }

  /** The columns that were an offset. */
  public List<String> offset() {
    return offset;
  }

  /** The cross-validation, if there was one. */
  public Optional<CrossValidation> validation() {
    return Optional.ofNullable(validation);
  }

  /**
   * How the folds' models do on the rows that they have not seen, at λ.min and at λ.1se, of a relaxed path at the γ
   * that were chosen with them; empty without cross-validation, and for times until an event.
   */
  public List<HeldOutRows> heldOut() {
    return heldOut;
  }

  /** λ.min of the cross-validation. */
  public double lambdaMin() {
    return required().lambdaMin();
  }

  /** λ.1se of the cross-validation. */
  public double lambdaOneSe() {
    return required().lambdaOneSe();
  }

  /**
   * What cross-validation chose.
   *
   * @param name {@code min} or {@code 1se}
   * @param lambda its λ
   * @param gamma of a relaxed path the share of the penalised coefficients, else NaN
   * @param mean the mean error over the folds
   * @param standardError that of the mean
   * @param point the fit to all rows
   */
  public record Choice(String name, double lambda, double gamma, double mean, double standardError,
      LinearPath.Point point) {}

  /** {@return the best place and the one within one standard error of it, of a relaxed path over γ × λ; else empty} */
  public List<Choice> choices() {
    return validation()
        .map(cv -> cv.relaxed()
            .map(relaxed -> List.of(choice("min", relaxed, relaxed.min()), choice("1se", relaxed, relaxed.oneSe())))
            .orElseGet(() -> List.of(choice("min", cv, cv.minIndex()), choice("1se", cv, cv.oneSeIndex()))))
        .orElse(List.of());
  }

  private static Choice choice(String name, CrossValidation cv, int index) {
    LinearPath.Point point = cv.path().points().get(index);
    return new Choice(name, point.lambda(), Double.NaN, cv.mean()[index], cv.standardError()[index], point);
  }

  private static Choice choice(String name, RelaxedValidation cv, RelaxedValidation.Place place) {
    return new Choice(name, cv.lambda(place), cv.gamma(place), cv.mean(place), cv.standardError(place),
        cv.point(place));
  }

  private CrossValidation required() {
    return validation().orElseThrow(() -> new IllegalStateException("the path was fitted without cross-validation"));
  }

  /** The features' names, in the order of the path's numbers. */
  public List<String> features() {
    return preprocessing.features().stream().map(Feature::name).toList();
  }

  /**
   * The non-zero coefficients at the path's λ nearest to this one, largest first, of the only predictor or of the last
   * class.
   */
  public Map<String, Double> coefficients(double lambda) {
    return coefficients(nearest(lambda), path.points().get(0).index().length - 1);
  }

  /** The non-zero coefficients at the path's λ number {@code point} for predictor k, by size, the largest first. */
  public Map<String, Double> coefficients(int point, int k) {
    return coefficients(path.points().get(point), k);
  }

  /** The non-zero coefficients at a point, of the path or of a relaxed one, for predictor k, the largest first. */
  public Map<String, Double> coefficients(LinearPath.Point at, int k) {
    List<String> names = features();
    List<Integer> order = new ArrayList<>();
    for (int a = 0; a < at.index()[k].length; a++) {
      order.add(a);
    }
    order.sort((a, b) -> Double.compare(Math.abs(at.coefficient()[k][b]), Math.abs(at.coefficient()[k][a])));
    Map<String, Double> out = new LinkedHashMap<>();
    for (int a : order) {
      out.put(names.get(at.index()[k][a]), at.coefficient()[k][a]);
    }
    return out;
  }

  /**
   * A feature that entered the path.
   *
   * @param feature its number
   * @param predictor the linear predictor (for multinomial: the class) in which it entered first
   * @param point the first λ, by its number, at which its coefficient is not 0
   * @param coefficient the one there
   */
  public record Entry(int feature, int predictor, int point, double coefficient) {}

  /**
   * The features in the order in which they entered the path; those that entered at one λ by the size of their
   * coefficients there, the largest first.
   */
  public List<Entry> entries() {
    var entered = new LinkedHashMap<Integer, Entry>();
    for (int p = 0; p < path.points().size(); p++) {
      LinearPath.Point point = path.points().get(p);
      var fresh = new ArrayList<Entry>();
      for (int k = 0; k < point.index().length; k++) {
        for (int a = 0; a < point.index()[k].length; a++) {
          if (!entered.containsKey(point.index()[k][a])) {
            fresh.add(new Entry(point.index()[k][a], k, p, point.coefficient()[k][a]));
          }
        }
      }
      fresh.sort(Comparator.comparingDouble(entry -> -Math.abs(entry.coefficient())));
      fresh.forEach(entry -> entered.putIfAbsent(entry.feature(), entry));
    }
    return List.copyOf(entered.values());
  }

  private int nearest(double lambda) {
    double[] lambdas = path.lambdas();
    int best = 0;
    for (int k = 1; k < lambdas.length; k++) {
      if (Math.abs(lambdas[k] - lambda) < Math.abs(lambdas[best] - lambda)) {
        best = k;
      }
    }
    return best;
  }

  /**
   * How a path does on the rows that its folds left out, at one λ.
   *
   * @param metrics unweighted, of each target
   * @param confusion [classes][classes] rows by their class and by the likeliest one; empty for numbers
   */
  public record HeldOutRows(List<Metrics> metrics, List<List<Integer>> confusion) {
    /** Copies the lists. */
    public HeldOutRows {
      metrics = List.copyOf(metrics);
      confusion = confusion.stream().map(List::copyOf).toList();
    }

    /** @param predictions row by row a probability a class, or what was learnt of a number a target */
    static HeldOutRows of(List<Target> targets, double[] predictions) {
      if (targets.size() > 1) {
        List<Metrics> each = new ArrayList<>();
        for (int k = 0; k < targets.size(); k++) {
          double[] own = new double[predictions.length / targets.size()];
          for (int i = 0; i < own.length; i++) {
            own[i] = predictions[i * targets.size() + k];
          }
          each.add(metrics(targets.get(k), own));
        }
        return new HeldOutRows(each, List.of());
      }
      Target target = targets.getFirst();
      return new HeldOutRows(List.of(metrics(target, predictions)),
          target.task() == Task.CLASSIFICATION
              ? confusion(target.labels(), predictions, target.classes().size())
              : List.of());
    }

    private static Metrics metrics(Target target, double[] predictions) {
      var tally = Metrics.tally(target.task(), target.classes().size());
      tally.add(Arrays.stream(predictions).map(target.transform()::number).toArray(), target);
      return tally.metrics();
    }

    private static List<List<Integer>> confusion(int[] labels, double[] predictions, int classes) {
      Integer[][] counts = new Integer[classes][classes];
      for (Integer[] row : counts) {
        Arrays.fill(row, 0);
      }
      for (int i = 0; i < labels.length; i++) {
        counts[labels[i]][Metric.likeliest(predictions, i * classes, classes)]++;
      }
      return Arrays.stream(counts).map(List::of).toList();
    }
  }
}
