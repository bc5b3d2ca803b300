package dev.lariat.loss;

import dev.lariat.data.Task;

/** {@code (y − ŷ)²}, without a half, as the frameworks have it; the mean over the outputs where there are several. */
public record SquaredError() implements Loss {
  @Override
  public String name() {
    return "squared-error";
  }

  @Override
  public Task task() {
    return Task.REGRESSION;
  }

  @Override
  public int outputs(Targets targets) {
    return numbers(targets, name());
  }

  static int numbers(Targets targets, String name) {
    if (targets.areLabels()) {
      throw new IllegalArgumentException(name + " needs numbers, not labels");
    }
    return targets.width();
  }

  @Override
  public double value(float[] outputs, int at, int width, Targets targets, int row) {
    double sum = 0;
    for (int k = 0; k < width; k++) {
      double error = (double) outputs[at + k] - targets.value(row, k);
      sum += error * error;
    }
    return sum / width;
  }

  @Override
  public void gradient(float[] outputs, int at, int width, Targets targets, int row, float scale, float[] gradient) {
    for (int k = 0; k < width; k++) {
      gradient[at + k] = scale * 2 / width * (outputs[at + k] - targets.value(row, k));
    }
  }

  @Override
  public double targetScale(double deviation) {
    return deviation * deviation;
  }

  @Override
  public void predict(float[] outputs, int at, int width) {}
}
