package dev.lariat.frames;

import dev.lariat.io.cluster.RowWorker;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;

/** What runs on an executor for a block: text and bytes in, bytes out. */
final class BlockTask implements Function2<Integer, Iterator<byte[]>, Iterator<byte[]>> {
  private static final long serialVersionUID = 1;

  private final Broadcast<String> table;
  private final Broadcast<byte[]> asked;
  private final Broadcast<long[]> checksums;

  BlockTask(Broadcast<String> table, Broadcast<byte[]> asked, Broadcast<long[]> checksums) {
    this.table = table;
    this.asked = asked;
    this.checksums = checksums;
  }

  @Override
  public Iterator<byte[]> call(Integer block, Iterator<byte[]> pieces) {
    var sum = new CRC32C();
    var all = new ArrayList<byte[]>();
    pieces.forEachRemaining(piece -> {
      sum.update(piece);
      all.add(piece);
    });
    return List.of(sum.getValue() == checksums.value()[block]
        ? RowWorker.answer(table.value(), executor(), asked.value(), block, all.iterator())
        : RowWorker.refused(PackedFrame.changed())).iterator();
  }

  private static String executor() {
    SparkEnv here = SparkEnv.get();
    return "executor " + here.executorId() + " on " + here.blockManager().blockManagerId().host();
  }
}
