package dev.lariat.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelWarmUpTest {
  @Test
  void everyCallComputesTheSame() {
    double once = KernelWarmUp.run(1);
    assertThat(once).isFinite().isPositive();
    assertThat(KernelWarmUp.run(1)).isEqualTo(once);
    assertThat(KernelWarmUp.run(40)).isGreaterThan(once);
  }

  @Test
  void theThreadKeepsNoMachineFromEnding() {
    assertThat(KernelWarmUp.start().isDaemon()).isTrue();
  }

  @Test
  void theThreadEndsByItself() throws InterruptedException {
    Thread thread = KernelWarmUp.start();
    thread.join();
    assertThat(thread.getState()).isEqualTo(Thread.State.TERMINATED);
  }
}
