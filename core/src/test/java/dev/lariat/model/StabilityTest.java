package dev.lariat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Task;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.selection.Stability;
import dev.lariat.model.linear.AdaptiveWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class StabilityTest {
  private static final int FEATURES = 60;

  /** Three of the columns matter. */
  private static Dataset table(int rows, double signal, long seed) {
    var random = new Random(seed);
    List<Column> columns = new ArrayList<>();
    double[] y = new double[rows];
    for (int j = 0; j < FEATURES; j++) {
      double[] x = new double[rows];
      for (int i = 0; i < rows; i++) {
        x[i] = random.nextGaussian();
        y[i] += j % 20 == 3 ? signal * x[i] : 0;
      }
      columns.add(new NumericColumn("x" + j, x));
    }
    for (int i = 0; i < rows; i++) {
      y[i] += random.nextGaussian();
    }
    columns.add(new NumericColumn("y", y));
    return Dataset.of("planted", columns).target("y", Task.REGRESSION);
  }

  private static Stability stability(Dataset data, int threads) {
    return LinearTrainer.of(data, Family.gaussian(), LinearPenalty.lasso())
        .options(PathOptions.DEFAULT.withThreads(threads))
        .stability(0)
        .fit()
        .stability()
        .orElseThrow();
  }

  @Test
  void thePlantedColumnsAreSelected() {
    Stability stability = stability(table(200, 1, 3), 1);
    assertThat(stability.halves()).isEqualTo(100);
    assertThat(stability.most()).isEqualTo(5); // √(60/2)
    assertThat(stability.selected()).containsExactlyInAnyOrder(3, 23, 43);
    assertThat(stability(table(200, 1, 3), 2).frequency()).isEqualTo(stability.frequency());
  }

  /** Of columns that say nothing no more than the bound are selected. */
  @Test
  void noiseIsSelectedNoMoreThanTheBoundSays() {
    int selected = 0;
    int tables = 12;
    double bound = 0;
    for (int seed = 0; seed < tables; seed++) {
      Stability stability = stability(table(80, 0, 100 + seed), 2);
      selected += stability.selected().size();
      bound = stability.bound();
    }
    assertThat(bound).isCloseTo(25 / (0.5 * 60), within(1e-12));
    assertThat((double) selected / tables).isLessThanOrEqualTo(bound);
  }

  /** Shah and Samworth's constants, by hand: C(0.75, 50) = 1/(2(0.5 − 0.01)), C(0.9, 50) = 4 · 0.11/1.02. */
  @Test
  void theBoundsAreThePapers() {
    var usual = new Stability(100, 5, 60, 0.75, new double[60]);
    assertThat(usual.unimodalBound()).isCloseTo(25.0 / 60 / 0.98, within(1e-12));
    var strict = new Stability(100, 5, 60, 0.9, new double[60]);
    assertThat(strict.unimodalBound()).isCloseTo(4 * 0.11 / 1.02 * 25 / 60, within(1e-12));
    assertThat(strict.bound()).isCloseTo(25 / (0.8 * 60), within(1e-12));
    assertThat(new Stability(100, 1, 1, 0.75, new double[1]).unimodalBound()).isNaN();
    assertThat(Stability.most(2)).isEqualTo(1);
  }

  @Test
  void whatSelectsNothingIsRefused() {
    Dataset data = table(40, 1, 1);
    assertThatThrownBy(() -> LinearTrainer.of(data, Family.gaussian(), LinearPenalty.ridge()).stability(0))
        .hasMessageContaining("a ridge penalty selects no features");
    assertThatThrownBy(() -> LinearTrainer.of(data, Family.gaussian(), LinearPenalty.lasso())
        .adaptive(AdaptiveWeights.RIDGE)
        .stability(0)).hasMessageContaining("adaptive weights");
    double[] same = new double[40];
    Dataset constant = Dataset.of("t", List.of(new NumericColumn("x", same), data.column("y"))).target("y");
    assertThatThrownBy(() -> LinearTrainer.of(constant, Family.gaussian(), LinearPenalty.lasso()).stability(0).fit())
        .isInstanceOf(DataException.class);
  }
}
