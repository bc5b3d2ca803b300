package dev.lariat.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lariat completion}: what a shell needs to complete commands and options. */
@Command(name = "completion", description = "Print a script with which bash and zsh complete commands and options.", footer = {
    "", "Put into ~/.bashrc or ~/.zshrc:", "  source <(lariat completion)"})
final class CompletionCommand implements Runnable {
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().getOut().print(AutoComplete.bash("lariat", Main.allCommands()));
  }
}
