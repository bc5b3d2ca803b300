package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a table with more columns than are drawn, whose names begin with small letters. */
@Tag("slow") // it runs a study
class WideReportTest {
  private static final int COLUMNS = 120;

  @TempDir
  Path folder;

  @Test
  void namesStayAsTheyAreAndCountsAreOfAllColumns() throws IOException {
    var random = new Random(4);
    var text = new StringBuilder();
    for (int c = 0; c < COLUMNS; c++) {
      text.append("nm").append(c).append(',');
    }
    text.append("octane\n");
    for (int row = 0; row < 220; row++) {
      double first = random.nextGaussian();
      text.append(first);
      for (int c = 1; c < COLUMNS; c++) {
        text.append(',').append(random.nextGaussian());
      }
      text.append(',').append(Math.abs(first) + 0.1 * random.nextGaussian()).append('\n');
    }
    Path table = Files.writeString(folder.resolve("wide.csv"), text);
    Outcome fitted = Outcome.of("fit", table, "-t", "octane", "--models", "linear,additive", "--regularizers", "l2",
        "--folds", "2", "--quick", "--out", folder.resolve("run"));
    assertThat(fitted.code()).as(fitted.err()).isZero();
    String page = Files.readString(folder.resolve("run").resolve("report.html"));
    assertThat(page).contains("nm0: rises and falls", "keeps 120 coefficients", "; the 60 largest are drawn")
        .doesNotContain("Nm0", "60 largest of");
  }
}
