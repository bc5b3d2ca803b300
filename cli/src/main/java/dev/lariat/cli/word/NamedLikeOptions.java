package dev.lariat.cli.word;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Values that are called as an option is, as a column may be: {@code --target=-t} means them, {@code --out --force}
 * lacks one. picocli knows but both or neither, for the whole line.
 */
public final class NamedLikeOptions {
  private NamedLikeOptions() {}

  /** Lets picocli take an option's name for a value, if some word has one behind an equals sign. */
  public static void allow(CommandLine command, List<String> words) {
    Map<String, OptionSpec> options = command.getCommandSpec().optionsMap();
    command.setAllowOptionsAsOptionParameters(words.stream()
        .filter(word -> word.startsWith("-") && word.contains("="))
        .anyMatch(word -> isLikeOption(word.substring(word.indexOf('=') + 1), options)));
  }

  /**
   * Refuses an option's name for a value that does not stand behind an equals sign.
   *
   * @throws ParameterException which names the option that lacks its value
   */
  public static void check(ParseResult parsed) {
    ParseResult command = parsed;
    while (command.hasSubcommand()) {
      command = command.subcommand();
    }
    Map<String, OptionSpec> options = command.commandSpec().optionsMap();
    List<String> words = parsed.originalArgs();
    for (OptionSpec option : command.matchedOptions()) {
      for (String value : option.originalStringValues()) {
        if (isLikeOption(value, options)
            && Arrays.stream(option.names()).noneMatch(name -> words.contains(name + "=" + value))) {
          throw new ParameterException(option.command().commandLine(),
              option.longestName() + " lacks its value: what follows is " + value
                  + "; a value of that name is given as " + option.longestName() + "=" + value);
        }
      }
    }
  }

  /** As picocli sees it: a name, with or without a value. */
  private static boolean isLikeOption(String word, Map<String, OptionSpec> options) {
    int end = word.indexOf('=');
    return options.containsKey(word) || (end > 0 && options.containsKey(word.substring(0, end)));
  }
}
