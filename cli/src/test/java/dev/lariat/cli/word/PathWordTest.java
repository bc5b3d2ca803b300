package dev.lariat.cli.word;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathWordTest {
  /** Names as Windows has them. */
  private static Path windows(String word) {
    if (word.matches(".*[*?\"<>|].*") || word.indexOf(':') > 1) {
      throw new InvalidPathException(word, "Illegal char");
    }
    return Path.of(word);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data\\*.parquet", "*.csv", "part-?.csv", "jdbc:duckdb:shop.duckdb"})
  void aPatternAndAnAddressAreNoPathWhereNamesHaveNoSuchCharacters(String word) {
    assertThat(PathWord.of(word, PathWordTest::windows)).isNull();
    Path named = Path.of("named"); // where a system has all names
    assertThat(PathWord.of(word, _ -> named)).isEqualTo(named);
  }

  @Test
  void whatIsNoneOfTheseIsRefused() {
    assertThat(PathWord.of(null)).isNull();
    assertThat(PathWord.of("t.csv", PathWordTest::windows)).isEqualTo(Path.of("t.csv"));
    assertThatThrownBy(() -> PathWord.of("a|b", PathWordTest::windows)).hasMessage("'a|b' is no name of a file");
    assertThatThrownBy(() -> PathWord.of("a\0b")).hasMessage("'a\\0b' is no name of a file");
  }

  @ParameterizedTest
  @CsvSource({"'',an empty word names no file", "s3://b/t.csv,is an address on the network"})
  void wordsThatNameNothingAreRefused(String word, String said) {
    assertThatThrownBy(() -> PathWord.of(word)).hasMessageContaining(said);
  }
}
