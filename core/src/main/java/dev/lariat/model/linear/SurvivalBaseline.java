package dev.lariat.model.linear;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.linear.Cox;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.selection.RelaxedPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a path of times until an event says beside its coefficients: the baseline's hazard at each λ.
 *
 * @param ties how events at the same time were counted
 * @param columns where the table says what happened
 * @param strata the strata's names, by number; empty without strata
 * @param baselines one a λ of the path
 * @param relaxed of a path with relaxed fits those at shares γ below 1 of the penalised coefficients, ascending in γ;
 * else empty
 */
public record SurvivalBaseline(Cox.Ties ties, SurvivalColumns columns, List<String> strata,
    List<Cox.Baseline> baselines, List<Relaxed> relaxed) {
  /**
   * The baselines at one share of the penalised coefficients.
   *
   * @param gamma the share
   * @param baselines one a λ of the path
   */
  public record Relaxed(double gamma, List<Cox.Baseline> baselines) {
    /** Copies the list; refuses a γ outside of [0, 1]. */
    public Relaxed {
      RelaxedPath.requireGamma(gamma);
      baselines = List.copyOf(baselines);
    }
  }

  /** Copies the lists. */
  public SurvivalBaseline {
    Objects.requireNonNull(ties);
    Objects.requireNonNull(columns);
    strata = List.copyOf(strata);
    baselines = List.copyOf(baselines);
    relaxed = List.copyOf(relaxed);
  }

  /**
   * The baseline at a λ and a share γ of the penalised coefficients: between two λs of the path, or two shares that are
   * there, cumulative hazards are linear.
   */
  public Cox.Baseline at(LinearPath path, double lambda, double gamma) {
    int above = 0;
    while (above < relaxed.size() && relaxed.get(above).gamma() < gamma) {
      above++;
    }
    Relaxed high = above < relaxed.size() ? relaxed.get(above) : new Relaxed(1, baselines);
    Cox.Baseline b = at(high.baselines, path, lambda);
    if (above == 0 || high.gamma() == gamma) {
      return b;
    }
    Relaxed low = relaxed.get(above - 1);
    return mixed(at(low.baselines, path, lambda), b, (gamma - low.gamma()) / (high.gamma() - low.gamma()));
  }

  private static Cox.Baseline at(List<Cox.Baseline> baselines, LinearPath path, double lambda) {
    LinearPath.Place place = path.place(lambda);
    Cox.Baseline b = baselines.get(place.index());
    return place.between() ? mixed(baselines.get(place.index() - 1), b, place.share()) : b;
  }

  /** (1 − share)·a + share·b. */
  private static Cox.Baseline mixed(Cox.Baseline a, Cox.Baseline b, double share) {
    double[] cumulative = new double[a.cumulative().length];
    for (int g = 0; g < cumulative.length; g++) {
      cumulative[g] = (1 - share) * a.cumulative()[g] + share * b.cumulative()[g];
    }
    return new Cox.Baseline(a.stratum(), a.time(), cumulative);
  }

  /**
   * The number of each row's stratum.
   *
   * @throws DataException if a row is of a stratum that the model does not know
   */
  public int[] strataOf(Dataset data) {
    int[] numbers = new int[data.rows()];
    if (columns.strata().isPresent()) {
      Map<String, Integer> known = new HashMap<>();
      strata.forEach(name -> known.putIfAbsent(name, known.size()));
      Column column = data.column(columns.strata().get());
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = column.isMissing(i) ? -1 : known.getOrDefault(column.text(i), -1);
        if (numbers[i] < 0) {
          throw new DataException("strata column '" + column.name() + "', row " + (i + 1) + " is "
              + (column.isMissing(i) ? "missing" : "'" + column.text(i) + "'") + ": the model knows the strata "
              + String.join(", ", strata));
        }
      }
    }
    return numbers;
  }
}
