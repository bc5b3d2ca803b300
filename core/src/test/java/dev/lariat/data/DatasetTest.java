package dev.lariat.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetTest {
  private static final Dataset DATA = Dataset.of("t.csv",
      List.of(new NumericColumn("age", new double[]{30, 40, Double.NaN}),
          CategoryColumn.of("COLOUR", List.of("red", "blue", "red")), new NumericColumn("w", new double[]{1, 0, 2.5})));

  @ParameterizedTest
  @CsvSource({"aeg, did you mean 'age'?", "colour, did you mean 'COLOUR'?", "colors, did you mean 'COLOUR'?",
      "zzzzzz, 'its columns are age, COLOUR, w'"})
  void namesTheNearestColumn(String name, String end) {
    assertThatThrownBy(() -> DATA.target(name)).isInstanceOf(DataException.class)
        .hasMessage("no column '" + name + "' in t.csv: " + end);
  }

  @Test
  void marksTargetAndWeights() {
    Dataset marked = DATA.target("COLOUR").weights("w");
    assertThat(marked.features().stream().map(Column::name)).containsExactly("age");
    assertThat(marked.weights()).containsExactly(1, 0, 2.5);
    assertThat(DATA.weights()).containsExactly(1, 1, 1);
    assertThat(marked.target().classes()).containsExactly("blue", "red");
    assertThat(marked.target().labels()).containsExactly(1, 0, 1);
    assertThat(marked.select(new int[]{2, 0}).weights()).containsExactly(2.5, 1);
    assertThat(marked.without("COLOUR", "w").targetName()).isEmpty();
    // Nobody needs a note about what is not there.
    assertThat(marked.note("column 'w' looks odd").note("column 'ww' is read as dates").without("w").notes())
        .containsExactly("column 'ww' is read as dates");
    assertThatThrownBy(DATA::target).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> DATA.weights("age")).isInstanceOf(DataException.class)
        .hasMessage("weights column 'age', row 3: the weight is missing; weights are numbers ≥ 0");
    assertThatThrownBy(() -> DATA.weights("COLOUR")).isInstanceOf(DataException.class)
        .hasMessage("weights column 'COLOUR', row 1: 'red' is not a weight; weights are numbers ≥ 0");
    assertThatThrownBy(() -> DATA.with(new NumericColumn("w", new double[]{0, 0, 0})).weights("w"))
        .isInstanceOf(DataException.class)
        .hasMessage("weights column 'w': all weights are 0");
  }

  @Test
  void refusesWrongColumns() {
    assertThatThrownBy(() -> Dataset.of("t", List.of(DATA.column("w"), DATA.column("w"))))
        .isInstanceOf(DataException.class)
        .hasMessage("t: column 'w' is there twice; rename one");
    assertThatThrownBy(() -> DATA.with(new ConstantColumn("k", 2, "x"))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("column 'k' has 2 rows, the table 3");
    assertThatThrownBy(() -> Dataset.of("t", List.of())).isInstanceOf(DataException.class)
        .hasMessage("t: there are no columns");
    assertThatThrownBy(() -> new NumericColumn("x", new double[]{1, Double.NEGATIVE_INFINITY}))
        .isInstanceOf(DataException.class)
        .hasMessage("column 'x', row 2: the value is infinite; leave it empty if it is not known");
  }

  @Test
  void selectsRowsOfEveryKind() {
    long seed = Long.getLong("lariat.seed", 11);
    SplittableRandom random = new SplittableRandom(seed);
    Dataset data = RandomTables.mixed(random, 120);
    int[] rows = random.ints(200, 0, 120).toArray();
    Dataset selected = data.select(rows);
    for (Column column : data.columns()) {
      Column chosen = selected.column(column.name());
      assertThat(chosen.kind()).isEqualTo(column.kind());
      assertThat(chosen.missing()).isEqualTo((int) Arrays.stream(rows).filter(column::isMissing).count());
      for (int i = 0; i < rows.length; i++) {
        assertThat(chosen.text(i)).as("seed %d", seed).isEqualTo(column.text(rows[i]));
        assertThat(chosen.number(i)).isEqualTo(Double.valueOf(column.number(rows[i])));
      }
    }
  }

  @Test
  void sortsLevelsAsPeopleDo() {
    assertThat(CategoryColumn.of("c", List.of("10", "9", "-1", "2.5")).levels()).containsExactly("-1", "2.5", "9",
        "10");
    assertThat(CategoryColumn.of("c", List.of("step 10", "step 9", "step", "I", "i", "step 09")).levels())
        .containsExactly("I", "i", "step", "step 09", "step 9", "step 10");
    assertThat(CategoryColumn.of("c", Arrays.asList("b", null, "a")).code(1)).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({"2026-07-30, YEAR_FIRST, 20664", "1970-01-02T06:00, YEAR_FIRST, 1.25",
      "1970-01-01 12:00:00.0Z, YEAR_FIRST, 0.5", "1970-01-01T00:00+06:00, YEAR_FIRST, -0.25",
      "30.7.2026, DAY_FIRST, 20664", "7/30/2026, MONTH_FIRST, 20664", "2026-02-29, YEAR_FIRST, NaN",
      "2026-7, YEAR_FIRST, NaN", "2026-07/30, YEAR_FIRST, NaN", "26-07-30, YEAR_FIRST, NaN", "30.7.26, DAY_FIRST, NaN",
      "2026-07-30T25:00, YEAR_FIRST, NaN", "'', YEAR_FIRST, NaN", "--, YEAR_FIRST, NaN"})
  void readsDates(String text, DateOrder order, double day) {
    assertThat(order.parse(text)).isEqualTo(Double.valueOf(day));
  }

  @Test
  void foundTasks() {
    assertThat(find(IntStream.range(0, 100).mapToDouble(i -> i % 10).toArray())).isEqualTo(Task.CLASSIFICATION);
    assertThat(find(IntStream.range(0, 100).mapToDouble(i -> i % 2).toArray())).isEqualTo(Task.CLASSIFICATION);
    assertThat(find(IntStream.range(0, 100).mapToDouble(i -> i % 10 / 2.0).toArray())).isEqualTo(Task.REGRESSION);
    assertThat(find(IntStream.range(0, 100).mapToDouble(i -> i % 40).toArray())).isEqualTo(Task.REGRESSION);
    assertThat(find(new double[]{1, 2, 3, 4})).isEqualTo(Task.REGRESSION);
  }

  private static Task find(double[] values) {
    return Target.of(new NumericColumn("y", values), null).task();
  }

  @Test
  void classesOfNumbersSortByValue() {
    Target target = Target.of(new NumericColumn("y", new double[]{10, 9, 100, 9}), Task.CLASSIFICATION);
    assertThat(target.classes()).containsExactly("9", "10", "100");
    assertThat(target.values()).containsExactly(1, 0, 2, 0);
    assertThat(target.classCounts()).containsExactly(2, 1, 1);
    Target known = Target.known(CategoryColumn.of("y", Arrays.asList("100", "7", null)), Task.CLASSIFICATION,
        target.classes());
    assertThat(known.labels()).containsExactly(2, -1, -1);
    Target yes = Target.of(new BooleanColumn("y", new byte[]{1, 0}, "No", "Yes"), null);
    assertThat(yes.classes()).containsExactly("No", "Yes");
  }

  @Test
  void refusesWhatCannotBeLearnt() {
    refuses(new NumericColumn("y", new double[]{1, Double.NaN, 2, Double.NaN}), null,
        "target 'y' is missing in row 2 and 1 more of 4 rows; take those rows out (--target-missing drop does)");
    refuses(new ConstantColumn("y", 4, null), null, "target 'y': every value is missing");
    refuses(new ConstantColumn("y", 4, "ham"), null, "target 'y' is 'ham' in every row: there is nothing to learn");
    refuses(CategoryColumn.of("y", List.of("a", "a")), null,
        "target 'y' is 'a' in every row: there is nothing to learn");
    refuses(new NumericColumn("y", new double[]{3, 3}), Task.REGRESSION,
        "target 'y' is '3' in every row: there is nothing to learn");
    refuses(new NumericColumn("y", new double[]{3}), null, "target 'y': 1 row is not enough to learn from");
    refuses(CategoryColumn.of("y", List.of("1", "two")), Task.REGRESSION,
        "target 'y', row 2: 'two' is not a number, as regression needs it; for classes use the task classification");
    refuses(new DateColumn("y", new double[]{3, 4}, DateOrder.YEAR_FIRST), null,
        "target 'y' is a date; a target is a class or a number");
    refuses(new NumericColumn("y", IntStream.range(0, 50).mapToDouble(i -> i / 7.0).toArray()), Task.CLASSIFICATION,
        "target 'y' has 50 different values in 50 rows: too many to be classes; use another target, or the task regression");
  }

  private static void refuses(Column column, Task task, String message) {
    assertThatThrownBy(() -> Target.of(column, task)).isInstanceOf(DataException.class).hasMessage(message);
  }
}
