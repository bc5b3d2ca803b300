package dev.lariat.cli;

import dev.lariat.cli.report.ReportFile;
import dev.lariat.cli.report.VerdictText;
import dev.lariat.cli.report.Words;
import dev.lariat.io.VerdictFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code lariat report}: verdicts again, several side by side. */
@Command(name = "report", description = "Print the verdict of a study again, or write it as a page; of several, print them side by side.")
final class ReportCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "RUN", description = "Run directories of 'lariat fit'.")
  private List<Path> runs;

  @Option(names = "--json", description = "Print the verdict as JSON; of several an array.")
  private boolean json;

  @Option(names = "--html", paramLabel = "FILE", description = "Write the verdict as one self-contained page with figures, and no text.")
  private Path html;

  @Option(names = "--open", description = "Show the page in the browser: that of --html, or the run's own.")
  private boolean open;

  @Option(names = "--force", description = "Let --html replace a file.")
  private boolean force;

  @Override
  public Integer call() {
    if (html != null || open) {
      return page();
    }
    PrintWriter out = spec.commandLine().getOut();
    List<ObjectNode> verdicts = runs.stream().map(VerdictFile::read).toList();
    if (json) {
      out.println(verdicts.size() == 1
          ? VerdictFile.text(verdicts.getFirst())
          : "[" + String.join(",\n", verdicts.stream().map(VerdictFile::text).toList()) + "]");
    } else if (verdicts.size() == 1) {
      VerdictText.of(verdicts.getFirst(), Terminal.plain(), Terminal.columns()).lines().forEach(out::println);
    } else {
      sideBySide(verdicts).forEach(out::println);
    }
    return Exit.OK;
  }

  private int page() {
    if (runs.size() > 1) {
      throw new IllegalArgumentException("--html and --open are for one run, not for " + runs.size());
    }
    Path run = runs.getFirst();
    Path page = html != null ? html : run.resolve(ReportFile.NAME);
    if (html != null || !Files.exists(page)) {
      ReportFile.write(run, page, force);
      spec.commandLine().getErr().println("wrote " + page);
    }
    if (open) {
      Browser.open(page);
    }
    return Exit.OK;
  }

  /** A column for every run, a row for every candidate. */
  private List<String> sideBySide(List<ObjectNode> verdicts) {
    var lines = new ArrayList<String>();
    for (int i = 0; i < verdicts.size(); i++) {
      JsonNode verdict = verdicts.get(i);
      lines.add(String.format(Locale.ROOT, "[%d] %s", i + 1, runs.get(i)));
      lines.add(String.format(Locale.ROOT, "    %s: %,d rows, target %s, %s", verdict.get("data").asString(),
          verdict.get("rows").asInt(), verdict.get("target").asString(), verdict.get("metric").asString()));
    }
    lines.add("");
    var header = new StringBuilder(String.format(Locale.ROOT, "%-22s", ""));
    for (int i = 0; i < verdicts.size(); i++) {
      header.append(String.format(Locale.ROOT, "%-20s", "[" + (i + 1) + "]"));
    }
    lines.add(header.toString().stripTrailing());
    lines.add(row("diagnosis", verdicts.stream().map(v -> v.get("diagnosis").get("state").asString()).toList()));
    lines.add(row("use", verdicts.stream().map(v -> choice(v.get("recommendation"))).toList()));
    lines.add(row("simplest", verdicts.stream().map(v -> choice(v.get("simplest"))).toList()));
    var names = new LinkedHashSet<String>();
    verdicts.forEach(v -> v.get("candidates").forEach(c -> names.add(Words.name(c))));
    for (String name : names) {
      lines.add(row(name, verdicts.stream().map(v -> loss(v, name)).toList()));
    }
    return lines;
  }

  private static String choice(JsonNode choice) {
    return (Words.name(choice) + " " + Words.strength(choice, choice.get("strength"))).strip();
  }

  private static String loss(JsonNode verdict, String name) {
    for (JsonNode candidate : verdict.get("candidates")) {
      if (Words.name(candidate).equals(name)) {
        return Words.number(candidate.get("loss").asDouble()) + " ± "
            + Words.number(candidate.get("standardError").asDouble());
      }
    }
    return "";
  }

  private static String row(String name, List<String> values) {
    var text = new StringBuilder(String.format(Locale.ROOT, "%-22s", name));
    values.forEach(value -> text.append(String.format(Locale.ROOT, "%-20s", value)));
    return text.toString().stripTrailing();
  }
}
