package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with the same columns are one table for every command that takes one. */
class SeveralFilesTest {
  @TempDir
  private Path folder;

  private Path whole;
  private Path parts;

  /** Two parts with rows, and one without, as clusters write them. */
  @BeforeEach
  void aTableInOneAndInThreeFiles() throws IOException {
    Path wine = Path.of(System.getProperty("lariat.repository"), "examples", "data", "wine.csv");
    List<String> lines = Files.readAllLines(wine);
    whole = Files.copy(wine, folder.resolve("wine.csv"));
    parts = Files.createDirectory(folder.resolve("parts"));
    Files.write(parts.resolve("a.csv"), lines.subList(0, 90));
    Files.write(parts.resolve("b.csv"), lines.subList(0, 1));
    var rest = new ArrayList<>(lines.subList(0, 1));
    rest.addAll(lines.subList(90, lines.size()));
    Files.write(parts.resolve("c.csv"), rest);
  }

  private static String said(Object... words) {
    Outcome outcome = Outcome.of(words);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome.out();
  }

  private List<Object[]> tables() {
    return List.of(new Object[]{whole}, new Object[]{parts}, new Object[]{parts + "/*.csv"},
        new Object[]{parts.resolve("a.csv"), parts.resolve("b.csv"), parts.resolve("c.csv")});
  }

  private static Object[] words(List<Object> first, Object[] table, Object... then) {
    var words = new ArrayList<>(first);
    words.addAll(List.of(table));
    words.addAll(List.of(then));
    return words.toArray();
  }

  @Test
  void aModelAndItsPredictionsAreThoseOfTheWholeTable() {
    Path run = folder.resolve("run");
    String expected = null;
    for (Object[] table : tables()) {
      said(words(List.of("train"), table, "--target", "cultivar", "--epochs", "2", "--hidden", "4", "-q", "--force",
          "--out", run));
      String predicted = said(words(List.of("predict", run), table));
      assertThat(predicted).hasLineCount(179);
      expected = expected == null ? predicted : expected;
      assertThat(predicted).isEqualTo(expected);
    }
  }

  @Test
  void theTableThatAModelLearntFromIsKnownWithItsPartsWithoutARow() throws IOException {
    Files.writeString(parts.resolve("d.csv"), "\n");
    Path run = folder.resolve("run");
    said("train", parts, "--target", "cultivar", "--epochs", "1", "--hidden", "2", "-q", "--out", run);
    assertThat(Outcome.of("predict", run, parts).err()).contains("has learnt from these very rows");
  }

  @Test
  void aStudyOfAPatternLeavesNoCommandToGoOnWith() {
    Path run = folder.resolve("pattern");
    said("fit", parts + "/*.csv", "--target", "cultivar", "--models", "linear", "--regularizers", "l2", "--quick", "-q",
        "--out", run);
    assertThat(run.resolve("command.json")).doesNotExist();
    assertThat(run.resolve("verdict.json")).exists();
  }

  @Test
  void aStudyTakesThemToo() {
    String expected = null;
    for (Object[] table : tables().subList(0, 3)) {
      String verdict = said(words(List.of("fit"), table, "--target", "cultivar", "--models", "linear", "--regularizers",
          "l2", "--quick", "--json", "--force", "--out", folder.resolve("study")));
      String use = verdict.substring(verdict.indexOf("\"use\""), verdict.indexOf("\"proven\""));
      expected = expected == null ? use : expected;
      assertThat(use).isEqualTo(expected);
    }
  }

  @Test
  void mistakesAreOneLine() {
    Path run = folder.resolve("run");
    said("train", parts, "--target", "cultivar", "--epochs", "1", "--hidden", "2", "-q", "--out", run);
    mistake("no table matches " + parts + "/*.tsv", "fit", parts + "/*.tsv", "--target", "cultivar");
    mistake(whole + " is given twice", "train", whole, whole, "--target", "cultivar");
    mistake(whole + " is given twice", "predict", run, whole, whole);
    Path again = whole.getParent().resolve("parts").resolve("..").resolve("wine.csv");
    mistake(again + " is given twice", "fit", whole, again, "--target", "cultivar");
    mistake("an empty word names no file", "fit", whole, "", "--target", "cultivar");
    mistake("an empty word names no file", "predict", run, whole, "");
    mistake("is an address on the network", "predict", run, whole, "https://example.org/b.csv");
    mistake("is neither a file nor a pattern", "fit", whole + "[1", "--target", "cultivar");
    mistake("stand alone", "predict", run, whole, "-");
    mistake("stands alone", "fit", "-", whole, "--target", "cultivar");
    mistake("the query names its files", "train", "jdbc:duckdb:x", whole, "--sql", "select 1", "--target", "cultivar");
    mistake("a row of one file", "predict", run, parts, "--why", "1");
  }

  /** The words in a run directory name no files beside its table: the studio has asked whether it may read that one. */
  @Test
  void theStudioReadsNoFilesThatWordsInAFolderName() throws IOException {
    Path other = Files.copy(whole, folder.resolve("other.csv"));
    assertThatThrownBy(
        () -> new StudioFit().prepare(whole, List.of(other.toString(), "--target", "cultivar"), "lariat fit"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("goes on by its own command");
    said("fit", whole, other, "--target", "cultivar", "--models", "linear", "--regularizers", "l2", "--quick", "-q",
        "--out", folder.resolve("several"));
    assertThat(folder.resolve("several").resolve("command.json")).doesNotExist();
    assertThat(folder.resolve("several").resolve("verdict.json")).exists();
  }

  private static void mistake(String why, Object... words) {
    Outcome outcome = Outcome.of(words);
    assertThat(outcome.err()).contains(why).hasLineCount(1);
    assertThat(outcome.code()).isIn(2, 65);
  }
}
