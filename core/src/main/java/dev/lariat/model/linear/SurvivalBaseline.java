package dev.lariat.model.linear;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.linear.Cox;
import dev.lariat.linear.LinearPath;
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
  public Cox.Baseline at(LinearPath path, double lambda) {
    LinearPath.Place place = path.place(lambda);
    Cox.Baseline b = baselines.get(place.index());
    if (!place.between()) {
      return b;
    }
    Cox.Baseline a = baselines.get(place.index() - 1);
    double[] mixed = new double[a.cumulative().length];
    for (int g = 0; g < mixed.length; g++) {
      mixed[g] = (1 - place.share()) * a.cumulative()[g] + place.share() * b.cumulative()[g];
    }
    return new Cox.Baseline(a.stratum(), a.time(), mixed);
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
