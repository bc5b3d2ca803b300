package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cases of the launcher's test, as far as they are {@code lariat.cmd}'s and can be tried without Windows. */
class WindowsLauncherTest {
  private static final Path REPOSITORY = Path.of(System.getProperty("lariat.repository"));

  @TempDir
  private Path folder;
  private Path home;
  private final Map<String, String> environment = new HashMap<>();
  private final List<List<String>> started = new ArrayList<>();
  private final List<String> built = new ArrayList<>();
  private String err;

  @BeforeEach
  void copyIt() throws IOException {
    home = Files.createDirectories(folder.resolve("a copy"));
    Files.copy(REPOSITORY.resolve("lariat.cmd"), home.resolve("lariat.cmd"));
  }

  /** Runs it where these are Java, by their paths, and Maven is there if it has an exit code. */
  private int run(List<String> javas, Integer maven, String... arguments) throws IOException {
    var file = new BatchFile(home.resolve("lariat.cmd"), environment, List.of(arguments));
    for (String java : javas) {
      file.program(java, (words, _) -> {
        if (words.equals(List.of("-version"))) {
          return 0;
        }
        var all = new ArrayList<>(List.of(java));
        all.addAll(words);
        started.add(all);
        return 3;
      });
    }
    if (maven != null) {
      file.program("mvn", (words, at) -> {
        built.add(at.getFileName() + " " + String.join(" ", words));
        boolean sql = words.contains("-Psql,dist");
        Path made = Files.createDirectories(at.resolve(sql ? "target/sql.next" : "target/dist.next"));
        Files.writeString(made.resolve(sql ? "duckdb.jar" : "lariat-cli.jar"), "");
        return maven;
      });
    }
    int code = file.run();
    err = file.err();
    return code;
  }

  @Test
  void inTheArchiveThereIsNothingToFindOrToBuild() throws IOException {
    Files.createDirectories(home.resolve("runtime/bin"));
    Files.writeString(home.resolve("runtime/bin/java.exe"), "");
    String own = home + "\\runtime\\bin\\java";
    assertThat(run(List.of(own), null, "fit", "\"my table.csv\"")).isEqualTo(3);
    assertThat(started).hasSize(1);
    assertThat(started.getFirst()).startsWith(own)
        .endsWith("dev.lariat.cli.Main", "fit", "my table.csv")
        .containsSequence("-cp", home + "\\lib\\*;" + home + "\\target\\trees\\*");
    environment.put("LARIAT_JAVA", "D:\\jdk");
    assertThat(run(List.of("D:\\jdk\\bin\\java"), null)).isEqualTo(3);
    assertThat(started.getLast()).startsWith("D:\\jdk\\bin\\java");
  }

  @Test
  void withoutJavaOrMavenItSaysWhatToInstall() throws IOException {
    assertThat(run(List.of(), 0)).isEqualTo(2);
    assertThat(err).contains("needs a JDK 25 or later", "(https://adoptium.net)");
    assertThat(run(List.of("java"), null)).isEqualTo(2);
    assertThat(err).contains("needs Maven");
    environment.put("LARIAT_JAVA", "D:\\nowhere");
    assertThat(run(List.of("java"), 0)).isEqualTo(2);
    assertThat(started).isEmpty();
  }

  @Test
  void itBuildsOnce() throws IOException {
    environment.put("JAVA_HOME", "D:\\jdk");
    assertThat(run(List.of("java", "D:\\jdk\\bin\\java"), 0, "--version")).isEqualTo(3);
    assertThat(built).hasSize(1);
    assertThat(built.getFirst()).startsWith("a copy -B -ntp -Pdist -Dquick").endsWith("-pl cli -am package");
    assertThat(home.resolve("target/dist/built")).exists();
    assertThat(home.resolve("target/dist/lariat-cli.jar")).exists();
    assertThat(started.getFirst()).startsWith("D:\\jdk\\bin\\java")
        .containsSequence("-cp", home + "\\target\\dist\\*;" + home + "\\target\\trees\\*");
    assertThat(run(List.of("D:\\jdk\\bin\\java"), 0, "--version")).isEqualTo(3);
    assertThat(built).hasSize(1);
    Files.delete(home.resolve("target/dist/built"));
    assertThat(run(List.of("D:\\jdk\\bin\\java"), 0, "--version")).isEqualTo(3);
    assertThat(built).hasSize(2);
  }

