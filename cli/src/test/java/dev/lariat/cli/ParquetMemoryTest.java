package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Parquet files whose pages are larger than the memory that Java may use: the program ends, and says what they need.
 */
@Tag("slow")
class ParquetMemoryTest {
  private static final int COLUMNS = 100;

  @TempDir
  private Path folder;

  private record Ended(int code, String said, String errors) {}

  private Ended linear(Path table, String memory) throws Exception {
    Path said = folder.resolve("said");
    Path errors = folder.resolve("errors");
    var words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), memory,
        "--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"), Main.class.getName(),
        "linear", table.toString(), "--target", "x1", "--lambda-count", "5", "--stream", "--out",
        folder.resolve("run").toString()));
    Process process = new ProcessBuilder(words).redirectOutput(said.toFile()).redirectError(errors.toFile()).start();
    try {
      assertThat(process.waitFor(200, TimeUnit.SECONDS)).as("it waits for ever: " + Files.readString(errors)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String lines = Files.readString(errors)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("WARNING"))
        .reduce("", (all, line) -> all + line + "\n");
    return new Ended(process.exitValue(), Files.readString(said), lines);
  }

  private Path table(int rows) throws IOException {
    Path table = PlainParquet.write(folder.resolve("wide.parquet"), COLUMNS, rows, row -> row * 7919L % 1009);
    assertThat(Files.size(table)).isGreaterThan(8L * COLUMNS * rows);
    return table;
  }

  @Test
  void pagesThatCannotFitAreRefusedWithWhatTheyNeed() throws Exception {
    Path table = table(130_000);
    Ended ended = linear(table, "-Xmx96m");
    assertThat(ended.errors)
        .contains("wide.parquet cannot be unpacked within the 9", " MB that Java may use",
            "the largest pages of its 100 columns take 100 MB; give it 576 MB (JAVA_TOOL_OPTIONS=-Xmx576m)")
        .hasLineCount(1);
    assertThat(ended.code).isEqualTo(65);
    Ended enough = linear(table, "-Xmx576m");
    assertThat(enough.errors).as("what was recommended is enough").doesNotContain("memory");
    assertThat(enough.code).isZero();
  }

  /** Its pages alone would fit, and nothing beside them: some thread runs out of memory, whichever it is. */
  @Test
  void whoRunsOutOfMemoryLetsNobodyWait() throws Exception {
    Ended ended = linear(table(115_000), "-Xmx96m");
    assertThat(ended.errors).containsPattern("memory|Java may use").hasLineCount(1);
    assertThat(ended.code).isIn(65, 70);
    assertThat(ended.said).isEmpty();
  }
}
