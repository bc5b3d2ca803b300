package dev.lariat.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs a batch file of Windows anywhere, as far as {@code lariat.cmd} goes: variables, {@code if}, {@code goto},
 * blocks, redirections, and the few commands that it uses; any other is an error. Programs are the tests' own.
 */
final class BatchFile {
  private static final Pattern VARIABLE = Pattern.compile("%(?:~dp0|~?1|\\*|(\\w+)(?::~0,(\\d+))?%)");
  private static final Pattern EQUAL = Pattern
      .compile("(?:\"([^\"]*)\"==\"([^\"]*)\"|\\[(.*?)\\]==\\[(.*?)\\])\\s*(.*)");
  /**
   * An argument as the shell of Windows parts them: at blanks, commas, semicolons and equals signs outside of quotes.
   */
  private static final Pattern ARGUMENT = Pattern.compile("(?:\"[^\"]*\"|[^\\s\",;=])+");
  private static final int MOST_STEPS = 500;

  private final List<String> lines = new ArrayList<>();
  private final Path script;
  private final Map<String, String> variables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, Program> programs = new HashMap<>();
  private final Deque<Path> folders = new ArrayDeque<>();
  private final List<String> arguments;
  /** Those that have not been shifted away, as they stand. */
  private List<String> shifted;
  private final StringBuilder err = new StringBuilder();
  private int errorLevel;

  /** A program of the test's. */
  interface Program {
    /**
     * Runs it.
     *
     * @param words its arguments, without quotes
     * @param folder where it is run
     * @return its exit code
     */
    int run(List<String> words, Path folder) throws IOException;
  }

