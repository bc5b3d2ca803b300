package dev.lariat.io.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LibraryWatchTest {
  private static final Duration TICK = Duration.ofMillis(5);
  private static final int STILL = 20;

  private final ExecutorService library = Executors.newFixedThreadPool(1);
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private static final LibraryWatch.Failures FAILURES = new LibraryWatch.Failures() {
    @Override
    public RuntimeException of(Throwable failure) {
      return new IllegalArgumentException("failed: " + LibraryWatch.root(failure).getMessage(), failure);
    }

    @Override
    public RuntimeException gone(Throwable died) {
      return new IllegalStateException("gone: " + (died == null ? "nobody knows why" : died.getMessage()), died);
    }
  };

  @AfterEach
  void end() {
    library.shutdownNow();
  }

  /** As libraries wait: again and again, and whoever is interrupted gets nothing. */
  private String takeForEver() {
    String answer = null;
    try {
      while (answer == null) {
        answer = answers.poll(10, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IllegalArgumentException("the rows end");
    }
    return answer;
  }

  @Test
  void whoWaitsForWhatNeverComesIsTold() {
    try (var watch = new LibraryWatch(FAILURES, library, TICK, STILL)) {
      assertThatThrownBy(() -> watch.await(this::takeForEver)).isInstanceOf(IllegalStateException.class)
          .hasMessage("gone: nobody knows why");
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(watch.isLost()).isTrue();
      assertThatThrownBy(() -> watch.await(() -> "rows")).as("nor does it answer later").hasMessageStartingWith("gone");
    }
  }

  @Test
  void aLibraryThatWorksIsWaitedFor() throws Exception {
    var enough = new CountDownLatch(1);
    library.execute(() -> {
      try {
        enough.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      answers.add("rows");
    });
    try (var watch = new LibraryWatch(FAILURES, library, TICK, STILL)) {
      var later = new Thread(() -> {
        try {
          Thread.sleep(TICK.multipliedBy(3 * STILL));
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        }
        enough.countDown();
      });
      later.start();
      watch.await(this::takeForEver);
      later.join();
      assertThat(watch.isLost()).isFalse();
    }
  }

  @Test
  void aThreadThatDiedIsToldToWhoWaits() throws Exception {
    try (var watch = new LibraryWatch(FAILURES, library)) {
      var seen = new AtomicReference<Throwable>();
      var reader = new Thread(() -> {
        try {
          watch.await(this::takeForEver);
        } catch (IllegalStateException e) {
          seen.set(e);
        }
      });
      reader.start();
      assertThat(LibraryWatch.died(new OutOfMemoryError("heap"))).as("whether it waits or will").isTrue();
      reader.join();
      assertThat(seen.get()).hasMessage("gone: heap");
    }
    assertThat(LibraryWatch.died(new OutOfMemoryError("heap"))).as("nobody waits").isFalse();
    assertThat(LibraryWatch.told(new OutOfMemoryError("later"))).as("for want of memory still")
        .hasMessage("gone: later");
    var other = new IllegalArgumentException("other");
    assertThat(LibraryWatch.told(other)).isSameAs(other);
  }

  @Test
  void whatTheLibraryThrowsIsSaidAndAnInterruptIsNone() {
    try (var watch = new LibraryWatch(FAILURES, library)) {
      assertThatThrownBy(
          () -> watch.await(() -> { throw new IllegalStateException(new OutOfMemoryError("of a page")); }))
          .hasMessage("failed: of a page");
      assertThat(watch.isLost()).as("who was out of memory may have died").isTrue();
    }
    try (var watch = new LibraryWatch(FAILURES, library)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> watch.await(this::takeForEver)).isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).as("of another, who is to hear of it").isTrue();
    }
  }
}
