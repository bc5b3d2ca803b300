package dev.lariat.data.stream;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.kernel.SplitMix64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The folds of rows that are passed over: each row's is known when it comes by, from its number or a column alone. */
public sealed interface RowFolds {
  /** Most folds that a column may name: each has sums of its own. */
  int MOST = 1000;

  /** All rows are in one. */
  static RowFolds none() {
    return new None();
  }

  /**
   * K folds from the rows' numbers and a seed: of every k rows one is in each fold, in an order that the seed draws.
   *
   * @param count at least 2
   */
  static RowFolds numbered(int count, long seed) {
    return new Numbered(count, seed);
  }

  /** The user's own folds: rows of the same value are one. */
  static RowFolds of(String column) {
    return new OfColumn(column, new LinkedHashMap<>());
  }

  /**
   * The fold of a row.
   *
   * @param rows some of the table's
   * @param row which of them
   * @param number its number in the table, from 0
   * @return from 0 on
   */
  int fold(Dataset rows, int row, long number);

  /** The column that says it, which is no input then. */
  default Optional<String> column() {
    return Optional.empty();
  }

  /** The same folds for a block of rows, of which no other is known. */
  default RowFolds ofBlock() {
    return this;
  }

  /** What the folds are called, in their order, as far as rows came by; none where numbers decide. */
  default List<String> names() {
    return List.of();
  }

  /** Takes folds by their names, as if rows of them came by. */
  default void take(List<String> known) {
    // Numbers need no names.
  }

  /**
   * The place here of a fold of a block, for whom it may be another one.
   *
   * @param block folds of the rows that come next
   * @param fold one of its
   */
  default int place(RowFolds block, int fold) {
    return fold;
  }

  /** All in one. */
  record None() implements RowFolds {
    @Override
    public int fold(Dataset rows, int row, long number) {
      return 0;
    }
  }

  /**
   * By number.
   *
   * @param count how many
   * @param seed draws the order within each {@code count} rows
   */
  record Numbered(int count, long seed) implements RowFolds {
    /** Checks the number. */
    public Numbered {
      if (count < 2) {
        throw new IllegalArgumentException("folds must be at least 2, not " + count);
      }
    }

    /** A random order of the folds for each {@code count} rows, of which this is one place (Fisher and Yates). */
    @Override
    public int fold(Dataset rows, int row, long number) {
      return at(number);
    }

    /** The fold of the row of this number. */
    public int at(long number) {
      long key = SplitMix64.key(seed, number / count);
      int place = (int) (number % count);
      // Where the element at this place ends up: the swaps from the end on, of which only those count that touch it.
      int at = place;
      for (int i = count - 1; i > 0; i--) {
        int j = (int) Math.floorMod(SplitMix64.mix(key + SplitMix64.GAMMA * i) >>> 1, (long) i + 1);
        if (at == i) {
          at = j;
        } else if (at == j) {
          at = i;
        }
      }
      return at;
    }
  }

  /**
   * By a column.
   *
   * @param name the column's
   * @param seen the folds that came by, in that order
   */
  record OfColumn(String name, Map<String, Integer> seen) implements RowFolds {
    @Override
    public int fold(Dataset rows, int row, long number) {
      Column values = rows.column(name);
      String text = values.text(row);
      if (text == null) {
        throw new DataException("fold column '" + name + "', row " + (number + 1) + ": the value is missing");
      }
      return place(text);
    }

    private int place(String text) {
      int fold = seen.computeIfAbsent(text, _ -> seen.size());
      if (fold >= MOST) {
        throw new DataException("fold column '" + name + "' has more than " + MOST + " different values");
      }
      return fold;
    }

    @Override
    public RowFolds ofBlock() {
      return of(name);
    }

    @Override
    public void take(List<String> known) {
      known.forEach(this::place);
    }

    @Override
    public List<String> names() {
      return List.copyOf(seen.keySet());
    }

    @Override
    public int place(RowFolds block, int fold) {
      return place(block.names().get(fold));
    }

    @Override
    public Optional<String> column() {
      return Optional.of(name);
    }
  }
}
