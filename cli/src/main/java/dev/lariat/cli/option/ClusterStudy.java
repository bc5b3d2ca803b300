package dev.lariat.cli.option;

import dev.lariat.data.Dataset;
import dev.lariat.io.Tables;
import dev.lariat.io.cluster.Machine;
import dev.lariat.io.cluster.StudyMaker;
import dev.lariat.io.cluster.TravellingStudy;
import dev.lariat.io.cluster.TravellingStudy.TravellingFile;
import dev.lariat.study.Study;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine;

/** A study that travels to other machines as the words of {@code lariat fit}. */
public final class ClusterStudy implements StudyMaker {
  /**
   * What does not change a cell: how the table came, threads, what follows the cells. A time limit changes the folds.
   */
  private static final Set<String> NOT_OF_CELLS = Set.of("--sql", "--threads", "--yardstick", "--prefer", "--average",
      "--no-temperature", "--no-mixture");

  /** For {@link java.util.ServiceLoader}. */
  public ClusterStudy() {}

  /** What a study is made of, without what {@code fit} does beside. */
  @Command(name = "fit")
  private static final class Words {
    @Mixin
    private FitOptions options;

    @Mixin
    private TableInput input;
  }

  /**
   * {@return the study as it travels}
   *
   * @param command that was parsed
   * @param dataHash of the table
   * @param study what was made of it here
   */
  public static TravellingStudy of(CommandSpec command, FitOptions options, TableInput input, String dataHash,
      Study study) {
    Map<String, OptionSpec> known = new CommandLine(new Words()).getCommandSpec().optionsMap();
    Map<String, Path> named = options.files();
    var words = new ArrayList<String>();
    for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
      String name = option.longestName();
      if (!known.containsKey(name) || NOT_OF_CELLS.contains(name) || named.containsKey(name)) {
        continue;
      }
      if (option.arity().max() == 0) {
        words.add(name);
      } else {
        option.originalStringValues().forEach(value -> words.addAll(List.of(name, value)));
      }
    }
    if (input.pictures().isGiven() || input.sequences().isGiven() || input.files().size() > 1) {
      throw new IllegalArgumentException(
          "--on takes a table of one file: pictures, long tables of sequences and folders of tables do not travel");
    }
    var files = new ArrayList<TravellingFile>();
    files.add(new TravellingFile("", input.file().getFileName().toString(), dataHash));
    named.forEach(
        (option, file) -> files.add(new TravellingFile(option, file.getFileName().toString(), Tables.hash(file))));
    for (TravellingFile file : files) {
      if (files.stream().filter(other -> other.name().equals(file.name())).count() > 1) {
        throw new IllegalArgumentException(
            "--on: two files are called " + file.name() + ", and would be one on the cluster: rename one of them");
      }
    }
    return new TravellingStudy(words, files, study.cellSettings(), Machine.here());
  }

  /** {@return the files of a study that travels, in its order} */
  public static List<Path> files(FitOptions options, TableInput input) {
    var files = new ArrayList<>(List.of(input.file()));
    files.addAll(options.files().values());
    return files;
  }

  @Override
  public Study study(Path table, List<String> words, Map<String, Path> files) {
    var line = new ArrayList<>(List.of(table.toString()));
    line.addAll(words);
    files.forEach((option, file) -> line.addAll(List.of(option, file.toString())));
    var parsed = new Words();
    new CommandLine(parsed).setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(line.toArray(String[]::new));
    Dataset data = parsed.options.lengths(parsed.input.read(), _ -> {});
    return parsed.options.study(data, parsed.input);
  }
}
