package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A table of 160 MB in memory is modelled in a Java that has 96 MB. */
@Tag("slow")
class SmallHeapTest {
  private static final int COLUMNS = 100;
  private static final int BLOCK = 1000;
  private static final int BLOCKS = 200;

  @TempDir
  private Path folder;

  /** The same rows again and again: the path is that of a block, which fits into memory. */
  @Test
  void twoHundredThousandRowsIn96Megabytes() throws Exception {
    var random = new Random(6);
    String header = IntStream.range(0, COLUMNS).mapToObj(j -> "x" + j).collect(Collectors.joining(",")) + ",y\n";
    var block = new StringBuilder();
    for (int i = 0; i < BLOCK; i++) {
      double y = random.nextGaussian();
      for (int j = 0; j < COLUMNS; j++) {
        int value = random.nextInt(100);
        block.append(value).append(',');
        y += j < 10 ? value / 30.0 : 0;
      }
      block.append(y).append('\n');
    }
    Path small = Files.writeString(folder.resolve("small.csv"), header + block);
    Path large = folder.resolve("large.csv");
    try (Writer out = Files.newBufferedWriter(large)) {
      out.write(header);
      for (int b = 0; b < BLOCKS; b++) {
        out.append(block);
      }
    }
    Path said = folder.resolve("said");
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx96m",
        "--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"), "dev.lariat.cli.Main",
        "linear", large.toString(), "--target", "y", "--lambda-count", "20", "--no-early-stop", "--tolerance", "1e-12",
        "--json", "--folds", "10", "--out", folder.resolve("large-run").toString()).redirectOutput(said.toFile())
        .redirectError(folder.resolve("errors").toFile())
        .start();
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("errors"))).isZero();
    JsonNode streamed = new JsonMapper().readTree(Files.readString(said));
    assertThat(streamed.get("streamed").asBoolean()).isTrue();
    JsonNode held = held(small);
    for (int k = 0; k < held.get("coefficients").size(); k++) {
      JsonNode mine = streamed.get("coefficients").get(k);
      JsonNode theirs = held.get("coefficients").get(k);
      assertThat(mine.size()).isEqualTo(theirs.size());
      for (String name : theirs.propertyNames()) {
        assertThat(mine.get(name).asDouble()).isCloseTo(theirs.get(name).asDouble(), within(1e-10));
      }
    }
  }

  private JsonNode held(Path small) throws IOException {
    Outcome outcome = Outcome.of("linear", small, "--target", "y", "--lambda-count", "20", "--no-early-stop",
        "--tolerance", "1e-12", "--json", "--out", folder.resolve("small-run"));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return new JsonMapper().readTree(outcome.out());
  }
}
