package dev.lariat.cli;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not what a command reads: one line says what is wrong and where, in our words, whatever reads it. */
class StrangeFilesTest {
  @TempDir
  private Path folder;

  private Path run;
  private Path table;
  private final Map<String, byte[]> contents = new LinkedHashMap<>();

  @BeforeEach
  void write() throws IOException {
    var text = new StringBuilder("x,y\n");
    for (int row = 0; row < 30; row++) {
      text.append(row % 7).append(',').append(row % 5 + row % 7).append('\n');
    }
    table = Files.writeString(folder.resolve("t.csv"), text);
    run = folder.resolve("run");
    assertThat(Outcome.of("linear", table, "-t", "y", "--lambda", "0.1", "--out", run).code()).isZero();
    var binary = new byte[9000];
    new Random(4).nextBytes(binary);
    byte[] json = Files.readAllBytes(run.resolve("linear.json"));
    contents.put("empty", new byte[0]);
    contents.put("blank", "  \n\n".getBytes(UTF_8));
    contents.put("binary", binary);
    contents.put("utf16", "{\"format\": 1}".getBytes(UTF_16));
    contents.put("words", "hello\nworld\n".getBytes(UTF_8));
    contents.put("cut", Arrays.copyOf(json, json.length / 2));
    contents.put("other", json);
    contents.put("list", "[1, 2]".getBytes(UTF_8));
    contents.put("number", "17".getBytes(UTF_8));
    contents.put("null", "null".getBytes(UTF_8));
    contents.put("none", "{}".getBytes(UTF_8));
    contents.put("future", "{\"format\": 99, \"candidates\": []}".getBytes(UTF_8));
    contents.put("hollow", "{\"format\": 1, \"candidates\": [{\"model\": {\"x\": 1}}]}".getBytes(UTF_8));
    contents.put("deep", "[".repeat(100_000).getBytes(UTF_8));
    contents.put("model", Files.readAllBytes(run.resolve("model.lariat")));
    contents.put("table", Files.readAllBytes(table));
  }

  private static void isOneClearLine(Outcome outcome, String what, Path file) {
    assertThat(outcome.code()).as(what + ": " + outcome.err()).isIn(Exit.DATA, Exit.IO);
    assertThat(outcome.err().lines()).as(what).hasSize(1);
    assertThat(outcome.err()).as(what)
        .contains(file.getFileName().toString())
        .doesNotContain("Exception", "jackson", "java.", "Unexpected", "START_OBJECT", "[Source", "token");
    assertThat(outcome.out()).as(what).isEmpty();
  }

  @Test
  void aVerdictThatIsNone() throws IOException {
    for (Map.Entry<String, byte[]> content : contents.entrySet()) {
      Path file = Files.write(folder.resolve(content.getKey() + ".json"), content.getValue());
      Outcome outcome = Outcome.of("report", file);
      isOneClearLine(outcome, content.getKey(), file);
      isOneClearLine(Outcome.of("report", "--json", file, file), content.getKey(), file);
      isOneClearLine(Outcome.of("report", "--html", folder.resolve("r.html"), file), content.getKey(), file);
      if (!content.getKey().equals("future")) {
        assertThat(outcome.err()).as(content.getKey())
            .contains("no verdict of Lariat; it takes the run directory of a finished 'lariat fit'");
      }
      Path damaged = Files.createDirectories(folder.resolve("of-" + content.getKey()));
      Files.write(damaged.resolve("verdict.json"), content.getValue());
      isOneClearLine(Outcome.of("report", damaged), content.getKey(), damaged);
    }
    assertThat(Outcome.of("report", folder.resolve("words.json")).err()).contains("words.json, line 1, column ");
    assertThat(Outcome.of("report", folder.resolve("cut.json")).err()).contains("cut.json breaks off in line ");
    assertThat(Outcome.of("report", folder.resolve("hollow.json")).err()).contains("hollow.json, at 'candidates[0]");
    assertThat(Outcome.of("report", folder.resolve("absent.json")).code()).isEqualTo(Exit.IO);
    Outcome empty = Outcome.of("report", Files.createDirectories(folder.resolve("nothing")));
    isOneClearLine(empty, "folder", folder.resolve("nothing"));
  }

  @Test
  void aModelThatIsNone() throws IOException {
    for (Map.Entry<String, byte[]> content : contents.entrySet()) {
      if (content.getKey().equals("model")) {
        continue;
      }
      Path file = Files.write(folder.resolve(content.getKey() + ".lariat"), content.getValue());
      isOneClearLine(Outcome.of("predict", file, table), content.getKey(), file);
      isOneClearLine(Outcome.of("export", file, "--to", "onnx", "-o", folder.resolve("m.onnx")), content.getKey(),
          file);
      Path keras = Files.write(folder.resolve(content.getKey() + ".keras"), content.getValue());
      isOneClearLine(Outcome.of("export", keras, "--to", "pytorch", "-o", folder.resolve("m.py")), content.getKey(),
          keras);
      isOneClearLine(Outcome.of("train", table, "-t", "y", "--network", keras, "--out", folder.resolve("k")),
          content.getKey(), keras);
    }
  }

