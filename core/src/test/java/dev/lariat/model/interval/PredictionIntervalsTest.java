package dev.lariat.model.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Task;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.PathOptions;
import dev.lariat.model.LinearModel;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.Model;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.Provenance;
import dev.lariat.model.TrivialModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** CV+ against its definition, and its coverage. */
class PredictionIntervalsTest {
  private static final Provenance PROVENANCE = Provenance.now("test", 0, "", "");

  /** y = 2x + noise. */
  private static Dataset table(int rows, long seed) {
    var random = new SplittableRandom(seed);
    double[] x = random.doubles(rows).toArray();
    double[] y = new double[rows];
    Arrays.setAll(y, i -> 2 * x[i] + 0.3 * random.nextGaussian());
    return Dataset.of("table", List.of(new NumericColumn("x", x), new NumericColumn("y", y))).target("y");
  }

  private static PredictionIntervals fitted(Dataset data, int count) {
    Folds folds = Folds.stratified(data.target(), count, 1);
    List<PredictionIntervals.Fold> all = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      var fit = LinearTrainer.of(data.select(folds.training(k)), Family.gaussian(), LinearPenalty.ridge())
          .options(PathOptions.DEFAULT.withLambdas(new double[]{0.01}))
          .fit();
      all.add(PredictionIntervals.Fold.of(LinearModel.of(fit, PROVENANCE), data.select(folds.validation(k))));
    }
    return new PredictionIntervals(all);
  }

  /** The definition of Barber et al. (2021), row by row over all residuals. */
  @Test
  void isWhatThePaperDefines() {
    PredictionIntervals intervals = fitted(table(47, 1), 5);
    Dataset rows = table(20, 2);
    for (double coverage : new double[]{0.5, 0.8, 0.9, 0.95}) {
      double[] bounds = intervals.predict(rows, coverage);
      for (int row = 0; row < rows.rows(); row++) {
        List<Double> lower = new ArrayList<>();
        List<Double> upper = new ArrayList<>();
        for (PredictionIntervals.Fold fold : intervals.folds()) {
          double centre = fold.model().predict(rows.select(new int[]{row}))[0];
          for (double residual : fold.residuals()) {
            lower.add(centre - residual);
            upper.add(centre + residual);
          }
        }
        lower.sort(null);
        upper.sort(null);
        int n = lower.size();
        int low = (int) Math.floor((1 - coverage) * (n + 1) + 1e-9);
        int high = (int) Math.ceil(coverage * (n + 1) - 1e-9);
        assertThat(bounds[2 * row]).isEqualTo(lower.get(low - 1));
        assertThat(bounds[2 * row + 1]).isCloseTo(upper.get(high - 1), within(1e-12));
        double[] single = intervals.predict(Map.of("x", rows.column("x").number(row)), coverage);
        assertThat(single).containsExactly(new double[]{bounds[2 * row], bounds[2 * row + 1]}, within(1e-9));
      }
    }
  }

  @Test
  void holdsAboutTheShareThatItNames() {
    int inside = 0;
    int all = 0;
    for (int run = 0; run < 20; run++) {
      PredictionIntervals intervals = fitted(table(100, 10 + run), 5);
      Dataset fresh = table(500, 1000 + run);
      double[] bounds = intervals.predict(fresh, 0.9);
      double[] y = fresh.target().values();
      for (int row = 0; row < y.length; row++) {
        inside += y[row] >= bounds[2 * row] && y[row] <= bounds[2 * row + 1] ? 1 : 0;
        all++;
      }
    }
    assertThat(inside / (double) all).isBetween(0.88, 0.93);
  }

  @Test
  void aLargerShareIsAWiderInterval() {
    PredictionIntervals intervals = fitted(table(60, 3), 3);
    Dataset rows = table(5, 4);
    double[] narrow = intervals.predict(rows, 0.5);
    double[] wide = intervals.predict(rows, 0.9);
    for (int row = 0; row < rows.rows(); row++) {
      assertThat(wide[2 * row]).isLessThan(narrow[2 * row]);
      assertThat(wide[2 * row + 1]).isGreaterThan(narrow[2 * row + 1]);
    }
    assertThat(intervals).hasToString("intervals of 3 models and 60 rows for y");
    assertThat(intervals.schema().fields()).extracting("name").contains("x", "y");
  }

  @Test
  void whatCannotBeAskedForIsRefused() {
    PredictionIntervals intervals = fitted(table(30, 5), 3);
    Dataset rows = table(2, 6);
    assertThatThrownBy(() -> intervals.predict(rows, 1.2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the share of rows that an interval holds is between 0 and 1, such as 0.9; not 1.2");
    assertThatThrownBy(() -> intervals.predict(rows, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> intervals.predict(rows, 0.99)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an interval of 0.99 needs at least 99 rows, and the study had 30: ask for a smaller one");
    assertThat(intervals.predict(rows, 0.96)).hasSize(4); // 31 · 0.04 = 1.24
    Model shares = new TrivialModel(new ModelTarget("y", Task.CLASSIFICATION, List.of("a", "b")),
        intervals.folds().getFirst().model().preprocessing(), List.of(0.5, 0.5), PROVENANCE);
    assertThatThrownBy(() -> new PredictionIntervals.Fold(shares, new double[]{1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("intervals are for numbers; 'y' has classes");
    assertThatThrownBy(() -> new PredictionIntervals(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