  @Test
  void aBuildThatFailsIsSaidWithItsLog() throws IOException {
    assertThat(run(List.of("java"), 1)).isEqualTo(70);
    assertThat(err).contains("could not be built", home + "\\target\\dist.log");
    assertThat(started).isEmpty();
  }

  @Test
  void whatSqlNeedsIsFetchedOnceAndWhenItIsAskedFor() throws IOException {
    String extra = ";" + home + "\\target\\sql\\*";
    String classPath = home + "\\target\\dist\\*;" + home + "\\target\\trees\\*";
    run(List.of("java"), 0, "fit", "table.csv");
    assertThat(built).hasSize(1);
    assertThat(started.getLast()).containsSequence("-cp", classPath);
    String query = "\"select * from 'a table.csv' where x > 1\"";
    assertThat(run(List.of("java"), 0, "fit", "--sql", query, "--target", "y")).isEqualTo(3);
    assertThat(err).contains("fetches DuckDB for --sql (85 MB), once");
    assertThat(built.getLast()).startsWith("a copy -B -ntp -Psql,dist -Dquick").endsWith("-pl sql -am package");
    assertThat(home.resolve("target/sql/duckdb.jar")).exists();
    assertThat(home.resolve("target/sql/built")).exists();
    assertThat(started.getLast()).containsSequence("-cp", classPath + extra)
        .endsWith("fit", "--sql", query.replace("\"", ""), "--target", "y");
    assertThat(run(List.of("java"), 0, "fit", "--sql", query)).isEqualTo(3);
    assertThat(err).isEmpty();
    assertThat(built).hasSize(2);
    // In one word, in quotes or not: the shell parts words at equals signs where they have no quotes.
    for (String word : List.of("\"--sql=select * from 'a.csv' where x > 1\"", "--sql=\"select 1\"")) {
      assertThat(run(List.of("java"), 0, "fit", "\"a, b.csv\"", "\"\"", word)).isEqualTo(3);
      assertThat(started.getLast()).containsSequence("-cp", classPath + extra).endsWith(word.replace("\"", ""));
    }
    run(List.of("java"), 0, "fit", "--sqlite", "\"a --sql b\"", "x--sql=");
    assertThat(started.getLast()).containsSequence("-cp", classPath);
    // The arguments of a program that is run are not Lariat's.
    run(List.of("java"), 0, "run", "Mine.java", "--sql");
    assertThat(started.getLast()).containsSequence("-cp", classPath);
    // A half of an earlier fetch is taken away; one that fails is said with its log, and nothing is started.
    Files.delete(home.resolve("target/sql/built"));
    int before = started.size();
    assertThat(run(List.of("java"), 1, "fit", "--sql", query)).isEqualTo(70);
    assertThat(err).contains("DuckDB could not be fetched", home + "\\target\\sql.log");
    assertThat(started).hasSize(before);
    assertThat(run(List.of("java"), 0, "fit", "--sql", query)).isEqualTo(3);
    assertThat(home.resolve("target/sql/built")).exists();
  }

  /** Both launchers start Java alike, but for the filter of standard error, which needs a shell. */
  @Test
  void itStartsJavaAsTheOtherLauncherDoes() throws IOException {
    Files.createDirectories(home.resolve("runtime/bin"));
    Files.writeString(home.resolve("runtime/bin/java.exe"), "");
    run(List.of(home + "\\runtime\\bin\\java"), null);
    String other = Files.readString(REPOSITORY.resolve("lariat"));
    Matcher flags = Pattern.compile("\\bflags\\+?=\\(([^)]*)\\)").matcher(other);
    var wanted = new ArrayList<String>();
    while (flags.find()) {
      for (String flag : flags.group(1).strip().split("\\s+", -1)) {
        if (!flag.contains("java.io=") && !flag.startsWith("-Dlariat.stderr") && !flag.startsWith("-XX:Tiered")
            && !flag.contains("SerialGC") && !flag.equals("--add-opens")) {
          wanted.add(flag);
        }
      }
    }
    assertThat(wanted).hasSizeGreaterThan(5);
    assertThat(started.getFirst()).containsAll(wanted);
  }

  @Test
  void linesEndAsWindowsEndsThem() throws IOException {
    assertThat(Files.readString(REPOSITORY.resolve(".gitattributes"))).contains("*.cmd text eol=crlf");
  }
}
