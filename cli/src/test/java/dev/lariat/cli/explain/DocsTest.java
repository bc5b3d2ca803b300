package dev.lariat.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every page of {@code docs/explain} shows what its commands print now.
 * {@code LARIAT_DOCS=write mvn -pl cli -am test -Dtest=DocsTest} makes the pages anew.
 */
final class DocsTest {
  private static final Path DOCS = Path.of(System.getProperty("lariat.repository"), "docs", "explain");
  private static final Pattern SHOWN = Pattern.compile("(?s)```text\n\\$ \\./lariat (explain [^\n]*)\n(.*?)```");
  private static final boolean WRITE = "write".equals(System.getenv("LARIAT_DOCS"));

  @TestFactory
  Stream<DynamicTest> pagesAreNotStale() throws IOException {
    List<Path> pages;
    try (Stream<Path> files = Files.list(DOCS)) {
      pages = files.filter(file -> file.toString().endsWith(".md") && !file.endsWith("README.md")).sorted().toList();
    }
    assertThat(pages).isNotEmpty();
    return pages.stream().map(page -> DynamicTest.dynamicTest(page.getFileName().toString(), () -> check(page)));
  }

  private static void check(Path page) throws IOException {
    String text = Files.readString(page);
    Matcher shown = SHOWN.matcher(text);
    StringBuilder fresh = new StringBuilder();
    int commands = 0;
    while (shown.find()) {
      commands++;
      String block = "```text\n$ ./lariat " + shown.group(1) + "\n" + printed(shown.group(1)) + "```";
      shown.appendReplacement(fresh, Matcher.quoteReplacement(block));
    }
    shown.appendTail(fresh);
    assertThat(commands).as("commands shown in " + page.getFileName()).isPositive();
    if (WRITE) {
      Files.writeString(page, fresh);
    } else {
      assertThat(text).as("make it anew: LARIAT_DOCS=write mvn -pl cli -am test -Dtest=DocsTest")
          .isEqualTo(fresh.toString());
    }
  }

  private static String printed(String command) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), command.split(" "));
    assertThat(code).as(err.toString()).isZero();
    return out.toString().replace("\r\n", "\n");
  }
}