  /** The log of a study that is another file stays as it is, down to its last byte. */
  @Test
  void aLogThatIsNone() throws IOException {
    for (Map.Entry<String, byte[]> content : contents.entrySet()) {
      Path begun = Files.createDirectories(folder.resolve("log-" + content.getKey()));
      Path log = Files.write(begun.resolve("trials.jsonl"), content.getValue());
      if (content.getValue().length == 0) {
        continue; // what a run leaves that was killed at once
      }
      Outcome outcome = Outcome.of("fit", table, "-t", "y", "--models", "linear", "--quick", "-q", "--out", begun);
      isOneClearLine(outcome, content.getKey(), log);
      assertThat(Files.readAllBytes(log)).isEqualTo(content.getValue());
    }
  }

  @Test
  void aPathThatIsNone() throws IOException {
    for (Map.Entry<String, byte[]> content : contents.entrySet()) {
      if (content.getKey().matches("other|none|future|hollow")) {
        continue; // objects: whose they are is not told by them
      }
      Path of = Files.createDirectories(folder.resolve("path-" + content.getKey()));
      Path file = Files.write(of.resolve("linear.json"), content.getValue());
      isOneClearLine(Outcome.of("report", "--json", of), content.getKey(), file);
    }
  }

  /** What one table is refused for is said before the rows of another are written. */
  @Test
  void nothingIsWrittenBeforeAllIsChecked() throws IOException {
    Path several = Files.createDirectories(folder.resolve("several"));
    Files.copy(table, several.resolve("a.csv"));
    Path other = Files.writeString(several.resolve("b.csv"), "z,y\n1,2\n");
    Outcome outcome = Outcome.of("predict", run, several);
    isOneClearLine(outcome, "several", other);
    isOneClearLine(Outcome.of("predict", run, other), "one", other);
    Files.writeString(several.resolve("b.csv"), "x,y\n1,2\nhigh,2\n");
    isOneClearLine(Outcome.of("predict", run, several), "several", other);
    Path out = folder.resolve("p.csv");
    assertThat(Outcome.of("predict", run, several, "-o", out).code()).isEqualTo(Exit.DATA);
    assertThat(out).doesNotExist();
  }

  /** Wherever a file was cut, that is what is said of it. */
  @Test
  void cutAnywhere() throws IOException {
    String whole = "{\"a\": 0.5, \"b\": [true, false, null, -1.5e-3],\n \"c\": \"x\\\"y\"}";
    for (int end = 1; end < whole.length(); end++) {
      Path cut = Files.writeString(folder.resolve("cut.json"), whole.substring(0, end));
      assertThat(Outcome.of("report", cut).err()).as(whole.substring(0, end)).contains("cut.json breaks off in line ");
    }
    for (String wrong : List.of("{\"a\": truy}", "{\"a\": 0.x}", "hello")) {
      assertThat(Outcome.of("report", Files.writeString(folder.resolve("wrong.json"), wrong)).err())
          .contains(", is no JSON");
    }
  }

  /** A pipe gives what it holds once, and that is enough. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a pipe that is opened twice waits for ever
  void pipesAreReadOnce() throws Exception {
    Path a = pipe("a.csv", Files.readString(table));
    Path b = pipe("b.csv", Files.readString(table));
    Outcome piped = Outcome.of("predict", run, a, b);
    assertThat(piped.code()).as(piped.err()).isZero();
    assertThat(piped.out()).hasLineCount(61).isEqualTo(Outcome.of("predict", run, copy("c.csv"), table).out());

    Path study = folder.resolve("study");
    Outcome fit = Outcome.of("fit", table, "-t", "y", "--models", "linear", "--regularizers", "l2", "--quick", "-q",
        "--out", study);
    assertThat(fit.code()).as(fit.err()).isZero();
    String verdict = Files.readString(study.resolve("verdict.json"));
    assertThat(verdict.length()).isGreaterThan(4096); // more than what is looked at first
    Outcome report = Outcome.of("report", pipe("verdict", verdict));
    assertThat(report.code()).as(report.err()).isZero();
    assertThat(report.out()).isEqualTo(Outcome.of("report", study).out());
  }

  private Path copy(String name) throws IOException {
    return Files.copy(table, folder.resolve(name));
  }

  /** A named pipe that someone writes a text into, once. */
  private Path pipe(String name, String text) throws Exception {
    Path pipe = folder.resolve("pipe-" + name);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Thread.ofPlatform().daemon().start(() -> {
      try {
        Files.writeString(pipe, text, StandardOpenOption.WRITE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    return pipe;
  }

  /** Where nothing can be written is said before any work. */
  @Test
  void whatCannotBeWrittenIsRefusedFirst() {
    Path missing = folder.resolve("no/such/p.csv");
    for (Outcome outcome : new Outcome[]{Outcome.of("predict", run, table, "-o", missing),
        Outcome.of("linear", table, "-t", "y", "--html", missing, "--out", folder.resolve("l")),
        Outcome.of("export", run, "--to", "onnx", "-o", missing)}) {
      assertThat(outcome.code()).isEqualTo(Exit.IO);
      assertThat(outcome.err()).contains("cannot write " + missing + ": there is no such folder");
    }
    assertThat(folder.resolve("l")).doesNotExist();
    Outcome folderOut = Outcome.of("predict", run, table, "--force", "-o", folder);
    assertThat(folderOut.code()).isEqualTo(Exit.IO);
    assertThat(folderOut.err()).contains("it is a folder");
  }
}
