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
import java.util.stream.Collectors;
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
   * @param study what was made of it here
   */
  public static TravellingStudy of(CommandSpec command, FitOptions options, TableInput input, Study study) {
    Map<String, OptionSpec> known = new CommandLine(new Words()).getCommandSpec().optionsMap();
    List<Sent> sent = sent(options, input);
    Set<String> named = sent.stream().map(Sent::option).collect(Collectors.toSet());
    List<String> ofPictures = input.travellingWords();
    Set<String> told = ofPictures.stream().map(word -> word.replaceFirst("=.*", "")).collect(Collectors.toSet());
    var words = new ArrayList<String>(ofPictures);
    for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
      String name = option.longestName();
      if ((told.contains(name) && !option.isMultiValue()) || !known.containsKey(name) || NOT_OF_CELLS.contains(name)
          || named.contains(name)) {
        continue;
      }
      if (option.arity().max() == 0) {
        words.add(name);
      } else {
        option.originalStringValues().forEach(value -> words.add(name + "=" + value));
      }
    }
    List<TravellingFile> files = sent.stream()
        .map(file -> new TravellingFile(file.option, file.path.getFileName().toString(), Tables.hash(file.path)))
        .toList();
    for (TravellingFile file : files) {
      if (files.stream().filter(other -> other.name().equals(file.name())).count() > 1) {
        throw new IllegalArgumentException(
            "--on: two files are called " + file.name() + ", and would be one on the cluster: rename one of them");
      }
    }
    return new TravellingStudy(words, files, study.cellSettings(), Machine.here());
  }

  /**
   * A file that goes to every machine.
   *
   * @param option that names it; empty for the table
   */
  private record Sent(String option, Path path) {}

  private static List<Sent> sent(FitOptions options, TableInput input) {
    var sent = new ArrayList<Sent>();
    input.travelling().forEach(table -> sent.add(new Sent("", table)));
    options.files()
        .forEach((option, file) -> sent.add(new Sent(option, option.equals("--test") ? input.travelling(file) : file)));
    return sent;
  }

  /** {@return the files of a study that travels, in its order} */
  public static List<Path> files(FitOptions options, TableInput input) {
    return sent(options, input).stream().map(Sent::path).toList();
  }

  @Override
  public Study study(List<Path> tables, List<String> words, Map<String, Path> files) {
    var line = new ArrayList<>(tables.stream().map(Path::toString).toList());
    line.addAll(words);
    files.forEach((option, file) -> line.add(option + "=" + file));
    var parsed = new Words();
    new CommandLine(parsed).setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(line.toArray(String[]::new));
    Dataset data = parsed.options.lengths(parsed.input.read(), _ -> {});
    return parsed.options.study(data, parsed.input);
  }
}
