package dev.lariat.data.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Numbers in pieces: where the edges are, what the inputs are, and from which rows they are learnt. */
class HingesTest {
  private static final PreprocessingOptions OPTIONS = PreprocessingOptions.additive();

  private static Dataset table(double... numbers) {
    return Dataset.of("t", List.of(new NumericColumn("x", numbers)));
  }

  private static Dataset upTo(int last) {
    return table(IntStream.rangeClosed(0, last).asDoubleStream().toArray());
  }

  private static Encoding.Hinges learnt(Dataset data, int[] rows) {
    return (Encoding.Hinges) Preprocessing.fit(data, rows, OPTIONS).encodings().getFirst();
  }

  @Test
  void piecesHoldEquallyManyRowsAndInputsAreHowFarANumberIsThrough() {
    Dataset data = upTo(200);
    assertThat(learnt(data, data.allRows()).edges()).containsExactly(0.0, 50.0, 100.0, 150.0, 200.0);
    Dataset other = table(-10, 0, 25, 50, 130, 200, 900);
    double[][] inputs = Preprocessing.fit(data, data.allRows(), OPTIONS).columns(other, other.allRows());
    assertThat(inputs).hasDimensions(5, 7);
    assertThat(inputs[0]).containsExactly(-10, 0, 25, 50, 130, 200, 900);
    assertThat(inputs[1]).containsExactly(0, 0, 0.5, 1, 1, 1, 1);
    assertThat(inputs[2]).containsExactly(0, 0, 0, 0, 1, 1, 1);
    assertThat(inputs[3]).containsExactly(0, 0, 0, 0, 0.6, 1, 1);
    assertThat(inputs[4]).containsExactly(0, 0, 0, 0, 0, 1, 1);
  }

  @Test
  void aMissingNumberIsTheMeanAndAnInputTellsOfIt() {
    double[] numbers = IntStream.rangeClosed(0, 200).asDoubleStream().toArray();
    numbers[7] = Double.NaN;
    numbers[193] = Double.NaN;
    Dataset data = table(numbers);
    Preprocessing fitted = Preprocessing.fit(data, data.allRows(), OPTIONS);
    Encoding.Hinges hinges = (Encoding.Hinges) fitted.encodings().getFirst();
    assertThat(hinges.pieces()).as("199 rows have a number").isEqualTo(3);
    assertThat(fitted.features()).extracting(Feature::role)
        .containsExactly(Feature.Role.NUMBER, Feature.Role.PIECE, Feature.Role.PIECE, Feature.Role.PIECE,
            Feature.Role.MISSING);
    double[][] inputs = fitted.columns(data, new int[]{7});
    assertThat(inputs[0][0]).isEqualTo(100);
    assertThat(inputs[1][0]).isEqualTo(1);
    assertThat(inputs[2][0]).isEqualTo(hinges.through(1, 100)).isBetween(0.4, 0.6);
    assertThat(inputs[4][0]).isEqualTo(1);
  }

  @Test
  void edgesAreLearntFromTheTrainingRowsAlone() {
    var random = new SplittableRandom(5);
    double[] numbers = random.doubles(300).toArray();
    int[] training = IntStream.range(0, 200).toArray();
    Encoding.Hinges before = learnt(table(numbers.clone()), training);
    Arrays.fill(numbers, 200, 300, 1e6);
    assertThat(learnt(table(numbers), training)).isEqualTo(before);
    assertThat(learnt(table(numbers), IntStream.range(0, 300).toArray())).isNotEqualTo(before);
  }

  @Test
  void aWeightOfTwoIsTheRowTwice() {
    double[] numbers = new SplittableRandom(6).doubles(120).toArray();
    double[] twice = Arrays.copyOf(numbers, 240);
    System.arraycopy(numbers, 0, twice, 120, 120);
    double[] weights = new double[120];
    Arrays.setAll(weights, i -> i < 60 ? 2 : 1);
    int[] rows = IntStream.concat(IntStream.range(0, 120), IntStream.range(120, 180)).toArray();
    Dataset weighted = Dataset.of("w", List.of(new NumericColumn("x", numbers), new NumericColumn("w", weights)))
        .weights("w");
    assertThat(learnt(weighted, weighted.allRows()).edges()).isEqualTo(learnt(table(twice), rows).edges()).hasSize(4);
  }

  @Test
  void fewRowsOrValuesHaveNoPieces() {
    assertThat(Preprocessing.fit(upTo(98), upTo(98).allRows(), OPTIONS).encodings().getFirst())
        .isInstanceOf(Encoding.Numeric.class);
    double[] two = new double[500];
    Arrays.setAll(two, i -> i % 2);
    assertThat(Preprocessing.fit(table(two), table(two).allRows(), OPTIONS).encodings().getFirst())
        .isInstanceOf(Encoding.Numeric.class);
    double[] huge = new double[500];
    Arrays.setAll(huge, i -> (i - 250) * (Double.MAX_VALUE / 250));
    assertThat(Preprocessing.fit(table(huge), table(huge).allRows(), OPTIONS).encodings().getFirst())
        .isInstanceOf(Encoding.Numeric.class);
    double[] three = new double[500];
    Arrays.setAll(three, i -> i % 3);
    assertThat(learnt(table(three), table(three).allRows()).edges()).containsExactly(0.0, 1.0, 2.0);
  }

  @Test
  void rowsTablesAndFloatsAgree() {
    var random = new SplittableRandom(8);
    var columns = new ArrayList<Column>();
    for (int c = 0; c < 4; c++) {
      columns.add(new NumericColumn("x" + c,
          random.doubles(300).map(value -> value < 0.1 ? Double.NaN : 100 * value - 30).toArray()));
    }
    Dataset data = Dataset.of("t", columns);
    Preprocessing fitted = Preprocessing.fit(data, data.allRows(), PreprocessingOptions.network().hinges(8));
    double[][] inputs = fitted.columns(data, data.allRows());
    float[] floats = fitted.encode(data, data.allRows());
    var sparse = fitted.sparse(data, data.allRows());
    double[][] same = new double[fitted.width()][300];
    for (int j = 0; j < fitted.width(); j++) {
      for (int e = sparse.columnStart(j); e < sparse.columnStart(j + 1); e++) {
        same[j][sparse.row(e)] = sparse.value(e);
      }
    }
    assertThat(same).isEqualTo(inputs);
    var encoder = new RowEncoder(fitted);
    for (int row = 0; row < 300; row++) {
      Map<String, Object> values = new HashMap<>();
      for (Column column : columns) {
        values.put(column.name(), column.number(row));
      }
      double[] encoded = encoder.encode(values);
      for (int j = 0; j < fitted.width(); j++) {
        assertThat(encoded[j]).isEqualTo(inputs[j][row]);
        assertThat(floats[row * fitted.width() + j]).isEqualTo((float) inputs[j][row]);
      }
    }
  }

  @Test
  void edgesThatDoNotAscendAreRefused() {
    var scale = new Scale(0, 0, 1, 0);
    assertThatThrownBy(() -> new Encoding.Hinges("x", scale, List.of(0.0, 1.0, 1.0), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("do not ascend");
    assertThatThrownBy(() -> new Encoding.Hinges("x", scale, List.of(0.0, 1.0), false))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
