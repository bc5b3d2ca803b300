package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.DataException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class MainTest {
  private static Outcome lariat(Object... args) {
    return Outcome.of(args);
  }

  @Test
  void versionIsTheOneMavenBuilt() {
    Outcome version = lariat("--version");
    assertThat(version.code()).isZero();
    assertThat(version.out()).matches("lariat \\d+\\.\\d+\\.\\d+\\S* \\(Java \\d+.*\\)\\R");
    assertThat(version.err()).isEmpty();
  }

  @Test
  void helpListsEveryCommandAndEachHasItsOwn() {
    Outcome help = lariat("--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("Usage: lariat", "--debug", "run");
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 120);
    assertThat(lariat("run", "--help").out()).contains("Usage: lariat run", "FILE.java", "--debug");
    assertThat(lariat("help", "run").out()).isEqualTo(lariat("run", "--help").out());
  }

  @Test
  void helpComesBeforeWhatIsWrong() {
    for (Outcome outcome : List.of(lariat("fit", "t.csv", "--hidden", "64,", "--help"),
        lariat("--help", "fit", "t.csv", "--hidden", "64,"))) {
      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(outcome.out()).startsWith("Usage: lariat");
    }
    assertThat(lariat("fit", "t.csv", "--hidden", "64,").err()).contains("--hidden");
  }

  /** A column may be called as an option is; that does not make a value of an option that follows another. */
  @Test
  void anOptionIsAValueBehindAnEqualsSignAlone(@TempDir Path folder) throws IOException {
    Path table = Files.writeString(folder.resolve("t.csv"), "x,-t,--force\n" + "1.5,2,1\n0.5,1,2\n2.5,3,2\n".repeat(9));
    for (String lacking : List.of("--out --force --lambda 0.1", "--lambda=0.1 -o --force", "--out --lambda=0.1",
        "--drop --html=x")) {
      String[] words = ("linear " + table + " --target=-t " + lacking).split(" ");
      Outcome outcome = lariat((Object[]) words);
      assertThat(outcome.code()).as(lacking + outcome.err()).isEqualTo(Exit.USAGE);
      assertThat(outcome.err()).contains("lacks its value: what follows is --").hasLineCount(1);
    }
    assertThat(Path.of("--force")).doesNotExist();
    Outcome fit = lariat("linear", table, "--target=-t", "--drop=--force", "--lambda", "0.1", "--force", "-o",
        folder.resolve("r"));
    assertThat(fit.code()).as(fit.err()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"40, fit", "54, linear", "60, fit"})
  void helpFitsAScreen(int width, String command) throws Exception {
    for (Map<String, String> screen : List.of(Map.<String, String>of(), Map.of("LARIAT_SCREENS", "out err"))) {
      assertThat(helpOfAnotherJava(command, width, screen)).hasSizeGreaterThan(100)
          .filteredOn(line -> line.strip().contains(" ")) // a word is not parted
          .allMatch(line -> line.length() <= width);
    }
  }

  @Test
  void helpInAFileIsNotFittedToTheScreenBesideIt() throws Exception {
    assertThat(helpOfAnotherJava("fit", 40, Map.of("LARIAT_SCREENS", "none err"))).anyMatch(line -> line.length() > 70)
        .allMatch(line -> line.length() <= 80);
  }

  /** One that finds the width of its screen in its environment. */
  private static List<String> helpOfAnotherJava(String command, int width, Map<String, String> environment)
      throws Exception {
    var builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-Dstdout.encoding=UTF-8", "-cp", System.getProperty("java.class.path"),
        Main.class.getName(), command, "--help").redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().remove("LARIAT_SCREENS");
    builder.environment().put("COLUMNS", Integer.toString(width));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String help = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return help.lines().toList();
  }

  @Test
  void noCommandIsWrongUsage() {
    assertThat(lariat())
        .isEqualTo(new Outcome(Exit.USAGE, "", "lariat: missing command (see lariat --help)" + System.lineSeparator()));
    assertThat(lariat("--debug").code()).isEqualTo(Exit.USAGE);
  }

  @ParameterizedTest
  @CsvSource({"rnu, did you mean run?", "--versoin, did you mean --version?", "--HELP, did you mean --help?",
      "xyzzy, 'no command xyzzy; there are '", "--xyzzy, unknown option --xyzzy"})
  void anUnknownWordIsAnsweredWithTheNearest(String word, String answer) {
    Outcome outcome = lariat(word);
    assertThat(outcome.code()).isEqualTo(Exit.USAGE);
    assertThat(outcome.err()).contains(answer).doesNotContain("\tat ").hasLineCount(1);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void helpOfWhatIsNoCommandSaysSo() {
    for (Outcome outcome : List.of(lariat("help", "fitt"), lariat("fitt", "--help"))) {
      assertThat(outcome.code()).isEqualTo(Exit.USAGE);
      assertThat(outcome.err()).contains("no command fitt; did you mean fit?");
      assertThat(outcome.out()).isEmpty();
    }
  }

  /** Wrong words of every command, and what is said of each. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"linear,,-t,y | an empty word names no file",
      "linear,GOOD,-t,kind,-o, | an empty word names no file", "predict,,GOOD | an empty word names no file",
      "fit,https://example.com/a.csv,-t,y | is an address on the network",
      "export,S3://bucket/model.lariat,--to,onnx | is an address on the network",
      "linear,GOOD,-t,kind,--drop,kind | --drop leaves out 'kind', which is what --target names",
      "train,GOOD,-t,kind,--drop,x,--weights,x | --drop leaves out 'x', which is what --weights names",
      "train,GOOD,-t,kind,--hidden,`1000000,1000000` | 1,000,000 inputs of 1,000,000 units are more weights than one array holds",
      "fit,GOOD,-t,kind,--hidden,`100000000,1000`,--dry-run | are more weights than one array holds"})
  void wrongWordsAreWrongUsage(String words, String said, @TempDir Path folder) throws IOException {
    Path good = Files.writeString(folder.resolve("good.csv"), "x,z,kind\n" + "1.5,2,a\n0.5,1,b\n2.5,3,a\n".repeat(9));
    String[] args = Arrays.stream(words.split(",(?=([^`]*`[^`]*`)*[^`]*$)", -1))
        .map(word -> word.replace("`", "").replace("GOOD", good.toString()))
        .toArray(String[]::new);
    Outcome outcome = lariat((Object[]) args);
    assertThat(outcome.err()).contains(said).doesNotContain("\tat ").hasLineCount(1);
    assertThat(outcome.code()).isEqualTo(Exit.USAGE);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '#', value = {"BLANKS # is empty",
      "PARTED # its only column is 'x z kind'; if these are several, part the fields by a comma, semicolon, tab or |"})
  void whatIsNoTableIsSaid(String name, String said, @TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"),
        name.equals("BLANKS") ? "\n\n  \n" : "x z kind\n" + "1 2 a\n2 3 b\n".repeat(9));
    Outcome outcome = lariat("linear", file.toString(), "-t", "kind");
    assertThat(outcome.err()).contains(said).hasLineCount(1);
    assertThat(outcome.code()).isEqualTo(Exit.DATA);
  }

  @Test
  void debugIsUnderstoodAnywhereAndShowsWhere() {
    assertThat(lariat("run", "X.java"))
        .isEqualTo(new Outcome(Exit.IO, "", "lariat run: no such file or folder: X.java" + System.lineSeparator()));
    assertThat(lariat("--debug", "run", "X.java").err()).contains("\tat dev.lariat.cli.RunCommand.call");
    assertThat(lariat("run", "--debug", "X.java").err()).contains("\tat dev.lariat.cli.RunCommand.call");
  }

  static Stream<Object[]> failures() {
    return Stream.of(
        new Object[]{new IllegalArgumentException("dropout 1.0 is not in [0, 1)"), 2, "dropout 1.0 is not in [0, 1)"},
        new Object[]{new DataException("a.csv line 3: 4 cells where the header has 5"), 65,
            "a.csv line 3: 4 cells where the header has 5"},
        new Object[]{new NoSuchFileException("a.csv"), 74, "no such file or folder: a.csv"},
        new Object[]{new UncheckedIOException(new NoSuchFileException("a.csv")), 74, "no such file or folder: a.csv"},
        new Object[]{new AccessDeniedException("a.csv"), 74, "permission denied: a.csv"},
        new Object[]{new FileSystemException("a.csv", null, "No space left on device"), 74,
            "a.csv: no space left on device"},
        new Object[]{new FileNotFoundException("a.csv (Is a directory)"), 74, "cannot open a.csv (Is a directory)"},
        new Object[]{new UncheckedIOException(new IOException("No space left on device")), 74,
            "No space left on device"},
        new Object[]{new UncheckedIOException("a.csv: cut short", new IOException("EOF")), 74, "a.csv: cut short"},
        new Object[]{new ExecutionException(new DataException("a\nb")), 65, "a b"},
        new Object[]{new InterruptedException(), 130, "interrupted"},
        new Object[]{thrownBy(() -> Double.parseDouble("1e")), 70, "run again with --debug"},
        new Object[]{thrownBy(() -> Math.multiplyExact(1 << 20, 1 << 20)), 65, "too large: something has more than"},
        new Object[]{thrownBy(() -> 1 / Integer.parseInt("0")), 70, "run again with --debug"},
        new Object[]{thrownBy(() -> Math.clamp(1, 3, 2)), 70, "run again with --debug"},
        new Object[]{thrownBy(() -> Path.of("a\0b")), 2, "Nul character not allowed"},
        new Object[]{new IllegalStateException("x"), 70, "run again with --debug"},
        new Object[]{new OutOfMemoryError("Java heap space"), 70, "out of memory"});
  }

  /** What the JDK refuses is no setting of the user's: we should not have asked it. */
  private static Throwable thrownBy(Supplier<?> asked) {
    try {
      throw new AssertionError("nothing was refused but given: " + asked.get());
    } catch (RuntimeException refused) {
      return refused;
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  void everyFailureIsOneLineAndItsCode(Throwable failure, int code, String line) {
    assertThat(Exit.codeOf(failure)).isEqualTo(code);
    assertThat(Exit.lineOf(failure)).contains(line).hasLineCount(1);
  }
}
