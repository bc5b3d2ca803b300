package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class ManCommandTest {
  @TempDir
  private Path folder;

  private static int run(StringWriter out, StringWriter err, String... words) {
    return Main.run(new PrintWriter(out), new PrintWriter(err), words);
  }

  /** Every command has a page, every option is on it, and no line is taken for a macro that is none. */
  @Test
  void everyCommandHasItsPage() throws IOException {
    assertThat(run(new StringWriter(), new StringWriter(), "man", "--out", folder.toString())).isZero();
    List<CommandLine> all = ManPage.withSubcommands(Main.allCommands()).toList();
    assertThat(all).hasSizeGreaterThan(12);
    for (CommandLine each : all) {
      String page = Files.readString(folder.resolve(ManPage.name(each) + ".1"));
      for (OptionSpec option : each.getCommandSpec().options()) {
        if (!option.hidden()) {
          assertThat(page).contains(option.longestName().replace("-", "\\-"));
        }
      }
      assertThat(page.lines().filter(line -> line.startsWith(".")))
          .allMatch(line -> line.matches("\\.(TH|SH|TP|nf|fi)( \".*\")*"));
      assertThat(page).startsWith(".TH").contains(".SH \"NAME\"", ".SH \"EXIT STATUS\"").doesNotContain("${", "@|");
    }
  }

  @Test
  void onePage() {
    var out = new StringWriter();
    assertThat(run(out, new StringWriter(), "man", "explain", "update")).isZero();
    assertThat(out.toString()).contains(".TH \"LARIAT\\-EXPLAIN\\-UPDATE\"", "lariat explain update");
    var err = new StringWriter();
    assertThat(run(new StringWriter(), err, "man", "explode")).isEqualTo(Exit.USAGE);
    assertThat(err.toString()).contains("no command 'explode'");
  }
}
