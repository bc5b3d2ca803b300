package dev.lariat.cli;

import dev.lariat.studio.command.PredictWords;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import picocli.CommandLine;

/** Predictions of the studio by {@code lariat predict} itself. */
final class StudioPredict implements PredictWords {
  @Override
  public void predict(Path model, Path data, PrintWriter to) {
    var failed = new Exception[1];
    int code = Main.typed(new CommandLine(new RootCommand()).addSubcommand("predict", new PredictCommand()))
        .setOut(to)
        .setErr(new PrintWriter(Writer.nullWriter()))
        .setParameterExceptionHandler((failure, _) -> {
          failed[0] = new IllegalArgumentException(Exit.lineOf(failure), failure);
          return Exit.DEFECT;
        })
        .setExecutionExceptionHandler((failure, _, _) -> {
          failed[0] = failure;
          return Exit.DEFECT;
        })
        .execute("predict", model.toString(), data.toString());
    switch (failed[0]) {
      case null -> {
        if (code != Exit.OK) {
          throw new IllegalStateException("predict ended with " + code + " and said nothing");
        }
        to.flush();
      }
      case RuntimeException failure -> throw failure;
      case IOException failure -> throw new UncheckedIOException(failure);
      default -> throw new IllegalStateException(failed[0]);
    }
  }
}
