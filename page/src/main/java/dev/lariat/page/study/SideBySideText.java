package dev.lariat.page.study;

import static dev.lariat.page.phrase.Phrases.shortened;

import dev.lariat.page.phrase.Phrases;
import dev.lariat.data.NumberText;
import dev.lariat.io.run.FinishedStudy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
   * @param width columns of the screen, at least 32
   */
  public static List<String> of(List<String> names, List<FinishedStudy> verdicts, boolean plain, int width) {
    var text = new SideBySideText(verdicts, plain);
    for (int i = 0; i < verdicts.size(); i++) {
      FinishedStudy verdict = verdicts.get(i);
      text.lines.add("[" + (i + 1) + "] " + names.get(i));
      text.lines.add(shortened("    " + about(verdict), width));
    }
    text.tables(width);
    return plain ? text.lines.stream().map(Phrases::ascii).toList() : List.copyOf(text.lines);
  }

  /** {@return a run in a few words: its table, target and metric} */
  public static String about(FinishedStudy verdict) {
    return verdict.data() + ": " + NumberText.count(verdict.rows(), "row") + ", target " + verdict.target() + ", "
        + verdict.metric().shownName();
  }

  /**
   * What is told of the runs.
   *
   * @param rows what each row is called: diagnosis, use, simplest, and then a candidate each
   * @param columns [runs][rows] what each run says; empty where it has no such candidate
   */
  public record Table(List<String> rows, List<List<String>> columns) {
    /** Copies the lists. */
    public Table {
      rows = List.copyOf(rows);
      columns = columns.stream().map(List::copyOf).toList();
    }

    /** {@return verdicts beside each other} */
    public static Table of(List<FinishedStudy> verdicts) {
      var candidates = new LinkedHashSet<String>();
      verdicts.forEach(verdict -> verdict.candidates().forEach(c -> candidates.add(Phrases.name(c))));
      var rows = new ArrayList<>(List.of("diagnosis", "use", "simplest"));
      rows.addAll(candidates);
      return new Table(rows, verdicts.stream().map(verdict -> column(verdict, candidates)).toList());
    }

    private static List<String> column(FinishedStudy verdict, Iterable<String> candidates) {
      var column = new ArrayList<>(List.of(verdict.diagnosis().state().toString(), Phrases.trial(verdict.use()),
          Phrases.trial(verdict.simplest())));
      for (String name : candidates) {
        column.add(verdict.candidates()
            .stream()
            .filter(c -> Phrases.name(c).equals(name))
            .findFirst()
            .map(c -> NumberText.measured(verdict.metric().shown(c.loss()),
                verdict.metric().shownError(c.loss(), c.standardError())))
            .orElse(""));
      }
      return column;
    }
  }

  private void tables(int width) {
    Table all = Table.of(verdicts);
    var left = new ArrayList<>(List.of(""));
    left.addAll(all.rows());
    List<List<String>> columns = IntStream.range(0, verdicts.size())
        .mapToObj(run -> column(run, all.columns().get(run)))
        .toList();
    int widest = widest(left);
    int from = 0;
    while (from < columns.size()) {
      int to = from;
      int room = width - widest;
      while (to < columns.size() && (to == from || room >= APART.length() + widest(columns.get(to)))) {
        room -= APART.length() + widest(columns.get(to++));
      }
      lines.add("");
      table(left, columns.subList(from, to), width);
      from = to;
    }
  }

  private void table(List<String> left, List<List<String>> columns, int width) {
    boolean stacked = widest(left) + APART.length() + widest(columns.getFirst()) > width;
    for (int row = 0; row < left.size(); row++) {
      if (stacked) { // one run that has no room beside the names
        lines.add(shortened(left.get(row).isEmpty() ? columns.getFirst().get(row) : left.get(row), width));
        if (!left.get(row).isEmpty()) {
          lines.add(shortened("    " + columns.getFirst().get(row), width));
        }
        continue;
      }
      var line = new StringBuilder(padded(left.get(row), widest(left)));
      for (List<String> column : columns) {
        line.append(APART).append(padded(column.get(row), widest(column)));
      }
      lines.add(line.toString().stripTrailing());
    }
  }

  private List<String> column(int run, List<String> cells) {
    var column = new ArrayList<>(List.of("[" + (run + 1) + "]"));
    column.addAll(cells);
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
