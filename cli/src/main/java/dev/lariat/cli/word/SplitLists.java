package dev.lariat.cli.word;

import java.util.Arrays;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Lists in options that picocli splits at commas: it passes over what is empty at their end. */
public final class SplitLists {
  private SplitLists() {}

  /**
   * Refuses a list with an empty item, but not where help is asked for.
   *
   * @throws ParameterException which names the option
   */
  public static void check(ParseResult parsed) {
    if (parsed.isUsageHelpRequested()) {
      return;
    }
    for (OptionSpec option : parsed.matchedOptions()) {
      if (!option.splitRegex().isEmpty()) {
        option.originalStringValues()
            .stream()
            .filter(list -> Arrays.stream(list.split(option.splitRegex(), -1)).anyMatch(String::isBlank))
            .findFirst()
            .ifPresent(list -> {
              throw new ParameterException(option.command().commandLine(),
                  option.longestName() + ": " + QuotedList.emptyItem(list));
            });
      }
    }
    if (parsed.hasSubcommand()) {
      check(parsed.subcommand());
    }
  }
}
