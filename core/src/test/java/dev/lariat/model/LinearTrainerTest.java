package dev.lariat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.NumericColumn;
import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Observations;
import dev.lariat.linear.PathOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LinearTrainerTest {
  private static final int ROWS = 60;

  private static Dataset table() {
    var random = new SplittableRandom(3);
    double[] size = new double[ROWS];
    double[] age = new double[ROWS];
    double[] y = new double[ROWS];
    double[] fold = new double[ROWS];
    List<String> colours = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      fold[i] = i % 3;
      size[i] = random.nextGaussian();
      // the third fold's ages are larger: a fill-in that saw them would be another one
      age[i] = random.nextDouble() < 0.3 ? Double.NaN : random.nextGaussian() + 5 * fold[i];
      colours.add(fold[i] == 2 && i % 2 == 0 ? "violet" : i % 4 < 2 ? "red" : "blue");
      y[i] = size[i] + (Double.isNaN(age[i]) ? 1 : 0.3 * age[i]) + (colours.get(i).equals("red") ? 1 : 0)
          + 0.5 * random.nextGaussian();
    }
    return Dataset
        .of("table",
            List.of(new NumericColumn("size", size), new NumericColumn("age", age),
                CategoryColumn.of("colour", colours), new NumericColumn("fold", fold), new NumericColumn("y", y)))
        .target("y");
  }

  @Test
  void whatIsLearnedFromRowsIsLearnedInsideTheFold() {
    Dataset table = table();
    Folds folds = Folds.given(table.column("fold"));
    Dataset data = table.without("fold");
    PathOptions options = PathOptions.DEFAULT.withLambdas(1, 0.1, 0.01).withTolerance(1e-10);
    LinearFit all = LinearTrainer.of(data, Family.gaussian(), LinearPenalty.lasso())
        .options(options)
        .crossValidate(folds);
    double[] y = data.target().values();
    for (int k = 0; k < 3; k++) {
      double sum = 0;
      for (int f = 0; f < 3; f++) {
        int[] rows = folds.validation(f);
        // by hand: a table of the training rows alone, and what its model says of the others
        LinearFit alone = LinearTrainer.of(data.select(folds.training(f)), Family.gaussian(), LinearPenalty.lasso())
            .options(options)
            .fit();
        var x = DesignMatrix.dense(alone.preprocessing().columns(data, rows));
        double[] eta = alone.path().points().get(k).predict(x)[0];
        for (int i = 0; i < rows.length; i++) {
          sum += (y[rows[i]] - eta[i]) * (y[rows[i]] - eta[i]);
        }
      }
      assertThat(all.validation().orElseThrow().mean()[k]).isCloseTo(sum / ROWS, within(1e-7));
    }
  }

  /** e^η of a row that does not count may be beyond all numbers. */
  @Test
  void aRowWithoutWeightMayBeAnywhere() {
    double[] x = {1, 3, 2, 5, 4, 1e9};
    for (Family family : List.of(Family.poisson(), Family.gamma(), Family.negativeBinomial(1), Family.tweedie(1.5))) {
      var all = new Observations(DesignMatrix.dense(new double[][]{x}), family, new double[]{1, 2, 2, 6, 4, 1}, 1,
          new double[]{1, 1, 1, 1, 1, 0}, null);
      LinearPath path = LinearTrainer.fit(all, LinearPenalty.lasso(), PathOptions.DEFAULT);
      var rest = new Observations(DesignMatrix.dense(new double[][]{Arrays.copyOf(x, 5)}), family,
          new double[]{1, 2, 2, 6, 4}, 1, null, null);
      LinearPath alone = LinearTrainer.fit(rest, LinearPenalty.lasso(), PathOptions.DEFAULT);
      assertThat(path.points().getLast().converged()).as("%s", family).isTrue();
      assertThat(path.points().getLast().dense(0, 1)[0]).as("%s", family)
          .isCloseTo(alone.points().getLast().dense(0, 1)[0], within(1e-6));
    }
  }

  @Test
  void noRowsHaveNoPredictions() {
    Dataset data = table().without("fold");
    LinearModel model = LinearModel.of(LinearTrainer.of(data, Family.gaussian(), LinearPenalty.lasso()).fit(),
        Provenance.now("test", 0, "", ""));
    assertThat(model.predict(data.select(new int[0]))).isEmpty();
  }

  @Test
  void aSettingOfAColumnThatAFoldLeavesOutIsNoError() {
    Dataset table = table();
    double[] rare = new double[ROWS];
    rare[2] = 1; // constant wherever the third fold is left out
    Dataset data = table.with(new NumericColumn("rare", rare)).without("fold");
    LinearFit path = LinearTrainer.of(data, Family.gaussian(), LinearPenalty.lasso())
        .factor("rare", 2)
        .options(PathOptions.DEFAULT.withGrid(10, 0.01))
        .crossValidate(Folds.given(table.column("fold")));
    assertThat(path.validation().orElseThrow().mean()).hasSize(path.path().points().size());
  }
}
