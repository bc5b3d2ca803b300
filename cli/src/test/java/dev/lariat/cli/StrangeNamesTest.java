package dev.lariat.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lariat.data.Suggestions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns and folders of any name: what a command proposes is typed into a shell, and is taken as it is meant. */
class StrangeNamesTest {
  @TempDir
  private Path folder;

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The words that a shell makes of a line. */
  private static List<String> words(String line) throws IOException {
    Path shell = Path.of("/bin/bash");
    assumeTrue(Files.isExecutable(shell));
    Process process = new ProcessBuilder(shell.toString(), "-c", "printf '%s\\0' " + line).start();
    String[] words = new String(process.getInputStream().readAllBytes(), UTF_8).split("\0", -1);
    return List.of(words).subList(0, words.length - 1);
  }

  private static String line(String text, String beginning) {
    return text.lines().filter(line -> line.startsWith(beginning)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-x", "--force", "-", "--x", "@x", "-t", "a b", "it's", "say \"so\"", "a=b", "x,y", "$x", "*",
      "~", "#", "!x", "größe", "back\\slash", "No."})
  void theProposedCommandIsTakenAsItIsMeant(String name) throws IOException {
    var text = new StringBuilder("x0,").append(quoted(name)).append('\n');
    for (int row = 0; row < 30; row++) {
      text.append(row % 7).append(',').append(row % 5 + row % 7).append('\n');
    }
    Path table = Files.writeString(folder.resolve("t a.csv"), text);
    Outcome listed = Outcome.of("linear", table);
    List<String> words = words(line(listed.out(), "  lariat linear ").strip());
    assertThat(words.subList(0, 3)).containsExactly("lariat", "linear", table.toString());
    Path run = folder.resolve("run");
    var asked = new ArrayList<Object>(words.subList(1, words.size()));
    asked.addAll(List.of("--lambda", "0.01", "--out", run));
    Outcome outcome = Outcome.of(asked.toArray());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("target " + name + ", gaussian");
    List<String> next = words(line(outcome.out(), "next:  ").substring(7));
    assertThat(next.subList(1, 3)).containsExactly("predict", run.toString());
  }

  @Test
  void aTableThatBeginsAsAnOptionIsNamedWithItsFolder() {
    assertThat(Suggestions.typedPath("-x.csv")).isEqualTo("./-x.csv");
  }

  /** What a note proposes for a column does what it says. */
  @ParameterizedTest
  @ValueSource(strings = {"-id", "@id", "the id", "a=b"})
  void theProposedKindIsTaken(String name) throws IOException {
    var text = new StringBuilder("x,").append(quoted(name)).append(",y\n");
    for (int row = 0; row < 60; row++) {
      text.append(row % 7).append(',').append("k").append(1000 + 37 * row).append(',').append(row % 3).append('\n');
    }
    Path table = Files.writeString(folder.resolve("t.csv"), text);
    Outcome noted = Outcome.of("linear", table, "-t", "y", "--lambda", "0.1", "--out", folder.resolve("a"));
    String proposed = noted.err().replaceAll("(?s).*(--kinds[ =]\\S.*?=category'?).*", "$1");
    var asked = new ArrayList<Object>(
        List.of("linear", table, "-t", "y", "--lambda", "0.1", "--out", folder.resolve("b")));
    asked.addAll(words(proposed));
    Outcome outcome = Outcome.of(asked.toArray());
    assertThat(outcome.code()).as(noted.err() + proposed + outcome.err()).isZero();
    assertThat(outcome.err()).doesNotContain("identifier");
  }
}
