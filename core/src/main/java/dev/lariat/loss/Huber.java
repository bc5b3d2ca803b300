package dev.lariat.loss;

import dev.lariat.data.Task;

/**
 * Huber's loss (1964), "Robust estimation of a location parameter": {@code ½e²} where the error e = ŷ − y is at most δ
 * in size, {@code δ·(|e| − ½δ)} beyond; the mean over the outputs where there are several. A few rows far away pull at
 * it no more than at the absolute error. With the half, as Keras, PyTorch and MLX have it: below δ it is half the
 * {@link SquaredError}.
 *
 * @param delta δ, above 0, in the unit of what the network learns: deviations of the target where it is standardised
 */
public record Huber(double delta) implements Loss {
  /** Checks δ. */
  public Huber {
    if (!(delta > 0) || Double.isInfinite(delta)) {
      throw new IllegalArgumentException("the Huber loss's delta must be a finite number above 0, not " + delta);
    }
  }

  @Override
  public String name() {
    return "huber";
  }

  @Override
  public Task task() {
    return Task.REGRESSION;
  }

  @Override
  public int outputs(Targets targets) {
    return SquaredError.numbers(targets, name());
  }

  @Override
  public double value(float[] outputs, int at, int width, Targets targets, int row) {
    double sum = 0;
    for (int k = 0; k < width; k++) {
      double error = Math.abs((double) outputs[at + k] - targets.value(row, k));
      sum += error <= delta ? 0.5 * error * error : delta * (error - 0.5 * delta);
    }
    return sum / width;
  }

  @Override
  public void gradient(float[] outputs, int at, int width, Targets targets, int row, float scale, float[] gradient) {
    float limit = (float) delta;
    for (int k = 0; k < width; k++) {
      float error = outputs[at + k] - targets.value(row, k);
      gradient[at + k] = scale / width * Math.max(-limit, Math.min(limit, error));
    }
  }

  /** δ is in deviations, so that the loss in the target's unit has δ·deviation, and is deviation² times this one. */
  @Override
  public double targetScale(double deviation) {
    return deviation * deviation;
  }

  @Override
  public void predict(float[] outputs, int at, int width) {}
}
