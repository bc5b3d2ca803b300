package dev.lariat.io.stream;

import dev.lariat.io.column.ColumnBuilder;
import dev.lariat.io.column.ColumnPlan;
import dev.lariat.io.column.ReadColumns;
import dev.lariat.io.table.FieldRows;
import dev.lariat.io.table.TableOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Packed rows as fields: as many together as {@link PackedLayout#chunk} says, however they were packed. */
final class UnpackedRows implements FieldRows {
  private final PackedLayout layout;
  private final ColumnPlan[] plans; // null for columns that are not read
  private final Iterator<byte[]> pieces;
  private byte[] waiting; // the next piece; null after the last
  private long seen; // rows

  /** @param pieces of the columns with these names, at least */
  UnpackedRows(PackedLayout layout, TableOptions options, Wish wish, Function<Set<String>, Iterator<byte[]>> pieces) {
    this.layout = layout;
    plans = plans(layout, options).stream().map(wish).toArray(ColumnPlan[]::new);
    for (int i = 0; i < plans.length; i++) {
      boolean names = plans[i] != null && layout.columns().get(i).kind() == PackedLayout.Kind.TEXT
          && plans[i].pass() == ColumnPlan.Pass.FIRST;
      plans[i] = names ? plans[i].pass(ColumnPlan.Pass.NAMES) : plans[i];
    }
    this.pieces = pieces.apply(
        Stream.of(plans).filter(plan -> plan != null).map(ColumnPlan::name).collect(Collectors.toUnmodifiableSet()));
    step();
  }

  static List<ColumnPlan> plans(PackedLayout layout, TableOptions options) {
    return layout.columns()
        .stream()
        .map(column -> ColumnPlan.first(layout.name(), "row", column.name(), column.place(), layout.width(),
            options.kinds().get(column.name())))
        .toList();
  }

  private void step() {
    waiting = pieces.hasNext() ? pieces.next() : null;
  }

  /** The number of the next row; −1 after the last. */
  long first() {
    return waiting == null ? -1 : PackedRows.first(waiting);
  }

  long seen() {
    return seen;
  }

  @Override
  public Part next() {
    if (waiting == null) {
      return null;
    }
    ColumnBuilder[] builders = ReadColumns.builders(plans, layout.chunk());
    long chunk = first() / layout.chunk();
    int rows = 0;
    while (waiting != null && first() / layout.chunk() == chunk) {
      unpack(builders);
      rows += PackedRows.rows(waiting);
      step();
    }
    seen += rows;
    return new Part(rows, builders, true);
  }

  private void unpack(ColumnBuilder[] builders) {
    ByteBuffer from = ByteBuffer.wrap(waiting);
    long line = from.getLong() + 1;
    int rows = from.getInt();
    for (int column = 0; column < builders.length; column++) {
      int size = from.getInt();
      int next = from.position() + Math.max(0, size);
      if (builders[column] != null) {
        unpack(from, layout.columns().get(column).kind(), rows, builders[column], line);
      }
      from.position(next);
    }
  }

  private static void unpack(ByteBuffer from, PackedLayout.Kind kind, int rows, ColumnBuilder to, long line) {
    switch (kind) {
      case NUMBER -> {
        double[] values = new double[rows];
        from.asDoubleBuffer().get(values);
        to.add(values, rows, line);
      }
      case WHOLE -> {
        for (int row = 0; row < rows; row++) {
          if (PackedRows.isThere(from)) {
            to.add(from.getLong(), line + row);
          } else {
            to.add(Double.NaN, line + row);
          }
        }
      }
      case TEXT -> {
        for (int row = 0; row < rows; row++) {
          if (PackedRows.isThere(from)) {
            byte[] bytes = new byte[from.getInt()];
            from.get(bytes);
            char[] text = new String(bytes, StandardCharsets.UTF_8).toCharArray();
            to.add(text, 0, text.length, line + row);
          } else {
            to.add(Double.NaN, line + row);
          }
        }
      }
    }
  }

  /** What is not known here. */
  @Override
  public double share() {
    return 0;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
