package dev.lariat.study;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs a few independent pieces of work side by side. */
final class Parallel {
  private Parallel() {}

  /**
   * All results, in the order of the tasks.
   *
   * @throws CancellationException where the calling thread was interrupted
   */
  static <T> List<T> all(int threads, List<Callable<T>> tasks) {
    try (var pool = Executors.newFixedThreadPool(threads,
        Thread.ofPlatform().name("lariat-fold-", 0).daemon().factory())) {
      List<Future<T>> futures = tasks.stream().map(pool::submit).toList();
      var results = new ArrayList<T>();
      try {
        for (Future<T> future : futures) {
          results.add(future.get());
        }
        return results;
      } catch (InterruptedException e) {
        pool.shutdownNow();
        Thread.currentThread().interrupt();
        var interrupted = new CancellationException("interrupted");
        interrupted.initCause(e);
        throw interrupted;
      } catch (ExecutionException e) {
        pool.shutdownNow();
        throw new IllegalStateException("after the sweep", e.getCause());
      }
    }
  }
}
