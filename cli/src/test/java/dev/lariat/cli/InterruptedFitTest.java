package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.io.Tables;
import dev.lariat.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** However a study ends, the same command goes on and comes to the same. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class InterruptedFitTest {
  @TempDir
  Path folder;

  private SmallStudy study;
  private Path whole;

  @BeforeEach
  void anUninterruptedRun() throws IOException {
    study = SmallStudy.in(folder);
    whole = folder.resolve("whole");
    assertThat(Outcome.of(fit("--out", whole, "-q")).code()).isZero();
    // What is trained at the end are eight networks.
    assertThat(SmallStudy.essence(whole).at("/use/finish/networks").asInt()).isEqualTo(8);
  }

  /** Of networks alone: on this table a linear model would be used, and nothing would be left to finish. */
  private Object[] fit(Object... more) {
    return Stream.concat(Arrays.stream(study.fit("--models", "network")), Arrays.stream(more)).toArray();
  }

  @Test
  void killedAtAnyTimeItGoesOnAndEndsWithTheSame() throws Exception {
    Path run = folder.resolve("killed");
    int all = lines(whole);
    // Twice in the sweep, and when all cells are done: in the finish, of which nothing is logged.
    for (int lines : new int[]{4, 14, all}) {
      Process process = start(run, "");
      await(process, run, lines);
      assertThat(process.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
      if (lines < all) {
        assertThat(run.resolve("verdict.json")).doesNotExist();
      }
    }
    goesOnToTheSame(run);
  }

  @Test
  void controlCSaysHowToGoOn() throws Exception {
    Path run = folder.resolve("interrupted");
    Process process = start(run, "");
    await(process, run, 6);
    assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor()).isZero();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(Files.readString(folder.resolve("said"))).contains("interrupted").contains("the same command goes on");
    goesOnToTheSame(run);
  }

  @Test
  void aFullDiskLosesNothing() throws Exception {
    Path run = folder.resolve("full");
    Files.createDirectory(run);
    // No file may grow beyond 8 blocks of 1,024 bytes: the log reaches that in its first cells, and its write fails as
    // on a full disk.
    Process process = start(run, "ulimit -f 8; ");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(folder.resolve("said"));
    assertThat(process.exitValue()).as(said).isEqualTo(Exit.IO);
    assertThat(said).contains("cannot write").contains("trials.jsonl").contains("the same command goes on");
    goesOnToTheSame(run);
  }

  private void goesOnToTheSame(Path run) throws IOException {
    assertThat(Outcome.of(fit("--out", run, "--threads", "1", "-q")).code()).isZero();
    assertThat(SmallStudy.essence(run)).isEqualTo(SmallStudy.essence(whole));
    // Of several networks, with all their weights.
    assertThat(Files.readAllBytes(run.resolve("model.lariat")).length)
        .isCloseTo(Files.readAllBytes(whole.resolve("model.lariat")).length, within(500)); // the provenance differs
    var table = Tables.read(study.table());
    assertThat(Model.load(run.resolve("model.lariat")).predict(table))
        .isEqualTo(Model.load(whole.resolve("model.lariat")).predict(table));
  }

  private static int lines(Path run) throws IOException {
    Path trials = run.resolve("trials.jsonl");
    return Files.exists(trials) ? Files.readAllLines(trials).size() : 0;
  }

  private static void await(Process process, Path run, int lines) throws Exception {
    while (process.isAlive() && lines(run) < lines) {
      process.waitFor(5, TimeUnit.MILLISECONDS);
    }
  }

  /** The study in a process of its own; what it says stands in the file "said". */
  private Process start(Path out, String before) throws IOException {
    var command = new ArrayList<String>(List.of("bash", "-c", before + "exec \"$@\"", "bash",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC", "-XX:-UsePerfData", "--add-modules", "jdk.incubator.vector", "-cp",
        System.getProperty("java.class.path"), Main.class.getName()));
    for (Object word : fit("--out", out, "--threads", "2")) {
      command.add(word.toString());
    }
    return new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start();
  }
}
