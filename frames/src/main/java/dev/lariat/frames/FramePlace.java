package dev.lariat.frames;

import dev.lariat.io.cluster.RowPlace;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;

/** The executors that have a frame's blocks: each block is a job of one task. */
final class FramePlace extends RowPlace {
  private final PackedFrame frame;
  private final Broadcast<String> table;
  private final Broadcast<long[]> checksums;
  private final String group; // of jobs, to end them by
  private ExecutorService jobs; // of a pass
  private Broadcast<byte[]> asked;
  private JavaRDD<byte[]> answers; // [blocks]

  /** @param table as it travels */
  FramePlace(PackedFrame frame, String table) {
    this.frame = frame;
    this.table = FrameJobs.run(frame.context(), () -> frame.context().broadcast(table));
    boolean done = false;
    try {
      checksums = FrameJobs.run(frame.context(), () -> frame.context().broadcast(frame.checksums()));
      done = true;
    } finally {
      if (!done && !frame.isOver()) {
        FrameJobs.tidy(this.table::destroy);
      }
    }
    group = "lariat linear " + this.table.id();
  }

  @Override
  public int slots() {
    return frame.context().defaultParallelism();
  }

  @Override
  protected void pass(byte[] wanted) {
    asked = FrameJobs.run(frame.context(), () -> frame.context().broadcast(wanted));
    answers = frame.blocks().mapPartitionsWithIndex(new BlockTask(table, asked, checksums), true);
    jobs = Executors.newCachedThreadPool(task -> {
      var thread = new Thread(task, "lariat-block");
      thread.setDaemon(true);
      return thread;
    });
  }

  @Override
  protected Supplier<byte[]> begin(int block, String shown) {
    JavaRDD<byte[]> all = answers;
    Future<byte[]> answer = jobs.submit(() -> {
      frame.context().setJobGroup(group, shown, true);
      return all.collectPartitions(new int[]{block})[0].getFirst();
    });
    return () -> await(answer);
  }

  private static byte[] await(Future<byte[]> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      throw FrameJobs.failure(e);
    } catch (ExecutionException e) {
      throw FrameJobs.failure(e.getCause());
    }
  }

  @Override
  protected void passEnds() {
    jobs.shutdownNow();
    if (!frame.isOver()) {
      FrameJobs.tidy(() -> {
        frame.context().cancelJobGroup(group); // those that are left after a failure
        asked.destroy();
      });
    }
  }

  /** The frame is closed by itself. */
  @Override
  public void close() {
    if (!frame.isOver()) {
      FrameJobs.tidy(() -> {
        table.destroy();
        checksums.destroy();
      });
    }
  }
}
