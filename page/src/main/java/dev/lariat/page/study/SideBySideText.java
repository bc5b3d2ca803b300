package dev.lariat.page.study;

import static dev.lariat.page.study.Phrases.shortened;

import dev.lariat.data.NumberText;
import dev.lariat.io.run.FinishedStudy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Verdicts of several runs as text: a column for every run, a row for every candidate; what the screen is too narrow
 * for follows below.
 */
public final class SideBySideText {
  private static final String APART = "  ";

  private final List<FinishedStudy> verdicts;
  private final boolean plain;
  private final List<String> lines = new ArrayList<>();

  private SideBySideText(List<FinishedStudy> verdicts, boolean plain) {
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
  public static List<String> of(List<String> names, List<FinishedStudy> verdicts, boolean plain, int width) {
    var text = new SideBySideText(verdicts, plain);
    for (int i = 0; i < verdicts.size(); i++) {
      FinishedStudy verdict = verdicts.get(i);
      text.lines.add("[" + (i + 1) + "] " + names.get(i));
      text.lines.add(shortened(String.format(Locale.ROOT, "    %s: %,d rows, target %s, %s", verdict.data(),
          verdict.rows(), verdict.target(), Phrases.metric(verdict.metric())), width));
    }
    text.tables(width);
    return plain ? text.lines.stream().map(Phrases::ascii).toList() : List.copyOf(text.lines);
  }

  private void tables(int width) {
    var candidates = new LinkedHashSet<String>();
    verdicts.forEach(verdict -> verdict.candidates().forEach(c -> candidates.add(Phrases.name(c))));
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
    FinishedStudy verdict = verdicts.get(run);
    var column = new ArrayList<>(List.of("[" + (run + 1) + "]", verdict.diagnosis().state().toString(),
        Phrases.trial(verdict.use()), Phrases.trial(verdict.simplest())));
    for (String name : candidates) {
      column.add(verdict.candidates()
          .stream()
          .filter(c -> Phrases.name(c).equals(name))
          .findFirst()
          .map(c -> NumberText.measured(verdict.metric().shown(c.loss()),
              verdict.metric().shownError(c.loss(), c.standardError())))
          .orElse(""));
    }
    // Before it is padded: +- is longer than ±.
    return plain ? column.stream().map(Phrases::ascii).toList() : column;
  }

  private static int widest(List<String> column) {
    return column.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
