package dev.lariat.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * A fixed number of threads for independent pieces of work. What each piece computes does not depend on how many
 * threads there are.
 */
public final class Workers implements AutoCloseable {
  /** Work on a range of indices. */
  public interface Range {
    void run(int from, int to);
  }

  private static final long WORTH_SHARING = 200_000; // multiplications

  private final int threads;
  private ExecutorService executor;

  public Workers(int threads) {
    this.threads = threads;
  }

  /**
   * Runs the tasks on threads of their own, and returns their results in the order of the tasks.
   *
   * @throws CancellationException where the calling thread was interrupted
   */
  public static <T> List<T> all(int threads, List<Callable<T>> tasks) {
    try (var workers = new Workers(threads)) {
      return workers.all(tasks);
    }
  }

  /** Runs {@code range} over [0, count) in as many pieces as there are threads, when {@code work} is worth it. */
  public void forRange(int count, long work, Range range) {
    if (threads == 1 || work < WORTH_SHARING || count < threads) {
      range.run(0, count);
      return;
    }
    List<Callable<Void>> pieces = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int from = (int) ((long) count * t / threads);
      int to = (int) ((long) count * (t + 1) / threads);
      pieces.add(() -> {
        range.run(from, to);
        return null;
      });
    }
    all(pieces);
  }

  /** Runs {@code piece} for each index in [0, count), on several threads when {@code work} is worth it. */
  public void each(int count, long work, IntConsumer piece) {
    if (threads == 1 || work < WORTH_SHARING || count == 1) {
      for (int i = 0; i < count; i++) {
        piece.accept(i);
      }
      return;
    }
    List<Callable<Void>> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int index = i;
      pieces.add(() -> {
        piece.accept(index);
        return null;
      });
    }
    all(pieces);
  }

  /**
   * Runs the tasks, in any order, and returns their results in theirs.
   *
   * @throws CancellationException where the calling thread was interrupted
   */
  public <T> List<T> all(List<Callable<T>> tasks) {
    List<T> results = new ArrayList<>();
    try {
      if (threads == 1) {
        for (Callable<T> task : tasks) {
          results.add(task.call());
        }
        return results;
      }
      if (executor == null) {
        executor = Executors.newFixedThreadPool(threads, task -> {
          var thread = new Thread(task, "lariat-worker");
          thread.setDaemon(true);
          return thread;
        });
      }
      for (Future<T> future : executor.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      var interrupted = new CancellationException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    } catch (ExecutionException e) {
      throw rethrow(e.getCause());
    } catch (Exception e) {
      throw rethrow(e);
    }
  }

  private static RuntimeException rethrow(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }

  @Override
  public void close() {
    if (executor != null) {
      executor.shutdownNow();
    }
  }
}
