package dev.lariat.io.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Ends a wait that would last for ever. A library works on threads of its own; where one of them dies, of memory
 * mostly, or is never woken (a fault of Java's before 25.0.3), the others wait, and so would who asked it. One thread
 * at a time asks.
 */
public final class LibraryWatch implements AutoCloseable {
  /** What is said of a library that does not answer. */
  public interface Failures {
    /** {@return what the library threw, as who asked it is to see it} */
    RuntimeException of(Throwable failure);

    /**
     * {@return what is said where it will never answer}
     *
     * @param died what a thread died of; null where that is not known
     */
    RuntimeException gone(Throwable died);
  }

  private static final Duration TICK = Duration.ofSeconds(1);
  /** Answers are a matter of milliseconds; without a fault only a disk that does not answer takes so many ticks. */
  private static final int STILL = 60;
  private static final int RESERVE = 6 << 20;

  /** All that may be asked now; replaced as a whole, so that who looks at it needs no memory. */
  private static volatile LibraryWatch[] open = {};
  /** What is let go of when there is no memory left, so that this can be said. */
  private static volatile byte[] reserve;
  /** Who was at work when memory was too little; null while it was not. */
  private static volatile Failures blamed;

  private final Failures failures;
  private final ExecutorService library;
  private final Duration tick;
  private final int still;
  private final Thread looking;
  private volatile boolean closed;
  private final AtomicLong moves = new AtomicLong(); // of who asks
  private Thread asking; // null while nobody waits
  private boolean interrupted; // by this
  private Throwable died; // null while nothing is known to have
  private boolean lost;
  private long seenMoves = -1;
  private long seenTasks = -1;
  private int stillFor; // ticks

  /** @param library where the library works */
  public LibraryWatch(Failures failures, ExecutorService library) {
    this(failures, library, TICK, STILL);
  }

  LibraryWatch(Failures failures, ExecutorService library, Duration tick, int still) {
    this.failures = failures;
    this.library = library;
    this.tick = tick;
    this.still = still;
    looking = Thread.ofPlatform().name("lariat-watch").daemon().unstarted(this::watch);
    change(this, true);
    looking.start();
  }

  private static synchronized void change(LibraryWatch watch, boolean added) {
    var all = new ArrayList<>(Arrays.asList(open));
    if (added) {
      all.add(watch);
      reserve = reserve == null ? new byte[RESERVE] : reserve;
    } else {
      all.remove(watch);
    }
    open = all.toArray(LibraryWatch[]::new);
  }

  /**
   * Tells all that wait, or will, that a thread has died of what nobody caught: it may have been a library's. Needs no
   * memory.
   *
   * @return whether there are any, which now fail
   */
  public static boolean died(Throwable failure) {
    LibraryWatch[] all = open;
    for (int i = 0; i < all.length; i++) {
      all[i].tell(failure);
    }
    reserve = null;
    return all.length > 0;
  }

  /**
   * {@return what is said of a failure that nobody caught: of want of memory that of a library that is at work, or was
   * when memory was too little}
   */
  public static Throwable told(Throwable failure) {
    LibraryWatch[] all = open;
    Failures library = all.length > 0 ? all[0].failures : blamed;
    return failure instanceof OutOfMemoryError && library != null ? library.gone(failure) : failure;
  }

  private void tell(Throwable failure) {
    synchronized (this) {
      died = died == null ? failure : died;
      lost = true;
    }
    stop(failure);
    synchronized (this) {
      interrupt();
    }
  }

  /** What the library has begun would take the memory in which its end is to be said. */
  private void stop(Throwable failure) {
    blamed = failure instanceof OutOfMemoryError ? failures : blamed;
    for (int tries = 0; tries < 2; tries++) {
      try {
        library.shutdownNow();
        return;
      } catch (OutOfMemoryError _) {
        reserve = null;
      }
    }
  }

  /** Asks the library, on this thread. */
  public <T> T await(Supplier<T> ask) {
    begin();
    try {
      return ask.get();
    } catch (RuntimeException | OutOfMemoryError failure) {
      throw failed(failure);
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    if (lost) {
      throw failures.gone(died);
    }
    stillFor = 0;
    asking = Thread.currentThread();
  }

  private synchronized RuntimeException failed(Throwable failure) {
    if (interrupted) {
      return failures.gone(died);
    }
    if (asking.isInterrupted()) {
      var cancelled = new CancellationException("interrupted");
      cancelled.initCause(failure);
      return cancelled;
    }
    if (root(failure) instanceof OutOfMemoryError) {
      lost = true;
      stop(root(failure));
      reserve = null;
    }
    return failures.of(failure);
  }

  private synchronized void end() {
    asking = null;
    if (interrupted) {
      var _ = Thread.interrupted(); // nobody else is to hear of it
    }
  }

  /** Says that the library has answered, and is asked on. */
  public void moved() {
    moves.incrementAndGet();
  }

  /** {@return whether the library's threads can no longer be trusted to end} */
  public synchronized boolean isLost() {
    return lost;
  }

  private void watch() {
    try {
      while (!closed) {
        Thread.sleep(tick);
        look();
      }
    } catch (InterruptedException _) {
      // It is closed.
    }
  }

  private synchronized void look() {
    boolean idle = false;
    long tasks = 0;
    if (library instanceof ThreadPoolExecutor pool) {
      idle = pool.getActiveCount() == 0 && pool.getQueue().isEmpty();
      tasks = pool.getCompletedTaskCount();
    }
    boolean waits = asking != null
        && (asking.getState() == Thread.State.TIMED_WAITING || asking.getState() == Thread.State.WAITING);
    stillFor = waits && idle && tasks == seenTasks && moves.get() == seenMoves ? stillFor + 1 : 0;
    seenTasks = tasks;
    seenMoves = moves.get();
    if (stillFor >= still) {
      interrupt();
    }
  }

  private void interrupt() {
    lost = true;
    if (asking != null) {
      interrupted = true;
      asking.interrupt();
    }
  }

  /** {@return what all else came from} */
  public static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  @Override
  public void close() {
    closed = true;
    change(this, false);
    looking.interrupt();
  }
}
