package dev.lariat.io.column;

import dev.lariat.data.DateOrder;
import java.util.ArrayList;
import java.util.List;

/** In which order dates are written, found from all of them. */
final class DateOrders {
  private DateOrders() {}

  /**
   * The orders in which every text is a date, the likeliest first: with slashes the month comes before the day, else
   * after it. Empty if they are no dates.
   */
  static List<DateOrder> of(List<String> texts) {
    if (texts.isEmpty()) {
      return List.of();
    }
    List<DateOrder> orders = new ArrayList<>(texts.getFirst().indexOf('/') >= 0
        ? List.of(DateOrder.YEAR_FIRST, DateOrder.MONTH_FIRST, DateOrder.DAY_FIRST)
        : List.of(DateOrder.YEAR_FIRST, DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST));
    for (String text : texts) {
      orders.removeIf(order -> Double.isNaN(order.parse(text)));
      if (orders.isEmpty()) {
        break;
      }
    }
    return orders;
  }

  /** How a date is written in this order. */
  static String example(DateOrder order) {
    return switch (order) {
      case YEAR_FIRST -> "year-month-day";
      case DAY_FIRST -> "day.month.year";
      case MONTH_FIRST -> "month/day/year";
    };
  }
}
