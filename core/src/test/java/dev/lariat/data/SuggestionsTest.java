package dev.lariat.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertThat(Suggestions.option("--target", "-x")).isEqualTo("--target=-x");
    assertThat(Suggestions.option("--target", "--force")).isEqualTo("--target=--force");
    assertThat(Suggestions.option("--target", "@x")).isEqualTo("--target '@x'");
    assertThat(Suggestions.listOption("--drop", "-x", "y")).isEqualTo("--drop=-x,y");
    assertThat(Suggestions.kinds("date", "-first seen")).isEqualTo("--kinds='-first seen=date'");
    assertThat(Suggestions.typed("a\nb")).isEqualTo("$'a\\nb'");
    assertThat(Suggestions.typedPath("-x.csv")).isEqualTo("./-x.csv");
    assertThat(Suggestions.typedPath("-")).isEqualTo("-");
    assertThat(Suggestions.typedPath("runs/a b")).isEqualTo("'runs/a b'");
  }

  /** A real shell takes each word as it was meant. */
  @ParameterizedTest
  @ValueSource(strings = {"x", "-x", "@x", "it's", "a b", "two\nlines", "tab\there", "$HOME", "`ls`", "back\\slash",
      "'\n'", "a!b", "~", "=ls", "#", "*", "{a,b}", "größe", "\u0007", "a;b", "&", "100%", ""})
  void aShellTakesItAsItIs(String name) throws Exception {
    Path shell = Path.of("/bin/bash");
    assumeTrue(Files.isExecutable(shell));
    Process process = new ProcessBuilder(shell.toString(), "-c",
        "printf '%s\\0' " + Suggestions.option("--target", name) + " " + Suggestions.typed(name)).start();
    String[] words = new String(process.getInputStream().readAllBytes(), UTF_8).split("\0", -1);
    String separate = name.startsWith("-") ? "--target=" + name + "\0" : "--target\0" + name + "\0";
    assertThat(String.join("\0", words)).isEqualTo(separate + name + "\0");
  }
}
