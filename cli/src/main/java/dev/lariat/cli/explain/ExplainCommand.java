package dev.lariat.cli.explain;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lariat explain}. */
@Command(name = "explain", description = "Show, with every number, why regularizers do what they do.", subcommands = {
    UpdateCommand.class, GeometryCommand.class, DropoutCommand.class, DecayCommand.class, ChooseCommand.class})
public final class ExplainCommand implements Runnable {
  @Spec
  private CommandSpec spec;

  /** Made by the command line. */
  public ExplainCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(),
        "explain what? There are " + String.join(", ", spec.subcommands().keySet()));
  }
}
