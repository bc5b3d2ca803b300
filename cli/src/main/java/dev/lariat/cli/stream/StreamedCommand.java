package dev.lariat.cli.stream;

import dev.lariat.cli.option.OutputOptions;
import dev.lariat.cli.option.TableInput;
import dev.lariat.cli.terminal.ByteProgress;
import dev.lariat.cli.terminal.Progress;
import dev.lariat.io.stream.StreamedTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;

/**
 * What a command that streams its table was told, and where it speaks.
 *
 * @param words the command as it was typed
 * @param out takes results
 * @param err takes what is beside them
 */
public record StreamedCommand(TableInput input, OutputOptions output, String words, PrintWriter out, PrintWriter err) {
  /** {@return whether the table would take more than half of the memory that Java may use} */
  boolean isLarge() {
    return StreamedTable.isLarger(input.files(), input.options(), Runtime.getRuntime().maxMemory() / 2.0);
  }

  /** A bar of the bytes that a pass reads, where somebody looks on. */
  ByteProgress progress() {
    return new ByteProgress(err, !output.json() && !output.quiet() && Progress.onTerminal());
  }

  /** Opens the table, and passes over it to see what its columns hold. */
  StreamedTable open(ByteProgress progress) {
    return StreamedTable.open(input.files(), input.options(), Set.copyOf(input.dropped()),
        (pass, bytes, all) -> progress.at("pass " + pass, bytes, all));
  }

  /** Says what a user should know of a table, unless nothing is to be said. */
  void note(List<String> notes) {
    if (!output.quiet()) {
      notes.forEach(note -> err.println("note: " + note));
    }
  }
}
