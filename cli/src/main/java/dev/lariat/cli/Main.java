package dev.lariat.cli;

import dev.lariat.cli.explain.ExplainCommand;
import dev.lariat.cli.terminal.NarrowHelp;
import dev.lariat.cli.terminal.NoteWriter;
import dev.lariat.cli.word.NamedLikeOptions;
import dev.lariat.cli.word.PathWord;
import dev.lariat.cli.word.SplitLists;
import dev.lariat.cli.terminal.StandardError;
import dev.lariat.cli.terminal.Terminal;
import dev.lariat.data.Suggestions;
import dev.lariat.io.watch.LibraryWatch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import picocli.CommandLine;

/**
 * Where {@code lariat} starts. A command is a picocli {@code @Command} that is a {@code Callable<Integer>} or a
 * {@code Runnable}, prints to {@code spec.commandLine().getOut()} (results) and {@code getErr()} (progress, warnings),
 * and throws what went wrong: {@link Exit} turns that into one line and an exit code, here and nowhere else.
 */
public final class Main {
  /** The commands in the order of the help. */
  private static final Map<String, Supplier<Object>> COMMANDS = commands();

  private static final int RESERVE = 1 << 20;
  /** Narrower help picocli does not make. */
  private static final int LEAST_HELP = 55;
  /** For so long what is done at the end may take. */
  private static final Duration ENDING = Duration.ofSeconds(5);

  /** What is let go of where there is no memory left, so that this can be said. */
  @SuppressWarnings("UnusedVariable") // it is there to be let go of
  private static volatile byte[] reserve;

  private Main() {}

