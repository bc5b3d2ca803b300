package dev.lariat.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
  private static final String LETTERS = "0123456789+-.eENanIfity xXdDfF\t_,pP\u00a0\u0660−";

  @ParameterizedTest
  @CsvSource({"1,1", "-2.5e3,-2500", "+.5,0.5", "1e400,Infinity", "' 7 ',7", "NaN,NaN", "-Infinity,-Infinity"})
  void readsWhatJavaWrites(String text, double expected) {
    assertThat(Numbers.parse(text)).isEqualTo(Double.valueOf(expected)); // boxed: NaN equals NaN
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "1f", "2D", "0x10", "0x1p3", "word", "1,5", "−1", "\u0661", "e5", "infinity"})
  void leavesOutWhatOnlyJavaOrOnlyPeopleRead(String text) {
    assertThat(Numbers.parse(text)).isNaN();
  }

  @Test
  void theQuickLookAtTheFirstLetterRefusesNoNumber() {
    var random = new SplittableRandom(7);
    int numbers = 0;
    for (int round = 0; round < 200_000; round++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(6); length >= 0; length--) {
        text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
      double expected = slowly(text.toString());
      assertThat(Numbers.parse(text.toString())).as(text::toString).isEqualTo(Double.valueOf(expected)); // boxed: NaN
                                                                                                         // equals NaN
      numbers += Double.isNaN(expected) ? 0 : 1;
    }
    assertThat(numbers).isGreaterThan(5_000); // the comparison is one of numbers, too
  }

  /** Java's own reading but for its suffixes and hexadecimal numbers. */
  private static double slowly(String text) {
    if (text.isEmpty() || "fFdD".indexOf(text.charAt(text.length() - 1)) >= 0
        || text.toLowerCase(Locale.ROOT).contains("x")) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }
}
