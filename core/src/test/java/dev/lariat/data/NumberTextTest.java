package dev.lariat.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NumberTextTest {
  private static double read(String text) {
    return Double.parseDouble(text.replace('−', '-').replace("+", ""));
  }

  /** From 1e-9 to 1e12 and of both signs: a glance tells the size, and two digits at least are those of the number. */
  @Test
  void numbersOfAnySizeAreShortAndRight() {
    for (int power = -9; power <= 12; power++) {
      for (double lead : new double[]{1, 1.0049, 1.5, 2.345, 9.96, 9.9999}) {
        for (double sign : new double[]{1, -1}) {
          double value = sign * lead * Math.pow(10, power);
          assertThat(NumberText.number(value).length()).as("%s", value).isLessThanOrEqualTo(8);
          assertThat(read(NumberText.number(value))).isCloseTo(value, within(0.05 * Math.abs(value)));
          assertThat(read(NumberText.error(Math.abs(value)))).isCloseTo(Math.abs(value),
              within(0.06 * Math.abs(value)));
          assertThat(read(NumberText.signed(value))).isCloseTo(value, within(0.06 * Math.abs(value)));
        }
      }
    }
    assertThat(NumberText.number(0)).isEqualTo("0");
    assertThat(NumberText.signed(0)).isEqualTo("0");
    assertThat(NumberText.number(Double.NaN)).isEqualTo("?");
  }

  /** A number and its error are written in one way: with exponents, or both without. */
  @Test
  void anErrorIsInTheNotationOfItsNumber() {
    assertThat(NumberText.measured(0.0754, 0.00032)).isEqualTo("0.0754 ± 0.0003");
    assertThat(NumberText.measured(1.66e-4, 8.4e-6)).isEqualTo("1.7e-4 ± 8.4e-6");
    assertThat(NumberText.measured(1.66e-4, 0.0012)).isEqualTo("1.7e-4 ± 1.2e-3");
    assertThat(NumberText.measured(5.34e8, 81234)).isEqualTo("5.34e8 ± 8.1e4");
    assertThat(NumberText.measured(23100, 1260)).isEqualTo("23100 ± 1300");
    assertThat(NumberText.measured(3, 0)).isEqualTo("3.00");
    for (int power = -9; power <= 12; power++) {
      for (int error = -4; error <= 0; error++) {
        String text = NumberText.measured(1.66 * Math.pow(10, power), 8.4 * Math.pow(10, power + error));
        String[] parts = text.split(" ± ", -1);
        boolean tiny = 8.4 * Math.pow(10, power + error) < 5e-5;
        assertThat(parts[0].contains("e") == parts[1].contains("e") || tiny).as(text).isTrue();
        assertThat(read(parts[1])).isCloseTo(8.4 * Math.pow(10, power + error),
            within(0.2 * 8.4 * Math.pow(10, power + error)));
      }
    }
  }

  /** A share that is nearly none or nearly all does not read as none or all. */
  @Test
  void onlyNoneIsZeroPerCentAndOnlyAllAreHundred() {
    assertThat(NumberText.percent(0)).isEqualTo("0 %");
    assertThat(NumberText.percent(1)).isEqualTo("100 %");
    assertThat(NumberText.percent(0.5)).isEqualTo("50 %");
    assertThat(NumberText.percent(0.031)).isEqualTo("3.1 %");
    assertThat(NumberText.percent(0.9996)).isEqualTo("99.96 %");
    assertThat(NumberText.percent(0.00012)).isEqualTo("0.01 %");
    assertThat(NumberText.percent(1 - 1e-5)).isEqualTo("99.999 %");
    assertThat(NumberText.percent(1e-9)).isEqualTo("less than 0.000001 %");
    assertThat(NumberText.percent(1 - 1e-10)).isEqualTo("more than 99.999999 %");
    assertThat(NumberText.percent(-0.05)).isEqualTo("−5.0 %");
  }
}
