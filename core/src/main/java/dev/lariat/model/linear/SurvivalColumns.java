package dev.lariat.model.linear;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.linear.Cox;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where a table says who was at risk and what happened; the time itself is its target.
 *
 * @param event 1 or true where the event happened at that time, 0 or false where the row was last seen then
 * @param start from when on a row was at risk, if not from the beginning
 * @param strata rows are compared within equal values of it only
 */
public record SurvivalColumns(String event, Optional<String> start, Optional<String> strata) {
  /** Refuses null. */
  public SurvivalColumns {
    Objects.requireNonNull(event);
    Objects.requireNonNull(start);
    Objects.requireNonNull(strata);
  }

  /** Only the event's column. */
  public static SurvivalColumns event(String column) {
    return new SurvivalColumns(column, Optional.empty(), Optional.empty());
  }

  /** The columns' names, none of which is an input. */
  public String[] names() {
    var names = new ArrayList<String>();
    names.add(event);
    start.ifPresent(names::add);
    strata.ifPresent(names::add);
    return names.toArray(String[]::new);
  }

  /**
   * Reads the columns.
   *
   * @param time [rows]
   * @throws DataException if a value cannot be used
   */
  public Cox.Times times(Dataset data, double[] time) {
    Column events = data.column(event);
    boolean[] happened = new boolean[time.length];
    for (int i = 0; i < time.length; i++) {
      happened[i] = switch (text(events, i)) {
        case "1", "1.0", "true" -> true;
        case "0", "0.0", "false" -> false;
        default -> throw new DataException("event column '" + event + "', row " + (i + 1) + " is '" + text(events, i)
            + "': an event is 1 or true, none is 0 or false");
      };
    }
    double[] starts = null;
    if (start.isPresent()) {
      Column column = data.column(start.get());
      starts = new double[time.length];
      for (int i = 0; i < time.length; i++) {
        starts[i] = column.number(i);
        if (!(starts[i] < time[i])) {
          throw new DataException("start column '" + start.get() + "', row " + (i + 1) + " is "
              + (column.isMissing(i) ? "missing" : text(column, i)) + ": it must be before the time, " + time[i]);
        }
      }
    }
    int[] numbers = null;
    if (strata.isPresent()) {
      List<String> order = strata(data);
      Column column = data.column(strata.get());
      numbers = new int[time.length];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = Collections.binarySearch(order, column.text(i));
      }
    }
    return new Cox.Times(time, happened, starts, numbers);
  }

  private static String text(Column column, int row) {
    return column.isMissing(row) ? "" : column.text(row).toLowerCase(Locale.ROOT);
  }

  /** {@return the strata's names, in the order of their numbers; empty without strata} */
  public List<String> strata(Dataset data) {
    if (strata.isEmpty()) {
      return List.of();
    }
    Column column = data.column(strata.get());
    SortedSet<String> known = new TreeSet<>();
    for (int i = 0; i < column.rows(); i++) {
      if (column.isMissing(i)) {
        throw new DataException(
            "strata column '" + column.name() + "', row " + (i + 1) + " is missing: fill it in or drop the row");
      }
      known.add(column.text(i));
    }
    return List.copyOf(known);
  }
}
