package dev.lariat.cli.option;

import dev.lariat.data.ColumnKind;
import dev.lariat.data.Dataset;
import dev.lariat.data.Task;
import dev.lariat.io.Tables;
import dev.lariat.io.table.TableOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The table and what is to be learnt from it, as options of every command that trains. */
public final class TableInput {
  @Parameters(index = "0", paramLabel = "DATA", description = "A table: CSV, TSV (also gzipped), Parquet or svmlight.")
  private Path data;

  @Option(names = {"-t",
      "--target"}, paramLabel = "COLUMN", description = "What to predict. Without it: lists the columns.")
  private String target;

  @Option(names = "--task", paramLabel = "TASK", description = "classification or regression; found from the target if not told.")
  private String task;

  @Option(names = "--weights", paramLabel = "COLUMN", description = "A column with each row's weight.")
  private String weights;

  @Option(names = "--kinds", paramLabel = "COLUMN=KIND", split = ",", description = "What columns hold, where it is not found rightly: numeric, category, boolean, date or identifier.")
  private Map<String, String> kinds = new LinkedHashMap<>();

  /** The file. */
  public Path file() {
    return data;
  }

  /** The target's name; null if none was given. */
  public String target() {
    return target;
  }

  /** What is told about the table. */
  public TableOptions options() {
    var options = TableOptions.none();
    for (var entry : kinds.entrySet()) {
      options = options.kind(entry.getKey(), ColumnKind.of(entry.getValue().strip()));
    }
    return options;
  }

  /** Checks what can be checked without opening the data. */
  public void check() {
    task();
    options();
  }

  private Task task() {
    if (task == null) {
      return null;
    }
    return switch (task.toLowerCase(Locale.ROOT)) {
      case "classification" -> Task.CLASSIFICATION;
      case "regression" -> Task.REGRESSION;
      default -> throw new IllegalArgumentException("--task: no '" + task + "'; it is classification or regression");
    };
  }

  /** The table with its target and weights marked. */
  public Dataset read() {
    return marked(Tables.read(data, options()));
  }

  /** Marks target and weights in another table, for example one of validation rows. */
  public Dataset marked(Dataset table) {
    var marked = table.target(target, task());
    return weights == null ? marked : marked.weights(weights);
  }
}
