package dev.lariat.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelIndexTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "1.0, 1", "1e0, 1", "-0, 0", "-2.50, -2.5", "0.10, 0.1", "007, 007", "1e400, 1e400", "x1, x1",
      "1.5e-4, 0.00015", "0.00015, 0.00015", "9007199254740993, 9007199254740993",
      "9007199254740993.0, 9007199254740993", "NaN, NaN", "1d, 1d", "0x1, 0x1"})
  void spellingsOfANumberShareAValue(String text, String value) {
    assertThat(LevelIndex.value(text)).isEqualTo(value);
  }

  @Test
  void namesComeBeforeValues() {
    LevelIndex index = new LevelIndex(List.of("1", "1.0", "2"));
    assertThat(index.of("1.0")).isEqualTo(1);
    // Two levels have this value: it is neither.
    assertThat(index.of("1.00")).isEqualTo(-1);
    assertThat(index.of("2.0")).isEqualTo(2);
    assertThat(index.of("3")).isEqualTo(-1);
  }

  /** A table is read without the blanks around its cells; what an application gives may have them. */
  @Test
  void blanksAroundALevelDoNotCount() {
    LevelIndex index = new LevelIndex(List.of("u", " v", "2"));
    assertThat(index.of(" u ")).isEqualTo(0);
    assertThat(index.of(" v")).isEqualTo(1);
    assertThat(index.of("2.0\t")).isEqualTo(2);
    assertThat(index.of("\u0001u")).isEqualTo(0);
    assertThat(index.of("\u3000u")).isEqualTo(-1); // which a table leaves there, too
    assertThat(index.of("  ")).isEqualTo(-1);
  }

  @Test
  void yesAndNoHaveManyWords() {
    assertThat(new LevelIndex(List.of("0", "1")).of("True")).isEqualTo(1);
    assertThat(new LevelIndex(List.of("True", "False")).of("0.0")).isEqualTo(1);
    assertThat(new LevelIndex(List.of("no", "yes")).of("TRUE")).isEqualTo(1);
    // Three levels mean more than yes and no.
    assertThat(new LevelIndex(List.of("no", "yes", "perhaps")).of("true")).isEqualTo(-1);
  }

  @Test
  void knowsWhichWholeNumbersADoubleHolds() {
    assertThat(LevelIndex.isExact("9007199254740992")).isTrue();
    assertThat(LevelIndex.isExact("9007199254740993")).isFalse();
  }
}
