package dev.lariat.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {
  private static final long SEED = Long.getLong("lariat.seed", 20260730);

  private static Target classes(int... labels) {
    return Target.of(CategoryColumn.of("y", Arrays.stream(labels).mapToObj(label -> "class" + label).toList()),
        Task.CLASSIFICATION);
  }

  private static Target numbers(int rows) {
    return Target.of(new NumericColumn("y", IntStream.range(0, rows).mapToDouble(i -> i / 3.0).toArray()),
        Task.REGRESSION);
  }

  private static void assertPartition(Folds folds, int rows) {
    List<Integer> validated = new ArrayList<>();
    for (int fold = 0; fold < folds.count(); fold++) {
      int[] training = folds.training(fold);
      int[] validation = folds.validation(fold);
      assertThat(training).isSorted().doesNotHaveDuplicates();
      assertThat(validation).isSorted().doesNotHaveDuplicates().isNotEmpty();
      assertThat(IntStream.concat(Arrays.stream(training), Arrays.stream(validation)).sorted().toArray())
          .isEqualTo(IntStream.range(0, rows).toArray());
      Arrays.stream(validation).forEach(validated::add);
    }
    assertThat(validated).doesNotHaveDuplicates();
  }

  @Test
  void everyClassHasItsShare() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int repeat = 0; repeat < 50; repeat++) {
      int rows = random.nextInt(40, 300);
      Target target = classes(random.ints(rows, 0, 3).toArray());
      int k = random.nextInt(2, 6);
      Folds folds = Folds.stratified(target, k, random.nextLong());
      assertThat(folds.count()).as("seed %d", SEED).isEqualTo(k);
      assertPartition(folds, rows);
      int[] counts = target.classCounts();
      for (int fold = 0; fold < k; fold++) {
        assertThat(folds.validation(fold).length).isBetween(rows / k, rows / k + 1);
        int[] inFold = target.select(folds.validation(fold)).classCounts();
        for (int c = 0; c < counts.length; c++) {
          assertThat(inFold[c]).isBetween(counts[c] / k, counts[c] / k + 1);
        }
      }
    }
  }

  @Test
  void theBitsNeverChange() {
    Folds folds = Folds.stratified(classes(0, 1, 0, 1, 0, 1, 0, 1, 0, 1), 2, 42);
    assertThat(folds.validation(0)).containsExactly(GOLDEN);
    assertThat(Folds.stratified(classes(0, 1, 0, 1, 0, 1, 0, 1, 0, 1), 2, 42).validation(0))
        .isEqualTo(folds.validation(0));
    Set<String> different = new HashSet<>();
    for (int seed = 0; seed < 50; seed++) {
      different.add(Arrays.toString(Folds.stratified(classes(0, 1, 0, 1, 0, 1, 0, 1, 0, 1), 2, seed).validation(0)));
    }
    assertThat(different).hasSizeGreaterThan(20);
  }

  /** Recorded from this class on JDK 25: to change it is to change every study of a seed. */
  private static final int[] GOLDEN = {0, 2, 4, 7, 9};

  @Test
  void rowOrdersAreUniform() {
    int[] counts = new int[120];
    for (int seed = 0; seed < 24_000; seed++) {
      int[] order = {0, 1, 2, 3, 4};
      new Shuffle(seed, 7).apply(order);
      int index = 0;
      for (int i = 0; i < 5; i++) {
        int smaller = 0;
        for (int j = i + 1; j < 5; j++) {
          smaller += order[j] < order[i] ? 1 : 0;
        }
        index = index * (5 - i) + smaller;
      }
      counts[index]++;
    }
    // χ² with 119 degrees of freedom: its 99.9 % point is 169.
    double chi2 = Arrays.stream(counts).mapToDouble(count -> (count - 200.0) * (count - 200) / 200).sum();
    assertThat(chi2).isBetween(75.0, 169.0);
  }

  @Test
  void aRareClassDoesNotSetTheNumberOfFolds() {
    Folds folds = Folds.stratified(classes(0, 0, 0, 0, 0, 0, 1, 1, 1), 5, 1);
    assertThat(folds.count()).isEqualTo(5);
    assertThat(folds.notes())
        .containsExactly("class 'class1' of 'y' has 3 rows, so that 2 of 5 folds are validated without it");
    for (int fold = 0; fold < 5; fold++) {
      // Whatever a fold validates, it has trained on every class.
      assertThat(Arrays.stream(folds.training(fold)).filter(row -> row >= 6).count()).isBetween(2L, 3L);
    }
    Folds lone = Folds.stratified(classes(0, 0, 0, 0, 1, 1, 1, 1, 2), 2, 1);
    assertThat(lone.notes()).containsExactly("class 'class2' of 'y' has 1 row, which is only trained on");
    assertThat(lone.training(0)).contains(8);
    assertThat(lone.training(1)).contains(8);
    assertThat(Folds.stratified(numbers(3), 5, 1).notes()).containsExactly("3 folds instead of 5: there are 3 rows");
    assertThatThrownBy(() -> Folds.stratified(numbers(10), 1, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("folds must be at least 2, not 1");
  }

  @Test
  void splitsAShare() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int repeat = 0; repeat < 50; repeat++) {
      int rows = random.nextInt(60, 300);
      double share = random.nextDouble(0.1, 0.6);
      for (Target target : List.of(numbers(rows), classes(random.ints(rows, 0, 4).toArray()))) {
        Folds folds = Folds.split(target, share, random.nextLong());
        assertThat(folds.count()).isEqualTo(1);
        assertPartition(folds, rows);
        assertThat((double) folds.validation(0).length).as("seed %d", SEED)
            .isBetween(share * rows - 1, share * rows + 1);
      }
    }
    assertThatThrownBy(() -> Folds.split(numbers(10), 1, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a validation share is between 0 and 1, not 1.0");
    assertThat(Folds.split(numbers(2), 0.01, 1).validation(0)).hasSize(1);
  }

  /** With the split they are five folds of all rows. */
  @Test
  void theOtherFoldsOfASplitValidateWhatItTrainsOn() {
    for (Target target : List.of(classes(IntStream.range(0, 103).map(i -> i % 5 == 0 ? 1 : 0).toArray()),
        numbers(103))) {
      Folds split = Folds.split(target, 0.2, SEED);
      Folds others = split.others(target, 4, SEED);
      assertPartition(others, 103);
      assertThat(others.count()).isEqualTo(4);
      assertThat(IntStream.range(0, 4).flatMap(k -> Arrays.stream(others.validation(k))).sorted().toArray())
          .isEqualTo(split.training(0));
    }
  }

  @Test
  void fewerRowsAreAShareOfEveryClassAndValidateTheSame() {
    Target target = classes(IntStream.range(0, 100).map(i -> i % 4 == 0 ? 1 : 0).toArray());
    Folds folds = Folds.stratified(target, 5, SEED);
    Folds half = folds.fewer(target, 0.5, SEED);
    for (int k = 0; k < 5; k++) {
      assertThat(half.validation(k)).isEqualTo(folds.validation(k));
      assertThat(half.training(k)).hasSize(40).isSorted();
      assertThat(Arrays.stream(folds.training(k)).boxed())
          .containsAll(Arrays.stream(half.training(k)).boxed().toList());
      assertThat(target.select(half.training(k)).classCounts()).containsExactly(30, 10);
    }
  }

  @Test
  void groupsStayTogether() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int repeat = 0; repeat < 30; repeat++) {
      int rows = random.nextInt(50, 200);
      Column groups = new NumericColumn("g", random.ints(rows, 0, 12).asDoubleStream().toArray());
      Folds folds = Folds.grouped(groups, 4, random.nextLong());
      assertPartition(folds, rows);
      for (int fold = 0; fold < 4; fold++) {
        Set<String> trained = new HashSet<>();
        Arrays.stream(folds.training(fold)).forEach(row -> trained.add(groups.text(row)));
        assertThat(Arrays.stream(folds.validation(fold)).mapToObj(groups::text)).as("seed %d", SEED)
            .doesNotContainAnyElementsOf(trained);
      }
    }
    assertThat(Folds.grouped(CategoryColumn.of("g", List.of("a", "b", "a")), 5, 1).notes())
        .containsExactly("2 folds instead of 5: 'g' has 2 groups");
    assertThatThrownBy(() -> Folds.grouped(new ConstantColumn("g", 5, "a"), 5, 1)).isInstanceOf(DataException.class)
        .hasMessage("group column 'g' has one group only, and folds need two");
    assertThatThrownBy(() -> Folds.grouped(CategoryColumn.of("g", Arrays.asList("a", null)), 2, 1))
        .isInstanceOf(DataException.class)
        .hasMessage("group column 'g', row 2: the value is missing");
  }

  @Test
  void timeGoesForward() {
    Column time = new NumericColumn("t", new double[]{5, 1, 4, 2, 3, 6, 6, 0, 7, 8});
    Folds folds = Folds.ordered(time, 4);
    assertThat(folds.count()).isEqualTo(4);
    for (int fold = 0; fold < 4; fold++) {
      double last = Arrays.stream(folds.training(fold)).mapToDouble(time::number).max().orElseThrow();
      assertThat(Arrays.stream(folds.validation(fold)).mapToDouble(time::number).min().orElseThrow())
          .isGreaterThan(last);
    }
    Folds split = Folds.orderedSplit(time, 0.3);
    // The two rows of time 6 are not parted.
    assertThat(split.validation(0)).containsExactly(8, 9);
    assertThatThrownBy(() -> Folds.ordered(new ConstantColumn("t", 5, "1"), 2)).isInstanceOf(DataException.class)
        .hasMessage("time column 't' has too few different times for 2 folds");
    assertThatThrownBy(() -> Folds.orderedSplit(CategoryColumn.of("t", List.of("a", "b")), 0.5))
        .isInstanceOf(DataException.class)
        .hasMessage("time column 't', row 1: 'a' is neither a date nor a number");
  }

  @Test
  void takesTheUsersFolds() {
    Folds folds = Folds.given(new NumericColumn("fold", new double[]{10, 2, 10, 2, 9}));
    assertThat(folds.count()).isEqualTo(3);
    assertPartition(folds, 5);
    assertThat(folds.validation(0)).containsExactly(1, 3);
    assertThat(folds.validation(2)).containsExactly(0, 2);
    assertThatThrownBy(() -> Folds.given(new ConstantColumn("fold", 5, "1"))).isInstanceOf(DataException.class)
        .hasMessage("fold column 'fold' has one value only, and folds need two");
  }

  @Test
  void eachDrawOfRepeatedFoldsValidatesEveryRowOnce() {
    Target target = Dataset
        .of("made",
            List.of(CategoryColumn.of("y", IntStream.range(0, 47).mapToObj(i -> i % 3 == 0 ? "a" : "b").toList())))
        .target("y")
        .target();
    Folds folds = Folds.repeated(target, 5, 3, 7);
    Folds once = Folds.stratified(target, 5, 7);
    assertThat(folds.count()).isEqualTo(15);
    assertThat(folds.repeats()).isEqualTo(3);
    assertThat(folds.first().count()).isEqualTo(5);
    for (int k = 0; k < 5; k++) {
      assertThat(folds.validation(k)).isEqualTo(once.validation(k)).isEqualTo(folds.first().validation(k));
      assertThat(folds.training(k)).isEqualTo(once.training(k));
    }
    for (int draw = 0; draw < 3; draw++) {
      int first = 5 * draw;
      assertThat(IntStream.range(0, 5).flatMap(k -> IntStream.of(folds.validation(first + k))).sorted().toArray())
          .isEqualTo(IntStream.range(0, 47).toArray());
      assertThat(draw > 0 && Arrays.equals(folds.validation(first), once.validation(0))).isFalse();
    }
  }
}
