package dev.lariat.cli;

import dev.lariat.data.ColumnKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code lariat completion}: what a shell needs to complete commands, options, and what comes behind them. */
@Command(name = "completion", description = "Print a script with which bash and zsh complete commands, options, their words, and the columns of a table.", footer = {
    "", "Put into ~/.bashrc or ~/.zshrc:", "  source <(lariat completion)"})
final class CompletionCommand implements Runnable {
  /** How options call the columns of a table in what they take. */
  private static final String COLUMN = "COLUMN";
  private static final String KIND = "KIND";

  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    CommandLine all = Main.allCommands();
    StringBuilder script = new StringBuilder(AutoComplete.bash("lariat", all));
    try (InputStream own = CompletionCommand.class.getResourceAsStream("completion.bash")) {
      script.append(new String(own.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    script.append(takes(all));
    spec.commandLine().getOut().print(script);
  }

  /** A function that says for a command and an option the form of what it takes, and line by line the words. */
  private static String takes(CommandLine all) {
    Map<String, List<String>> options = new LinkedHashMap<>();
    ManPage.withSubcommands(all).forEach(command -> {
      String name = command.getCommandSpec().qualifiedName().replaceFirst("^lariat ?", "");
      for (OptionSpec option : command.getCommandSpec().options()) {
        String taken = taken(option);
        if (!taken.isEmpty()) {
          Arrays.stream(option.names())
              .forEach(
                  each -> options.computeIfAbsent(taken, _ -> new ArrayList<>()).add("'" + name + " " + each + "'"));
        }
      }
    });
    var text = new StringBuilder("\nfunction _lariat_takes() {\n  case \"$1\" in\n");
    options.forEach((taken, names) -> text.append("    ")
        .append(String.join(" | ", names))
        .append(") printf '%s\\n' ")
        .append(taken)
        .append(" ;;\n"));
    return text.append("  esac\n}\n").toString();
  }

  /** {@code column}, {@code word}, either with {@code -list}, with {@code =} before what it is set to, and words. */
  private static String taken(OptionSpec option) {
    String label = option.paramLabel();
    List<String> words = new ArrayList<>();
    if (option.completionCandidates() != null) {
      option.completionCandidates().forEach(words::add);
    }
    boolean columns = label.contains(COLUMN);
    if (!columns && words.isEmpty()) {
      return "";
    }
    if (label.contains(KIND)) {
      Arrays.stream(ColumnKind.values())
          .filter(kind -> kind != ColumnKind.CONSTANT) // that is found, and not told
          .map(ColumnKind::word)
          .forEach(words::add);
    }
    boolean list = label.contains(",…") || !option.splitRegex().isEmpty();
    String form = (columns ? "column" : "word") + (list ? "-list" : "") + (label.contains("=") ? "=" : "");
    return words.isEmpty() ? form : form + " " + String.join(" ", words);
  }
}
