package dev.lariat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that a Markdown document shows and that can be run. CONTRIBUTING.md says how they are written ("Documents
 * are tests").
 *
 * @param line where it stands in the document, from 1
 * @param kind a shell command, or Java
 * @param source the command without its {@code $}, or the snippet
 * @param before Java that the document does not show: imports and declarations from the comment above a snippet
 * @param expected what it prints, as shown; empty for a snippet without output
 */
record DocumentedExample(int line, Kind kind, String source, String before, String expected) {
  enum Kind {
    SHELL, JAVA
  }

  private static final Pattern FENCE = Pattern.compile("^```(\\w*)");
  private static final String BEFORE = "<!-- before:";

  /** Finds the examples of a document, in order. */
  static List<DocumentedExample> in(List<String> document) {
    var examples = new ArrayList<DocumentedExample>();
    String before = "";
    for (int i = 0; i < document.size(); i++) {
      if (document.get(i).startsWith(BEFORE)) {
        int end = i;
        while (!document.get(end).endsWith("-->")) {
          end++;
        }
        before = String.join("\n", document.subList(i, end + 1))
            .substring(BEFORE.length())
            .replaceFirst("-->$", "")
            .strip();
        i = end;
        continue;
      }
      Matcher fence = FENCE.matcher(document.get(i));
      if (!fence.find()) {
        if (!document.get(i).isBlank()) {
          before = "";
        }
        continue;
      }
      int end = i + 1;
      while (!document.get(end).equals("```")) {
        end++;
      }
      List<String> block = document.subList(i + 1, end);
      switch (fence.group(1)) {
        case "sh" -> examples.addAll(commands(i + 2, block));
        case "java" -> examples.add(new DocumentedExample(i + 2, Kind.JAVA, String.join("\n", block), before, ""));
        case "text" -> {
          // Right below a snippet: what it prints.
          DocumentedExample last = examples.isEmpty() ? null : examples.getLast();
          if (last != null && last.kind == Kind.JAVA && onlyBlank(document.subList(last.line + last.lines(), i))) {
            examples.removeLast();
            examples
                .add(new DocumentedExample(last.line, last.kind, last.source, last.before, String.join("\n", block)));
          }
        }
        default -> {
        }
      }
      before = "";
      i = end;
    }
    return examples;
  }

  private int lines() {
    return source.split("\n", -1).length;
  }

  private static boolean onlyBlank(List<String> lines) {
    return lines.stream().allMatch(String::isBlank);
  }

  /** The commands of a block in which {@code ./lariat} occurs; other blocks are for reading (git clone, mvn). */
  private static List<DocumentedExample> commands(int firstLine, List<String> block) {
    var commands = new ArrayList<DocumentedExample>();
    if (block.stream().noneMatch(l -> l.startsWith("$ ") && l.contains("./lariat"))) {
      return commands;
    }
    for (int i = 0; i < block.size();) {
      int line = firstLine + i;
      if (!block.get(i).startsWith("$ ")) {
        throw new IllegalArgumentException(
            "line " + line + ": a block with ./lariat must begin with a line \"$ command\"");
      }
      var command = new StringBuilder(block.get(i++).substring(2));
      while (command.toString().endsWith("\\")) {
        command.append('\n').append(block.get(i++));
      }
      int end = i;
      while (end < block.size() && !block.get(end).startsWith("$ ")) {
        end++;
      }
      commands.add(
          new DocumentedExample(line, Kind.SHELL, command.toString(), "", String.join("\n", block.subList(i, end))));
      i = end;
    }
    return commands;
  }

  /**
   * Whether that is what the document shows: … stands for anything within a line, alone on a line for any number of
   * lines.
   */
  boolean isPrintedBy(String output) {
    var pattern = new StringBuilder();
    for (String shown : tidy(expected).split("\n", -1)) {
      if (shown.strip().equals("…")) {
        pattern.append("(?:[^\n]*\n)*");
      } else {
        for (String piece : shown.split("(?<=…)|(?=…)", -1)) {
          pattern.append(piece.equals("…") ? "[^\n]*" : Pattern.quote(piece));
        }
        pattern.append("\n");
      }
    }
    return (tidy(output) + "\n").matches(pattern.toString());
  }

  private static String tidy(String text) {
    return text.replace("\r\n", "\n").replaceAll("[ \t]+(?=\n|$)", "").stripTrailing();
  }

  /** A whole program: the snippet itself if it has a main method, else a main method around it. */
  String program() {
    if (source.contains("void main(")) {
      return source;
    }
    var imports = new StringBuilder();
    var statements = new StringBuilder();
    for (String line : (before + "\n" + source).split("\n", -1)) {
      (line.startsWith("import ") ? imports : statements).append(line).append('\n');
    }
    return imports + "\nvoid main() throws Exception {\n" + statements + "}\n";
  }
}
