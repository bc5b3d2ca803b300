package dev.lariat.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lariat man}: the manual page of a command, or of all of them as files. */
@Command(name = "man", description = "Print the manual page of a command, or write all of them into a folder.", footer = {
    "", "Read one:      lariat man fit | man -l -", "Install them:  lariat man --out ~/.local/share/man/man1"})
final class ManCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Such as fit, or explain update (default: lariat itself).")
  private List<String> words = List.of();

  @Option(names = "--out", paramLabel = "FOLDER", description = "Write the pages of all commands into this folder.")
  private Path folder;

  @Override
  public Integer call() throws IOException {
    CommandLine all = Main.allCommands();
    if (folder != null) {
      Files.createDirectories(folder);
      for (CommandLine each : ManPage.withSubcommands(all).toList()) {
        Files.writeString(folder.resolve(ManPage.name(each) + ".1"), ManPage.of(each));
      }
      return Exit.OK;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(ManPage.of(asked(all)));
    return Exit.OK;
  }

  private CommandLine asked(CommandLine all) {
    CommandLine found = all;
    for (String word : words) {
      CommandLine next = found.getSubcommands().get(word);
      if (next == null) {
        throw new IllegalArgumentException(
            "there is no command '" + word + "'; there are " + String.join(", ", found.getSubcommands().keySet()));
      }
      found = next;
    }
    return found;
  }
}
