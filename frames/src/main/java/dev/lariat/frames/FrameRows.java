package dev.lariat.frames;

import dev.lariat.data.Dataset;
import dev.lariat.data.Task;
import dev.lariat.data.stream.BlockSums;
import dev.lariat.data.stream.RowSource;
import dev.lariat.io.cluster.ClusterRows;
import dev.lariat.io.cluster.Machine;
import dev.lariat.io.cluster.TravellingRows;
import dev.lariat.io.column.UncountedMissingException;
import dev.lariat.io.stream.StreamedTable;
import dev.lariat.io.stream.TravellingPieces;
import dev.lariat.io.table.TableOptions;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;

/**
 * The rows of a DataFrame for {@link dev.lariat.model.StreamedTrainer}: executors add up blocks of them, and the sums
 * join in the order of the rows. So path, certificates and errors of the folds are those of {@code lariat linear
 * --stream} on a CSV file of the same rows, to the last bit, however the frame is cut into partitions.
 *
 * <p>The rows are packed into blocks once, by a shuffle, and kept on the executors until this is closed. Their order is
 * that of the frame: where it has none of its own, sort it ({@code frame.orderBy("id")}), or folds and bits are of
 * another order the next time. Columns of numbers, truths, texts, dates and times are taken; others are left out, and
 * noted.
 *
 * <pre>{@code
 * try (var rows = FrameRows.of(frame.orderBy("id"), "y", Task.REGRESSION, TableOptions.none(), Set.of("id"))) {
 *   var roles = new RowRoles("y", Optional.empty(), List.of(), RowFolds.numbered(10, 0), false);
 *   Dataset specimen = StreamedTrainer.specimen(rows, roles, Task.REGRESSION);
 *   LinearTrainer path = LinearTrainer.of(specimen, Family.gaussian(), LinearPenalty.lasso());
 *   LinearFit fit = StreamedTrainer.fit(path, rows, roles, PassLog.NONE);
 *   LinearModel.of(fit, Provenance.now("my application", 0, "frame", "")).save(Path.of("y.lariat"), false);
 * }
 * }</pre>
 */
public final class FrameRows implements RowSource, AutoCloseable {
  private final PackedFrame packed;
  private final FramePlace place;
  private final ClusterRows rows;

  private FrameRows(PackedFrame packed, FramePlace place, ClusterRows rows) {
    this.packed = packed;
    this.place = place;
    this.rows = rows;
  }

  /**
   * Packs a frame, and looks at its columns: of columns of numbers with fractions the executors say what has to be
   * known, the values of the others pass through this machine once. Nothing stays on the executors where this fails.
   *
   * @param target the column that is to be learnt
   * @param task what it is taken for
   * @param options kinds of columns that shall not be found
   * @param dropped columns that are not read
   * @throws dev.lariat.data.DataException if the frame has no rows, no such column, two of one name, or columns that
   * cannot be used, or gives other rows each time that it is computed; also where an executor found that
   * @throws IllegalArgumentException if the frame has no column that can be read
   * @throws java.io.UncheckedIOException if Spark could not compute the frame otherwise; the cause of its cause is what
   * Spark threw
   */
  public static FrameRows of(org.apache.spark.sql.Dataset<Row> frame, String target, Task task, TableOptions options,
      Set<String> dropped) {
    var packed = PackedFrame.of(frame, dropped);
    FramePlace place = null;
    boolean done = false;
    try {
      StreamedTable table = table(packed, options, column -> task != Task.CLASSIFICATION || !column.equals(target));
      table.specimen().column(target);
      var travelling = new TravellingRows(TravellingPieces.text(table), Machine.here());
      place = new FramePlace(packed, travelling.text());
      var made = new FrameRows(packed, place, new ClusterRows(table, place));
      done = true;
      return made;
    } finally {
      if (!done) {
        if (place != null) {
          place.close();
        }
        packed.close();
      }
    }
  }

  private static StreamedTable table(PackedFrame packed, TableOptions options, Predicate<String> typed) {
    try {
      return StreamedTable.packed(packed, options, Set.of(), (_, _, _) -> {}, typed);
    } catch (UncountedMissingException e) {
      throw new IllegalStateException("the executors count what is missing", e);
    }
  }

  /** Its notes say which columns were left out. */
  @Override
  public Dataset specimen() {
    Dataset specimen = rows.specimen();
    for (String note : packed.notes()) {
      specimen = specimen.note(note);
    }
    return specimen;
  }

  /** Through this machine. */
  @Override
  public void pass(Consumer<Dataset> visitor) {
    rows.pass(visitor);
  }

  @Override
  public <S> void sum(BlockSums<S> sums) {
    rows.sum(sums);
  }

  @Override
  public void first(Predicate<Dataset> enough) {
    rows.first(enough);
  }

  @Override
  public long rows() {
    return rows.rows();
  }

  @Override
  public int passes() {
    return rows.passes();
  }

  /** Lets the executors forget the rows. */
  @Override
  public void close() {
    try {
      place.close();
    } finally {
      packed.close();
    }
  }
}
