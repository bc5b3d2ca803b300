package dev.lariat.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SuggestionsTest {
  /** What is proposed can be typed: a shell, and then a list in an option, take it as it is meant. */
  @Test
  void aNameIsProposedAsItIsTyped() {
    assertThat(Suggestions.kinds("date", "since")).isEqualTo("--kinds since=date");
    assertThat(Suggestions.kinds("date", "first seen")).isEqualTo("--kinds 'first seen=date'");
    assertThat(Suggestions.kinds("numeric", "price, EUR")).isEqualTo("--kinds '\"price, EUR\"=numeric'");
    assertThat(Suggestions.kinds("category", "a", "b c")).isEqualTo("--kinds 'a=category,b c=category'");
    assertThat(Suggestions.option("--time-column", "price, EUR")).isEqualTo("--time-column 'price, EUR'");
    assertThat(Suggestions.listOption("--drop", "it's")).isEqualTo("--drop 'it'\\''s'");
    assertThat(Suggestions.listOption("--drop", "x=y")).isEqualTo("--drop '\"x=y\"'");
    assertThat(Suggestions.typed("Größe")).isEqualTo("Größe");
    assertThat(Suggestions.typed("")).isEqualTo("''");
  }
}
