package dev.lariat.studio.command;

import java.io.PrintWriter;
import java.nio.file.Path;

/** How a table is predicted. There is one way, and {@code lariat predict} has it. */
@FunctionalInterface
public interface PredictWords {
  /**
   * Writes what the command would print.
   *
   * @param model a model file or a run directory
   * @throws dev.lariat.data.DataException if the table lacks a column, or a value is not of its kind
   */
  void predict(Path model, Path data, PrintWriter to);
}
