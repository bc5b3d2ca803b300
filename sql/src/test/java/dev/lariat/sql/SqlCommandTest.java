package dev.lariat.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.cli.Main;
import dev.lariat.io.Tables;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class SqlCommandTest {
  @TempDir
  Path folder;

  private final StringWriter said = new StringWriter();

  private int lariat(Object... words) {
    said.getBuffer().setLength(0);
    var writer = new PrintWriter(said);
    return Main.run(writer, writer, Arrays.stream(words).map(Object::toString).toArray(String[]::new));
  }

  private Path table() throws IOException {
    var random = new Random(3);
    var text = new StringBuilder("x,z,side,y\n");
    for (int row = 0; row < 120; row++) {
      double x = random.nextGaussian();
      text.append(String.format(Locale.ROOT, "%.4f,%.4f,%s,%.4f%n", x, random.nextGaussian(),
          row % 2 == 0 ? "left" : "right", 2 * x + (row % 2) + 0.1 * random.nextGaussian()));
    }
    return Files.writeString(folder.resolve("t.csv"), text);
  }

  @Test
  void aQueryIsATableInAllCommands() throws IOException {
    Path file = table();
    String query = "select * from '" + file + "'";
    Path byFile = folder.resolve("file");
    Path byQuery = folder.resolve("query");
    assertThat(lariat("linear", file, "--target", "y", "--folds", "4", "--out", byFile)).as(said.toString()).isZero();
    assertThat(lariat("linear", "--sql", query, "--target", "y", "--folds", "4", "--out", byQuery)).as(said.toString())
        .isZero();
    Path fromFile = folder.resolve("a.csv");
    Path fromQuery = folder.resolve("b.csv");
    assertThat(lariat("predict", byFile, file, "--output", fromFile)).isZero();
    assertThat(lariat("predict", byQuery, "--sql", query, "--output", fromQuery)).as(said.toString()).isZero();
    assertThat(said.toString()).contains("120 rows with a known target").contains("these very rows");
    assertThat(Files.mismatch(fromFile, fromQuery)).as("the same numbers").isEqualTo(-1);
    assertThat(lariat("linear", "--sql", query, "--stream", "--target", "y", "--out", folder.resolve("s"), "--json"))
        .isZero();
    assertThat(said.toString()).contains("\"streamed\" : true");
    assertThat(lariat("train", "--sql", query, "--target", "y", "--epochs", "2", "--out", folder.resolve("net")))
        .as(said.toString())
        .isZero();
    assertThat(lariat("fit", "--sql", query, "--target", "y", "--dry-run")).as(said.toString()).isZero();
    assertThat(lariat("fit", "--sql", query)).isEqualTo(2);
    assertThat(said.toString()).contains("lariat fit --sql '").contains("--target");
    assertThat(Tables.read(file).rows()).isEqualTo(120);
  }

  @Test
  void mistakesAreOneLine() {
    assertThat(lariat("fit", "--sql", "selec 1", "--target", "y")).isEqualTo(2);
    assertThat(said.toString()).contains("lariat fit: the query is no SQL").hasLineCount(1);
    assertThat(lariat("fit", "--sql", "select * from 'none.csv'", "--target", "y")).isEqualTo(74);
    assertThat(lariat("fit", "--sql", "select b from (values (1)) t(a)", "--target", "y")).isEqualTo(65);
    assertThat(said.toString()).hasLineCount(1);
  }
}
