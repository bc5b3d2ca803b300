package dev.lariat.model;

import dev.lariat.model.linear.SurvivalBaseline;
import dev.lariat.model.linear.TableDesign;

import dev.lariat.data.Column;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumberText;
import dev.lariat.data.Schema;
import dev.lariat.data.Target;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.data.encoding.Feature;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.linear.Cox;
import dev.lariat.model.linear.Relaxation;
import dev.lariat.linear.LinearObjective;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.Link;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A linear path behind its preprocessing, at one of its λs; {@link #at} moves it to another. A λ between two of the
 * path's is interpolated linearly in λ, one beyond them is the nearest. Only columns with a coefficient other than 0 at
 * its λ need be there.
 *
 * @param target what it predicts
 * @param preprocessing how a table becomes features
 * @param path the coefficients at every λ
 * @param offset columns that are added to the linear predictor as they are; as many as predictors, or none
 * @param lambdaMin λ of the best cross-validated error, NaN without cross-validation
 * @param lambdaOneSe the strongest λ within one standard error of it, NaN without cross-validation
 * @param lambda the λ at which it predicts
 * @param objective what the path minimises; empty for a model file that does not say it
 * @param survival of times until an event: the baseline's hazard at each λ; else empty. Predictions are relative risks
 * then
 * @param relaxation of a path with relaxed fits: these, and what share of the penalised ones is kept; else empty
 * @param provenance where it comes from
 */
public record LinearModel(ModelTarget target, Preprocessing preprocessing, LinearPath path, List<String> offset,
    double lambdaMin, double lambdaOneSe, double lambda, Optional<LinearObjective> objective,
    Optional<SurvivalBaseline> survival, Optional<Relaxation> relaxation, Provenance provenance) implements Model {
  /** Values of features that are in memory at once. */
  private static final int CHUNK_VALUES = 1 << 22;

  /** Checks that the parts belong together. */
  public LinearModel {
    Objects.requireNonNull(provenance);
    Objects.requireNonNull(objective);
    Objects.requireNonNull(survival);
    Objects.requireNonNull(relaxation);
    offset = List.copyOf(offset);
    if (path.points().isEmpty() || preprocessing.width() != path.features()) {
      throw new IllegalArgumentException("a path of " + path.points().size() + " λs and " + path.features()
          + " features with a preprocessing of " + preprocessing.width());
    }
    int predictors = path.points().get(0).intercepts().length;
    if (path.family().task() != target.task() || predictors != path.family().predictors(target.width())
        || (!offset.isEmpty() && offset.size() != predictors)) {
      throw new IllegalArgumentException("family " + path.family() + " with " + predictors + " predictors and "
          + offset.size() + " offsets does not fit the target '" + target.name() + "'");
    }
    if (target.transform() != Target.Transform.NONE && path.family().link() != Link.IDENTITY) {
      throw new IllegalArgumentException("the family " + path.family()
          + " has a link of its own: the logarithm of the target goes with the family gaussian");
    }
    if (!(lambda >= 0) || Double.isInfinite(lambda)) {
      throw new IllegalArgumentException("λ must be finite and at least 0, not " + lambda);
    }
    preprocessing = preprocessing.unused(unusedColumns(preprocessing, point(path, relaxation, lambda)));
  }

  /** Of a family without a baseline, without relaxed fits. */
  public LinearModel(ModelTarget target, Preprocessing preprocessing, LinearPath path, List<String> offset,
      double lambdaMin, double lambdaOneSe, double lambda, Optional<LinearObjective> objective, Provenance provenance) {
    this(target, preprocessing, path, offset, lambdaMin, lambdaOneSe, lambda, objective, Optional.empty(),
        Optional.empty(), provenance);
  }

  /**
   * The model of a fitted path: at λ.1se where it was cross-validated, else at its weakest λ. Of a relaxed one at the γ
   * that was chosen with λ, else at the relaxed fit.
   */
  public static LinearModel of(LinearFit fit, Provenance provenance) {
    double weakest = fit.path().points().getLast().lambda();
    LinearFit.Choice none = new LinearFit.Choice("", Double.NaN, Double.NaN, Double.NaN, Double.NaN, null);
    List<LinearFit.Choice> choices = fit.choices();
    LinearFit.Choice min = choices.isEmpty() ? none : choices.getFirst();
    LinearFit.Choice oneSe = choices.isEmpty() ? none : choices.getLast();
    return new LinearModel(fit.modelTarget(), fit.preprocessing(), fit.path(), fit.offset(), min.lambda(),
        oneSe.lambda(), Double.isNaN(oneSe.lambda()) ? weakest : oneSe.lambda(), Optional.of(fit.objective()),
        fit.baseline(),
        fit.relaxed()
            .map(path -> new Relaxation(path.relaxed(), Double.isNaN(oneSe.gamma()) ? 0 : oneSe.gamma(), min.gamma(),
                oneSe.gamma())),
        provenance);
  }

  /**
   * The same at another λ; at {@code min} and {@code 1se} of a relaxed path also at the γ that was chosen with it.
   *
   * @param choice {@code min}, {@code 1se} or a number
   * @throws IllegalArgumentException if it is none of these, or the path was not cross-validated
   */
  public LinearModel at(String choice) {
    double value = switch (choice.toLowerCase(Locale.ROOT)) {
      case "min" -> lambdaMin;
      case "1se" -> lambdaOneSe;
      default -> {
        try {
          yield Double.parseDouble(choice);
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException("λ must be min, 1se or a number, not '" + choice + "'", e);
        }
      }
    };
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("the path was fitted without cross-validation, so there is no λ." + choice
          + ": fit it with --folds, or give λ as a number");
    }
    return moved(value, relaxation.map(fits -> switch (choice.toLowerCase(Locale.ROOT)) {
      case "min" -> fits.at(fits.gammaMin());
      case "1se" -> fits.at(fits.gammaOneSe());
      default -> fits;
    }));
  }

  /**
   * The same with another share of the penalised coefficients in place of the relaxed ones.
   *
   * @throws IllegalArgumentException if γ is not within [0, 1], or the path has no relaxed fits
   */
  public LinearModel withGamma(double gamma) {
    if (relaxation.isEmpty()) {
      throw new IllegalArgumentException("the path has no relaxed fits, so there is no γ: fit it with --relax");
    }
    return moved(lambda, relaxation.map(fits -> fits.at(gamma)));
  }

  private LinearModel moved(double newLambda, Optional<Relaxation> newRelaxation) {
    return new LinearModel(target, preprocessing, path, offset, lambdaMin, lambdaOneSe, newLambda, objective, survival,
        newRelaxation, provenance);
  }

  @Override
  public Schema schema() {
    Schema schema = Model.super.schema();
    for (String column : offset) {
      schema = schema.with(new Schema.Field(column, ColumnKind.NUMERIC, null, true));
    }
    Optional<String> strata = survival.flatMap(baseline -> baseline.columns().strata());
    if (strata.isPresent()) {
      schema = schema.with(new Schema.Field(strata.get(), ColumnKind.CATEGORY, null, false));
    }
    return schema;
  }

  /** The coefficients at the model's λ, and γ. */
  public LinearPath.Point point() {
    return point(path, relaxation, lambda);
  }

  private static LinearPath.Point point(LinearPath path, Optional<Relaxation> relaxation, double lambda) {
    LinearPath.Point penalised = path.at(lambda);
    if (relaxation.isEmpty() || relaxation.get().gamma() == 1) {
      return penalised;
    }
    LinearPath.Point bare = relaxation.get().fits(path).at(lambda);
    return penalised.towards(bare, 1 - relaxation.get().gamma(), path.features());
  }

  private static Set<String> unusedColumns(Preprocessing preprocessing, LinearPath.Point point) {
    var unused = new LinkedHashSet<String>();
    for (Encoding encoding : preprocessing.encodings()) {
      unused.add(encoding.column());
    }
    List<Feature> features = preprocessing.features();
    for (int[] index : point.index()) {
      for (int j : index) {
        unused.remove(features.get(j).column());
      }
    }
    return unused;
  }

  @Override
  public double[] predict(Dataset data) {
    int width = target.width();
    double[] out = new double[Math.multiplyExact(data.rows(), width)];
    LinearPath.Point point = point();
    int[] all = data.allRows();
    // What is sparse is never in memory with its zeros.
    double perRow = TableDesign.mayBeSparse(preprocessing, data)
        ? Math.min(preprocessing.width(), TableDesign.MARGIN * preprocessing.entriesPerRow(data))
        : preprocessing.width();
    int chunk = (int) Math.clamp(CHUNK_VALUES / Math.max(1, perRow), 1, Math.max(1, all.length));
    for (int from = 0; from < all.length; from += chunk) {
      int[] rows = Arrays.copyOfRange(all, from, Math.min(all.length, from + chunk));
      double[][] eta = TableDesign.sparse(preprocessing, data, rows)
          .map(point::predict)
          .orElseGet(() -> predict(point, preprocessing.columns(data, rows), rows.length));
      for (int k = 0; k < eta.length; k++) {
        if (!offset.isEmpty()) {
          Column column = data.column(offset.get(k));
          for (int i = 0; i < rows.length; i++) {
            eta[k][i] += column.number(rows[i]);
          }
        }
      }
      for (int i = 0; i < rows.length; i++) {
        path.family().mean(eta, i, out, (from + i) * width);
        out[(from + i) * width] = target.transform().number(out[(from + i) * width]);
      }
    }
    return out;
  }

  /** In one line: family, coefficients, λ and target. */
  @Override
  public String toString() {
    int used = Arrays.stream(point().index()).mapToInt(index -> index.length).sum();
    return "linear " + path.family() + ", " + used + " of " + (long) path.features() * point().index().length
        + " coefficients at λ " + NumberText.coefficient(lambda)
        + relaxation.map(fits -> ", γ " + NumberText.setting(fits.gamma())).orElse("") + ", for " + target;
  }

  @Override
  public boolean isOfTimes() {
    return survival.isPresent();
  }

  /**
   * The probabilities that rows have had no event by some times.
   *
   * @return [rows × times], row by row
   * @throws IllegalArgumentException if the model is not one of times until an event
   * @throws dev.lariat.data.DataException if a row is of a stratum that the model does not know
   */
  public double[] survival(Dataset data, double[] times) {
    SurvivalBaseline known = survival.orElseThrow(() -> new IllegalArgumentException(
        "only a model of the family cox knows survival; this one is " + path.family()));
    Cox.Baseline baseline = known.at(path, lambda, relaxation.map(Relaxation::gamma).orElse(1.0));
    int[] strata = known.strataOf(data);
    double[] risk = predict(data);
    double[] out = new double[Math.multiplyExact(risk.length, times.length)];
    Map<Integer, double[]> hazards = new HashMap<>(); // of a stratum at each time: it has as many steps as events
    for (int i = 0; i < risk.length; i++) {
      double[] hazard = hazards.computeIfAbsent(strata[i],
          stratum -> Arrays.stream(times).map(time -> baseline.at(stratum, time)).toArray());
      for (int k = 0; k < times.length; k++) {
        out[i * times.length + k] = StrictMath.exp(-hazard[k] * risk[i]);
      }
    }
    return out;
  }

  /** η of dense columns [features][rows], without an offset. */
  private static double[][] predict(LinearPath.Point point, double[][] columns, int rows) {
    double[][] eta = new double[point.intercepts().length][rows];
    for (int k = 0; k < eta.length; k++) {
      Arrays.fill(eta[k], point.intercepts()[k]);
      for (int a = 0; a < point.index()[k].length; a++) {
        double[] column = columns[point.index()[k][a]];
        double beta = point.coefficient()[k][a];
        for (int i = 0; i < rows; i++) {
          eta[k][i] += beta * column[i];
        }
      }
    }
    return eta;
  }
}
