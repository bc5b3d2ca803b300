package dev.lariat.io.column;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the columns of a table write numbers, as far as its first rows show it. */
public final class SampleNotations {
  private SampleNotations() {}

  /**
   * The notation of each column; the plain one where the rows leave it open, or the column holds no numbers.
   *
   * @param rows fields by column; a row may be short
   * @param marks gets what the columns show
   */
  public static List<NumberNotation> find(List<List<String>> rows, int columns, TableMarks marks) {
    List<Map<String, Integer>> texts = new ArrayList<>(); // null for plain numbers
    for (int column = 0; column < columns; column++) {
      GroupedPoints point = new GroupedPoints();
      Map<String, Integer> counts = new LinkedHashMap<>();
      boolean plain = true;
      for (List<String> row : rows) {
        String field = column < row.size() ? row.get(column).strip() : "";
        if (!Missing.is(field) && !Missing.isAmongValues(field)) {
          double value = NumberNotation.PLAIN.parse(field);
          plain &= !Double.isNaN(value);
          point.look(field.toCharArray(), 0, field.length(), value);
          counts.merge(field, 1, Integer::sum);
        }
      }
      texts.add(counts);
      if (plain && point.showPoint()) {
        marks.show('.');
      } else if (!plain) {
        NumberFinding finding = find(counts, marks);
        if (finding.all() && finding.decimal()) {
          marks.show(finding.notation().point());
        }
      }
      if (plain && !point.doubts(',')) {
        texts.set(column, null);
      }
    }
    List<NumberNotation> notations = new ArrayList<>();
    for (Map<String, Integer> counts : texts) {
      NumberFinding finding = counts == null ? null : find(counts, marks);
      boolean known = finding != null && finding.all() && finding.doubtful() < 0;
      notations.add(known ? finding.notation() : NumberNotation.PLAIN);
    }
    return List.copyOf(notations);
  }

  private static NumberFinding find(Map<String, Integer> counts, TableMarks marks) {
    return NumberFinding.of(List.copyOf(counts.keySet()), counts.values().stream().mapToInt(count -> count).toArray(),
        marks);
  }
}