  /** Ends the batch file. */
  private static final class Exited extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exited() {
      super(null, null, false, false);
    }
  }

  BatchFile(Path script, Map<String, String> environment, List<String> arguments) throws IOException {
    this.script = script;
    this.arguments = List.copyOf(arguments);
    shifted = ARGUMENT.matcher(String.join(" ", arguments)).results().map(MatchResult::group).toList();
    variables.putAll(environment);
    folders.push(script.getParent());
    for (String line : Files.readAllLines(script)) {
      boolean continued = !lines.isEmpty() && lines.getLast().endsWith("^");
      if (continued) {
        lines.set(lines.size() - 1, lines.getLast().substring(0, lines.getLast().length() - 1) + line.strip());
      } else {
        lines.add(line.strip());
      }
    }
  }

  /** A program by its path, or by its name where it is on the PATH. */
  void program(String name, Program program) {
    programs.put(name, program);
  }

  /** What was written to standard error. */
  String err() {
    return err.toString();
  }

  /** Runs it to its end and gives the exit code. */
  int run() throws IOException {
    int at = 0;
    int steps = 0;
    try {
      while (at < lines.size()) {
        if (++steps > MOST_STEPS) {
          throw new IllegalStateException("it does not end");
        }
        at = step(lines.get(at), at);
      }
    } catch (Exited _) {
      // its exit code is the error level
    }
    return errorLevel;
  }

  /** Runs a line, a block included, and says which is next. */
  private int step(String line, int at) throws IOException {
    if (!line.endsWith("(") || !line.toLowerCase(Locale.ROOT).startsWith("if ")) {
      return command(expanded(line), at);
    }
    // A block's variables are replaced before any of it runs.
    int end = at + 1;
    var block = new ArrayList<String>();
    while (!lines.get(end).equals(")")) {
      block.add(expanded(lines.get(end)));
      end++;
    }
    String condition = expanded(line.substring(0, line.length() - 1).strip());
    if (holds(condition.substring("if ".length()), new StringBuilder())) {
      for (String each : block) {
        int next = command(each, at);
        if (next != at + 1) {
          return next;
        }
      }
    }
    return end + 1;
  }

  private String expanded(String line) {
    return VARIABLE.matcher(line).replaceAll(match -> Matcher.quoteReplacement(switch (match.group()) {
      case "%~dp0" -> script.getParent() + "\\";
      case "%1" -> shifted.isEmpty() ? "" : shifted.getFirst();
      case "%~1" -> shifted.isEmpty() ? "" : shifted.getFirst().replace("\"", "");
      case "%*" -> String.join(" ", arguments);
      default -> match.group(1).equalsIgnoreCase("errorlevel")
          ? String.valueOf(errorLevel)
          : beginning(variables.getOrDefault(match.group(1), ""), match.group(2));
    }));
  }

  /** So many characters of a variable; of one that is not set the shell leaves what was asked. */
  private static String beginning(String value, String characters) {
    if (characters == null) {
      return value;
    }
    return value.isEmpty()
        ? "~0," + characters
        : value.substring(0, Math.min(value.length(), Integer.parseInt(characters)));
  }

  private int command(String line, int at) throws IOException {
    String lower = line.toLowerCase(Locale.ROOT);
    if (line.isEmpty() || line.startsWith(":") || lower.equals("rem") || lower.startsWith("rem ")
        || lower.equals("@echo off") || lower.equals("setlocal enableextensions")) {
      return at + 1;
    }
    if (lower.startsWith("if ")) {
      var rest = new StringBuilder();
      return holds(line.substring("if ".length()), rest) ? command(rest.toString(), at) : at + 1;
    }
    if (lower.equals("shift /1")) {
      shifted = shifted.subList(1, shifted.size());
      return at + 1;
    }
    if (lower.startsWith("goto ")) {
      int label = lines.indexOf(":" + line.substring("goto ".length()).strip());
      if (label < 0) {
        throw new IllegalStateException("no label: " + line);
      }
      return label + 1;
    }
    if (lower.startsWith("exit /b")) {
      errorLevel = Integer.parseInt(line.substring("exit /b".length()).strip());
      throw new Exited();
    }
    if (lower.startsWith("set \"")) {
      String[] assigned = line.substring("set \"".length(), line.length() - 1).split("=", 2);
      variables.put(assigned[0], assigned[1]);
      return at + 1;
    }
    if (lower.startsWith("echo ")) {
      if (!line.endsWith(" 1>&2")) {
        throw new IllegalStateException("it writes to standard output: " + line);
      }
      err.append(line.substring("echo ".length(), line.length() - " 1>&2".length()).replaceAll("\\^(.)", "$1"))
          .append('\n');
      return at + 1;
    }
    external(words(line));
    return at + 1;
  }

  /** Whether a condition holds; what follows it goes to the rest. */
  private boolean holds(String condition, StringBuilder rest) {
    boolean negated = condition.toLowerCase(Locale.ROOT).startsWith("not ");
    String asked = negated ? condition.substring("not ".length()) : condition;
    Matcher equal = EQUAL.matcher(asked);
    if (equal.matches()) {
      rest.append(equal.group(5));
      boolean same = equal.group(1) == null
          ? equal.group(3).equals(equal.group(4))
          : equal.group(1).equals(equal.group(2));
      return same != negated;
    }
    Matcher matcher = Pattern.compile("(?i)(exist|defined|errorlevel) (\"[^\"]*\"|\\S+)\\s*(.*)").matcher(asked);
    if (!matcher.matches()) {
      throw new IllegalStateException("if what? " + condition);
    }
    rest.append(matcher.group(3));
    String operand = matcher.group(2).replace("\"", "");
    boolean holds = switch (matcher.group(1).toLowerCase(Locale.ROOT)) {
      case "exist" -> Files.exists(path(operand));
      case "defined" -> !variables.getOrDefault(operand, "").isEmpty();
      default -> errorLevel >= Integer.parseInt(operand);
    };
    return holds != negated;
  }

  /**
   * Splits at blanks outside of quotes, which are taken away; redirections are left out, but for the file that one
   * makes.
   */
  private List<String> words(String line) throws IOException {
    var words = new ArrayList<String>();
    Matcher matcher = Pattern.compile("(?:\"[^\"]*\"|[^\\s\"])+").matcher(line);
    while (matcher.find()) {
      String word = matcher.group();
      if (word.equals(">")) {
        matcher.find();
        Files.writeString(path(matcher.group().replace("\"", "")), "");
      } else if (!word.equals(">nul") && !word.equals("2>&1")) {
        words.add(word.replace("\"", ""));
      }
    }
    return words;
  }

  private Path path(String windows) {
    return folders.peek().resolve(windows.replace('\\', '/'));
  }

  private void external(List<String> words) throws IOException {
    List<String> rest = words.subList(1, words.size());
    switch (words.getFirst().toLowerCase(Locale.ROOT)) {
      case "call" -> external(rest);
      case "where" -> errorLevel = programs.containsKey(rest.getFirst()) ? 0 : 1;
      case "pushd" -> folders.push(path(rest.getFirst()));
      case "popd" -> folders.pop();
      case "mkdir" -> Files.createDirectories(path(rest.getFirst()));
      case "rmdir" -> delete(path(rest.getLast()));
      case "move" -> Files.move(path(rest.get(0)), path(rest.get(1)));
      case "type" -> {
        // only to make an empty file, which the redirection did
      }
      default -> {
        Program program = programs.get(words.getFirst());
        errorLevel = program == null ? 9009 : program.run(rest, folders.peek());
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(each);
      }
    }
  }
}
