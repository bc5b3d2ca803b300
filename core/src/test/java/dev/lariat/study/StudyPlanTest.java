package dev.lariat.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.IdentifierColumn;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.PathLimit;
import dev.lariat.study.candidate.PathWork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StudyPlanTest {
  private static final int ROWS = 600;

  /** Levels of three rows each: inputs of a linear model, and joined for a network. */
  private static Dataset table(Column... more) {
    var random = new Random(4);
    double[] x = new double[ROWS];
    double[] y = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      x[row] = random.nextGaussian();
      y[row] = x[row] + random.nextGaussian();
    }
    int[] codes = IntStream.range(0, ROWS).map(row -> row / 3).toArray();
    List<String> levels = IntStream.range(0, ROWS / 3).mapToObj(level -> "level " + level).toList();
    var columns = new ArrayList<Column>(
        List.of(new NumericColumn("x", x), CategoryColumn.of("level", codes, levels), new NumericColumn("y", y)));
    columns.addAll(Arrays.asList(more));
    return Dataset.of("made up", columns).target("y", Task.REGRESSION);
  }

  private static StudyPlan plan(Dataset data, Consumer<StudySettings.Draft> change) {
    return StudyPlan.of(StudySettings.of(data).with(s -> {
      s.recipe = recipe -> recipe.withEpochs(100_000); // more than a second
      change.accept(s);
    }));
  }

  private static long work(StudyPlan plan, Preprocessing seen) {
    return plan.recipe().work(plan.folds().training(0).length, seen, plan.learning(), 1);
  }

  /** How a network would see the table is not found out where none is trained. */
  @Test
  void theLimitOfPathsIsByWhatIsFittedAnyway() {
    StudyPlan alone = plan(table(), s -> s.choice = s.choice.models(ModelKind.ADDITIVE));
    Dataset learning = alone.learning();
    long asLinear = work(alone, Preprocessing.fit(learning, learning.allRows(), PreprocessingOptions.linear()));
    assertThat(alone.pathWork())
        .isEqualTo(new PathWork(PathWork.Most.UNLIMITED, new PathWork.Most(PathLimit.TEN_TRAININGS, 10 * asLinear)));
    StudyPlan both = plan(table(), s -> s.choice = s.choice.models(ModelKind.ADDITIVE, ModelKind.NETWORK));
    long asNetwork = work(both,
        Preprocessing.fitFold(learning, both.folds().training(0), PreprocessingOptions.network()));
    assertThat(asNetwork).isLessThan(asLinear);
    assertThat(both.pathWork().additive()).isEqualTo(new PathWork.Most(PathLimit.TEN_TRAININGS, 10 * asNetwork));
  }

  @Test
  void columnsThatNoModelLearnsFromAreNotCounted() {
    List<String> names = IntStream.range(0, ROWS).mapToObj(row -> "person " + row).toList();
    StudyDescription told = plan(table(IdentifierColumn.of(CategoryColumn.of("who", names))), _ -> {
      // All that suits.
    }).description();
    assertThat(told.columns()).isEqualTo(2);
    assertThat(told.notes()).contains("left out: who (identifier-like)");
    StudyDescription all = plan(table(), _ -> {
      // All that suits.
    }).description();
    assertThat(all.columns()).isEqualTo(2);
    assertThat(all.notes()).noneMatch(note -> note.startsWith("left out"));
  }
}
