package dev.lariat.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The page that {@code man} shows of a command, in the language of roff, from what picocli knows of it. */
final class ManPage {
  private static final List<String> EXIT_CODES = List.of("0", "All went well.", "2",
      "Wrong usage, which is known without opening the data.", "65", "The data cannot be used as asked.", "70",
      "A defect of lariat.", "74", "A file cannot be read or written.", "75", "The run directory is in use.", "130",
      "Interrupted.");

  private final CommandLine command;
  private final CommandSpec spec;
  private final Help help;
  private final StringBuilder roff = new StringBuilder();

  private ManPage(CommandLine command) {
    this.command = command;
    spec = command.getCommandSpec();
    // Descriptions are joined again: man breaks its lines itself.
    help = new Help(spec, new Help.ColorScheme.Builder(Ansi.OFF).build());
  }

  /** {@return the name of a command's page, such as {@code lariat-explain-update}} */
  static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName("-");
  }

  /** {@return the page of a command} */
  static String of(CommandLine command) {
    return new ManPage(command).text();
  }

  /** {@return a command and all below it} */
  static Stream<CommandLine> withSubcommands(CommandLine command) {
    return Stream.concat(Stream.of(command),
        command.getSubcommands().values().stream().flatMap(ManPage::withSubcommands));
  }

  private String text() {
    String name = name(command);
    macro("TH", name.toUpperCase(Locale.ROOT), "1", "", "lariat " + RootCommand.Version.number(), "Lariat");
    section("NAME");
    line(name + " - " + String.join(" ", spec.usageMessage().description()));
    section("SYNOPSIS");
    line(oneLine(help.synopsis(0)));
    positionals();
    options();
    commands();
    exitCodes();
    footer();
    return roff.toString();
  }

  private void positionals() {
    List<PositionalParamSpec> shown = spec.positionalParameters().stream().filter(each -> !each.hidden()).toList();
    if (!shown.isEmpty()) {
      section("ARGUMENTS");
      for (PositionalParamSpec each : shown) {
        Text[][] rows = help.createDefaultParameterRenderer()
            .render(each, help.parameterLabelRenderer(), help.colorScheme());
        item(each.paramLabel(), description(rows));
      }
    }
  }

  private void options() {
    List<OptionSpec> shown = spec.options().stream().filter(each -> !each.hidden()).toList();
    if (!shown.isEmpty()) {
      section("OPTIONS");
      for (OptionSpec each : shown) {
        Text[][] rows = help.createDefaultOptionRenderer()
            .render(each, help.parameterLabelRenderer(), help.colorScheme());
        String label = help.parameterLabelRenderer().renderParameterLabel(each, Ansi.OFF, List.of()).toString();
        item(String.join(", ", each.names()) + label, description(rows));
      }
    }
  }

  /** The last column of each row, in one piece. */
  private static String description(Text[][] rows) {
    return Arrays.stream(rows).map(row -> row[row.length - 1].plainString().strip()).collect(Collectors.joining(" "));
  }

  private void commands() {
    if (!command.getSubcommands().isEmpty()) {
      section("COMMANDS");
      command.getSubcommands()
          .forEach((word, below) -> item(word,
              String.join(" ", below.getCommandSpec().usageMessage().description()) + " See " + name(below) + "(1)."));
    }
  }

  private void exitCodes() {
    section("EXIT STATUS");
    for (int i = 0; i < EXIT_CODES.size(); i += 2) {
      item(EXIT_CODES.get(i), EXIT_CODES.get(i + 1));
    }
  }

  private void footer() {
    String[] footer = spec.usageMessage().footer();
    if (footer.length > 0) {
      section("NOTES");
      macro("nf");
      for (String each : footer) {
        line(each);
      }
      macro("fi");
    }
  }

  private void section(String title) {
    macro("SH", title);
  }

  private void item(String tag, String text) {
    macro("TP");
    roff.append("\\fB").append(escaped(tag)).append("\\fR\n");
    line(text);
  }

  private void macro(String name, String... arguments) {
    roff.append('.').append(name);
    for (String argument : arguments) {
      roff.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
    }
    roff.append('\n');
  }

  /** A line of text; one that begins with a point or an apostrophe would be a macro. */
  private void line(String text) {
    String escaped = escaped(text);
    roff.append(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" : "").append(escaped).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-");
  }

  private static String oneLine(String text) {
    var words = new ArrayList<String>();
    text.strip().lines().map(String::strip).forEach(words::add);
    return String.join(" ", words);
  }
}
