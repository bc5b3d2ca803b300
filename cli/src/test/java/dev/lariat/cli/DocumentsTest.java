package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs what README.md and docs/*.md show, and compares what it prints. The examples of a document run in its order in
 * one working folder, in which {@code examples} is ours and {@code ./lariat} starts what was just compiled, as the
 * launcher would.
 */
@Tag("slow")
final class DocumentsTest {
  private static final Path REPOSITORY = Path.of(System.getProperty("lariat.repository"));

  @TempDir
  private Path work;

  @TestFactory
  Stream<DynamicNode> whatTheDocumentsShowIsWhatComes() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(REPOSITORY.resolve("README.md")));
    if (Files.isDirectory(REPOSITORY.resolve("docs"))) {
      try (Stream<Path> files = Files.walk(REPOSITORY.resolve("docs"))) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
      }
    }
    var nodes = new ArrayList<DynamicNode>();
    for (Path document : documents) {
      Path folder = workingFolder(document);
      nodes.add(dynamicContainer(REPOSITORY.relativize(document).toString(),
          DocumentedExample.in(Files.readAllLines(document))
              .stream()
              .map(example -> dynamicTest(
                  "line " + example.line() + ": " + example.source().lines().findFirst().orElse(""), document.toUri(),
                  () -> check(example, folder)))));
    }
    return nodes.stream();
  }

  /** JUnit warns of links when it deletes them with the rest. */
  @AfterEach
  void removeLinks() throws IOException {
    try (Stream<Path> files = Files.walk(work)) {
      for (Path link : files.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  private Path workingFolder(Path document) throws IOException {
    Path folder = Files
        .createDirectory(work.resolve(REPOSITORY.relativize(document).toString().replaceAll("[^A-Za-z0-9]", "-")));
    Path examples = REPOSITORY.resolve("examples");
    if (Files.exists(examples)) {
      Files.createSymbolicLink(folder.resolve("examples"), examples);
    }
    Path launcher = folder.resolve("lariat");
    // As in the launcher: Java's own line about the incubator module goes nowhere, standard error is descriptor 3.
    Files.writeString(launcher, """
      #!/usr/bin/env bash
      exec 3>&2 2> java.txt
      exec '%s' --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:MaxRAMPercentage=25 \\
        --sun-misc-unsafe-memory-access=allow \\
        -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 --add-opens java.base/java.io=ALL-UNNAMED -Dlariat.stderr=3 \\
        --add-exports jdk.compiler/com.sun.tools.javac.launcher=ALL-UNNAMED -cp '%s' dev.lariat.cli.Main "$@"
      """.replace("%s' --add", Path.of(System.getProperty("java.home"), "bin", "java") + "' --add")
        .replace("%s", System.getProperty("java.class.path")));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    return folder;
  }

  private static void check(DocumentedExample example, Path folder) throws IOException, InterruptedException {
    String command = switch (example.kind()) {
      case SHELL -> example.source();
      case JAVA -> {
        Files.writeString(folder.resolve("Snippet.java"), example.program());
        yield "./lariat run Snippet.java";
      }
    };
    Path output = folder.resolve("output.txt");
    var builder = new ProcessBuilder("bash", "-c", command).directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    environment.remove("JAVA_TOOL_OPTIONS");
    environment.remove("LARIAT_SCREENS");
    environment.put("COLUMNS", "80");
    environment.put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }
    String printed = Files.readString(output);
    String java = Files.exists(folder.resolve("java.txt")) ? Files.readString(folder.resolve("java.txt")) : "";
    assertThat(java).as("what Java itself says").matches("(WARNING: Using incubator modules: jdk.incubator.vector\n)?");
    assertThat(ended).as("ends in time: %s%n%s", command, printed).isTrue();
    if (example.kind() == DocumentedExample.Kind.JAVA) {
      assertThat(process.exitValue()).as("exit code of the snippet, which printed%n%s", printed).isZero();
      if (example.expected().isEmpty()) {
        return;
      }
    }
    // Compared as text when it does not match, so that the difference is shown.
    if (!example.isPrintedBy(printed)) {
      assertThat(printed).as("$ %s", command).isEqualTo(example.expected());
    }
  }
}
