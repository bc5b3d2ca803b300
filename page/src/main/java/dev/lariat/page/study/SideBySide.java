package dev.lariat.page.study;

import dev.lariat.data.NumberText;
import dev.lariat.io.run.FinishedStudy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Verdicts of several runs beside each other: a column for every run.
 *
 * @param rows what each row is called: diagnosis, use, simplest, and then a candidate each
 * @param columns [runs][rows] what each run says; empty where it has no such candidate
 */
public record SideBySide(List<String> rows, List<List<String>> columns) {
  /** Copies the lists. */
  public SideBySide {
    rows = List.copyOf(rows);
    columns = columns.stream().map(List::copyOf).toList();
  }

  /** {@return verdicts beside each other} */
  public static SideBySide of(List<FinishedStudy> verdicts) {
    var candidates = new LinkedHashSet<String>();
    verdicts.forEach(verdict -> verdict.candidates().forEach(c -> candidates.add(Phrases.name(c))));
    var rows = new ArrayList<>(List.of("diagnosis", "use", "simplest"));
    rows.addAll(candidates);
    return new SideBySide(rows, verdicts.stream().map(verdict -> column(verdict, candidates)).toList());
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

  /** {@return a run in a few words: its table, target and metric} */
  public static String about(FinishedStudy verdict) {
    return verdict.data() + ": " + NumberText.count(verdict.rows(), "row") + ", target " + verdict.target() + ", "
        + Phrases.metric(verdict.metric());
  }
}
