package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow") // starts bash
final class CompletionCommandTest {
  @TempDir
  private Path work;

  /** What bash offers after these words, the last of them unfinished. */
  private String offered(String... words) throws IOException {
    Path script = work.resolve("completion.sh");
    Outcome printed = Outcome.of("completion");
    assertThat(printed.code()).isZero();
    assertThat(printed.err()).isEmpty();
    Files.writeString(script, printed.out());
    var bash = new ProcessBuilder("bash", "-c", """
      source "$0" || exit 1
      compopt() { :; } # only works while a user types
      COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
      _complete_lariat lariat
      echo "${COMPREPLY[@]}"
      """, script.toString()).redirectErrorStream(true);
    bash.command().addAll(List.of(words));
    return new String(bash.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  @Test
  void bashCompletesCommandsAndOptions() throws IOException {
    assertThat(offered("lariat", "expl")).isEqualTo("explain");
    assertThat(offered("lariat", "explain", "geo")).isEqualTo("geometry");
    assertThat(offered("lariat", "train", "--early")).isEqualTo("--early-stopping");
  }

  /** The words that an option chooses from, each from the type that knows them. */
  @Test
  void bashCompletesValues() throws IOException {
    assertThat(offered("lariat", "fit", "--prefer", "s")).isEqualTo("simplest");
    assertThat(offered("lariat", "fit", "--task", "re")).isEqualTo("regression");
    assertThat(offered("lariat", "train", "--init", "he-")).isEqualTo("he-uniform he-normal");
    assertThat(offered("lariat", "train", "--dialect", "k")).isEqualTo("keras");
    assertThat(offered("lariat", "linear", "--measure", "d")).isEqualTo("deviance");
    assertThat(offered("lariat", "translate", "--from", "py")).isEqualTo("pytorch");
  }
}
