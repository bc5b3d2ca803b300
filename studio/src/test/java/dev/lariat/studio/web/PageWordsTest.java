package dev.lariat.studio.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageWordsTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "--drop leak leaves it out. | 'leave out' at column leak leaves it out.",
      "is left out; --kinds id=category or =numeric keeps it | is left out; the kind category or numeric, chosen at column 'id', keeps it",
      "read the column with --kinds a b=category | read the column with the kind category, chosen at column 'a b',",
      "left out; --kinds 'first id=category' or =numeric keeps it | left out; the kind category or numeric, chosen at column 'first id', keeps it",
      "without its '$'; --kinds '\"price, EUR\"=category' reads it as names | without its '$'; the kind category, chosen at column 'price, EUR', reads it as names",
      "--time-column 'first seen' splits in its order. | 'Split in the order of: first seen' in the study's form splits in its order.",
      "--drop 'a b' leaves it out. | 'leave out' at column a b leaves it out.",
      "take those rows out (--target-missing drop does) | take those rows out ('Rows without a target: leave out' in the study's form does)",
      "leave such lines out with --on-bad-rows skip | leave such lines out with 'Leave out lines with too many or too few fields' under Data",
      "--group-column patient keeps them together. | 'Groups that stay together: patient' in the study's form keeps them together.",
      "--time-column when splits in its order. | 'Split in the order of: when' in the study's form splits in its order.",
      "give a lower learning rate (--lr) | set a lower 'Learning rate' in the study's form", "a - b -- c | a - b -- c",
      "--sequence-id needs --sequence-time, the column | 'A row is a step of the sequence' needs 'When the step is', the column",
      "invalid value for option '--epochs': 'abc' | invalid value for 'Epochs': 'abc'",
      "--unheard-of 3 | --unheard-of 3", "nothing is proposed | nothing is proposed"})
  void optionsAreSaidAsThePageCallsThem(String line, String page) {
    assertThat(PageWords.of(line)).isEqualTo(page);
  }

  /** What the page calls things is what stands on it. */
  @Test
  void thePageHasWhatIsNamed() throws IOException {
    Path resources = Path.of("src/main/resources/dev/lariat/studio");
    String page = Files.readString(resources.resolve("study.js")) + Files.readString(resources.resolve("data.js"));
    for (String name : new String[]{"leave out", "Rows without a target", "Groups that stay together",
        "Split in the order of", "Leave out lines with too many or too few fields", "Characters as features",
        "Fewest rows of a word", "Most rows of a word", "Learning rate", "The target is", "Pictures of", "Most words",
        "Words in a row as a feature", "A first answer", "Layers in words", "Rows a step",
        "The same at all steps of a sequence", "When the step is", "A row is a step of the sequence", "Weights of rows",
        "Steps of a series", "Cells at once", "Epochs", "Units of hidden layers", "Seeds of every cell", "Folds",
        "Rows kept out to the end", "Time limit"}) {
      assertThat(page).contains(name);
    }
  }

  /** Whatever the libraries say of tables and studies: no line that proposes an option comes to a page as it is. */
  @Test
  void noOptionOfAStudyIsLeft() throws IOException {
    var left = new TreeSet<String>();
    Pattern said = Pattern
        .compile("--(?:kinds|drop|target-missing|on-bad-rows|group-column|time-column|text-chars|text-min-df"
            + "|image|metric|lr|models|force)[ =a-z]*");
    for (String folder : new String[]{"core/src/main/java/dev/lariat/data", "core/src/main/java/dev/lariat/study",
        "io/src/main/java"}) {
      try (Stream<Path> files = Files.walk(Path.of(System.getProperty("lariat.repository"), folder))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          for (String text : Files.readString(file).split("\n", -1)) {
            if (text.contains("\"") && said.matcher(text).find()) {
              // As it is said: what is put in between becomes a name.
              String line = text.replaceAll("Suggestions\\.\\w+\\(\"(--[a-z-]+)\".*", "$1 x")
                  .replaceAll("\"\\s*\\+[^\"]*\\+\\s*\"", "x")
                  .replaceAll("\"\\s*\\+.*", "x");
              if (said.matcher(PageWords.of(line)).find()) {
                left.add(file.getFileName() + ": " + PageWords.of(line).strip());
              }
            }
          }
        }
      }
    }
    assertThat(left).isEmpty();
  }
}
