package dev.lariat.studio.web;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whoever computes for a hand on a slider goes first: studies, which take all cores, wait for it between two epochs.
 * What they come to does not depend on it.
 */
public final class Precedence {
  /** An answer takes no longer; a study is not held up by one that does. */
  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final AtomicInteger computing = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition done = lock.newCondition();

  /** Nobody computes yet. */
  public Precedence() {}

  /** Someone who goes first, until it is closed. */
  public interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /** {@return the turn of one who goes first, which ends when it is closed} */
  public Turn take() {
    computing.incrementAndGet();
    return () -> {
      if (computing.decrementAndGet() == 0) {
        lock.lock();
        try {
          done.signalAll();
        } finally {
          lock.unlock();
        }
      }
    };
  }

  /** Waits until nobody computes who goes first, and not long. */
  public void letPass() {
    if (computing.get() == 0) {
      return;
    }
    lock.lock();
    try {
      long left = MOST_NANOS;
      while (computing.get() > 0 && left > 0) {
        left = done.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
