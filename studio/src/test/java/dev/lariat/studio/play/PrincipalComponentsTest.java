package dev.lariat.studio.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {
  private static final int ROWS = 400;

  /** Of two standardised columns with correlation r the components are their sum and difference: variances 1 ± r. */
  @Test
  void ofTwoColumnsTheyAreSumAndDifference() {
    var random = new Random(3);
    double[] a = random.doubles(ROWS).toArray();
    double[] b = IntStream.range(0, ROWS).mapToDouble(i -> 5 * a[i] + 2 * random.nextDouble()).toArray();
    List<NumericColumn> both = PrincipalComponents
        .of(Dataset.of("two", List.of(NumericColumn.of("a", a), NumericColumn.of("b", b))), "y");
    double r = covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b));
    double[] first = both.getFirst().toArray();
    double[] second = both.getLast().toArray();
    assertThat(covariance(first, first)).isCloseTo(1 + r, within(1e-9));
    assertThat(covariance(second, second)).isCloseTo(1 - r, within(1e-9));
    assertThat(covariance(first, second)).isCloseTo(0, within(1e-9));
  }

  @Test
  void theTargetAndColumnsThatDoNotVaryAreLeftOut() {
    double[] a = {1, 2, 3, 5};
    double[] same = {7, 7, 7, 7};
    Dataset table = Dataset.of("t",
        List.of(NumericColumn.of("a", a), NumericColumn.of("same", same), NumericColumn.of("y", a)));
    assertThatThrownBy(() -> PrincipalComponents.of(table, "y")).isInstanceOf(DataException.class);
    assertThat(PrincipalComponents.of(table, "none")).hasSize(2);
  }

  private static double covariance(double[] a, double[] b) {
    double meanA = IntStream.range(0, a.length).mapToDouble(i -> a[i]).average().orElseThrow();
    double meanB = IntStream.range(0, a.length).mapToDouble(i -> b[i]).average().orElseThrow();
    return IntStream.range(0, a.length).mapToDouble(i -> (a[i] - meanA) * (b[i] - meanB)).average().orElseThrow();
  }
}
