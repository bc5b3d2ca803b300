package dev.lariat.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Names from a limited set, the levels. A row holds the index of its level, or −1 where it is missing. */
public final class CategoryColumn implements Column {
  private final String name;
  private final int[] codes;
  private final List<String> levels;

  private CategoryColumn(String name, int[] codes, List<String> levels) {
    this.name = Objects.requireNonNull(name);
    this.codes = codes;
    this.levels = levels;
  }

  /**
   * A column from codes into levels in any order; the levels are sorted here, numbers by value.
   *
   * @param codes per row an index into {@code levels}, or −1 where missing; modified, and not copied
   * @param levels distinct
   */
  public static CategoryColumn of(String name, int[] codes, List<String> levels) {
    List<String> sorted = new ArrayList<>(levels);
    sorted.sort(NaturalOrder.of(levels));
    Map<String, Integer> places = LinkedHashMap.newLinkedHashMap(sorted.size());
    for (int i = 0; i < sorted.size(); i++) {
      if (places.put(sorted.get(i), i) != null) {
        throw new IllegalArgumentException("column '" + name + "': level '" + sorted.get(i) + "' is there twice");
      }
    }
    int[] place = new int[levels.size()];
    Arrays.setAll(place, i -> places.get(levels.get(i)));
    for (int row = 0; row < codes.length; row++) {
      codes[row] = codes[row] < 0 ? -1 : place[codes[row]];
    }
    return new CategoryColumn(name, codes, List.copyOf(sorted));
  }

  /** A column from one text per row, null where missing. */
  public static CategoryColumn of(String name, List<String> texts) {
    Map<String, Integer> seen = new LinkedHashMap<>();
    int[] codes = new int[texts.size()];
    for (int row = 0; row < codes.length; row++) {
      String text = texts.get(row);
      codes[row] = text == null ? -1 : seen.computeIfAbsent(text, _ -> seen.size());
    }
    return of(name, codes, List.copyOf(seen.keySet()));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int rows() {
    return codes.length;
  }

  @Override
  public ColumnKind kind() {
    return ColumnKind.CATEGORY;
  }

  /** The levels, sorted: numbers by value, names as people sort them. Some may be in no row of a selection. */
  public List<String> levels() {
    return levels;
  }

  /** The index of the row's level, −1 where missing. */
  public int code(int row) {
    return codes[row];
  }

  @Override
  public boolean isMissing(int row) {
    return codes[row] < 0;
  }

  @Override
  public double number(int row) {
    return Numbers.parse(text(row));
  }

  @Override
  public String text(int row) {
    return codes[row] < 0 ? null : levels.get(codes[row]);
  }

  @Override
  public CategoryColumn select(int[] rows) {
    int[] selected = new int[rows.length];
    Arrays.setAll(selected, i -> codes[rows[i]]);
    return new CategoryColumn(name, selected, levels);
  }

  @Override
  public String toString() {
    return name + ": category, " + rows() + " rows, " + levels.size() + " levels";
  }
}
