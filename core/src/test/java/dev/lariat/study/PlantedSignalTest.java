package dev.lariat.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Task;
import dev.lariat.study.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where few of many columns say something, what is used is one of those that make zeros, proven or not. */
@Tag("slow")
class PlantedSignalTest {
  private static final int SEEDS = 20;
  private static final int ROWS = 120;
  private static final int COLUMNS = 40;
  private static final int PLANTED = 4;
  private static final Set<String> SPARSE = Set.of("l1", "elastic-net", "group-lasso");

  private static Dataset table(long seed) {
    var random = new Random(seed);
    double[][] x = new double[COLUMNS][ROWS];
    double[] y = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        x[column][row] = random.nextGaussian();
        y[row] += column < PLANTED ? (column % 2 == 0 ? 1 : -1) * x[column][row] : 0;
      }
      y[row] += random.nextGaussian();
    }
    List<Column> columns = new ArrayList<>();
    for (int column = 0; column < COLUMNS; column++) {
      columns.add(new NumericColumn("x" + column, x[column]));
    }
    columns.add(new NumericColumn("y", y));
    return Dataset.of("planted", columns).target("y", Task.REGRESSION);
  }

  @Test
  void aSparseCandidateIsUsed() {
    int sparse = 0;
    var used = new ArrayList<String>();
    for (int seed = 0; seed < SEEDS; seed++) {
      Verdict verdict = Study.of(table(seed))
          .quick()
          .seed(seed)
          .regularizers("l1", "l2", "elastic-net", "group-lasso", "dropout")
          .recipe(r -> r.withHidden(List.of(8)).withEpochs(20).withLearningRate(0.01))
          .run()
          .verdict();
      used.add(verdict.use().trial().toString());
      sparse += SPARSE.contains(verdict.use().regularizer()) ? 1 : 0;
    }
    assertThat(sparse).as(used.toString()).isGreaterThanOrEqualTo(18);
  }
}
