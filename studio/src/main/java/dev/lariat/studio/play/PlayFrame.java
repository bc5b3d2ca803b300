package dev.lariat.studio.play;

import java.util.List;

/**
 * What the playground shows of one epoch.
 *
 * @param epoch how many were trained
 * @param end {@code running}, or {@code diverged} with the reason
 * @param training loss on the training rows by epoch, thinned
 * @param validation loss on the other rows
 * @param epochs at which the losses are
 * @param weights in all kernels
 * @param zeros of them exactly 0
 * @param penalty its share of the objective
 * @param parameters kernels and biases, from the input on
 * @param masks of each layer with dropout, from the input on
 * @param surface [rows × columns] from the top left: the likeliest class and how sure, 0 to 255 between two classes;
 * for numbers where in the range of the target
 */
record PlayFrame(int epoch, String end, List<Integer> epochs, List<Double> training, List<Double> validation,
    long weights, long zeros, double penalty, List<Values> parameters, List<Mask> masks, int[] surface) {
  /**
   * A parameter.
   *
   * @param shape a kernel is inputs × units
   * @param values row by row, as they are: 0 is exactly 0
   */
  record Values(String name, List<Integer> shape, float[] values) {}

  /**
   * What dropout took out of the epoch's last step.
   *
   * @param rows of the step
   * @param dropped which units, from 0; for each of the first rows
   */
  record Mask(int rows, List<List<Integer>> dropped) {}
}
