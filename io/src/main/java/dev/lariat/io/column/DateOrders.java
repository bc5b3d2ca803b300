package dev.lariat.io.column;

import dev.lariat.data.DateOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** In which order dates are written, found from all of them. */
final class DateOrders {
  /** 1e8 seconds or 1e11 milliseconds, in days. */
  private static final double LEAST_COUNTED = 1e8 / 86_400;
  /** 1e11 seconds or 1e14 milliseconds, in days. */
  private static final double MOST_COUNTED = 1e11 / 86_400;

  private DateOrders() {}

  /**
   * The orders in which every text is a date, the likeliest first: with slashes the month comes before the day, else
   * after it. Empty if they are no dates. Seconds and milliseconds since 1970 are numbers, and dates only where that is
   * told.
   */
  static List<DateOrder> of(List<String> texts) {
    List<DateOrder> orders = likeliest(texts);
    int _ = narrow(orders, texts);
    return orders;
  }

  /** {@return the first text that is no date in any order in which all before it are; −1 if there is none} */
  static int firstBad(List<String> texts) {
    return narrow(likeliest(texts), texts);
  }

  /** Leaves the orders in which the texts are dates; returns the text at which none was left, or −1. */
  private static int narrow(List<DateOrder> orders, List<String> texts) {
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      orders.removeIf(order -> !isDate(order, text));
      if (orders.isEmpty()) {
        return i;
      }
    }
    return -1;
  }

  private static List<DateOrder> likeliest(List<String> texts) {
    if (texts.isEmpty()) {
      return new ArrayList<>();
    }
    List<DateOrder> orders = new ArrayList<>(Arrays.asList(DateOrder.values()));
    if (texts.getFirst().indexOf('/') >= 0) {
      orders.remove(DateOrder.MONTH_FIRST);
      orders.add(orders.indexOf(DateOrder.DAY_FIRST), DateOrder.MONTH_FIRST);
    }
    return orders;
  }

  /**
   * The order in which the most rows are dates.
   *
   * @return per text whether it is a date in that order
   */
  static boolean[] most(List<String> texts, int[] rows) {
    boolean[] best = new boolean[texts.size()];
    int most = 0;
    for (DateOrder order : likeliest(texts)) {
      boolean[] dates = new boolean[texts.size()];
      int count = 0;
      for (int i = 0; i < dates.length; i++) {
        dates[i] = !order.isNumber() && isDate(order, texts.get(i));
        count += dates[i] ? rows[i] : 0;
      }
      if (count > most) {
        most = count;
        best = dates;
      }
    }
    return best;
  }

  private static boolean isDate(DateOrder order, String text) {
    double days = order.parse(text);
    // Counts from 1970 mean years from 1973 to 5138: with a smaller or larger number they would be milliseconds or
    // seconds.
    return !Double.isNaN(days) && (!order.isNumber() || (days >= LEAST_COUNTED && days < MOST_COUNTED));
  }

  /** How a date is written in this order. */
  static String example(DateOrder order) {
    return switch (order) {
      case YEAR_FIRST -> "year-month-day";
      case DAY_FIRST -> "day.month.year";
      case MONTH_FIRST -> "month/day/year";
      case MONTH_NAMED -> "day month year with the month's English name";
      case EPOCH_SECONDS -> "seconds since 1970-01-01";
      case EPOCH_MILLIS -> "milliseconds since 1970-01-01";
    };
  }
}
