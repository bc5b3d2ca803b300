package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.studio.web.PageWords;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

/** What the studio calls the options of a study, beside those that the command line has. */
class PageOptionsTest {
  /**
   * Options of {@code lariat fit} that have no place on the page: of the command line's output, of files that a page
   * may not name, and what is asked for so seldom that the form goes without. A new option belongs here, or to the
   * page's words.
   */
  private static final Set<String> NOT_ON_THE_PAGE = Set.of("out", "force", "json", "quiet", "debug", "help", "version",
      "dry-run", "tensorboard", "on", "sql", "network", "stop-words", "stream", "sample", "average", "no-halving",
      "no-temperature", "no-mixture", "seed", "fold-column", "strengths", "yardstick");

  @Test
  void everyOptionIsOfThePageOrKnownNotToBe() {
    Set<String> options = Main.allCommands()
        .getSubcommands()
        .get("fit")
        .getCommandSpec()
        .options()
        .stream()
        .map(OptionSpec::longestName)
        .map(name -> name.replaceFirst("^-+", ""))
        .collect(Collectors.toSet());
    assertThat(options).hasSizeGreaterThan(40);
    var neither = new TreeSet<>(options);
    neither.removeAll(PageWords.labels().keySet());
    neither.removeAll(NOT_ON_THE_PAGE);
    assertThat(neither).as("options that the page neither has nor is known not to have").isEmpty();
    assertThat(options).as("what the page calls by a name is an option").containsAll(PageWords.labels().keySet());
    assertThat(NOT_ON_THE_PAGE).doesNotContainAnyElementsOf(PageWords.labels().keySet());
    for (String option : PageWords.labels().keySet()) {
      assertThat(PageWords.of("give --" + option + ", or not")).doesNotContain("--");
    }
  }
}
