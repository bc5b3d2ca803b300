package dev.lariat.io.column;

import dev.lariat.data.TextColumn;
import dev.lariat.data.text.TextLook;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whether a column of texts holds sentences, whose words a model can learn from, and the column of them. */
final class Sentences {
  /** A column of no more different values is a category, however long they are. */
  private static final int FEW = 20;
  /** A category gets an input for no more names than this; of more the commonest ones may still be most rows. */
  private static final int MANY = 1000;
  private static final int COMMONEST = 50;

  private Sentences() {}

  /**
   * {@return what to say where they are sentences; empty where they are names}
   *
   * @param texts different ones
   * @param rows how many rows have each
   */
  static Optional<String> note(ColumnPlan plan, List<String> texts, int[] rows) {
    if (!mostlyDifferent(rows)) {
      return Optional.empty();
    }
    return switch (TextLook.of(texts)) {
      case SENTENCES -> Optional.of("column '" + plan.name() + "' is read as text, whose words become features; "
          + plan.asKind("identifier") + " leaves it out");
      case WITHOUT_BLANKS ->
        Optional.of("column '" + plan.name() + "' is read as text without blanks between its words: "
            + "--text-chars 1-3 makes features of its characters; " + plan.asKind("identifier") + " leaves it out");
      case NAMES -> Optional.empty();
    };
  }

  /** Whether most values are different, or so many that the commonest of them are few of the rows. */
  private static boolean mostlyDifferent(int[] rows) {
    long present = Arrays.stream(rows).asLongStream().sum();
    if (rows.length <= FEW) {
      return false;
    }
    if (2L * rows.length > present) {
      return true;
    }
    int[] sorted = rows.clone();
    Arrays.sort(sorted);
    long commonest = Arrays.stream(sorted, Math.max(0, sorted.length - COMMONEST), sorted.length).asLongStream().sum();
    return sorted.length > MANY && 2 * commonest < present;
  }

  /** {@return the column of rows with these codes into the pool, −1 where missing} */
  static TextColumn column(ColumnPlan plan, int[] codes, TextPool pool) {
    List<String> texts = new ArrayList<>(codes.length);
    for (int code : codes) {
      texts.add(code < 0 ? null : pool.text(code));
    }
    return TextColumn.of(plan.name(), texts);
  }
}
