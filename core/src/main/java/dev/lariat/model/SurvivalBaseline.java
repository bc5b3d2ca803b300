package dev.lariat.model;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.linear.Cox;
import dev.lariat.linear.LinearPath;
import java.util.List;
import java.util.Objects;

/**
 * What a path of times until an event says beside its coefficients: the baseline's hazard at each λ.
 *
 * @param ties how events at the same time were counted
 * @param columns where the table says what happened
 * @param strata the strata's names, by number; empty without strata
 * @param baselines one a λ of the path
 */
public record SurvivalBaseline(Cox.Ties ties, SurvivalColumns columns, List<String> strata,
    List<Cox.Baseline> baselines) {
  /** Copies the lists. */
  public SurvivalBaseline {
    Objects.requireNonNull(ties);
    Objects.requireNonNull(columns);
    strata = List.copyOf(strata);
    baselines = List.copyOf(baselines);
  }

  /** The baseline at a λ: between two of the path's cumulative hazards are linear, as coefficients are. */
  Cox.Baseline at(LinearPath path, double lambda) {
    List<LinearPath.Point> points = path.points();
    int weaker = 0;
    while (weaker < points.size() && points.get(weaker).lambda() > lambda) {
      weaker++;
    }
    if (weaker == 0 || weaker == points.size() || points.get(weaker).lambda() == lambda) {
      return baselines.get(Math.min(weaker, points.size() - 1));
    }
    double from = points.get(weaker - 1).lambda();
    double share = (from - lambda) / (from - points.get(weaker).lambda());
    Cox.Baseline a = baselines.get(weaker - 1);
    Cox.Baseline b = baselines.get(weaker);
    double[] mixed = new double[a.cumulative().length];
    for (int g = 0; g < mixed.length; g++) {
      mixed[g] = (1 - share) * a.cumulative()[g] + share * b.cumulative()[g];
    }
    return new Cox.Baseline(a.stratum(), a.time(), mixed);
  }

  /**
   * The number of each row's stratum.
   *
   * @throws DataException if a row is of a stratum that the model does not know
   */
  int[] strataOf(Dataset data) {
    int[] numbers = new int[data.rows()];
    if (columns.strata().isPresent()) {
      Column column = data.column(columns.strata().get());
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = column.isMissing(i) ? -1 : strata.indexOf(column.text(i));
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
