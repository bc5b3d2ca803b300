package dev.lariat.optim;

/**
 * What the learning rate is multiplied with as training goes on: a function of the share of the planned steps already
 * done, so that a schedule means the same at every batch size.
 */
public sealed interface Schedule {
  /**
   * The factor for a step.
   *
   * @param step steps done so far, from 0
   * @param stepsPerEpoch steps of an epoch
   * @param epochs planned epochs
   */
  double factor(long step, int stepsPerEpoch, int epochs);

  /**
   * The same course over another number of epochs.
   *
   * @param times as many epochs, above 0
   */
  Schedule stretched(double times);

  /** Always 1. */
  record Constant() implements Schedule {
    @Override
    public double factor(long step, int stepsPerEpoch, int epochs) {
      return 1;
    }

    @Override
    public Schedule stretched(double times) {
      return this;
    }
  }

  /**
   * Multiplied by a factor every so many epochs: {@code factor^⌊epoch/every⌋}.
   *
   * @param every epochs between two drops, at least 1
   * @param factor in (0, 1]
   */
  record Step(int every, double factor) implements Schedule {
    /** Checks both. */
    public Step {
      if (every < 1) {
        throw new IllegalArgumentException("a step schedule needs at least 1 epoch between drops, not " + every);
      }
      share("the step schedule's factor", factor);
    }

    @Override
    public double factor(long step, int stepsPerEpoch, int epochs) {
      long drops = step / stepsPerEpoch / every;
      return StrictMath.pow(factor, (double) drops);
    }

    @Override
    public Schedule stretched(double times) {
      return new Step(Math.max(1, (int) Math.rint(every * times)), factor);
    }
  }

  /**
   * {@code factor^(step / stepsPerEpoch)}: multiplied by the factor over each epoch, step by step.
   *
   * @param factor per epoch, in (0, 1]
   */
  record Exponential(double factor) implements Schedule {
    /** Checks the factor. */
    public Exponential {
      share("the exponential schedule's factor", factor);
    }

    @Override
    public double factor(long step, int stepsPerEpoch, int epochs) {
      return StrictMath.pow(factor, (double) step / stepsPerEpoch);
    }

    @Override
    public Schedule stretched(double times) {
      return new Exponential(StrictMath.pow(factor, 1 / times));
    }
  }

  /**
   * Rises linearly to 1 over the warm-up, then falls along half a cosine to the floor (Loshchilov and Hutter, 2017,
   * "SGDR", without restarts). Step k of w warm-up steps uses {@code (k+1)/w}.
   *
   * @param warmUpEpochs epochs of warm-up, may be a fraction, not negative
   * @param floor the factor at the end, in [0, 1]
   */
  record Cosine(double warmUpEpochs, double floor) implements Schedule {
    /** Checks both. */
    public Cosine {
      if (!(warmUpEpochs >= 0) || Double.isInfinite(warmUpEpochs)) {
        throw new IllegalArgumentException("warm-up epochs must be 0 or more, not " + warmUpEpochs);
      }
      if (!(floor >= 0 && floor <= 1)) {
        throw new IllegalArgumentException("the cosine schedule's floor must be from 0 to 1, not " + floor);
      }
    }

    @Override
    public double factor(long step, int stepsPerEpoch, int epochs) {
      double warmUp = Math.rint(warmUpEpochs * stepsPerEpoch);
      if (step < warmUp) {
        return (step + 1) / warmUp;
      }
      double rest = Math.max(1, (double) stepsPerEpoch * epochs - warmUp);
      double done = Math.min(1, (step - warmUp) / rest);
      return floor + (1 - floor) * 0.5 * (1 + StrictMath.cos(StrictMath.PI * done));
    }

    @Override
    public Schedule stretched(double times) {
      return new Cosine(warmUpEpochs * times, floor);
    }
  }

  /** The rate stays. */
  static Schedule constant() {
    return new Constant();
  }

  /** Multiplied by the factor every so many epochs. */
  static Schedule step(int every, double factor) {
    return new Step(every, factor);
  }

  /** Multiplied by the factor over each epoch. */
  static Schedule exponential(double factor) {
    return new Exponential(factor);
  }

  /** Half a cosine to 0 after a linear warm-up. */
  static Schedule cosine(double warmUpEpochs) {
    return new Cosine(warmUpEpochs, 0);
  }

  private static void share(String what, double value) {
    if (!(value > 0 && value <= 1)) {
      throw new IllegalArgumentException(what + " must be above 0 and at most 1, not " + value);
    }
  }
}
