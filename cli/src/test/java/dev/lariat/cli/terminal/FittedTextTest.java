package dev.lariat.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class FittedTextTest {
  @Test
  void aTableGivesUpTheBlanksThatItCanSpare() {
    List<String> table = List.of("of all:", "   Df     %Dev       Lambda", "    0     0.00        1.234",
        "   12    87.65      0.01234");
    assertThat(FittedText.of(table, 20)).containsExactly("of all:", "Df  %Dev  Lambda", " 0  0.00   1.234",
        "12 87.65 0.01234");
    assertThat(FittedText.of(table, 80)).isEqualTo(table);
    assertThat(FittedText.of(table, 0)).isEqualTo(table);
  }

  @Test
  void proseGoesOnBehindAWholeWord() {
    assertThat(FittedText.of("note: a line of some words that goes on", 20)).containsExactly("note: a line of some",
        "  words that goes on");
    assertThat(FittedText.of("x\n\na-word-without-any-place-to-break\ny", 10)).containsExactly("x", "",
        "a-word-without-any-place-to-break", "y");
    assertThat(FittedText.of("  indented words go on", 12)).containsExactly("  indented", "    words go", "    on");
  }

  @Test
  void notesAreFittedAndNothingElse() {
    var bytes = new ByteArrayOutputStream();
    try (var err = new NoteWriter(bytes, UTF_8, 20)) {
      err.println("note: a line of some words that goes on");
      err.println("lariat fit: a line of some words that goes on");
    }
    assertThat(bytes.toString(UTF_8).lines()).containsExactly("note: a line of some", "  words that goes on",
        "lariat fit: a line of some words that goes on");
  }

  @Test
  void whatIsDoneStandsFirstAndOnlyWholePartsBehindIt() {
    List<String> parts = List.of("2:30 min left", "1,234 cells", "best: network dropout 0.4");
    assertThat(FitProgress.joined("## 40 %", parts, 80))
        .isEqualTo("## 40 %  2:30 min left  1,234 cells  best: network dropout 0.4");
    assertThat(FitProgress.joined("## 40 %", parts, 37)).isEqualTo("## 40 %  2:30 min left  1,234 cells");
    assertThat(FitProgress.joined("## 40 %", parts, 10)).isEqualTo("## 40 %");
  }

  @Test
  void helpStandsBelowItsOption() {
    String wide = """
        Usage: lariat fit [OPTIONS] DATA...
        Study a table.
              DATA...            A table.
          -t, --target=COLUMN    What to predict; of pictures it is
                                   class.
              --a-very-long-option-name=VALUE
                                 What it does.

        More words stand here, one behind another.
        """;
    List<String> narrow = NarrowHelp.of(wide, 32);
    assertThat(narrow).containsSubsequence("  -t, --target=COLUMN", "      What to predict; of",
        "      pictures it is class.", "      --a-very-long-option-name=VALUE", "      What it does.", "",
        "More words stand here, one");
    assertThat(narrow).allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(37));
  }
}
