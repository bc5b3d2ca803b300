package dev.lariat.io.column;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalParserTest {
  private static final long SEED = Long.getLong("lariat.seed", 20260730);

  private static double parse(String text) {
    char[] padded = ("7" + text + "7").toCharArray();
    return DecimalParser.parse(padded, 1, text.length(), '.');
  }

  private static void assertSame(String text) {
    assertThat(Double.doubleToRawLongBits(parse(text))).as("'%s' (repeat with -Dlariat.seed=%d)", text, SEED)
        .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0", "+0", "0.0", "-0.0e5", "1", "-1", "+1.5", ".5", "5.", "1e5", "1E+5", "1e-5",
      "000123.4500", "9007199254740991", "9007199254740992", "9007199254740993", "9007199254740995",
      "18446744073709551615", "18446744073709551616", "99999999999999999999", "0.1", "0.30000000000000004",
      "123456789012345678901234567890", "1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308",
      "1e309", "-1e400", "4.9e-324", "2.5e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "1e-400",
      "2.2250738585072014e-308", "2.2250738585072011e-308", "2.225073858507201e-308", "1e22", "1e23", "8.5e22",
      "9.5e22", "1e-22", "1e-23", "4503599627370496.5", "4503599627370497.5", "9007199254740992.9999999999999999999",
      "1090544144181609348671888949248", "7.0420557077594588669468784357561207962098443483187940792729600000e+59",
      "0.000000000000000000000000000000000000001", "1e999999999999", "1e-999999999999", "0e999999999999",
      "6631236846766476e-316", "3.2378839133029012895883524125015e319",
      "10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000e-200"})
  void agreesWithTheJdkOnTheHardCases(String text) {
    assertSame(text);
    assertSame((text.startsWith("-") ? text.substring(1) : "-" + text.replace("+", "")).replace("e", "E"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "+", ".", "-.", "e5", "1e", "1e+", "1 ", " 1", "1d", "1f", "0x10", "1,5", "NaN",
      "inf", "1.2.3", "--1", "1e5.5", "1_000", "١٢", "1e-", "Infinity", "abc"})
  void refusesWhatIsNoNumber(String text) {
    assertThat(parse(text)).isNaN();
  }

  @Test
  void takesADecimalComma() {
    assertThat(DecimalParser.parse("-3,25e2".toCharArray(), 0, 7, ',')).isEqualTo(-325);
    assertThat(DecimalParser.parse("3.25".toCharArray(), 0, 4, ',')).isNaN();
    String exact = "4503599627370497,50000000000000000000000000000000001";
    assertThat(DecimalParser.parse(exact.toCharArray(), 0, exact.length(), ',')).isEqualTo(4503599627370498.0);
  }

  @Test
  void agreesWithTheJdkOnRandomNumbers() {
    agrees(30_000, 0);
  }

  @Test
  @Tag("slow")
  void agreesWithTheJdkOnAMillionRandomNumbers() {
    agrees(40_000, 0);
    agrees(1_000_000, 2);
  }

  /** @param first the first kind to use; those before it are slow to make */
  private static void agrees(int count, int first) {
    SplittableRandom random = new SplittableRandom(SEED + count);
    Function<SplittableRandom, String>[] kinds = kinds();
    ToDoubleFunction<String> jdk = Double::parseDouble;
    for (int i = 0; i < count; i++) {
      String text = kinds[first + i % (kinds.length - first)].apply(random);
      if (Double.doubleToRawLongBits(parse(text)) != Double.doubleToRawLongBits(jdk.applyAsDouble(text))) {
        assertSame(text);
      }
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Function<SplittableRandom, String>[] kinds() {
    return new Function[]{
        // Any double with more digits than it needs.
        kind(random -> new BigDecimal(finite(random)).round(new MathContext(1 + random.nextInt(30))).toString()),
        // Halfway between two doubles, exactly and nearly.
        kind(random -> {
          double value = Math.abs(finite(random));
          BigDecimal half = new BigDecimal(value)
              .add(new BigDecimal(Math.nextUp(value) == Double.POSITIVE_INFINITY ? value : Math.nextUp(value)))
              .divide(BigDecimal.valueOf(2));
          int digits = half.precision() - random.nextInt(3);
          return half.round(new MathContext(Math.max(1, digits), RoundingMode.DOWN)).toString();
        }),
        // What tables hold.
        kind(random -> new BigDecimal(random.nextLong(-1_000_000_000, 1_000_000_000)).movePointLeft(random.nextInt(12))
            .toPlainString()),
        // Any double, as the JDK writes it.
        kind(random -> Double.toString(finite(random))), kind(random -> Double.toString(random.nextDouble())),
        // Digits with an exponent.
        kind(random -> random.nextLong() + "e" + random.nextInt(-345, 310)),
        kind(random -> "0." + "0".repeat(random.nextInt(30)) + random.nextLong(Long.MAX_VALUE) + random.nextInt(1000))};
  }

  private static Function<SplittableRandom, String> kind(Function<SplittableRandom, String> kind) {
    return kind;
  }

  private static double finite(SplittableRandom random) {
    double value;
    do {
      value = Double.longBitsToDouble(random.nextLong());
    } while (!Double.isFinite(value));
    return value;
  }
}
