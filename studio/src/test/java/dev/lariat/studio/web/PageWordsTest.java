package dev.lariat.studio.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.Suggestions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageWordsTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "--drop leak leaves it out. | 'leave out' at column 'leak' leaves it out.",
      "is left out; --kinds id=category or =numeric keeps it | is left out; the kind category or numeric, chosen at column 'id', keeps it",
      "read the column with --kinds 'a b=category' | read the column with the kind category, chosen at column 'a b',",
      "read the columns with --kinds 'a b=category,\"c,d\"=category' | read the columns with the kinds category at column 'a b' and category at column 'c,d'",
      "left out; --kinds 'first id=category' or =numeric keeps it | left out; the kind category or numeric, chosen at column 'first id', keeps it",
      "without its '$'; --kinds '\"price, EUR\"=category' reads it as names | without its '$'; the kind category, chosen at column 'price, EUR', reads it as names",
      "--time-column 'first seen' splits in its order. | 'Split in the order of: first seen' in the study's form splits in its order.",
      "take those rows out (--target-missing drop does) | take those rows out ('Rows without a target: leave out' in the study's form does)",
      "leave such lines out with --on-bad-rows skip | leave such lines out with 'Leave out lines with too many or too few fields' under Data",
      "--group-column patient keeps them together. | 'Groups that stay together: patient' in the study's form keeps them together.",
      "--time-column when splits in its order. | 'Split in the order of: when' in the study's form splits in its order.",
      "give a lower learning rate (--lr) | set a lower 'Learning rate' in the study's form", "a - b -- c | a - b -- c",
      "--sequence-id needs --sequence-time, the column | 'A row is a step of the sequence' needs 'When the step is', the column",
      "invalid value for option '--epochs': 'abc' | invalid value for 'Epochs': 'abc'",
      "lower --text-min-df, or --text-chars 1-1. | lower 'Fewest rows of a word', or 'Characters as features: 1-1' in the study's form.",
      "--models linear tries nothing else (of all where --models asks for it) | 'Models: linear' in the study's form tries nothing else (of all where 'Models' asks for it)",
      "its loss may still fall; lariat linear --hinges 16 fits it whole | its loss may still fall; 'lariat linear --hinges 16' on the command line fits it whole",
      "keep one, as by --drop b, or --sql 'select \"a\"' --drop 'a,b', with | keep one, as by 'leave out' at column 'b', or --sql 'select \"a\"' --drop 'a,b', with",
      "--drop leaves out 'x', which is what --target names | 'leave out' leaves out 'x', which is what 'What is to be predicted' names",
      "--drop leaves out 'x', which is what --weights names | 'leave out' leaves out 'x', which is what 'Weights of rows' names",
      "leave --on away, or --drop the column | leave --on away, or 'leave out' the column",
      "--group-column or --time-column: one of them | 'Groups that stay together' or 'Split in the order of': one of them",
      "--target names 'a, b', and --time-column needs another | 'What is to be predicted' names 'a, b', and 'Split in the order of' needs another",
      "--drop 'the' leaves it out | 'leave out' at column 'the' leaves it out",
      "--drop=the leaves it out | 'leave out' at column 'the' leaves it out",
      "--drop theme leaves it out | 'leave out' at column 'theme' leaves it out",
      "--drop the,or leaves them out | 'leave out' at the columns 'the' and 'or' leaves them out",
      "--kinds tells what a column is | their kinds at the columns tells what a column is",
      "--kinds 'a b' is no pair | their kinds at the columns 'a b' is no pair",
      "--kinds a=text,b is no pair | their kinds at the columns a=text,b is no pair", "--unheard-of 3 | --unheard-of 3",
      "nothing is proposed | nothing is proposed"})
  void optionsAreSaidAsThePageCallsThem(String line, String page) {
    assertThat(PageWords.of(line)).isEqualTo(page);
  }

  /** A name comes to the page as it is, whatever a shell and a list want of it. */
  @ParameterizedTest
  @ValueSource(strings = {"leak", "first seen", "price, EUR", "it's", "say \"so\"", "a=b", "-x", "--force", "@x", " x",
      "two\nlines", "back\\slash", "No.", "when:", "größe", "'", "$'x'", "=x", "~", "a;b", "*"})
  void aNameIsShownAsItIs(String name) {
    assertThat(PageWords.of("x; " + Suggestions.option("--time-column", name) + " splits."))
        .isEqualTo("x; 'Split in the order of: " + name + "' in the study's form splits.");
    assertThat(PageWords.of("x; " + Suggestions.listOption("--drop", name) + " leaves it out."))
        .isEqualTo("x; 'leave out' at column '" + name + "' leaves it out.");
    assertThat(PageWords.of(Suggestions.kinds("date", name) + " or =category keeps it"))
        .isEqualTo("the kind date or category, chosen at column '" + name + "', keeps it");
    assertThat(PageWords.of("with " + Suggestions.kinds("date", name, "y") + ", or not"))
        .isEqualTo("with the kinds date at column '" + name + "' and date at column 'y', or not");
  }

  /** In sentences that are written as they are no word behind an option names a column. */
  @Test
  void noWordOfASentenceIsTakenForAColumn() throws IOException {
    Pattern said = Pattern.compile("\"[^\"]*--(?:drop|target|group-column|time-column) ([a-z]+)\\b[^\"]*");
    var taken = new TreeSet<String>();
    int seen = 0;
    for (String folder : new String[]{"core/src/main/java", "io/src/main/java", "cli/src/main/java"}) {
      try (Stream<Path> files = Files.walk(Path.of(System.getProperty("lariat.repository"), folder))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          Matcher sentence = said.matcher(Files.readString(file));
          while (sentence.find()) {
            String page = PageWords.of(sentence.group().substring(1));
            seen++;
            if (page.contains("column '" + sentence.group(1)) || page.contains(": " + sentence.group(1) + "' in")) {
              taken.add(file.getFileName() + ": " + page);
            }
          }
        }
      }
    }
    assertThat(seen).isGreaterThan(2);
    assertThat(taken).allMatch(line -> line.contains("at least 2 targets, such as")); // those are columns
  }

  /** What the page calls an option is what stands beside its field, of every field of the study's form. */
  @Test
  void everyFieldOfTheFormIsCalledAsItStandsThere() throws IOException {
    Path resources = Path.of("src/main/resources/dev/lariat/studio");
    String form = Files.readString(resources.resolve("study.js"));
    Matcher field = Pattern.compile("\\b(?:field|flag|pick)\\('([a-z-]+)', '([^']+)'").matcher(form);
    var seen = new TreeSet<String>();
    while (field.find()) {
      seen.add(field.group(1));
      assertThat(PageWords.labels()).containsKey(field.group(1));
      String label = PageWords.labels().get(field.group(1)).replaceAll("^'|'$", "");
      assertThat(field.group(2)).as(field.group(1))
          .isIn(label, field.group(2).startsWith(label + ":") ? field.group(2) : label);
    }
    assertThat(seen).hasSizeGreaterThan(25);
    assertThat(form + Files.readString(resources.resolve("data.js"))).contains("'leave out'", "What is to be predicted",
        "Leave out lines with too many or too few fields");
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
