package dev.lariat.study.warning;

import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.Preprocessing.LeftOut;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is said of the columns that a model does not use. */
public final class LeftOutColumns {
  /** Of more columns that are left out for one reason the number is told. */
  private static final int MOST_NAMED = 3;

  private LeftOutColumns() {}

  /**
   * {@return those notes that say of a column which is not used that it is left out, and what keeps it}
   *
   * @param notes of the table
   */
  public static List<String> notes(Preprocessing preprocessing, List<String> notes) {
    return notes.stream().filter(note -> preprocessing.leftOut().stream().anyMatch(out -> tells(note, out))).toList();
  }

  /**
   * {@return which columns are not used, and why, in words; empty where none is left to be told of}
   *
   * @param notes of the table: columns of which one says that they are left out are not told of once more
   */
  public static String text(Preprocessing preprocessing, List<String> notes) {
    var byReason = new TreeMap<String, List<String>>();
    preprocessing.leftOut()
        .stream()
        .filter(out -> notes.stream().noneMatch(note -> tells(note, out)))
        .forEach(out -> byReason.computeIfAbsent(out.reason(), _ -> new ArrayList<>()).add(out.column()));
    return byReason.entrySet()
        .stream()
        .map(entry -> (entry.getValue().size() <= MOST_NAMED
            ? String.join(", ", entry.getValue())
            : entry.getValue().size() + " columns") + " (" + entry.getKey() + ")")
        .collect(Collectors.joining(", "));
  }

  private static boolean tells(String note, LeftOut out) {
    return note.startsWith("column '" + out.column() + "' ") && note.contains(" is left out");
  }
}
