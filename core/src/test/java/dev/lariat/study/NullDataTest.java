package dev.lariat.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.metric.Metric;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where columns say nothing of the target, with linear and additive models and networks on pieces in the race, nothing
 * is claimed, and what is used is hardly worse than always predicting the same. {@code docs/statistics.md} has the
 * figures of 60 seeds.
 */
@Tag("slow") // it runs whole studies
class NullDataTest {
  private static final int SEEDS = 20;
  private static final int ROWS = 240;
  private static final int NEW = 2000;

  private static Dataset table(Random random, int rows, Task task) {
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < 4; c++) {
      columns
          .add(new NumericColumn("x" + c, IntStream.range(0, rows).mapToDouble(_ -> random.nextGaussian()).toArray()));
    }
    columns.add(switch (task) {
      case CLASSIFICATION ->
        CategoryColumn.of("y", IntStream.range(0, rows).mapToObj(_ -> random.nextBoolean() ? "yes" : "no").toList());
      case REGRESSION ->
        new NumericColumn("y", IntStream.range(0, rows).mapToDouble(_ -> random.nextGaussian()).toArray());
    });
    return Dataset.of("null", columns).target("y", task);
  }

  private static double loss(double[] predictions, Target known) {
    return switch (known.task()) {
      case CLASSIFICATION -> Metric.LOG_LOSS.loss(predictions, known.classes().size(), known.labels(), null);
      case REGRESSION -> Metric.SQUARED_ERROR.loss(predictions, known.values(), null);
    };
  }

  /** What always predicts the same, for the new rows. */
  private static double[] trivial(Target learnt, int rows) {
    return switch (learnt.task()) {
      case CLASSIFICATION -> {
        double share = Arrays.stream(learnt.labels()).average().orElseThrow();
        double[] shares = new double[2 * rows];
        for (int i = 0; i < rows; i++) {
          shares[2 * i] = 1 - share;
          shares[2 * i + 1] = share;
        }
        yield shares;
      }
      case REGRESSION -> {
        double[] means = new double[rows];
        Arrays.fill(means, Arrays.stream(learnt.values()).average().orElseThrow());
        yield means;
      }
    };
  }

  @ParameterizedTest
  @EnumSource(Task.class)
  void nothingIsClaimedAndLittleIsLost(Task task) {
    int claims = 0;
    int additive = 0;
    var used = new ArrayList<String>();
    double[] excess = new double[SEEDS];
    for (int seed = 0; seed < SEEDS; seed++) {
      var random = new Random(1000 + seed);
      Dataset rows = table(random, ROWS, task);
      Dataset others = table(random, NEW, task);
      StudyResult result = Study.of(rows)
          .regularizers("l1", "l2", "elastic-net", "dropout", "additive", "pieces")
          .recipe(r -> r.withHidden(List.of(8)).withEpochs(10).withLearningRate(0.01))
          .folds(5)
          .seed(seed)
          .threads(2)
          .average(2)
          .run();
      Verdict verdict = result.verdict();
      claims += verdict.proven().sure() ? 1 : 0;
      additive += verdict.candidates().stream().anyMatch(c -> c.model() == ModelKind.ADDITIVE) ? 1 : 0;
      used.add(verdict.use().trial().toString());
      double same = loss(trivial(rows.target(), NEW), others.target());
      excess[seed] = loss(result.model().predict(others), others.target()) / same - 1;
    }
    double mean = Arrays.stream(excess).average().orElseThrow();
    long worse = Arrays.stream(excess).filter(e -> e > 0.02).count();
    String all = task + ": claims " + claims + ", mean excess " + mean + ", worse by 2 % " + worse + ", " + used;
    assertThat(additive).as(all).isEqualTo(SEEDS);
    assertThat(claims).as(all).isLessThanOrEqualTo(SEEDS / 20);
    assertThat(mean).as(all).isLessThan(0.01);
    assertThat(worse).as(all).isLessThanOrEqualTo(SEEDS / 10);
  }
}
