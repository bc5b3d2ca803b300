package dev.lariat.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.cli.terminal.NoteWriter;
import dev.lariat.cli.terminal.Terminal;
import dev.lariat.page.TextPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the width of the screen: no line of a text is wider, but for a word that cannot be parted. */
@Tag("slow")
class NarrowScreenTest {
  @TempDir
  private Path folder;

  /** Runs lines of words, parted by tabs, one after another in this Java, which is one that knows a screen. */
  public static final class Lines {
    private Lines() {}

    public static void main(String[] lines) {
      for (String line : lines) {
        System.out.println("== " + line.replace('\t', ' '));
        int code = Main.run(new PrintWriter(System.out, true, UTF_8),
            new NoteWriter(System.out, UTF_8, Terminal.screen()), line.split("\t"));
        System.out.println("== " + code);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 200})
  void textFits(int width) throws Exception {
    Path table = table();
    var lines = new ArrayList<String>();
    for (String command : List.of("", "fit", "train", "linear", "predict", "report", "export", "translate", "explain",
        "studio", "run", "completion", "man")) {
      lines.add((command + "\t--help").strip());
    }
    String run = folder.resolve("r").toString();
    lines.add("fit\t" + table);
    lines.add("fit\t" + table + "\t-t\tkind\t--dry-run");
    lines.add("fit\t" + table + "\t-t\tkind\t--quick\t--models\tlinear\t--test\t0.2\t--out\t" + run);
    lines.add("report\t" + run);
    lines.add("report\t" + run + "\t" + run);
    lines.add("train\t" + table + "\t-t\tkind\t--epochs\t3\t--out\t" + folder.resolve("t"));
    lines.add("linear\t" + table + "\t-t\tkind\t--folds\t3\t--stability\t--out\t" + folder.resolve("l"));
    lines.add("report\t" + folder.resolve("l"));
    lines.add("predict\t" + folder.resolve("l") + "\t" + table + "\t--why\t3");
    for (String topic : List.of("update", "decay", "geometry", "dropout", "choose")) {
      lines.add("explain\t" + topic);
    }
    lines.add("translate\t--from\tkeras\t--to\tpytorch\t--optimizer\tadam\t--l2\t0.01");
    List<String> said = run(width, lines);
    assertThat(said.stream().filter(line -> line.matches("== \\d+"))).hasSize(lines.size())
        .filteredOn(line -> !line.equals("== 0"))
        .containsExactly("== 2"); // which column is to be predicted?
    assertThat(tooWide(width, said)).isEmpty();
  }

  /** The narrowest screen there is. */
  @Test
  void whatIsLearntFits() throws Exception {
    Path table = table();
    String run = folder.resolve("r").toString();
    List<String> said = run(32,
        List.of("fit\t" + table + "\t-t\tkind\t--quick\t--models\tlinear\t--test\t0.2\t--out\t" + run, "report\t" + run,
            "train\t" + table + "\t-t\tkind\t--epochs\t3\t--out\t" + folder.resolve("t")));
    assertThat(said).filteredOn(line -> line.equals("== 0")).hasSize(3);
    assertThat(said).contains("log-loss ± SE,");
    assertThat(tooWide(32, said)).isEmpty();
  }

  private List<String> tooWide(int width, List<String> said) {
    var tooWide = new ArrayList<String>();
    String command = "";
    for (String line : said) {
      command = line.startsWith("== ") ? line : command;
      boolean whole = line.startsWith("== ")
          || line.matches("(model: |optimizer  | +→ |look:  |next:  |fit: |\\[\\d\\] |  lariat |lariat ).*")
          || (line.strip().split(" ").length <= 2 && line.contains(folder.toString()));
      if (!whole && TextPage.width(line) > Math.min(width, 120) && line.strip().contains(" ")) {
        tooWide.add(command + "\n" + line);
      }
    }
    return tooWide;
  }

  private Path table() throws IOException {
    var text = new StringBuilder("a_rather_long_name_of_a_column_of_numbers,z,text_or_name,kind\n");
    for (int row = 0; row < 120; row++) {
      double x = Math.sin(row * 0.7);
      text.append(x).append(',').append(Math.cos(row)).append(",name").append(row % 9).append(',');
      text.append(x + 0.3 * Math.sin(31 * row) > 0 ? "healthy\n" : "ill\n");
    }
    return Files.writeString(folder.resolve("table.csv"), text);
  }

  private static List<String> run(int width, List<String> lines) throws Exception {
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Dstdout.encoding=UTF-8", "-cp",
        System.getProperty("java.class.path"), Lines.class.getName()));
    command.addAll(lines);
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().remove("LARIAT_SCREENS");
    builder.environment().put("COLUMNS", Integer.toString(width));
    builder.environment().put("TERM", "xterm");
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    return text.lines().toList();
  }
}
