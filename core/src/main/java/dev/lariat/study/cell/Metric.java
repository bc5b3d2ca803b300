package dev.lariat.study.cell;

import dev.lariat.data.Task;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The loss by which settings are chosen and compared: a mean over rows, never with a penalty or smoothing in it. */
public enum Metric {
  /** −log of the probability given to the true class. */
  LOG_LOSS(Task.CLASSIFICATION),
  /** Share of rows whose most probable class is not the true one. */
  ERROR(Task.CLASSIFICATION),
  /** (y − ŷ)², in the square of the target's unit. */
  SQUARED_ERROR(Task.REGRESSION),
  /** |y − ŷ|, in the target's unit. */
  ABSOLUTE_ERROR(Task.REGRESSION);

  private final Task task;

  Metric(Task task) {
    this.task = task;
  }

  /** What it measures. */
  public Task task() {
    return task;
  }

  /** The metric that a task is trained on. */
  public static Metric of(Task task) {
    return task == Task.CLASSIFICATION ? LOG_LOSS : SQUARED_ERROR;
  }

  /** As it stands in files and on the command line, for example {@code log-loss}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The metric of a name.
   *
   * @throws IllegalArgumentException where there is no such metric
   */
  public static Metric parse(String text) {
    return Arrays.stream(values())
        .filter(metric -> metric.toString().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no metric '" + text + "': choose from "
            + Arrays.stream(values()).map(Metric::toString).collect(Collectors.joining(", "))));
  }
}
