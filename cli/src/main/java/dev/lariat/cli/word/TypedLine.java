package dev.lariat.cli.word;

import dev.lariat.data.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine;

/** The command line as it was typed, as a shell takes it again. */
public final class TypedLine {
  private TypedLine() {}

  /** {@return the whole line, the program's name included} */
  public static String of(CommandSpec command) {
    return without(Set.of(), Set.of(), command);
  }

  /**
   * The line without some options.
   *
   * @param withValue options that are left out with the word behind them
   * @param alone options that are left out
   */
  public static String without(Set<String> withValue, Set<String> alone, CommandSpec command) {
    CommandLine root = command.commandLine();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    List<String> words = new ArrayList<>(List.of(root.getCommandName()));
    boolean value = false;
    for (String word : root.getParseResult().originalArgs()) {
      String name = word.replaceFirst("=.*", "");
      if (!value && !withValue.contains(name) && !alone.contains(name)) {
        words.add(word);
      }
      value = withValue.contains(word);
    }
    return words.stream().map(Suggestions::typed).collect(Collectors.joining(" "));
  }

  /** {@return the words behind the command's name, without the first that is no option: the table} */
  public static List<String> options(CommandSpec command) {
    CommandLine root = command.commandLine();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    List<String> words = new ArrayList<>(root.getParseResult().originalArgs());
    words.remove(command.name());
    words.remove(command.commandLine().getParseResult().matchedPositional(0).originalStringValues().getFirst());
    return words;
  }
}
