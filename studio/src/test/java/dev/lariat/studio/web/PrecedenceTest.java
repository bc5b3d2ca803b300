package dev.lariat.studio.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PrecedenceTest {
  @Test
  void nobodyWaitsForNobody() {
    var precedence = new Precedence();
    precedence.take().close();
    long start = System.nanoTime();
    for (int i = 0; i < 1000; i++) {
      precedence.letPass();
    }
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));
  }

  @Test
  void oneGoesFirstUntilHisTurnEnds() throws Exception {
    var precedence = new Precedence();
    var begun = new CountDownLatch(1);
    var waited = new FutureTask<>(() -> {
      begun.countDown();
      long start = System.nanoTime();
      precedence.letPass();
      return System.nanoTime() - start;
    });
    try (Precedence.Turn _ = precedence.take()) {
      Thread.ofPlatform().start(waited);
      begun.await();
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(waited.get()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1));
  }

  /** An answer that takes for ever holds up no study. */
  @Test
  void nobodyIsWaitedForLong() {
    var precedence = new Precedence();
    try (Precedence.Turn _ = precedence.take()) {
      long start = System.nanoTime();
      precedence.letPass();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
