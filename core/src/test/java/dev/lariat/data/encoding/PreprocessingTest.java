package dev.lariat.data.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.RandomTables;
import dev.lariat.data.BooleanColumn;
import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.ConstantColumn;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.DateColumn;
import dev.lariat.data.DateOrder;
import dev.lariat.data.IdentifierColumn;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreprocessingTest {
  private static final long SEED = Long.getLong("lariat.seed", 20260730);

  private static List<String> names(Preprocessing fitted) {
    return fitted.features().stream().map(Feature::name).toList();
  }

  private static Dataset table(Column... columns) {
    return Dataset.of("t", List.of(columns));
  }

  @Test
  void scalesAsTheFormulasSay() {
    Dataset data = table(new NumericColumn("x", new double[]{1, 2, 3, 4, 10, Double.NaN, 1000}));
    int[] training = {0, 1, 2, 3, 4, 5};
    double[] standard = Preprocessing
        .fit(data, training, PreprocessingOptions.network().scaling(Scaling.STANDARD).clip(0))
        .columns(data, data.allRows())[0];
    // Mean 4, variance (9+4+1+0+36)/5 = 10; the last row is no training row.
    assertThat(standard).containsExactly(new double[]{-3 / Math.sqrt(10), -2 / Math.sqrt(10), -1 / Math.sqrt(10), 0,
        6 / Math.sqrt(10), 0, 996 / Math.sqrt(10)}, within(1e-12));
    // Median 3, quartiles 2 and 4.
    double[] robust = Preprocessing.fit(data, training, PreprocessingOptions.network().clip(0))
        .columns(data, data.allRows())[0];
    assertThat(robust).containsExactly(-1, -0.5, 0, 0.5, 3.5, 0, 498.5);
    double[] clipped = Preprocessing.fit(data, training, PreprocessingOptions.network())
        .columns(data, data.allRows())[0];
    for (int row = 0; row < robust.length; row++) {
      assertThat(clipped[row]).isCloseTo(robust[row] / Math.sqrt(1 + robust[row] * robust[row] / 9), within(1e-12));
    }
    Preprocessing linear = Preprocessing.fit(data, training, PreprocessingOptions.linear());
    assertThat(names(linear)).containsExactly("x", "x missing");
    assertThat(linear.columns(data, data.allRows())[0]).containsExactly(1, 2, 3, 4, 10, 4, 1000);
    assertThat(linear.columns(data, data.allRows())[1]).containsExactly(0, 0, 0, 0, 0, 1, 0);
  }

  @Test
  void takesTheRangeWhereTheQuartilesAreEqual() {
    Dataset data = table(new NumericColumn("x", new double[]{0, 0, 0, 0, 0, 0, 8}));
    assertThat(Preprocessing.fit(data, data.allRows(), PreprocessingOptions.network().clip(0))
        .columns(data, data.allRows())[0]).containsExactly(0, 0, 0, 0, 0, 0, 2);
  }

  @Test
  void staysFiniteForExtremeNumbers() {
    for (Scaling scaling : Scaling.values()) {
      for (double[] values : new double[][]{{-1.7e308, 0, 1.7e308}, {4.9e-324, 0, 0}, {1e308, 1e308, -1e308},
          {1, Math.nextUp(1.0), 1}}) {
        Dataset data = table(new NumericColumn("x", values), new NumericColumn("y", new double[]{1, 2, 3}));
        Preprocessing fitted = Preprocessing.fit(data, data.allRows(), PreprocessingOptions.network().scaling(scaling));
        for (double[] column : fitted.columns(data, data.allRows())) {
          assertThat(Arrays.stream(column)).as("%s %s", scaling, Arrays.toString(values)).allMatch(Double::isFinite);
        }
      }
    }
  }

  @Test
  void encodesLevelsAndJoinsRareOnes() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      texts.add(i < 5 ? "b" : i < 10 ? "a" : "rare" + i);
    }
    texts.add(null);
    Dataset data = table(CategoryColumn.of("c", texts));
    Preprocessing fitted = Preprocessing.fit(data, data.allRows(), PreprocessingOptions.network());
    assertThat(names(fitted)).containsExactly("c=a", "c=b", "c other", "c missing");
    Dataset fresh = table(CategoryColumn.of("c", Arrays.asList("a", "b", "rare10", "new", null)));
    assertThat(fitted.encode(fresh, fresh.allRows())).containsExactly(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0,
        0, 0, 1);
    Preprocessing coded = Preprocessing.fit(data, data.allRows(), PreprocessingOptions.network().embedAbove(3));
    assertThat(coded.features()).containsExactly(new Feature("c", 0, "c", Feature.Role.CODE, null, 4));
    assertThat(coded.encode(fresh, fresh.allRows())).containsExactly(1, 2, 0, 0, 3);
    Preprocessing all = Preprocessing.fit(data, IntStream.range(0, 10).toArray(),
        PreprocessingOptions.network().minLevelRows(1));
    assertThat(names(all)).containsExactly("c=a", "c=b");
    // Nothing was learnt for other levels or for missing ones: no input speaks for them.
    assertThat(all.encode(fresh, fresh.allRows())).containsExactly(1, 0, 0, 1, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void keepsTheMostFrequentLevels() {
    List<String> texts = new ArrayList<>();
    for (int level = 0; level < 8; level++) {
      for (int i = 0; i <= level; i++) {
        texts.add("l" + level);
      }
    }
    Dataset data = table(CategoryColumn.of("c", texts));
    Preprocessing fitted = Preprocessing.fit(data, data.allRows(),
        new PreprocessingOptions(Scaling.NONE, 0, true, 1, 3, 1000, 0, 0, 0, 0));
    assertThat(names(fitted)).containsExactly("c=l5", "c=l6", "c=l7", "c other");
  }

  @Test
  void takesDatesApart() {
    // Thursday, 1970-01-01; Saturday, 2000-01-01 at noon; Wednesday, 2026-07-29.
    Dataset data = table(new DateColumn("d", new double[]{0, 10957.5, 20663, Double.NaN}, DateOrder.YEAR_FIRST));
    Preprocessing fitted = Preprocessing.fit(data, data.allRows(), PreprocessingOptions.linear());
    assertThat(names(fitted)).containsExactly("d year", "d month", "d weekday", "d day", "d hour", "d missing");
    double[][] columns = fitted.columns(data, new int[]{0, 1, 2});
    assertThat(columns[0]).containsExactly(1970, 2000, 2026);
    assertThat(columns[1]).containsExactly(1, 1, 7);
    assertThat(columns[2]).containsExactly(4, 6, 3);
    assertThat(columns[3]).containsExactly(0, 10957.5, 20663);
    Dataset sameYear = table(new DateColumn("d", new double[]{20454, 20455, 20456}, DateOrder.YEAR_FIRST));
    assertThat(names(Preprocessing.fit(sameYear, sameYear.allRows(), PreprocessingOptions.linear())))
        .containsExactly("d weekday", "d day");
  }

  @Test
  void encodesYesAndNo() {
    Dataset data = table(new BooleanColumn("b", new byte[]{0, 1, 1, -1}, "no", "yes"));
    assertThat(Preprocessing.fit(data, data.allRows(), PreprocessingOptions.network()).encode(data, data.allRows()))
        .containsExactly(-1, 0, 1, 0, 1, 0, 0, 1);
    assertThat(
        Preprocessing.fit(data, new int[]{0, 1, 2}, PreprocessingOptions.linear()).columns(data, data.allRows())[0])
        .containsExactly(0, 1, 1, 2.0 / 3);
  }

  @Test
  void leavesOutWhatCannotBeLearnt() {
    Dataset data = table(new NumericColumn("x", new double[]{1, 2, 3}),
        new NumericColumn("same", new double[]{7, 7, 8}), new ConstantColumn("k", 3, "1"),
        new ConstantColumn("none", 3, null), new IdentifierColumn(new NumericColumn("id", new double[]{1, 2, 3})),
        CategoryColumn.of("c", List.of("p", "q", "r")), new NumericColumn("y", new double[]{1, 2, 3})).target("y");
    Preprocessing fitted = Preprocessing.fit(data, new int[]{0, 1}, PreprocessingOptions.network());
    assertThat(names(fitted)).containsExactly("x");
    assertThat(fitted.leftOut().stream().map(left -> left.column() + ": " + left.reason())).containsExactly(
        "same: constant in the training rows", "k: constant", "none: all missing", "id: identifier-like",
        "c: without a level that repeats in the training rows");
    Dataset only = table(new ConstantColumn("k", 2, "1"), new NumericColumn("y", new double[]{1, 2})).target("y");
    assertThatThrownBy(() -> Preprocessing.fit(only, only.allRows(), PreprocessingOptions.network()))
        .isInstanceOf(DataException.class)
        .hasMessage("t: no column is left to learn from: k is constant");
    assertThatThrownBy(() -> Preprocessing.fit(only, new int[0], PreprocessingOptions.network()))
        .isInstanceOf(DataException.class)
        .hasMessage("t: there are no rows to learn from");
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void allFormsAndChunksAgree(Scaling scaling) {
    SplittableRandom random = new SplittableRandom(SEED);
    Dataset data = RandomTables.mixed(random, 300);
    int[] training = random.ints(0, 300).filter(row -> row % 3 != 0).distinct().limit(150).toArray();
    for (int embedAbove : new int[]{3, Integer.MAX_VALUE}) {
      Preprocessing fitted = Preprocessing.fit(data, training,
          PreprocessingOptions.network().scaling(scaling).embedAbove(embedAbove));
      int[] rows = random.ints(200, 0, 300).toArray();
      float[] dense = fitted.encode(data, rows);
      double[][] columns = fitted.columns(data, rows);
      SparseMatrix sparse = fitted.sparse(data, rows);
      int width = fitted.width();
      assertThat(fitted.features()).hasSize(width);
      for (int i = 0; i < rows.length; i++) {
        for (int input = 0; input < width; input++) {
          assertThat(dense[i * width + input]).as("seed %d", SEED).isEqualTo((float) columns[input][i]);
          assertThat(sparse.get(i, input)).as("seed %d", SEED).isEqualTo(columns[input][i]);
        }
      }
      Dataset chunk = data.select(Arrays.copyOfRange(rows, 20, 60));
      assertThat(fitted.encode(chunk, chunk.allRows())).isEqualTo(Arrays.copyOfRange(dense, 20 * width, 60 * width));
    }
  }

  @Test
  void nothingLeaksFromOtherRows() {
    SplittableRandom random = new SplittableRandom(SEED);
    Dataset data = RandomTables.mixed(random, 200);
    Dataset other = RandomTables.mixed(random, 200);
    int[] training = IntStream.range(0, 150).toArray();
    // The same training rows, then rows of another table.
    List<Column> joined = new ArrayList<>();
    for (Column column : data.columns()) {
      joined.add(RandomTables.join(column, other.column(column.name()), 150));
    }
    for (Scaling scaling : Scaling.values()) {
      PreprocessingOptions options = PreprocessingOptions.network().scaling(scaling);
      assertThat(Preprocessing.fit(Dataset.of("t", joined), training, options))
          .isEqualTo(Preprocessing.fit(data, training, options));
    }
  }

  @Test
  void findsColumnsByNameAndSaysWhichIsNotThere() {
    Dataset data = table(new NumericColumn("height", new double[]{1, 2, 3}),
        new NumericColumn("weight", new double[]{3, 1, 2}));
    Preprocessing fitted = Preprocessing.fit(data, data.allRows(), PreprocessingOptions.linear());
    Dataset turned = table(data.column("weight"), data.column("height"));
    assertThat(fitted.encode(turned, turned.allRows())).isEqualTo(fitted.encode(data, data.allRows()));
    Dataset typo = table(new NumericColumn("hieght", new double[]{5}), new NumericColumn("weight", new double[]{5}));
    assertThatThrownBy(() -> fitted.encode(typo, new int[]{0})).isInstanceOf(DataException.class)
        .hasMessage("no column 'height' in t: did you mean 'hieght'?");
    assertThat(fitted.unused(Set.of("height")).encode(typo, new int[]{0})).containsExactly(0, 5);
    assertThat(fitted.unused(Set.of("height")).schema().fields()).extracting(Schema.Field::required)
        .containsExactly(false, true);
    Dataset text = table(new NumericColumn("weight", new double[]{5, 6}),
        CategoryColumn.of("height", List.of("5", "tall")));
    assertThat(fitted.encode(text, new int[]{0})).containsExactly(5, 5);
    assertThatThrownBy(() -> fitted.encode(text, new int[]{1})).isInstanceOf(DataException.class)
        .hasMessage("column 'height', row 2: 'tall' is not a number, as it was in training");
  }

  @Test
  void refusesOptionsOutOfRange() {
    assertThatThrownBy(() -> PreprocessingOptions.network().clip(-1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("clip must be ≥ 0 and finite, not -1.0");
    assertThatThrownBy(() -> PreprocessingOptions.network().minLevelRows(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("minLevelRows must be ≥ 1, not 0");
    assertThatThrownBy(() -> PreprocessingOptions.network().embedAbove(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("embedAbove must be ≥ 1, not 0");
  }

  /** A table, its rows' weights, and the same with each row as often as its weight says. */
  @ParameterizedTest
  @EnumSource(Scaling.class)
  void aWeightOfTwoIsTheRowTwice(Scaling scaling) {
    SplittableRandom random = new SplittableRandom(SEED);
    Dataset data = RandomTables.mixed(random, 150);
    double[] weights = random.doubles(150, 0, 4).map(Math::floor).toArray();
    int[] repeated = IntStream.range(0, 150)
        .flatMap(row -> IntStream.range(0, (int) weights[row]).map(_ -> row))
        .toArray();
    PreprocessingOptions options = PreprocessingOptions.network().scaling(scaling);
    Preprocessing weighted = Preprocessing.fit(data.with(new NumericColumn("w", weights)).weights("w"), data.allRows(),
        options);
    Preprocessing twice = Preprocessing.fit(data, repeated, options);
    assertThat(names(weighted)).as("seed %d", SEED).isEqualTo(names(twice));
    double[][] a = weighted.columns(data, data.allRows());
    double[][] b = twice.columns(data, data.allRows());
    for (int input = 0; input < a.length; input++) {
      assertThat(a[input]).as(names(weighted).get(input)).containsExactly(b[input], within(1e-12));
    }
  }

  @Test
  void rowsOfWeightZeroTeachNothingAndTheUnitOfWeightsDoesNotMatter() {
    Dataset data = table(new NumericColumn("x", new double[]{1, 2, 3, 1e6, Double.NaN}),
        CategoryColumn.of("c", List.of("a", "b", "a", "odd", "b")), new NumericColumn("w", new double[]{1, 1, 1, 0, 0}))
        .weights("w");
    PreprocessingOptions options = PreprocessingOptions.network().minLevelRows(1);
    Preprocessing fitted = Preprocessing.fit(data, data.allRows(), options);
    assertThat(fitted)
        .isEqualTo(Preprocessing.fit(data.select(new int[]{0, 1, 2}).without("w"), new int[]{0, 1, 2}, options));
    assertThat(names(fitted)).containsExactly("x", "c=a", "c=b");
    double[] uneven = {0.1, 0.25, 0.4, 0.15, 0.3};
    double[] thousandfold = Arrays.stream(uneven).map(weight -> 1024 * weight).toArray();
    Preprocessing small = Preprocessing.fit(data.with(new NumericColumn("w", uneven)).weights("w"), data.allRows(),
        options);
    Preprocessing large = Preprocessing.fit(data.with(new NumericColumn("w", thousandfold)).weights("w"),
        data.allRows(), options);
    assertThat(small).isEqualTo(large);
    Dataset none = data.with(new NumericColumn("w", new double[]{1, 0, 0, 0, 0})).weights("w");
    assertThatThrownBy(() -> Preprocessing.fit(none, new int[]{1, 2}, options)).isInstanceOf(DataException.class)
        .hasMessage("t: all rows to learn from have weight 0");
  }

  @Test
  void theTimeOfDayIsAnInput() {
    Dataset data = table(new DateColumn("d", new double[]{100.25, 101.5, 102 + 1 / 3.0}, DateOrder.YEAR_FIRST));
    Preprocessing fitted = Preprocessing.fit(data, data.allRows(), PreprocessingOptions.linear());
    assertThat(names(fitted)).containsExactly("d weekday", "d day", "d hour");
    assertThat(fitted.columns(data, data.allRows())[2]).containsExactly(6, 12, 8);
    // A table of days has none.
    Dataset days = table(new DateColumn("d", new double[]{100, 101, 102}, DateOrder.YEAR_FIRST));
    assertThat(names(Preprocessing.fit(days, days.allRows(), PreprocessingOptions.linear())))
        .containsExactly("d weekday", "d day");
  }

  @Test
  void levelsAreFoundByValueAndUnknownOnesAreCounted() {
    Dataset data = table(CategoryColumn.of("k", List.of("1", "2", "3", "1", "2", "3")),
        CategoryColumn.of("b", List.of("no", "yes", "no", "yes", "no", "yes")));
    Preprocessing fitted = Preprocessing.fit(data, data.allRows(), PreprocessingOptions.linear());
    double[][] trained = fitted.columns(data, data.allRows());
    Dataset floats = table(CategoryColumn.of("k", List.of("1.0", "2.0", "3.0", "1e0", "2", "3.00")),
        new BooleanColumn("b", new byte[]{0, 1, 0, 1, 0, 1}, "False", "True"));
    assertThat(fitted.columns(floats, floats.allRows())).isDeepEqualTo(trained);
    assertThat(fitted.unknownLevels(floats)).isEmpty();
    Dataset others = table(CategoryColumn.of("k", List.of("9", "2.5", "3")),
        CategoryColumn.of("b", List.of("no", "maybe", "yes")));
    assertThat(fitted.unknownLevels(others)).containsExactly(new Preprocessing.UnknownLevels("k", 2, "9"),
        new Preprocessing.UnknownLevels("b", 1, "maybe"));
  }
}
