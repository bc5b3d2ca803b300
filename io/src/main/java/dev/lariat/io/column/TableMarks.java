package dev.lariat.io.column;

import dev.lariat.data.Suggestions;
import dev.lariat.data.DataException;
import dev.lariat.data.DateOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the columns of a table show of how it writes numbers and dates: a column that leaves that open is read as the
 * others are.
 */
public final class TableMarks {
  /** No column shows the decimal mark. */
  static final char UNKNOWN = 0;

  private final boolean semicolons;
  private boolean points;
  private boolean commas;
  private final Map<Long, List<String>> endings = new TreeMap<>();
  private final Set<DateOrder> orders = EnumSet.noneOf(DateOrder.class);

  /**
   * @param semicolons whether fields are separated by semicolons, as spreadsheets do where the comma is the decimal
   * mark
   */
  public TableMarks(boolean semicolons) {
    this.semicolons = semicolons;
  }

  /** Takes in that a column of numbers holds words from this line on. */
  void endsInWords(long line, String column) {
    endings.computeIfAbsent(line, _ -> new ArrayList<>()).add(column);
  }

  /**
   * Refuses a table below which something else stands: several columns of numbers end in words at the same line.
   *
   * @param file its name, for the message
   */
  public void requireOneTable(String file) {
    endings.forEach((line, columns) -> {
      if (columns.size() > 1) {
        throw new DataException(
            file + ", line " + line + ": from here on the columns '" + columns.get(0) + "' and '" + columns.get(1)
                + "' hold words, and numbers in the lines above: is it a description below the table? Take "
                + "those lines out, or read the columns with "
                + Suggestions.kinds("category", columns.get(0), columns.get(1)));
      }
    });
  }

  /** Takes in that a column has this decimal mark. */
  public void show(char point) {
    points |= point == '.';
    commas |= point == ',';
  }

  void show(DateOrder order) {
    orders.add(order);
  }

  /**
   * The decimal mark that the columns show, {@link #UNKNOWN} where none does, or they differ.
   *
   * @param asksComma whether it is asked of a column with commas
   */
  char point(boolean asksComma) {
    if (points && commas) {
      return UNKNOWN;
    }
    if (points) {
      return '.';
    }
    return commas || (semicolons && asksComma) ? ',' : UNKNOWN;
  }

  /** The one of these orders that another column has, if only one is. */
  Optional<DateOrder> order(List<DateOrder> possible) {
    List<DateOrder> shown = possible.stream().filter(orders::contains).toList();
    return shown.size() == 1 ? Optional.of(shown.getFirst()) : Optional.empty();
  }
}
