package dev.lariat.cli;

import dev.lariat.data.stream.PassLog;
import java.util.concurrent.CancellationException;

/** A log that ends the fit after some passes, as kill -9 would, and keeps what was finished. */
final class KilledPasses implements PassLog {
  private double[] state = {};
  private int left;

  /** @param passes from now on; 0 for never */
  void endAfter(int passes) {
    left = passes;
  }

  @Override
  public double[] last() {
    return state;
  }

  @Override
  public void finished(double[] now) {
    state = now;
    if (--left == 0) {
      throw new CancellationException("killed");
    }
  }
}
