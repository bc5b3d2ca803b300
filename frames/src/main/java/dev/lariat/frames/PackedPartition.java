package dev.lariat.frames;

import dev.lariat.io.stream.PackedLayout;
import dev.lariat.io.stream.PackedRows;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Packs the rows of a partition: pieces end where chunks of the whole table do, so that each lies in one block. */
final class PackedPartition implements Iterator<Tuple2<Integer, byte[]>> {
  private final PackedLayout layout;
  private final PackedRows packing;
  private final int[] places;
  private final Iterator<Row> rows;
  private final long end; // behind the last row, by what was counted
  private long next; // the number of the next row in the table

  PackedPartition(String layout, int[] places, Iterator<Row> rows, long start, long end) {
    this.layout = PackedLayout.of(layout);
    packing = new PackedRows(this.layout);
    this.places = places;
    this.rows = rows;
    this.end = end;
    next = start;
  }

  @Override
  public boolean hasNext() {
    if (rows.hasNext() != next < end) {
      throw PackedFrame.changed(); // than when they were counted
    }
    return next < end;
  }

  @Override
  public Tuple2<Integer, byte[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    long first = next;
    while (hasNext() && (next == first || next % layout.chunk() != 0)) {
      packing.add(FrameColumns.values(rows.next(), places));
      next++;
    }
    return new Tuple2<>((int) (first / layout.block()), packing.take(first));
  }
}
