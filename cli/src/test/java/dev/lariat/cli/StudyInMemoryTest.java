package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study of series keeps to the memory that it states, and a hundred megabytes for Java. */
@Tag("slow")
class StudyInMemoryTest {
  private static final int ROWS = 12_000;
  private static final int STEPS = 300;
  private static final int JAVA = 100; // megabytes
  private static final Pattern STATED = Pattern
      .compile("memory: about ([\\d,]+) MB for the rows, ([\\d,]+) MB for the network of each thread");

  @TempDir
  private Path folder;

  @Test
  void aStudyKeepsToWhatItStates() throws Exception {
    Path table = table();
    Outcome told = Outcome.of(words(table, "--dry-run").toArray());
    assertThat(told.code()).as(told.err()).isZero();
    Matcher stated = STATED.matcher(told.out());
    assertThat(stated.find()).as(told.out()).isTrue();
    int rows = megabytes(stated.group(1));
    int most = rows + 2 * megabytes(stated.group(2)) + JAVA;
    assertThat(rows).as("more than Java itself").isGreaterThan(JAVA);
    assertThat(exit(table, most)).isZero();
    assertThat(exit(table, rows / 3)).as("with a third of it, it does not go").isNotZero();
  }

  private static int megabytes(String words) {
    return Integer.parseInt(words.replace(",", ""));
  }

  private int exit(Path table, int megabytes) throws Exception {
    var command = new ArrayList<String>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + megabytes + "m", "--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"),
        "dev.lariat.cli.Main"));
    words(table, "--threads", "2", "-q", "--out", folder.resolve("run" + megabytes).toString())
        .forEach(word -> command.add(word.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start();
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private static List<Object> words(Path table, String... more) {
    var words = new ArrayList<Object>(
        List.of("fit", table, "--target", "k", "--series", STEPS, "--layers", "conv1d 4 5, pool 4, global-max",
            "--quick", "--models", "network", "--regularizers", "l2", "--strengths", "l2=0.01", "--epochs", "1"));
    words.addAll(List.of(more));
    return words;
  }

  private Path table() throws IOException {
    var random = new SplittableRandom(3);
    Path table = folder.resolve("series.csv");
    try (Writer out = Files.newBufferedWriter(table)) {
      for (int t = 0; t < STEPS; t++) {
        out.append('x').append(String.valueOf(t)).append(',');
      }
      out.append("k\n");
      for (int row = 0; row < ROWS; row++) {
        for (int t = 0; t < STEPS; t++) {
          out.append(String.format(Locale.ROOT, "%.2f,", random.nextDouble()));
        }
        out.append(row % 3 == 0 ? "a\n" : "b\n");
      }
    }
    return table;
  }
}
