package dev.lariat.loss;

import dev.lariat.data.Task;

/** {@code |y − ŷ|}; the mean over the outputs where there are several. The gradient at 0 is 0. */
public record AbsoluteError() implements Loss {
  @Override
  public String name() {
    return "absolute-error";
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
      sum += Math.abs((double) outputs[at + k] - targets.value(row, k));
    }
    return sum / width;
  }

  @Override
  public void gradient(float[] outputs, int at, int width, Targets targets, int row, float scale, float[] gradient) {
    for (int k = 0; k < width; k++) {
      gradient[at + k] = scale / width * Math.signum(outputs[at + k] - targets.value(row, k));
    }
  }

  @Override
  public double targetScale(double deviation) {
    return deviation;
  }

  @Override
  public void predict(float[] outputs, int at, int width) {}
}
