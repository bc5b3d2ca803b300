package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
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
      [[ $(complete -p lariat) =~ -F' '([^ ]+) ]] && ${BASH_REMATCH[1]} lariat
      echo "${COMPREPLY[@]}"
      """, script.toString()).redirectErrorStream(true);
    bash.environment().put("LC_ALL", "C.UTF-8");
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
    assertThat(offered("lariat", "explain", "update", "--rule", "p")).isEqualTo("proximal");
    assertThat(offered("lariat", "fit", "--task", "=", "re")).isEqualTo("regression");
    assertThat(offered("lariat", "fit", "--task", "=")).isEqualTo("classification regression");
  }

  /** Words in a list: what is typed before the last comma stays, and what is in the list is not offered again. */
  @Test
  void bashCompletesListsAfterEachComma() throws IOException {
    assertThat(offered("lariat", "fit", "--regularizers", "l1,max")).isEqualTo("l1,max-norm");
    assertThat(offered("lariat", "fit", "--models", "network,")).doesNotContain("network,network")
        .contains("network,linear", "network,additive");
    assertThat(offered("lariat", "fit", "--models", "=", "network,l")).isEqualTo("network,linear");
    assertThat(offered("lariat", "fit", "--strengths", "elastic")).isEqualTo("elastic-net=");
    assertThat(offered("lariat", "fit", "--strengths", "l1", "=", "0.1,")).isEmpty();
  }

  /** The columns of the table that is named before, from its header. */
  @Test
  void bashCompletesColumns() throws IOException {
    Path plain = Files.writeString(work.resolve("a table.csv"),
        "# measured by hand\n\"age\",mean radius,\"price, EUR\",Größe,x=y\r\n1,2,3,4,5\n");
    String table = plain.toString();
    assertThat(offered("lariat", "fit", table, "--target", "a")).isEqualTo("age");
    assertThat(offered("lariat", "fit", table, "-t", "mean")).isEqualTo("mean\\ radius");
    assertThat(offered("lariat", "fit", table.replace(" ", "\\ "), "-t", "a")).isEqualTo("age");
    assertThat(offered("lariat", "fit", "\"" + table + "\"", "-t", "a")).isEqualTo("age");
    assertThat(offered("lariat", "fit", table, "--drop", "")).isEqualTo("age mean\\ radius Größe");
    assertThat(offered("lariat", "linear", table, "--drop", "age,Gr")).isEqualTo("age,Größe");
    assertThat(offered("lariat", "linear", table, "--drop", "=", "age,")).isEqualTo("age,mean\\ radius age,Größe");
    assertThat(offered("lariat", "fit", table, "--kinds", "ag")).isEqualTo("age=");
    // As bash parts the words at the equals sign: the kind alone is what is replaced.
    assertThat(offered("lariat", "fit", table, "--kinds", "age", "=")).startsWith("numeric category");
    assertThat(offered("lariat", "fit", table, "--kinds", "age", "=", "te")).isEqualTo("text");
    assertThat(offered("lariat", "fit", table, "--kinds", "age", "=", "text,Gr")).isEqualTo("text,Größe=");
    assertThat(offered("lariat", "fit", table, "--kinds", "age", "=", "text,Größe", "=", "n")).isEqualTo("numeric");
    assertThat(offered("lariat", "fit", table, "--kinds", "=", "age", "=", "ide")).isEqualTo("identifier");
    // As zsh gives them, whole.
    assertThat(offered("lariat", "fit", table, "--kinds", "age=te")).isEqualTo("age=text");
    assertThat(offered("lariat", "linear", table, "--penalty-factor", "age", "=")).isEmpty();
  }

  @Test
  void bashCompletesColumnsOfOtherSeparatorsAndNoneOfWhatIsNoTextTable() throws IOException {
    Path semicolons = Files.writeString(work.resolve("semi.csv"), "sep=;\nWert, EUR;Menge;Mitte\n1;2;3\n");
    assertThat(offered("lariat", "fit", semicolons.toString(), "-t", "M")).isEqualTo("Menge Mitte");
    Path gzipped = work.resolve("tabs.tsv.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(gzipped))) {
      out.write("id\tdose\tdate\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(offered("lariat", "train", gzipped.toString(), "--drop", "id,d")).isEqualTo("id,dose id,date");
    Path parquet = Files.writeString(work.resolve("t.parquet"), "PAR1,a,b");
    assertThat(offered("lariat", "fit", parquet.toString(), "-t", "")).isEmpty();
    assertThat(offered("lariat", "fit", work.resolve("nowhere.csv").toString(), "-t", "")).isEmpty();
    // Of predict the model comes first.
    Path model = Files.writeString(work.resolve("model.lariat"), "PK\u0003\u0004,x,y");
    assertThat(offered("lariat", "predict", model.toString(), semicolons.toString(), "--keep", "Me"))
        .isEqualTo("Menge");
  }
}
