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

  /** Whoever lets pass does not go on before the turn ends, unless it has waited as long as it may. */
  @Test
  void oneGoesFirstUntilHisTurnEnds() throws Exception {
    var precedence = new Precedence();
    var begun = new CountDownLatch(1);
    long[] waiting = new long[2]; // from, to
    var waited = new FutureTask<>(() -> {
      waiting[0] = System.nanoTime();
      begun.countDown();
      precedence.letPass();
      waiting[1] = System.nanoTime();
      return waiting;
    });
    long end;
    try (Precedence.Turn _ = precedence.take()) {
      Thread.ofPlatform().start(waited);
      begun.await();
      TimeUnit.MILLISECONDS.sleep(20);
      end = System.nanoTime();
    }
    long[] times = waited.get();
    assertThat(times[1] >= end || times[1] - times[0] >= TimeUnit.MILLISECONDS.toNanos(50)).isTrue();
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
