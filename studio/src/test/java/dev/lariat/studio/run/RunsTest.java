package dev.lariat.studio.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.io.run.RunDirectory;
import dev.lariat.io.run.StartedCommand;
import dev.lariat.studio.command.PreparedFit;
import dev.lariat.studio.table.StudioFolder;
import dev.lariat.studio.web.FailureLine;
import dev.lariat.studio.web.Precedence;
import dev.lariat.studio.web.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beginnings of studies that fail or take long harm no others. */
class RunsTest {
  private static final RunDirectory.Header HEADER = new RunDirectory.Header("d", "s", "");

  @TempDir
  private Path folder;

  @Test
  void aStudyThatCannotBeginLeavesItsDirectoryUnlocked() throws IOException {
    Path run = folder.resolve("run");
    Files.createDirectories(run.resolve(StartedCommand.NAME).resolve("in the way"));
    var command = new StartedCommand(folder.resolve("table.csv"), List.of());
    assertThatThrownBy(() -> new LiveStudy(new PreparedFit(null, run, HEADER, null), command, new FailureLine(folder),
        new Precedence())).isInstanceOf(UncheckedIOException.class);
    RunDirectory.open(run, HEADER, false).close();
  }

  @Test
  void aTableThatIsReadHoldsUpNobodyElse() throws Exception {
    Files.writeString(folder.resolve("table.csv"), "x,y\n1,2\n");
    var reading = new CountDownLatch(1);
    var read = new CountDownLatch(1);
    try (var runs = new Runs(new StudioFolder(folder), (_, _, _) -> {
      reading.countDown();
      try {
        assertThat(read.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      throw new IllegalArgumentException("nothing to learn");
    }, new FailureLine(folder), new Precedence())) {
      var start = new FutureTask<>(() -> runs.start(new StudyForm("table.csv", List.of())));
      Thread.ofPlatform().daemon().start(start);
      assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(() -> runs.live("other")).isInstanceOf(Refusal.class);
      read.countDown();
      assertThatThrownBy(start::get).hasRootCauseMessage("nothing to learn");
    }
  }
}
