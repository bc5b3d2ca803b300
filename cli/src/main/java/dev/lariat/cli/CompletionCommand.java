package dev.lariat.cli;

import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code lariat completion}: what a shell needs to complete commands and options. */
@Command(name = "completion", description = "Print a script with which bash and zsh complete commands and options.", footer = {
    "", "Put into ~/.bashrc or ~/.zshrc:", "  source <(lariat completion)"})
final class CompletionCommand implements Runnable {
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    CommandLine all = Main.allCommands();
    ManPage.withSubcommands(all).forEach(command -> nameValuesByOption(command.getCommandSpec()));
    spec.commandLine().getOut().print(AutoComplete.bash("lariat", all));
  }

  /** The script keeps the values of an option under the option's label: two options called NAME would share them. */
  private static void nameValuesByOption(CommandSpec command) {
    for (OptionSpec option : List.copyOf(command.options())) {
      if (option.completionCandidates() != null && option.completionCandidates().iterator().hasNext()) {
        command.remove(option);
        command.addOption(OptionSpec.builder(option).paramLabel(option.longestName().replaceFirst("^-+", "")).build());
      }
    }
  }
}
