package dev.lariat.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.study.cell.TrialLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Studies of few rows, whose folds are drawn several times. */
class DrawnFoldsTest {
  private static Dataset few() {
    var random = new Random(1);
    double[][] x = new double[3][90];
    for (double[] column : x) {
      for (int row = 0; row < column.length; row++) {
        column[row] = random.nextGaussian();
      }
    }
    List<Column> columns = new ArrayList<>(
        IntStream.range(0, 3).mapToObj(i -> new NumericColumn("x" + i, x[i])).toList());
    columns.add(CategoryColumn.of("y",
        IntStream.range(0, 90)
            .mapToObj(i -> random.nextDouble() < 1 / (1 + Math.exp(-2 * x[0][i])) ? "yes" : "no")
            .toList()));
    return Dataset.of("made", columns).target("y");
  }

  private static Study study() {
    return Study.of(few())
        .recipe(r -> r.withHidden(List.of(4)).withEpochs(10).withLearningRate(0.03))
        .regularizers("l2", "dropout", "early-stopping")
        .average(2);
  }

  @Test
  void howOftenGoesByTheTableAlone() {
    RowSplit split = RowSplit.DEFAULT;
    assertThat(split.repeats(569, 30, 2)).isEqualTo(2);
    assertThat(split.repeats(150, 4, 3)).isEqualTo(4);
    assertThat(split.repeats(999, 784, 10)).isEqualTo(1);
    assertThat(split.repeats(1_000, 4, 0)).isEqualTo(1);
    assertThat(split.withFolds(5).repeats(150, 4, 3)).isEqualTo(1);
    assertThat(split.byGroup("g").repeats(150, 4, 3)).isEqualTo(1);
  }

  @Test
  void firstAnswersAndThoseInALimitedTimeDrawOnce() {
    assertThat(study().describe().repeats()).isEqualTo(4);
    assertThat(study().quick().describe().repeats()).isEqualTo(1);
    StudyDescription limited = study().timeLimit(Duration.ofHours(1)).describe();
    assertThat(limited.repeats()).isEqualTo(1);
    assertThat(limited.notes()).anyMatch(note -> note.contains("without a time limit it would be 4 times"));
  }

  @Test
  @Tag("slow")
  void neitherThreadsNorInterruptionsChangeTheResult() {
    var all = TrialLog.keeping(List.of());
    StudyResult once = study().threads(1).log(all).run();
    assertThat(once.description().folds()).isEqualTo(5);
    assertThat(all.results()).anyMatch(result -> result.cell().fold() == 19)
        .noneMatch(result -> result.cell().fold() > 19);
    var half = TrialLog.keeping(all.results().subList(0, all.results().size() / 2));
    StudyResult resumed = study().threads(2).log(half).run();
    assertThat(resumed.verdict().use()).isEqualTo(once.verdict().use());
    assertThat(resumed.verdict().finish()).isEqualTo(once.verdict().finish());
    assertThat(resumed.verdict().winnerAgainstNone()).isEqualTo(once.verdict().winnerAgainstNone());
    assertThat(resumed.insight()).isEqualTo(once.insight());
    assertThat(resumed.model().predict(few())).isEqualTo(once.model().predict(few()));
    // Each row is looked at once in what is told of rows, however often it validated.
    once.insight().suspects().ifPresent(suspects -> assertThat(suspects.rows()).doesNotHaveDuplicates());
  }
}
