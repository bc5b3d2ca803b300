package dev.lariat.io.column;

import dev.lariat.data.DateOrder;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
  private final Set<DateOrder> orders = EnumSet.noneOf(DateOrder.class);

  /**
   * @param semicolons whether fields are separated by semicolons, as spreadsheets do where the comma is the decimal
   * mark
   */
  public TableMarks(boolean semicolons) {
    this.semicolons = semicolons;
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
