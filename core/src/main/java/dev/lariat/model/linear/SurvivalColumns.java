package dev.lariat.model.linear;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.stream.RowRoles;
import dev.lariat.linear.Cox;
import java.util.Collections;
import java.util.List;
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
    return events().names().toArray(String[]::new);
  }

  /** The same for rows that are passed over. */
  public RowRoles.Events events() {
    return new RowRoles.Events(event, start, strata);
  }

  /**
   * Reads the columns.
   *
   * @param time [rows]
   * @throws DataException if a value cannot be used
   */
  public Cox.Times times(Dataset data, double[] time) {
    RowRoles.Events columns = events();
    Column events = data.column(event);
    boolean[] happened = new boolean[time.length];
    for (int i = 0; i < time.length; i++) {
      happened[i] = columns.happened(events, i, i);
    }
    double[] starts = null;
    if (start.isPresent()) {
      Column column = data.column(start.get());
      starts = new double[time.length];
      for (int i = 0; i < time.length; i++) {
        starts[i] = columns.started(column, i, i, time[i]);
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

  /** {@return the strata's names, in the order of their numbers; empty without strata} */
  public List<String> strata(Dataset data) {
    if (strata.isEmpty()) {
      return List.of();
    }
    Column column = data.column(strata.get());
    SortedSet<String> known = new TreeSet<>();
    for (int i = 0; i < column.rows(); i++) {
      known.add(RowRoles.Events.stratum(column, i, i));
    }
    return List.copyOf(known);
  }
}
