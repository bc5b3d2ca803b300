package dev.lariat.data.stream;

/**
 * Where a fit of several passes keeps how far it is, so that after an interruption the same fit goes on at the last
 * finished pass.
 */
public interface PassLog {
  /** Keeps nothing. */
  PassLog NONE = new PassLog() {
    @Override
    public double[] last() {
      return new double[0];
    }

    @Override
    public void finished(double[] state) {
      // Nobody asked for it.
    }
  };

  /** The numbers of the last finished pass of the same fit; none where there was no such pass. */
  double[] last();

  /** Keeps the numbers of a finished pass in place of those before. */
  void finished(double[] state);
}
