package dev.lariat.data.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Numbers nowhere near the training rows are found, whether the column has a scale or not. */
class FarNumbersTest {
  private static Dataset table(double... numbers) {
    return Dataset.of("t", List.of(new NumericColumn("x", numbers)));
  }

  /** 0, 0.01, …, 1 and one 30, of 1,000 rows: an outlier in training is not far. */
  private static Dataset training() {
    return table(
        DoubleStream.concat(IntStream.range(0, 999).mapToDouble(i -> i % 101 / 100.0), DoubleStream.of(30)).toArray());
  }

  @Test
  void ofAColumnWithoutAScale() {
    Dataset training = training();
    Preprocessing linear = Preprocessing.fit(training, training.allRows(), PreprocessingOptions.linear());
    assertThat(FarNumbers.of(linear, training)).isEmpty();
    assertThat(FarNumbers.of(linear, table(0.5, 29, 31, -40, Double.NaN)))
        .containsExactly(new FarNumbers("x", 2, 2, -40));
  }

  /** Its quartiles are 1 apart, so that its scale leaves the unit as it is. */
  @Test
  void ofAScaleWhoseFactorIsOne() {
    Dataset training = table(-1, -0.5, 0, 0.5, 1);
    Preprocessing robust = Preprocessing.fit(training, training.allRows(), PreprocessingOptions.network());
    assertThat(((Encoding.Numeric) robust.encodings().getFirst()).scale().factor()).isEqualTo(1);
    assertThat(FarNumbers.of(robust, table(0, 12))).containsExactly(new FarNumbers("x", 1, 0, 12));
  }

  /** Ten distances of quantiles out, or 255, may be how a column is distributed; thousands are not. */
  @Test
  void numbersThatNoDistributionExplains() {
    Dataset training = table(-1, -0.5, 0, 0.5, 1);
    Preprocessing robust = Preprocessing.fit(training, training.allRows(), PreprocessingOptions.network());
    assertThat(FarNumbers.of(robust, table(0, 12, 9000, -9500))).containsExactly(new FarNumbers("x", 3, 2, -9500));
    assertThat(FarNumbers.of(robust, table(0, 255, 255))).containsExactly(new FarNumbers("x", 2, 0, 255));
  }
}
