package dev.lariat.io.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lariat.data.DataException;
import dev.lariat.metric.Metric;
import dev.lariat.model.Provenance;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.PathLimit;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.Score;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  private static final RunDirectory.Header HEADER = new RunDirectory.Header("d1", "s1", "epochs 3");

  @TempDir
  private Path temp;

  private static CellResult result(int fold) {
    var trial = new Trial(ModelKind.NETWORK, "dropout+weight-decay", Strength.of(0.1, 1e-3));
    return new CellResult(new Cell(trial, fold, 1), true,
        List.of(new Score(1.0 / 3, Double.NaN, 0, 12_345_678_901L, 7, 0.25,
            Map.of(Metric.LOG_LOSS, 0.5, Metric.AUC, 0.1), List.of((double) 0.1f, 0.5)),
            new Score(Double.NaN, 0.1, 0.5, 3, 2, 0.5)),
        new float[][]{{1.5f, -0.1f, Float.MIN_VALUE}});
  }

  @Test
  void whatAnEarlierRunLeftIsNotTakenForThatOfTheNewOne() throws IOException {
    RunDirectory.open(temp, HEADER, false).close();
    for (String name : List.of("verdict.json", "model.lariat", "evidence.json", "report.html", "command.json")) {
      Files.writeString(temp.resolve(name), "of the run before");
    }
    Files.writeString(temp.resolve("notes.txt"), "of the user");
    RunDirectory.open(temp, HEADER, true).close(); // and interrupted before its first cell
    try (var files = Files.list(temp)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("trials.jsonl", ".lock",
          "notes.txt");
    }
  }

  @Test
  void whatWasAppendedIsThereAgain() {
    Path folder = temp.resolve("a/b");
    try (var run = RunDirectory.open(folder, HEADER, false)) {
      run.append(result(0));
      run.append(result(1));
    }
    try (var run = RunDirectory.open(folder, HEADER, false)) {
      assertThat(run.results()).containsExactly(result(0), result(1));
      run.append(result(2));
      assertThat(run.shortened()).isEmpty();
      run.close("time limit 10m");
      run.decide(true);
    }
    try (var run = RunDirectory.open(folder, HEADER, false)) {
      assertThat(run.results()).hasSize(3);
      assertThat(run.closed()).contains("time limit 10m");
      assertThat(run.shortened()).contains(true);
    }
  }

  /** A key that earlier logs lack: of their paths it is not known. */
  @Test
  void howAPathWasFittedIsKept() throws IOException {
    CellResult network = result(0);
    CellResult exact = path(1, CellResult.PathFit.of(false, PathLimit.NONE));
    CellResult hurried = path(2, CellResult.PathFit.of(true, PathLimit.TEN_TRAININGS));
    try (var run = RunDirectory.open(temp, HEADER, false)) {
      List.of(network, exact, hurried).forEach(run::append);
    }
    Path log = temp.resolve(RunDirectory.TRIALS);
    List<String> lines = Files.readAllLines(log);
    assertThat(lines.get(1)).doesNotContain("hurried", "limit");
    assertThat(lines.get(2)).contains("\"hurried\":false,\"limit\":\"none\",");
    assertThat(lines.get(3)).contains("\"hurried\":true,\"limit\":\"ten-trainings\",");
    Files.writeString(log,
        lines.get(2).replace("\"hurried\":false,\"limit\":\"none\",", "").replace("\"fold\":1", "\"fold\":3") + "\n",
        StandardOpenOption.APPEND);
    try (var run = RunDirectory.open(temp, HEADER, false)) {
      assertThat(run.results()).containsExactly(network, exact, hurried,
          path(3, new CellResult.PathFit(Optional.empty(), Optional.empty())));
    }
  }

  private static CellResult path(int fold, CellResult.PathFit fit) {
    var trial = new Trial(ModelKind.LINEAR, "l1", Strength.ZERO);
    return new CellResult(new Cell(trial, fold, 0), true, result(0).scores(), new float[0][], fit);
  }

  /** What another version has finished stays, by its rules: who goes on with it is told. */
  @Test
  void whichVersionBeganIsKnown() throws IOException {
    try (var run = RunDirectory.open(temp, HEADER, false)) {
      run.append(result(0));
      assertThat(run.begunByAnother()).isEmpty();
    }
    try (var run = RunDirectory.open(temp, HEADER, false)) {
      assertThat(run.begunByAnother()).isEmpty();
    }
    Path log = temp.resolve(RunDirectory.TRIALS);
    String written = Files.readString(log);
    String version = "\"version\":\"" + Provenance.lariatVersion() + "\"";
    assertThat(written).startsWith("{\"format\":1," + version + ",");
    Files.writeString(log, written.replace(version, "\"version\":\"0.0.9\""));
    try (var run = RunDirectory.open(temp, HEADER, false)) {
      assertThat(run.begunByAnother()).contains("Lariat 0.0.9");
      assertThat(run.results()).containsExactly(result(0));
    }
    Files.writeString(log, written.replace(version + ",", ""));
    try (var run = RunDirectory.open(temp, HEADER, false)) {
      assertThat(run.begunByAnother()).contains("an earlier version of Lariat");
    }
  }

  @Test
  void aLineThatACrashCutOffIsDropped() throws IOException {
    try (var run = RunDirectory.open(temp, HEADER, false)) {
      run.append(result(0));
      run.append(result(1));
    }
    Path file = temp.resolve(RunDirectory.TRIALS);
    byte[] bytes = Files.readAllBytes(file);
    for (int cut = bytes.length - 1; cut >= 0; cut -= 37) {
      Files.write(file, Arrays.copyOf(bytes, cut));
      int before;
      try (var run = RunDirectory.open(temp, HEADER, false)) {
        before = run.results().size();
        assertThat(before).isLessThan(2);
        run.append(result(7));
      }
      try (var run = RunDirectory.open(temp, HEADER, false)) {
        assertThat(run.results()).hasSize(before + 1).last().isEqualTo(result(7));
      }
    }
  }

  /** Nothing was finished yet, whoever began it: an earlier version, other settings, a cut within a letter. */
  @Test
  void aFirstLineThatIsNotWholeIsBegunAnew() throws IOException {
    Path file = temp.resolve(RunDirectory.TRIALS);
    byte[] greek = "{\"format\":1,\"settings\":\"λ\"}".getBytes(StandardCharsets.UTF_8);
    for (byte[] begun : List.of("".getBytes(StandardCharsets.UTF_8), "{\"fo".getBytes(StandardCharsets.UTF_8),
        "{\"format\":1,\"dataHash\":\"d1".getBytes(StandardCharsets.UTF_8),
        "{\"format\":1,\"version\":\"0.0.9\",\"dataHash\":\"other".getBytes(StandardCharsets.UTF_8),
        Arrays.copyOf(greek, greek.length - 3))) {
      Files.write(file, begun);
      try (var run = RunDirectory.open(temp, HEADER, false)) {
        run.append(result(0));
      }
      try (var run = RunDirectory.open(temp, HEADER, false)) {
        assertThat(run.results()).containsExactly(result(0));
        assertThat(run.begunByAnother()).isEmpty();
      }
    }
  }

  @Test
  void whatIsNoLogStaysAsItIs() throws IOException {
    Path file = temp.resolve(RunDirectory.TRIALS);
    for (String other : List.of("notes", "{\"for\":1}", "{\"format\" : 1}", "{\"a\":1}\n", "\n")) {
      Files.writeString(file, other);
      assertThatExceptionOfType(DataException.class).isThrownBy(() -> RunDirectory.open(temp, HEADER, false))
          .withMessageContaining("is no log of a study");
      assertThat(file).hasContent(other);
    }
  }

  @Test
  void aSecondOneIsRefused() {
    try (var _ = RunDirectory.open(temp, HEADER, false)) {
      assertThatExceptionOfType(FolderInUseException.class).isThrownBy(() -> RunDirectory.open(temp, HEADER, false));
    }
    RunDirectory.open(temp, HEADER, false).close();
  }

  @Test
  void anotherStudyIsRefusedUnlessItIsStartedAnew() {
    try (var run = RunDirectory.open(temp, HEADER, false)) {
      run.append(result(0));
    }
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> RunDirectory.open(temp, new RunDirectory.Header("d2", "s1", ""), false))
        .withMessageContaining("other data")
        .withMessageContaining("--force");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> RunDirectory.open(temp, new RunDirectory.Header("d1", "s2", ""), false))
        .withMessageContaining("other settings");
    try (var run = RunDirectory.open(temp, new RunDirectory.Header("d2", "s1", ""), true)) {
      assertThat(run.results()).isEmpty();
    }
  }

  @Test
  void damageIsSaidWithItsLine() throws IOException {
    try (var run = RunDirectory.open(temp, HEADER, false)) {
      run.append(result(0));
    }
    Path file = temp.resolve(RunDirectory.TRIALS);
    for (String line : List.of("{\"model\":", "{}", "7",
        "{\"model\":\"forest\",\"regularizer\":\"l2\",\"strength\":[]}")) {
      byte[] sound = Files.readAllBytes(file);
      Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
      assertThatExceptionOfType(DataException.class).isThrownBy(() -> RunDirectory.open(temp, HEADER, false))
          .withMessageContaining("line 3 is damaged");
      Files.write(file, sound);
    }
  }

  @Test
  void aNewerFormatIsRefusedByName() throws IOException {
    Files.writeString(temp.resolve(RunDirectory.TRIALS), "{\"format\":2}\n");
    assertThatExceptionOfType(DataException.class).isThrownBy(() -> RunDirectory.open(temp, HEADER, false))
        .withMessageContaining("format 2")
        .withMessageContaining("update Lariat");
  }
}
