package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network of Keras that begins with an {@code Embedding}, on a column of text. */
class KerasWordsTest {
  private static final List<String> FILLERS = List.of("the", "soup", "was", "warm", "today", "and", "we", "ate");

  @TempDir
  private static Path folder;
  private static Path table;
  private static Path keras;

  @BeforeAll
  static void write() throws IOException, URISyntaxException {
    keras = Path.of(KerasWordsTest.class.getResource("/words.keras").toURI());
    var random = new SplittableRandom(4);
    var rows = new StringBuilder("review,price,verdict\n");
    for (int row = 0; row < 120; row++) {
      boolean good = row % 2 == 0;
      var words = new ArrayList<String>();
      for (int word = 0; word < 4 + random.nextInt(5); word++) {
        words.add(FILLERS.get(random.nextInt(FILLERS.size())));
      }
      words.add(random.nextInt(words.size() + 1), good ? "lovely" : "dreadful");
      rows.append(String.join(" ", words) + "," + random.nextInt(30) + "," + (good ? "good" : "bad") + "\n");
    }
    table = Files.writeString(folder.resolve("reviews.csv"), rows);
  }

  private static Outcome run(String command, Object... more) {
    var words = new ArrayList<Object>(List.of(command, table, "--target", "verdict", "--network", keras));
    words.addAll(List.of(more));
    return Outcome.of(words.toArray());
  }

  /** Dimension, layers and optimizer are the file's, words those of the table. */
  @Test
  void itReadsTheWordsOfTheTable() {
    Path out = folder.resolve("run");
    Outcome trained = run("train", "--epochs", "20", "--lr", "0.02", "--out", out);
    assertThat(trained.code()).as(trained.err()).isEqualTo(Exit.OK);
    assertThat(trained.out())
        .contains("sequence 12 lengths, embedding 5, gru 4 sequence bidirectional, lstm 3, join, dense 2 linear");
    assertThat(trained.err()).contains(
        "note: the words are those of the table, learnt in each fold, and not the 20 of the file: --text-max-features");
    Outcome predicted = Outcome.of("predict", out, table);
    assertThat(predicted.code()).as(predicted.err()).isEqualTo(Exit.OK);
    assertThat(predicted.err()).contains("accuracy  ");
    assertThat(Outcome.of("export", out, "--to", "onnx", "-o", folder.resolve("run.onnx")).code()).isZero();
  }

  @Test
  void aStudyOfItTakesAwayWhatRegularizes() {
    Outcome told = run("fit", "--drop", "price", "--dry-run", "--quick");
    assertThat(told.code()).as(told.err()).isEqualTo(Exit.OK);
    assertThat(told.out()).contains("network sequence 12 lengths, embedding 5, gru 4 sequence bidirectional, lstm 3, ")
        .contains("network own\n")
        .containsPattern("network recurrent-dropout +");
  }

  @Test
  void whatIsNoTextIsOneLine() {
    Outcome none = run("train", "--drop", "review");
    assertThat(none.err()).contains("an embedding reads the words of a column of text, and there is none");
    assertThat(none.code()).isEqualTo(Exit.DATA);
    Outcome series = run("train", "--drop", "review", "--series", "1");
    assertThat(series.err()).contains("begins with an embedding of the words of a text, and rows are sequence(≤ 1, 1)");
    assertThat(series.code()).isEqualTo(Exit.USAGE);
  }

  @Test
  void twoColumnsOfTextAreRefusedWithWhatToDo() throws IOException {
    var rows = new ArrayList<String>();
    for (String line : Files.readAllLines(table)) {
      rows.add(line.replaceFirst(",", "," + line.split(",", -1)[0].replace("review", "title") + ","));
    }
    Path two = Files.write(folder.resolve("two.csv"), rows);
    Outcome refused = Outcome.of("train", two, "--target", "verdict", "--layers", "embedding 4, gru 4", "--kinds",
        "review=text,title=text");
    assertThat(refused.err()).contains("there are 2, 'review' and 'title' among them: keep one, as by --drop title,",
        "--sql 'select *, concat_ws(chr(32), \"review\", \"title\") as words from \"TABLE\"' --drop review,title");
    assertThat(refused.code()).isEqualTo(Exit.DATA);
  }

  /** The file's own weights: ids and how many there are are the inputs. */
  @Test
  void itsWeightsAreForIds() {
    Path onnx = folder.resolve("ids.onnx");
    Outcome exported = Outcome.of("export", keras, "--to", "onnx", "-o", onnx);
    assertThat(exported.code()).as(exported.err()).isEqualTo(Exit.OK);
    assertThat(onnx).isNotEmptyFile();
  }
}
