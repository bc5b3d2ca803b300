package dev.lariat.spark;

import dev.lariat.io.cluster.RowWorker;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** What runs on an executor for a block of rows: text and bytes in, bytes out. */
final class RowTask implements Function<Integer, byte[]> {
  private static final long serialVersionUID = 1;

  private final Broadcast<String> table;
  private final Broadcast<byte[]> asked;

  /**
   * For the blocks of a pass.
   *
   * @param asked null where nothing is to be added up
   */
  RowTask(Broadcast<String> table, Broadcast<byte[]> asked) {
    this.table = table;
    this.asked = asked;
  }

  @Override
  public byte[] call(Integer block) {
    return RowWorker.answer(table.value(), CellTask.executor(), asked == null ? new byte[0] : asked.value(), block);
  }
}
