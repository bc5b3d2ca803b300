package dev.lariat.cli.explain;

import dev.lariat.cli.terminal.Terminal;
import dev.lariat.cli.word.TypedLine;
import dev.lariat.io.AtomicFile;
import dev.lariat.page.Glyphs;
import dev.lariat.page.HtmlPage;
import dev.lariat.page.Page;
import dev.lariat.page.TextPage;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Where an explanation goes, the same for every one. */
final class Output {
  @Option(names = "--html", paramLabel = "FILE", description = "Write a self-contained page with the figures, and no text; - prints it.")
  private Path html;

  @Option(names = "--force", description = "Let --html replace a file.")
  private boolean force;

  @Option(names = "--ascii", description = "Text without symbols, for terminals that cannot show them.")
  private boolean ascii;

  @Option(names = "--json", description = "Print the numbers as one JSON object, in full precision, and no text.")
  private boolean json;

  /** Shows a page as the options ask, or the numbers if they ask for those. */
  void show(CommandSpec spec, Page page, Map<String, ?> numbers) {
    PrintWriter out = spec.commandLine().getOut();
    if (html != null) {
      String footer = "Made by " + TypedLine.without(Set.of("--html"), Set.of("--force"), spec) + ".";
      String content = HtmlPage.of(page, footer);
      if (html.equals(Path.of("-"))) {
        out.print(content);
      } else {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(html, force, stream -> stream.write(bytes));
        spec.commandLine().getErr().println("wrote " + html);
      }
    }
    if (json) {
      out.println(JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(numbers));
    } else if (html == null) {
      out.print(TextPage.of(page, ascii || !showsSymbols() ? Glyphs.ASCII : Glyphs.UNICODE, Terminal.columns()));
    }
    out.flush();
  }

  /** Whether what is printed arrives: standard output's charset knows θ. */
  private static boolean showsSymbols() {
    return System.out.charset().newEncoder().canEncode("θ₁√");
  }
}