  private static Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("fit", FitCommand::new);
    commands.put("train", TrainCommand::new);
    commands.put("linear", LinearCommand::new);
    commands.put("predict", PredictCommand::new);
    commands.put("report", ReportCommand::new);
    commands.put("export", ExportCommand::new);
    commands.put("translate", TranslateCommand::new);
    commands.put("explain", ExplainCommand::new);
    commands.put("studio", StudioCommand::new);
    commands.put("run", RunCommand::new);
    commands.put("completion", CompletionCommand::new);
    commands.put("man", ManCommand::new);
    return commands;
  }

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
      // Without picocli in half the time.
      System.out.println(RootCommand.Version.line());
      return;
    }
    StandardError.becomeTheRealOne();
    // One line from System.Logger instead of java.util.logging's two.
    System.setProperty("java.util.logging.SimpleFormatter.format", "lariat: %5$s%n");
    var out = new PrintWriter(System.out, true, System.out.charset());
    var err = new NoteWriter(System.err, System.err.charset(), Terminal.screenOfErrors());
    boolean debug = asksForDebug(args);
    reserve = new byte[RESERVE];
    Thread.setDefaultUncaughtExceptionHandler((_, failure) -> died(failure, debug, err));
    int code = run(out, err, args);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /**
   * A thread has ended with what nobody caught. Of an error, want of memory above all, others may wait for what it will
   * never do: those that know it fail, else the program ends.
   */
  private static void died(Throwable failure, boolean debug, PrintWriter err) {
    reserve = null;
    if (failure instanceof Error && LibraryWatch.died(failure)) {
      return;
    }
    int code = report("lariat", LibraryWatch.told(failure), debug, err);
    if (failure instanceof Error) {
      Thread.ofPlatform().daemon().start(() -> {
        LockSupport.parkNanos(ENDING.toNanos()); // what is done at the end may wait for the thread that died
        Runtime.getRuntime().halt(code);
      });
      System.exit(code);
    }
  }

  /**
   * Runs a command line in this JVM, without exiting.
   *
   * @param out takes the results
   * @param err takes progress, warnings and failures
   * @param words the command line, without {@code lariat}
   * @return the exit code
   */
  public static int run(PrintWriter out, PrintWriter err, String... words) {
    String[] args = words.length > 0 && words[0].equals("help") ? helpOption(words) : words;
    boolean debug = asksForDebug(args);
    CommandLine commandLine = commandLine(args).setOut(out).setErr(err).setParameterExceptionHandler((failure, _) -> {
      if (debug) {
        failure.printStackTrace(err);
      }
      err.println(usageLine(failure));
      return Exit.USAGE;
    })
        .setExecutionExceptionHandler(
            (failure, command, _) -> report(command.getCommandSpec().qualifiedName(), failure, debug, err));
    commandLine.setExecutionStrategy(parsed -> {
      NamedLikeOptions.check(parsed);
      SplitLists.check(parsed);
      return Terminal.columns() < LEAST_HELP ? executeNarrow(parsed) : new RunLast().execute(parsed);
    });
    Optional<String> asked = asked(args);
    if (asked.isPresent() && !COMMANDS.containsKey(asked.get())) {
      // Before --help, which would say of everything but of this.
      CommandSpec root = commandLine.getCommandSpec();
      err.println(usageLine(root, unmatchedLine(root, asked.get())));
      err.flush();
      return Exit.USAGE;
    }
    try {
      return commandLine.execute(args);
    } catch (Error failure) {
      reserve = null;
      return report("lariat", LibraryWatch.told(failure), debug, err);
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** {@code help train} is {@code train --help}. */
  private static String[] helpOption(String[] words) {
    String[] args = Arrays.copyOfRange(words, 1, words.length + 1);
    args[words.length - 1] = "--help";
    return args;
  }

  /** {@code lariat} with all its commands. */
  static CommandLine allCommands() {
    var root = new CommandLine(new RootCommand());
    COMMANDS.forEach((name, command) -> root.addSubcommand(name, command.get()));
    return root;
  }

  /** The command's name: lariat itself has no option with a value. */
  private static Optional<String> asked(String[] args) {
    return Arrays.stream(args).filter(a -> !a.startsWith("-")).findFirst();
  }

  /** Only the command that is asked for is built: picocli's reflection over all of them is most of the start-up. */
  private static CommandLine commandLine(String[] args) {
    CommandLine root;
    Optional<String> asked = asked(args);
    if (asked.isPresent() && COMMANDS.containsKey(asked.get())) {
      root = new CommandLine(new RootCommand());
      root.addSubcommand(asked.get(), COMMANDS.get(asked.get()).get());
      // What follows a program's file is the program's.
      if (asked.get().equals("run")) {
        root.getSubcommands().get("run").setStopAtPositional(true);
      }
    } else {
      root = allCommands();
    }
    typed(root).setUsageHelpLongOptionsMaxWidth(24);
    if (asked.isPresent() && root.getSubcommands().containsKey(asked.get())) {
      NamedLikeOptions.allow(root.getSubcommands().get(asked.get()), List.of(args));
    }
    return root.setUsageHelpWidth(Terminal.columns() < LEAST_HELP ? NarrowHelp.WIDE : Terminal.columns());
  }

  /** What picocli prints itself is help. */
  private static int executeNarrow(ParseResult parsed) {
    PrintWriter out = parsed.commandSpec().commandLine().getOut();
    var help = new StringWriter();
    List<CommandLine> asked = parsed.asCommandLineList();
    asked.forEach(line -> line.setOut(new PrintWriter(help, true)));
    Integer code = CommandLine.executeHelpRequest(parsed);
    asked.forEach(line -> line.setOut(out));
    if (code == null) {
      return new RunLast().execute(parsed);
    }
    NarrowHelp.of(help.toString(), Terminal.columns()).forEach(out::println);
    return code;
  }

  /** The same line, whose words mean what they mean on every command line of lariat. */
  static CommandLine typed(CommandLine line) {
    return line.setExpandAtFiles(false) // a column may be called @x
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Path.class, new PathWord());
  }

  private static boolean asksForDebug(String[] args) {
    return Arrays.stream(args).takeWhile(a -> !a.equals("--")).anyMatch("--debug"::equals);
  }

  private static int report(String command, Throwable failure, boolean debug, PrintWriter err) {
    if (failure instanceof ParameterException usage) {
      err.println(usageLine(usage));
    } else {
      err.println(command + ": " + Exit.lineOf(failure));
    }
    if (debug) {
      failure.printStackTrace(err);
    }
    err.flush();
    return Exit.codeOf(failure);
  }

  private static String usageLine(ParameterException failure) {
    CommandSpec command = failure.getCommandLine().getCommandSpec();
    String said = failure instanceof UnmatchedArgumentException unmatched
        ? unmatchedLine(command, unmatched.getUnmatched().getFirst())
        : lowerFirst(Exit.lineOf(failure));
    return usageLine(command, said);
  }

  private static String usageLine(CommandSpec command, String said) {
    return command.qualifiedName() + ": " + said + " (see " + command.qualifiedName() + " --help)";
  }

  private static String unmatchedLine(CommandSpec command, String word) {
    if (word.startsWith("-")) {
      String name = word.replaceFirst("=.*", "");
      return "unknown option " + name
          + Suggestions.nearest(name, command.optionsMap().keySet())
              .map(near -> "; did you mean " + near + "?")
              .orElse("");
    }
    if (command.subcommands().isEmpty()) {
      return "what is \"" + word + "\"? Too many arguments";
    }
    return "no command " + word
        + Suggestions.nearest(word, command.subcommands().keySet())
            .map(near -> "; did you mean " + near + "?")
            .orElse("; there are " + String.join(", ", command.subcommands().keySet()));
  }

  /** picocli's messages are sentences; ours come after the command's name. */
  private static String lowerFirst(String sentence) {
    return sentence.isEmpty() || (sentence.length() > 1 && Character.isUpperCase(sentence.charAt(1)))
        ? sentence
        : Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }
}
