package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What can be read off the source files. */
@Tag("slow") // once is enough: nothing here depends on the language
final class SourcesTest {
  private static final Path REPOSITORY = Path.of(System.getProperty("lariat.repository"));

  /** The Java files that are compiled into our jars. */
  private static List<Path> mainFiles() throws IOException {
    try (Stream<Path> modules = Files.list(REPOSITORY)) {
      return modules.map(module -> module.resolve("src/main/java"))
          .filter(Files::isDirectory)
          .flatMap(SourcesTest::javaFiles)
          .toList();
    }
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void aFileHasOneSubject() throws IOException {
    List<Path> files = mainFiles();
    assertThat(files).hasSizeGreaterThan(10);
    var tooLong = new TreeMap<String, Long>();
    for (Path file : files) {
      int most = file.getParent().endsWith("kernel") ? 1000 : 400;
      try (Stream<String> lines = Files.lines(file)) {
        long count = lines.count();
        if (count > most) {
          tooLong.put(REPOSITORY.relativize(file).toString(), count);
        }
      }
    }
    assertThat(tooLong).as("files so long that they have two subjects").isEmpty();
  }

  /** Packages that had more when this rule came; whoever divides one takes it out. */
  private static final Set<String> LARGE_YET = Set.of();

  @Test
  void aPackageHasAtMost25Types() throws IOException {
    var large = new TreeMap<String, Integer>();
    for (Path file : mainFiles()) {
      if (!file.endsWith("package-info.java")) {
        large.merge(file.getParent().toString().replaceFirst(".*/dev/lariat/", ""), 1, Integer::sum);
      }
    }
    large.values().removeIf(types -> types <= 25);
    assertThat(large.keySet()).as("packages in which nobody finds anything: " + large)
        .containsExactlyInAnyOrderElementsOf(LARGE_YET);
  }

  @Test
  void noTopLevelNameStandsTwice() throws IOException {
    var places = new TreeMap<String, Integer>();
    for (Path file : mainFiles()) {
      places.merge(file.getFileName().toString().replace(".java", ""), 1, Integer::sum);
    }
    // A program begins in Main, and there are two: lariat, and what spark-submit begins with.
    places.keySet().removeAll(Set.of("package-info", "module-info", "Main"));
    places.values().removeIf(count -> count == 1);
    assertThat(places.keySet()).as("names with two meanings").isEmpty();
  }

  /** Who looks for something finds the package in one table. */
  @Test
  void everyPackageIsInTheTableOfHowItWorks() throws IOException {
    String table = Files.readString(REPOSITORY.resolve("docs/how-it-works.md"));
    assertThat(mainFiles().stream()
        .map(file -> file.getParent().toString())
        .filter(folder -> folder.contains("/dev/lariat/"))
        .map(folder -> folder.replaceFirst(".*/dev/lariat/", "").replace('/', '.'))
        .distinct()).filteredOn(name -> !table.contains("`" + name + "`"))
        .as("packages that docs/how-it-works.md lacks")
        .isEmpty();
  }

  /** The formatter cannot add braces; a branch without them is a line that the next one's author overlooks. */
  @Test
  void branchesHaveBraces() throws IOException {
    var bare = new ArrayList<String>();
    for (Path file : mainFiles()) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        boolean branch = line.matches("\\s*(\\} )?else|\\s*(\\} else )?(if|for|while) \\(.*\\)");
        if (branch && line.replace("(", "").length() == line.replace(")", "").length()) {
          bare.add(REPOSITORY.relativize(file) + ":" + (i + 1) + ": " + line.strip());
        }
      }
    }
    assertThat(bare).isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    assertThat(mainFiles().stream().map(Path::getParent).filter(folder -> !folder.endsWith("java")).distinct())
        .filteredOn(folder -> !Files.exists(folder.resolve("package-info.java")))
        .as("packages without package-info.java")
        .isEmpty();
  }
}
