package dev.lariat.io.table;

import dev.lariat.io.column.Missing;
import dev.lariat.io.column.NumberNotation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Whether the first record of a text table names the columns. */
final class CsvHeader {
  /** With fewer rows nothing is said by how often a text comes. */
  private static final int ENOUGH_ROWS = 6;
  private static final int LEAST_NUMBERED = 3;
  /** With fewer rows or columns of numbers a word among them may be a value. */
  private static final int LEAST_BELOW = 3;
  private static final int LEAST_NUMERIC = 2;

  private final List<String> first;
  private final List<List<String>> rows;
  private final List<Integer> numbered = new ArrayList<>(); // columns with a number above numbers
  private int texts; // columns with a text above numbers
  private boolean again; // a text of the first record comes again below it
  private boolean strange; // a text stands above others that repeat, and never comes again

  /** @param records the first ones of the table */
  CsvHeader(List<List<String>> records) {
    first = records.getFirst();
    rows = records.subList(1, records.size());
    for (int column = 0; column < first.size(); column++) {
      look(column, first.get(column).strip());
    }
  }

  private void look(int column, String top) {
    if (Missing.is(top)) {
      return;
    }
    boolean numbers = isNumeric(column);
    if (isNumber(top)) {
      if (numbers) {
        numbered.add(column);
      }
    } else if (numbers) {
      texts++;
    } else {
      Map<String, Integer> counts = new HashMap<>();
      for (List<String> row : rows) {
        counts.merge(field(row, column), 1, Integer::sum);
      }
      again |= counts.containsKey(top);
      strange |= !counts.containsKey(top) && rows.size() >= ENOUGH_ROWS && 2 * counts.size() <= rows.size();
    }
  }

  private static String field(List<String> row, int column) {
    return column < row.size() ? row.get(column).strip() : "";
  }

  /**
   * Text above numbers is a header; numbers above numbers are none, but where they look like names; without numbers a
   * first record of different names is one.
   */
  boolean isThere() {
    if (texts + numbered.size() == 0) {
      List<String> names = first.stream().map(String::strip).filter(name -> !name.isEmpty()).toList();
      return !names.isEmpty() && names.stream().distinct().count() == names.size();
    }
    return (texts >= numbered.size() && texts > 0) || hasNumbersAsNames();
  }

  /**
   * Whether the second record has a word in every column, and at least two columns have only numbers below it: then the
   * first is a title with as many commas as the table, or the second holds units.
   */
  boolean hasNamesBelow() {
    if (rows.size() < LEAST_BELOW || rows.getFirst().size() != first.size()) {
      return false;
    }
    boolean words = rows.getFirst()
        .stream()
        .map(String::strip)
        .noneMatch(field -> Missing.is(field) || Missing.isAmongValues(field) || isNumber(field));
    return words && new CsvHeader(rows).texts >= LEAST_NUMERIC;
  }

  boolean hasTextAboveNumbers() {
    return texts > 0;
  }

  /** A number that names a column, where there is one; null where names are words. */
  String numberAsName() {
    return numbered.isEmpty() ? null : first.get(numbered.getFirst()).strip();
  }

  /**
   * Different whole numbers without a sign, such as years, sensors, or the places that programs give columns without
   * names. As data they would be odd: a text beside them never comes again where others do, or they are of another size
   * than what is below them, or that has decimals.
   */
  private boolean hasNumbersAsNames() {
    List<Long> names = new ArrayList<>();
    for (int column : numbered) {
      String top = first.get(column).strip();
      if (!top.matches("\\d{1,15}")) {
        return false;
      }
      names.add(Long.parseLong(top));
    }
    if (again || new HashSet<>(names).size() < names.size()) {
      return false;
    }
    if (numbered.size() == first.size()) {
      return numbered.size() >= LEAST_NUMBERED && isCount(names) && numbered.stream().allMatch(this::hasDecimals);
    }
    long odd = numbered.stream().filter(this::isOdd).count();
    return strange || texts > 0 || 2 * odd >= numbered.size();
  }

  private static boolean isCount(List<Long> names) {
    for (int i = 1; i < names.size(); i++) {
      if (names.get(i) != names.get(i - 1) + 1) {
        return false;
      }
    }
    return true;
  }

  private boolean hasDecimals(int column) {
    return rows.stream()
        .mapToDouble(row -> number(field(row, column)))
        .anyMatch(value -> value - Math.rint(value) != 0 && !Double.isNaN(value));
  }

  private boolean isOdd(int column) {
    double top = number(first.get(column).strip());
    double[] values = rows.stream()
        .mapToDouble(row -> number(field(row, column)))
        .filter(value -> !Double.isNaN(value))
        .sorted()
        .toArray();
    double least = values[0];
    double most = values[values.length - 1];
    return hasDecimals(column) || top < least - (most - least) || top > most + (most - least);
  }

  private boolean isNumeric(int column) {
    int numbers = 0;
    for (List<String> row : rows) {
      String field = field(row, column);
      if (isNumber(field)) {
        numbers++;
      } else if (!Missing.is(field)) {
        return false;
      }
    }
    return numbers > 0;
  }

  static boolean isNumber(String field) {
    return !Double.isNaN(number(field));
  }

  private static double number(String field) {
    double value = NumberNotation.PLAIN.parse(field);
    return Double.isNaN(value) ? NumberNotation.COMMA.parse(field) : value;
  }
}
