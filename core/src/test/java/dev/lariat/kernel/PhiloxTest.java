package dev.lariat.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhiloxTest {
  /** The known answers that Random123 publishes for philox4x32, 10 rounds. */
  @ParameterizedTest
  @CsvSource({"00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
      "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
      "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1"})
  void givesTheKnownAnswers(String counter, String key, String expected) {
    int[] c = hex(counter);
    int[] k = hex(key);
    int[] words = new int[4];
    Philox.block(k[0], k[1], c[0], c[1], c[2], c[3], words);
    assertThat(words).containsExactly(hex(expected));
  }

  private static int[] hex(String words) {
    return Pattern.compile(" ").splitAsStream(words).mapToInt(HexFormat::fromHexDigits).toArray();
  }

  @Test
  void aStreamDependsOnEachOfItsKeys() {
    long first = new Philox(1, 2, 3, 4, 5).nextLong();
    assertThat(new Philox(1, 2, 3, 4, 5).nextLong()).isEqualTo(first);
    assertThat(new long[]{new Philox(6, 2, 3, 4, 5).nextLong(), new Philox((1L << 40) | 1, 2, 3, 4, 5).nextLong(),
        new Philox(1, 6, 3, 4, 5).nextLong(), new Philox(1, 2, 6, 4, 5).nextLong(),
        new Philox(1, 2, 3, 6, 5).nextLong(), new Philox(1, 2, 3, 4, 6).nextLong(), first}).doesNotHaveDuplicates();
    assertThatThrownBy(() -> new Philox(1, 65536, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536");
  }

  @Test
  void uniformAndNormalHaveTheirMoments() {
    Philox random = new Philox(7, 0, 0, 0, 0);
    int n = 200_000;
    double sum = 0;
    double square = 0;
    double normal = 0;
    double normalSquare = 0;
    double normalFourth = 0;
    for (int i = 0; i < n; i++) {
      double u = random.nextDouble();
      float f = random.nextFloat();
      assertThat(u).isBetween(0.0, Math.nextDown(1.0));
      assertThat(f).isBetween(0f, Math.nextDown(1f));
      sum += u;
      square += f * (double) f;
      double g = random.nextGaussian();
      normal += g;
      normalSquare += g * g;
      normalFourth += g * g * g * g;
    }
    // five standard errors
    assertThat(sum / n).isCloseTo(0.5, within(5 * Math.sqrt(1 / 12.0 / n)));
    assertThat(square / n).isCloseTo(1 / 3.0, within(5 * Math.sqrt(4 / 45.0 / n)));
    assertThat(normal / n).isCloseTo(0, within(5 * Math.sqrt(1.0 / n)));
    assertThat(normalSquare / n).isCloseTo(1, within(5 * Math.sqrt(2.0 / n)));
    assertThat(normalFourth / n).isCloseTo(3, within(5 * Math.sqrt(96.0 / n)));
  }

  @Test
  void everyPermutationIsEquallyLikely() {
    int[] counts = new int[24];
    int trials = 48_000;
    Philox random = new Philox(11, 0, 0, 0, 0);
    for (int t = 0; t < trials; t++) {
      int[] p = {0, 1, 2, 3};
      random.shuffle(p);
      int rank = 0;
      for (int i = 0; i < 4; i++) {
        int smaller = 0;
        for (int j = i + 1; j < 4; j++) {
          smaller += p[j] < p[i] ? 1 : 0;
        }
        rank = rank * (4 - i) + smaller;
      }
      counts[rank]++;
    }
    double expected = trials / 24.0;
    double chiSquare = IntStream.of(counts).mapToDouble(c -> (c - expected) * (c - expected) / expected).sum();
    // 23 degrees of freedom: above 60 once in 30,000
    assertThat(chiSquare).isLessThan(60);
  }
}
