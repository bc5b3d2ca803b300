package dev.lariat.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeOfDayTest {
  @ParameterizedTest
  @CsvSource({"00:00, 0", "7:30, 7.5", "13:45:36, 13.76", "12:00 AM, 0", "12:30 am, 0.5", "1:15 AM, 1.25",
      "11:00AM, 11", "12:00 PM, 12", "1:15 pm, 13.25", "11:59:60 PM, NaN", "13:45+02:00, 11.75", "08:00Z, 8"})
  void hours(String text, double hours) {
    assertThat(24 * TimeOfDay.parse(text)).isEqualTo(hours, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "am", "PM", "13:00 PM", "0:30 AM", "24:00", "12", "noon", "12:60"})
  void whatIsNone(String text) {
    assertThat(TimeOfDay.parse(text)).isNaN();
  }
}
