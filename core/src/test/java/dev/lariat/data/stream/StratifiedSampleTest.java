package dev.lariat.data.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StratifiedSampleTest {
  private static final RowRoles ROLES = new RowRoles("y", Optional.empty(), List.of(), RowFolds.none(), false);
  private static final List<String> CLASSES = List.of("common", "other", "rare");

  /** Every tenth row is other, one is rare. */
  private static String name(int row) {
    return row == 7777 ? "rare" : row % 10 == 0 ? "other" : "common";
  }

  private static List<Integer> sample(long seed, int rows, int wanted, int part) {
    var sample = new StratifiedSample(ROLES, Task.CLASSIFICATION, CLASSES, rows, wanted, seed);
    var chosen = new ArrayList<Integer>();
    for (int from = 0; from < rows; from += part) {
      int first = from;
      int count = Math.min(part, rows - from);
      String[] names = IntStream.range(0, count).mapToObj(i -> name(first + i)).toArray(String[]::new);
      Dataset data = Dataset.of("t", List.of(CategoryColumn.of("y", List.of(names))));
      for (int row : sample.chosen(data)) {
        chosen.add(from + row);
      }
    }
    return chosen;
  }

  @Test
  void eachClassHasItsShareFromAllOverTheTable() {
    List<Integer> chosen = sample(3, 20_000, 1000, 64);
    assertThat(chosen).isSorted().doesNotHaveDuplicates().hasSizeBetween(999, 1003).contains(7777);
    assertThat(chosen.stream().filter(row -> name(row).equals("other")).count()).isBetween(100L, 101L);
    for (int quarter = 0; quarter < 4; quarter++) {
      int from = 5000 * quarter;
      assertThat(chosen.stream().filter(row -> row >= from && row < from + 5000).count()).isBetween(246L, 254L);
    }
    assertThat(sample(3, 20_000, 1000, 1999)).as("whatever the parts").isEqualTo(chosen);
    assertThat(sample(4, 20_000, 1000, 64)).isNotEqualTo(chosen);
    assertThat(sample(3, 500, 1000, 64)).as("all of few").hasSize(500);
  }

  @Test
  void aClassThatNobodyKnowsIsRefusedWithItsRow() {
    var sample = new StratifiedSample(ROLES, Task.CLASSIFICATION, List.of("a"), 10, 5, 0);
    Dataset data = Dataset.of("t", List.of(CategoryColumn.of("y", List.of("a", "b"))));
    assertThatThrownBy(() -> sample.chosen(data)).isInstanceOf(DataException.class).hasMessageContaining("row 2: 'b'");
  }
}
