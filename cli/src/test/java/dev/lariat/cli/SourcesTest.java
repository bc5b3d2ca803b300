package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
      // About 400: a few lines more are no second subject.
      int most = file.getParent().endsWith("kernel") ? 1000 : 450;
      try (Stream<String> lines = Files.lines(file)) {
        long count = lines.count();
        if (count > most) {
          tooLong.put(REPOSITORY.relativize(file).toString(), count);
        }
      }
    }
    assertThat(tooLong).as("files so long that they have two subjects").isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    assertThat(mainFiles().stream().map(Path::getParent).filter(folder -> !folder.endsWith("java")).distinct())
        .filteredOn(folder -> !Files.exists(folder.resolve("package-info.java")))
        .as("packages without package-info.java")
        .isEmpty();
  }
}
