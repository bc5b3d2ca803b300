package dev.lariat.cli.explain;

import dev.lariat.studio.command.Explanations;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** The explanations of {@code lariat explain} with their options as controls: what the page shows is what it prints. */
public final class StudioExplanations implements Explanations {
  /** Where an explanation goes is the studio's, and tables have views of their own. */
  private static final Set<String> NOT_SHOWN = Set.of("--html", "--force", "--ascii", "--json", "--help", "--debug",
      "--columns", "--target");

  /** Reads the commands. */
  public StudioExplanations() {}

  private static CommandLine commands() {
    return new CommandLine(new Root()).setExpandAtFiles(false).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public List<Topic> topics() {
    return commands().getSubcommands().get("explain").getSubcommands().entrySet().stream().map(command -> {
      var spec = command.getValue().getCommandSpec();
      List<Control> controls = spec.options()
          .stream()
          .filter(option -> !NOT_SHOWN.contains(option.longestName()))
          .map(StudioExplanations::control)
          .toList();
      return new Topic(command.getKey(), String.join(" ", spec.usageMessage().description()), controls);
    }).toList();
  }

  private static Control control(OptionSpec option) {
    List<String> choices = option.completionCandidates() == null
        ? List.of()
        : StreamSupport.stream(option.completionCandidates().spliterator(), false).toList();
    String preset = option.defaultValue() == null ? "" : option.defaultValue();
    return new Control(option.longestName(), preset,
        String.join(" ", option.description())
            .replace("${DEFAULT-VALUE}", preset)
            .replace("${COMPLETION-CANDIDATES}", String.join(", ", choices)),
        choices, option.arity().max() == 0);
  }

  @Override
  public String page(String topic, List<String> options) {
    Topic known = topics().stream()
        .filter(each -> each.name().equals(topic))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no explanation '" + topic + "'"));
    List<String> words = new ArrayList<>(List.of("explain", topic));
    for (String option : options) {
      // Nothing but the inputs: no file is named.
      if (known.controls().stream().noneMatch(control -> control.option().equals(option.replaceFirst("=.*", "")))) {
        throw new IllegalArgumentException("explain " + topic + " has no input '" + option + "'");
      }
      words.add(option);
    }
    words.add("--html=-");
    var printed = new StringWriter();
    var thrown = new RuntimeException[1];
    int code = commands().setOut(new PrintWriter(printed))
        .setErr(new PrintWriter(Writer.nullWriter()))
        .setParameterExceptionHandler((failure, _) -> keep(thrown, new IllegalArgumentException(failure.getMessage())))
        .setExecutionExceptionHandler((failure, _, _) -> keep(thrown, failure))
        .execute(words.toArray(String[]::new));
    if (code != 0) {
      throw thrown[0];
    }
    return printed.toString();
  }

  private static int keep(RuntimeException[] thrown, Exception failure) {
    thrown[0] = failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
    return 1;
  }

  /** The name that explanations are signed with. */
  @Command(name = "lariat", subcommands = ExplainCommand.class)
  private static final class Root {}
}
