package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts on the command line. */
class TextColumnsTest {
  @TempDir
  Path folder;

  private Path data;

  /** "excellent" and "refund" tell the label; forty other words do not. */
  @BeforeEach
  void table() throws IOException {
    var random = new Random(4);
    var lines = new StringBuilder("review,price,label\n");
    for (int row = 0; row < 120; row++) {
      List<String> words = new ArrayList<>();
      for (int w = 0; w < 6; w++) {
        words.add("word" + (char) ('a' + random.nextInt(20)));
      }
      boolean good = row % 2 == 0;
      words.add(random.nextInt(10) < 8 ? good ? "excellent" : "refund" : "ordinary");
      Collections.shuffle(words, random);
      lines.append(String.join(" ", words))
          .append(',')
          .append(random.nextInt(100))
          .append(',')
          .append(good ? "good" : "bad")
          .append('\n');
    }
    data = Files.writeString(folder.resolve("reviews.csv"), lines);
    Files.writeString(folder.resolve("stop.txt"), "Excellent\n\nrefund\n");
  }

  private Outcome linear(String options) {
    var words = new ArrayList<Object>(
        List.of("linear", data, "--target", "label", "--out", folder.resolve("run"), "--force"));
    if (!options.isEmpty()) {
      words.addAll(List.of(options.replace("FOLDER", folder.toString()).split(" ")));
    }
    return Outcome.of(words.toArray());
  }

  @Test
  void theListOfColumnsSaysText() {
    Outcome outcome = Outcome.of("linear", data);
    assertThat(outcome.out()).containsPattern("review +text +about 7 words a row");
  }

  /** Where no blanks part the words, the list and a note propose the characters, which find what tells. */
  @Test
  void forWritingWithoutBlanksCharactersAreProposed() throws IOException {
    var random = new Random(5);
    var lines = new StringBuilder("text,label\n");
    String filler = "今天气很好我们去公园散步他说这本书非常有趣";
    for (int row = 0; row < 100; row++) {
      for (int i = 0; i < 12; i++) {
        lines.append(filler.charAt(random.nextInt(filler.length())));
      }
      lines.append(row % 2 == 0 ? "推荐" : "退款").append(row % 2 == 0 ? ",good\n" : ",bad\n");
    }
    Files.writeString(data, lines);
    assertThat(Outcome.of("linear", data).out())
        .containsPattern("text +text +about one word a row: --text-chars 1-3 makes features of its characters");
    Outcome learnt = linear("--text-chars 1-3 --lambda 0.01");
    assertThat(learnt.err()).contains("--text-chars 1-3 makes features of its characters");
    assertThat(learnt.out()).containsPattern("largest coefficients first .*\n  ([推荐]+ \\+|[退款]+ −), ");
  }

  @Test
  void theFirstWordsToEnterHaveTheirSign() {
    Outcome outcome = linear("");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).contains("column 'review' is read as text, whose words become features");
    assertThat(outcome.out())
        .contains("Words of 'review', in the order in which they enter (+ speaks for label = good):")
        .containsPattern("(?m)^  (excellent \\+, refund −|refund −, excellent \\+), ");
    assertThat(linear("--json").out()).contains("\"words\"", "\"term\" : \"excellent\"");
    assertThat(linear("--stop-words FOLDER/stop.txt").out()).doesNotContain("excellent", "refund");
    assertThat(linear("--kinds review=identifier").out()).contains("1 feature;").doesNotContain("Words of");
  }

  @Test
  void predictTakesRawTexts() {
    assertThat(linear("--folds 5 --text-ngrams 1-2 --text-min-df 0.05").code()).isZero();
    Outcome outcome = Outcome.of("predict", folder.resolve("run"), data);
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).containsPattern("accuracy +0\\.(8|9)");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
    --text-ngrams 2-1                             | 2  | --text-ngrams: '2-1' must begin with the fewest
    --text-ngrams x                               | 2  | --text-ngrams: 'x' is not of the form 1-2
    --text-ngrams 1-2 --text-chars 3-5            | 2  | --text-ngrams and --text-chars: give one of them
    --text-chars 0-5                              | 2  | --text-chars: '0-5' must begin with the fewest
    --text-min-df x                               | 2  | --text-min-df: 'x' is neither a number of rows (2) nor a share
    --text-min-df 0                               | 2  | --text-min-df: a term is in at least 1 row, not in 0
    --text-max-df 1.5                             | 2  | --text-max-df: a share of the rows is from 0 to 1, not 1.5
    --text-max-features 0                         | 2  | --text-max-features must be at least 1, not 0
    --stop-words FOLDER/none.txt                  | 74 | no such file or folder:
    --stop-words FOLDER/stop.txt --text-chars 3-5 | 2  | --stop-words go with words, not with --text-chars
    --text-min-df 500                             | 65 | no term can be in 500 rows, as --text-min-df asks for: there are 120
    --text-min-df 119 --drop price                | 65 | no column is left to learn from: review is without a term
    --kinds review=identifier --sublinear-tf      | 65 | no column is text, so there is nothing that settings for texts
    """)
  void badInputIsSaidInOneLine(String options, int code, String message) {
    Outcome outcome = linear(options);
    assertThat(outcome.code()).isEqualTo(code);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines().filter(line -> !line.startsWith("note: "))).singleElement()
        .asString()
        .contains(message);
  }
}
