package dev.lariat.frames;

import dev.lariat.data.DataException;
import dev.lariat.io.column.ColumnRange;
import dev.lariat.io.stream.PackedLayout;
import dev.lariat.io.stream.PackedRows;
import dev.lariat.io.stream.PackedTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.zip.CRC32C;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * A frame's rows in blocks of a fixed number of rows, one a partition, whatever the frame's own partitions were. The
 * executors keep them.
 */
final class PackedFrame implements PackedTable, AutoCloseable {
  /** Numbers of a range. */
  private static final int RANGE = 3;

  private final JavaSparkContext context;
  private final PackedLayout layout;
  private final List<String> notes;
  private final JavaRDD<byte[]> blocks;
  private final long[] checksums; // [blocks]
  private final long rows;
  private final Map<String, ColumnRange> ranges = new LinkedHashMap<>();

  /** Blocks go to the partition of their number. */
  private static final class ByNumber extends Partitioner {
    private static final long serialVersionUID = 1;

    private final int blocks;

    ByNumber(int blocks) {
      this.blocks = blocks;
    }

    @Override
    public int numPartitions() {
      return blocks;
    }

    @Override
    public int getPartition(Object number) {
      return (Integer) number;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ByNumber by && by.blocks == blocks;
    }

    @Override
    public int hashCode() {
      return blocks;
    }
  }

  private PackedFrame(JavaSparkContext context, PackedLayout layout, List<String> notes, JavaRDD<byte[]> blocks,
      long rows) {
    this.context = context;
    this.layout = layout;
    this.notes = notes;
    this.blocks = blocks;
    this.rows = rows;
    checksums = new long[blocks.getNumPartitions()];
  }

  /**
   * Packs a frame.
   *
   * @throws DataException if it has no rows, lacks a column that is dropped, or has columns that cannot be used
   * @throws java.io.UncheckedIOException if Spark could not compute it
   */
  static PackedFrame of(Dataset<Row> frame, Set<String> dropped) {
    var columns = new FrameColumns(frame.schema(), dropped);
    var context = JavaSparkContext.fromSparkContext(frame.sparkSession().sparkContext());
    JavaRDD<Row> rows = FrameJobs.run(context, frame::javaRDD);
    JavaRDD<Long> counted = rows.mapPartitions(partition -> List.of(count(partition)).iterator());
    List<Long> counts = FrameJobs.run(context, counted::collect);
    long[] starts = new long[counts.size() + 1];
    for (int partition = 0; partition < counts.size(); partition++) {
      starts[partition + 1] = starts[partition] + counts.get(partition);
    }
    long all = starts[counts.size()];
    if (all == 0) {
      throw new DataException(columns.layout().name() + ": there are no rows");
    }
    int size = columns.layout().block();
    String layout = columns.layout().text();
    int[] places = columns.places();
    JavaRDD<byte[]> blocks = JavaPairRDD
        .fromJavaRDD(rows.mapPartitionsWithIndex(
            (partition, own) -> new PackedPartition(layout, places, own, starts[partition], starts[partition + 1]),
            true))
        .partitionBy(new ByNumber(Math.toIntExact((all + size - 1) / size)))
        .mapPartitions(PackedFrame::ordered, true)
        .persist(StorageLevel.MEMORY_AND_DISK());
    var packed = new PackedFrame(context, columns.layout(), columns.leftOut(), blocks, all);
    boolean done = false;
    try {
      packed.look();
      done = true;
    } finally {
      if (!done) {
        packed.close();
      }
    }
    return packed;
  }

  private static long count(Iterator<Row> rows) {
    long count = 0;
    for (; rows.hasNext(); rows.next()) {
      count++;
    }
    return count;
  }

  private static Iterator<byte[]> ordered(Iterator<Tuple2<Integer, byte[]>> pieces) {
    var all = new ArrayList<byte[]>();
    pieces.forEachRemaining(piece -> all.add(piece._2()));
    all.sort(Comparator.comparingLong(PackedRows::first));
    return all.iterator();
  }

  /** Packs the rows, and learns what has to be known of all of them. */
  private void look() {
    String text = layout.text();
    JavaRDD<double[]> seenThere = blocks
        .mapPartitionsWithIndex((block, pieces) -> List.of(seen(pieces, PackedLayout.of(text))).iterator(), true);
    List<double[]> told = FrameJobs.run(context, seenThere::collect);
    long count = 0;
    for (int block = 0; block < told.size(); block++) {
      double[] seen = told.get(block);
      count += (long) seen[0];
      checksums[block] = (long) seen[1];
      int at = 2;
      for (PackedLayout.Column column : layout.columns()) {
        if (column.kind() == PackedLayout.Kind.NUMBER) {
          ranges.merge(column.name(), new ColumnRange(seen[at], seen[at + 1], (long) seen[at + 2]), ColumnRange::plus);
          at += RANGE;
        }
      }
    }
    if (count != rows) {
      throw changed();
    }
  }

  /** Plain numbers, which any serializer takes: rows, checksum, and the range of each column of numbers. */
  private static double[] seen(Iterator<byte[]> pieces, PackedLayout layout) {
    var sum = new CRC32C();
    var ranges = new LinkedHashMap<String, ColumnRange>();
    long rows = 0;
    while (pieces.hasNext()) {
      byte[] piece = pieces.next();
      sum.update(piece);
      rows += PackedRows.rows(piece);
      PackedRows.ranges(piece, layout).forEach((column, range) -> ranges.merge(column, range, ColumnRange::plus));
    }
    double[] seen = new double[2 + RANGE * ranges.size()];
    seen[0] = rows;
    seen[1] = sum.getValue();
    int at = 2;
    for (ColumnRange range : ranges.values()) {
      seen[at] = range.least();
      seen[at + 1] = range.most();
      seen[at + 2] = range.missing();
      at += RANGE;
    }
    return seen;
  }

  /** What to throw where a frame gives other rows than before. */
  static DataException changed() {
    return new DataException("the DataFrame gives other rows each time that it is computed: write it to files, or"
        + " checkpoint() it, and take the rows from there");
  }

  JavaSparkContext context() {
    return context;
  }

  /** One a partition. */
  JavaRDD<byte[]> blocks() {
    return blocks;
  }

  /** [blocks] By which who has a block again, as an executor was lost, knows that it is the same. */
  long[] checksums() {
    return checksums.clone();
  }

  List<String> notes() {
    return notes;
  }

  @Override
  public PackedLayout layout() {
    return layout;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public Map<String, ColumnRange> ranges() {
    return ranges;
  }

  @Override
  public Iterator<byte[]> pieces(Set<String> columns) {
    String text = layout.text();
    var wanted = Set.copyOf(columns);
    JavaRDD<byte[]> wantedOnly = blocks.mapPartitions(pieces -> {
      PackedLayout own = PackedLayout.of(text);
      var cut = new ArrayList<byte[]>();
      pieces.forEachRemaining(piece -> cut.add(PackedRows.only(piece, own, wanted)));
      return cut.iterator();
    });
    Iterator<byte[]> here = FrameJobs.run(context, wantedOnly::toLocalIterator);
    return new Iterator<>() { // each partition is a job
      @Override
      public boolean hasNext() {
        return FrameJobs.run(context, here::hasNext);
      }

      @Override
      public byte[] next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return FrameJobs.run(context, here::next);
      }
    };
  }

  /** Whether Spark was stopped: it has forgotten everything then, and takes no orders. */
  boolean isOver() {
    return context.sc().isStopped();
  }

  @Override
  public void close() {
    if (!isOver()) {
      FrameJobs.tidy(blocks::unpersist);
    }
  }
}
