package dev.lariat.cli;

import dev.lariat.cli.linear.LinearRun;
import dev.lariat.cli.terminal.Browser;
import dev.lariat.cli.terminal.Terminal;
import dev.lariat.io.run.FinishedStudy;
import dev.lariat.io.run.VerdictFile;
import dev.lariat.page.study.ReportFile;
import dev.lariat.page.study.SideBySideText;
import dev.lariat.page.study.VerdictText;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lariat report}: verdicts again, several side by side. */
@Command(name = "report", description = "Print the verdict of a study again, or write it as a page; of several, print them side by side.")
final class ReportCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "RUN", description = "Run directories of 'lariat fit', or one of 'lariat linear'.")
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
    boolean linear = runs.size() == 1 && LinearRun.is(runs.getFirst());
    if (html != null || open) {
      return page(linear);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (linear) {
      if (json) {
        out.println(LinearRun.json(runs.getFirst()));
      } else {
        Terminal.print(LinearRun.text(runs.getFirst()).lines().toList(), out);
      }
      out.flush();
      return Exit.OK;
    }
    List<FinishedStudy> verdicts = runs.stream().map(VerdictFile::read).toList();
    if (json) {
      out.println(verdicts.size() == 1
          ? VerdictFile.text(verdicts.getFirst())
          : "[" + String.join(",\n", verdicts.stream().map(VerdictFile::text).toList()) + "]");
    } else if (verdicts.size() == 1) {
      VerdictText.of(verdicts.getFirst(), Terminal.plain(), Terminal.columns()).lines().forEach(out::println);
    } else {
      SideBySideText.of(runs.stream().map(Path::toString).toList(), verdicts, Terminal.plain(), Terminal.columns())
          .forEach(out::println);
    }
    return Exit.OK;
  }

  private int page(boolean linear) {
    if (runs.size() > 1) {
      throw new IllegalArgumentException("--html and --open are for one run, not for " + runs.size());
    }
    Path run = runs.getFirst();
    Path page = html != null ? html : run.resolve(ReportFile.NAME);
    if (html != null || !Files.exists(page)) {
      if (linear) {
        LinearRun.write(page, LinearRun.page(run), force);
      } else {
        ReportFile.write(run, page, force);
      }
      spec.commandLine().getErr().println("wrote " + page);
    }
    if (open) {
      Browser.open(page);
    }
    return Exit.OK;
  }
}
