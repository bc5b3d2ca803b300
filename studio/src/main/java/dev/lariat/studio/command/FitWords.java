package dev.lariat.studio.command;

import java.nio.file.Path;
import java.util.List;

/** How the words of {@code lariat fit} become a study. There is one way, and the command line has it. */
@FunctionalInterface
public interface FitWords {
  /**
   * Opens a table, and says what would be studied and where. Nothing is run.
   *
   * @param data the table
   * @param options the words behind it
   * @param shown the whole command for a reader: what the model's provenance says
   * @throws IllegalArgumentException if a word is wrong; the message is one line
   * @throws dev.lariat.data.DataException if the table cannot be learnt from
   */
  PreparedFit prepare(Path data, List<String> options, String shown);
}
