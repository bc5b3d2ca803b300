package dev.lariat.cli.report;

import static dev.lariat.cli.report.Words.brief;
import static dev.lariat.cli.report.Words.number;
import static dev.lariat.cli.report.Words.shortened;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Verdicts of several runs as text: a column for every run, a row for every candidate; what the screen is too narrow
 * for follows below.
 */
public final class SideBySideText {
  private static final String APART = "  ";

  private final List<? extends JsonNode> verdicts;
  private final boolean plain;
  private final List<String> lines = new ArrayList<>();

  private SideBySideText(List<? extends JsonNode> verdicts, boolean plain) {
    this.verdicts = verdicts;
    this.plain = plain;
  }

  /**
   * The text of verdicts.
   *
   * @param names of the runs
   * @param plain whether to keep to ASCII
   * @param width columns of the screen, at least 55
   */
  public static List<String> of(List<String> names, List<? extends JsonNode> verdicts, boolean plain, int width) {
    var text = new SideBySideText(verdicts, plain);
    for (int i = 0; i < verdicts.size(); i++) {
      JsonNode verdict = verdicts.get(i);
      text.lines.add("[" + (i + 1) + "] " + names.get(i));
      text.lines
          .add(shortened(
              String.format(Locale.ROOT, "    %s: %,d rows, target %s, %s", verdict.get("data").asString(),
                  verdict.get("rows").asInt(), verdict.get("target").asString(), verdict.get("metric").asString()),
              width));
    }
    text.tables(width);
    return plain ? text.lines.stream().map(VerdictText::ascii).toList() : List.copyOf(text.lines);
  }

  private void tables(int width) {
    var candidates = new LinkedHashSet<String>();
    verdicts.forEach(verdict -> verdict.get("candidates").forEach(c -> candidates.add(Words.name(c))));
    var left = new ArrayList<>(List.of("", "diagnosis", "use", "simplest"));
    left.addAll(candidates);
    List<List<String>> columns = IntStream.range(0, verdicts.size()).mapToObj(i -> column(i, candidates)).toList();
    int widest = widest(left);
    int from = 0;
    while (from < columns.size()) {
      int to = from;
      int room = width - widest;
      while (to < columns.size() && (to == from || room >= APART.length() + widest(columns.get(to)))) {
        room -= APART.length() + widest(columns.get(to++));
      }
      lines.add("");
      table(left, columns.subList(from, to));
      from = to;
    }
  }

  private void table(List<String> left, List<List<String>> columns) {
    for (int row = 0; row < left.size(); row++) {
      var line = new StringBuilder(padded(left.get(row), widest(left)));
      for (List<String> column : columns) {
        line.append(APART).append(padded(column.get(row), widest(column)));
      }
      lines.add(line.toString().stripTrailing());
    }
  }

  private List<String> column(int run, Iterable<String> candidates) {
    JsonNode verdict = verdicts.get(run);
    var column = new ArrayList<>(List.of("[" + (run + 1) + "]", verdict.get("diagnosis").get("state").asString(),
        Words.trial(verdict.get("recommendation")), Words.trial(verdict.get("simplest"))));
    for (String name : candidates) {
      column.add(Words.list(verdict.get("candidates"))
          .stream()
          .filter(c -> Words.name(c).equals(name))
          .findFirst()
          .map(c -> number(c.get("loss")) + " ± " + brief(c.get("standardError").asDouble()))
          .orElse(""));
    }
    // Before it is padded: +- is longer than ±.
    return plain ? column.stream().map(VerdictText::ascii).toList() : column;
  }

  private static int widest(List<String> column) {
    return column.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
