package dev.lariat.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kind of column keeps to. A new kind is tested by its registration here, and fails without it. */
class ColumnContractTest {
  /** One column of each kind, the same rows in each, missing values where the kind has them. */
  static Stream<Column> columns() {
    double nan = Double.NaN;
    return Stream.of(new NumericColumn("c", new double[]{1.5, nan, -2, 0, 7}),
        new SparseColumn("c", 5, new int[]{1, 4}, new double[]{nan, 7}),
        CategoryColumn.of("c", Arrays.asList("b", null, "a", "b", "10")),
        new BooleanColumn("c", new byte[]{0, -1, 1, 1, 0}, "no", "yes"),
        new DateColumn("c", new double[]{0.5, nan, 3, 10, 20}, DateOrder.YEAR_FIRST), new ConstantColumn("c", 5, "x"),
        TextColumn.of("c", Arrays.asList("one two", null, "three", "7", "two")),
        new IdentifierColumn(CategoryColumn.of("c", List.of("p", "q", "r", "s", "t"))));
  }

  @Test
  void everyKindIsRegistered() {
    Set<String> here = columns().map(column -> column.getClass().getSimpleName()).collect(Collectors.toSet());
    assertThat(here).containsExactlyInAnyOrderElementsOf(
        Arrays.stream(Column.class.getPermittedSubclasses()).map(Class::getSimpleName).toList());
  }

  @ParameterizedTest
  @MethodSource("columns")
  void missingIsNeitherNumberNorText(Column column) {
    int missing = 0;
    for (int row = 0; row < column.rows(); row++) {
      if (column.isMissing(row)) {
        missing++;
        assertThat(column.number(row)).isNaN();
        assertThat(column.text(row)).isNull();
      } else {
        assertThat(column.text(row)).isNotEmpty();
      }
    }
    assertThat(column.missing()).isEqualTo(missing);
  }

  @ParameterizedTest
  @MethodSource("columns")
  void selectedRowsAreTheRows(Column column) {
    int[] rows = {4, 1, 1, 0};
    Column selected = column.select(rows);
    assertThat(selected).hasSameClassAs(column);
    assertThat(selected.name()).isEqualTo(column.name());
    assertThat(selected.kind()).isEqualTo(column.kind());
    assertThat(selected.rows()).isEqualTo(rows.length);
    for (int i = 0; i < rows.length; i++) {
      assertThat(selected.isMissing(i)).isEqualTo(column.isMissing(rows[i]));
      assertThat(selected.number(i)).isEqualTo(Double.valueOf(column.number(rows[i])));
      assertThat(selected.text(i)).isEqualTo(column.text(rows[i]));
    }
    assertThat(column.select(new int[0]).rows()).isZero();
  }

  @ParameterizedTest
  @MethodSource("columns")
  void aTableOfItIsReadAgainByItsOwnField(Column column) {
    Schema.Field field = Schema.Field.of(column, true);
    assertThat(field.name()).isEqualTo("c");
    assertThat(field.kind() == ColumnKind.DATE).isEqualTo(field.dateOrder() != null);
    assertThat(ColumnKind.of(column.kind().word())).isEqualTo(column.kind());
    assertThat(column.toString()).startsWith("c: ").doesNotContain("\n");
  }

  @ParameterizedTest
  @MethodSource("columns")
  void sharedByThreadsItStaysTheSame(Column column) {
    List<String> texts = IntStream.range(0, column.rows()).mapToObj(column::text).toList();
    column.select(new int[]{0, 1});
    assertThat(IntStream.range(0, column.rows()).mapToObj(column::text).toList()).isEqualTo(texts);
  }
}
