package dev.lariat.cli;

import dev.lariat.cli.option.OutputOptions;
import dev.lariat.cli.option.TableInput;
import dev.lariat.cli.word.TypedLine;
import dev.lariat.cli.stream.StreamedCommand;
import dev.lariat.data.Dataset;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * What commands that learn from a table have in common: they check their settings before they open it, list its columns
 * where nobody said which is the target, and write into a run directory.
 */
abstract class TableCommand implements Callable<Integer> {
  /** Options that change no result. */
  private static final Set<String> ABOUT_OUTPUT = Set.of("--out", "--force", "--json", "--quiet", "--html", "--threads",
      "--debug", "--tensorboard", "--on");

  @Spec
  CommandSpec spec;

  @Mixin
  TableInput input;

  @Mixin
  OutputOptions output;

  @Override
  public final Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    input.check();
    check();
    if (input.target() == null) {
      Columns.list(input.table(), input.words(), spec.name(), out);
      warn(spec.qualifiedName() + ": which column is to be predicted? Say it with --target");
      return Exit.USAGE;
    }
    return learn(out);
  }

  /** Checks what can be checked without opening the data. */
  abstract void check();

  /**
   * Does the work, the target being known.
   *
   * @return the exit code
   */
  abstract int learn(PrintWriter out) throws IOException;

  /** Says what a user should know of a table, unless nothing is to be said. */
  final void note(List<String> notes) {
    if (!output.quiet()) {
      notes.forEach(note -> warn("note: " + note));
    }
  }

  /** A line beside the results. */
  final void warn(String line) {
    spec.commandLine().getErr().println(line);
  }

  /** {@return the table, of which its notes are said} */
  final Dataset read() {
    Dataset data = input.read();
    note(data.notes());
    return data;
  }

  /** {@return this command for a table that is passed over instead of held} */
  final StreamedCommand streaming() {
    return new StreamedCommand(input, output, commandLine(), spec.commandLine().getOut(), spec.commandLine().getErr());
  }

  /** {@return whether text is printed, and not JSON or nothing} */
  final boolean text() {
    return !output.json() && !output.quiet();
  }

  /** {@return the command as it was typed} */
  final String commandLine() {
    return TypedLine.of(spec);
  }

  /**
   * {@return all options that decide a result, as text: for the run directory's name, and for what may be gone on with}
   */
  final String settingsText() {
    return spec.commandLine()
        .getParseResult()
        .matchedOptions()
        .stream()
        .filter(option -> !ABOUT_OUTPUT.contains(option.longestName()))
        .map(option -> option.longestName() + "=" + option.stringValues())
        .sorted()
        .collect(Collectors.joining("\n"));
  }
}
